/** Campaigns → their platforms → store: what was deleted, suspended or renamed since, at +1 h, +1, +7, +30, +90 days. */
import { type Campaign, isAtLeast, type Level } from '../src/campaign/campaign.ts';
import { keyOf } from '../src/campaign/subject.ts';
import { dayMs, hourMs, type Post } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import type { Checker } from '../src/source/source.ts';
import type { KeyQuestion, Store } from '../src/store/store.ts';
import { reassess, type TickDeps } from './detect-tick.ts';
import { type LookUpDeps, lookUp } from './look-up.ts';

export interface RecheckDeps extends Omit<LookUpDeps, 'store'> {
  readonly store: Pick<Store, 'posts' | 'sources' | 'campaigns' | 'settings'>;
  readonly checkers: readonly Checker[];
  /** What a campaign is assessed with. */
  readonly assessing: () => Promise<Omit<TickDeps, 'detectors' | 'gaps' | 'postsOf'>>;
  /** Less is not worth the calls. Default S3. */
  readonly minLevel?: Level | undefined;
}

/** Since the campaign opened. Platforms act in days to weeks, and what is deleted at once is deleted within the hour. */
export const recheckAfterMs: readonly number[] = [hourMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs];
/** Of one campaign at one time; the most of a batch call is 100, so these are some tens of calls. */
const mostPosts = 2_000;
const mostAccounts = 1_000;
/** After the last re-check nothing is asked any more; a missed one is made up for within this time. */
const missedMs = 10 * dayMs;

export function createRecheck(deps: RecheckDeps): Job {
  return {
    name: 'recheck',
    run: async (_tick, signal) => {
      const report = { campaigns: 0, deleted: 0, accounts: 0, changed: 0, failed: 0 };
      const checkers = new Map(deps.checkers.map((checker) => [checker.platform, checker]));
      for (const campaign of checkers.size === 0 ? [] : await campaignsToCheck(deps)) {
        if (signal.aborted) break;
        const checker = checkers.get(campaign.platform);
        const step = dueStep(campaign, deps.now());
        if (checker === undefined || step === undefined || (await doneSteps(campaign, deps)) >= step) continue;
        const result = await checkCampaign(campaign, checker, deps, signal);
        report.deleted += result.deleted;
        report.accounts += result.accounts;
        if (!result.complete) {
          // It stays due: the next run asks again once the platform answers.
          report.failed += 1;
          continue;
        }
        report.campaigns += 1;
        if (await keepReassessed(campaign, deps)) report.changed += 1;
        await deps.store.settings.set(settingOf(campaign), String(step));
      }
      return report;
    },
  };
}

function campaignsToCheck({ store, now, minLevel = 'S3' }: RecheckDeps): Promise<readonly Campaign[]> {
  const at = now();
  const longest = recheckAfterMs.at(-1) ?? 0;
  const span = { from: new Date(at.getTime() - longest - missedMs), to: at };
  return store.campaigns.list({ span, minLevel, limit: 1_000 });
}

/** How many re-checks are due by now; only the newest of several missed ones is made up for. */
export function dueStep({ openedAt }: Pick<Campaign, 'openedAt'>, now: Date): number | undefined {
  const due = recheckAfterMs.filter((after) => openedAt.getTime() + after <= now.getTime()).length;
  return due === 0 ? undefined : due;
}

async function doneSteps(campaign: Campaign, { store }: RecheckDeps): Promise<number> {
  return Number((await store.settings.get(settingOf(campaign))) ?? 0);
}

function settingOf({ id }: Campaign): string {
  return `rechecked:${id}`;
}

async function checkCampaign(
  campaign: Campaign,
  checker: Checker,
  deps: RecheckDeps,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<typeof lookUp>>> {
  const posts = await postsOf(campaign, deps);
  const there = posts.filter(({ deletedAt }) => deletedAt === undefined);
  const accounts = [...new Set(posts.map(({ accountId }) => accountId))].slice(0, mostAccounts);
  return lookUp(checker, { posts: there.map(({ id }) => id), accounts }, deps, signal);
}

function postsOf(campaign: Campaign, { store }: RecheckDeps): Promise<readonly Post[]> {
  const to = new Date(campaign.lastAt.getTime() + 1);
  return store.posts.postsOf({ ...keyOf(campaign), from: campaign.firstAt, to, limit: mostPosts });
}

async function keepReassessed(campaign: Campaign, deps: RecheckDeps): Promise<boolean> {
  // Read again: the detect job may have gone on with it meanwhile.
  const current = await deps.store.campaigns.byId(campaign.id);
  if (current === undefined || !isAtLeast(current.level, deps.minLevel ?? 'S3')) return false;
  const again = await reassess(current, deps.now(), {
    ...(await deps.assessing()),
    postsOf: (question: KeyQuestion) => deps.store.posts.postsOf(question),
  });
  return again !== undefined && deps.store.campaigns.replace(again);
}
