/**
 * Campaigns → their platforms → store: what was deleted, suspended or renamed since, at +15 min, +1 h, +6 h, +1, +7, +30
 * and +90 days. Of bursts without evidence a sample is asked about in the first hour: posts that push a word into the
 * trends and go at once leave no other.
 */
import { type Campaign, isAtLeast, type Level } from '../src/campaign/campaign.ts';
import { keyOf } from '../src/campaign/subject.ts';
import { dayMs, hourMs, minuteMs, type Post, type Span } from '../src/post/post.ts';
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

/**
 * Since the campaign opened. Platforms act in days to weeks; of posts that push a word into the trends half are gone after
 * a minute and five of six after ten (Elmas et al. 2021).
 */
export const recheckAfterMs: readonly number[] = [
  15 * minuteMs,
  hourMs,
  6 * hourMs,
  dayMs,
  7 * dayMs,
  30 * dayMs,
  90 * dayMs,
];
/** Steps that are also taken for bursts below `minLevel`, and the posts asked about: one batch call of every platform. */
const candidateSteps = 2;
const mostOfCandidate = 100;
/** A burst below `minLevel` that opened earlier is past its steps. */
const candidateMs = 3 * hourMs;
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
        const step = dueStep(campaign, deps.now(), deps.minLevel);
        if (checker === undefined || step === undefined || (await doneSteps(campaign, deps)) >= step) continue;
        if (!isAtLeast(campaign.level, deps.minLevel ?? 'S3') && !(await hasRoom(checker, deps))) continue;
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

async function campaignsToCheck({ store, now, minLevel = 'S3' }: RecheckDeps): Promise<readonly Campaign[]> {
  const at = now();
  const longest = recheckAfterMs.at(-1) ?? 0;
  const since = (ms: number): Span => ({ from: new Date(at.getTime() - ms), to: at });
  const told = await store.campaigns.list({ span: since(longest + missedMs), minLevel, limit: 1_000 });
  const active = await store.campaigns.list({ span: since(candidateMs), openOnly: true, limit: 1_000 });
  return [...told, ...active.filter((campaign) => isCandidate(campaign, at, minLevel))];
}

/** A burst that nothing but a look at its posts can raise. */
export function isCandidate({ level, openedAt, kind }: Campaign, now: Date, minLevel: Level = 'S3'): boolean {
  if (isAtLeast(level, minLevel) || kind === 'attributed-burst') return false;
  return now.getTime() - openedAt.getTime() <= candidateMs;
}

/** How many re-checks are due by now; only the newest of several missed ones is made up for. */
export function dueStep(
  { openedAt, level }: Pick<Campaign, 'openedAt' | 'level'>,
  now: Date,
  minLevel: Level = 'S3',
): number | undefined {
  const steps = isAtLeast(level, minLevel) ? recheckAfterMs : recheckAfterMs.slice(0, candidateSteps);
  const due = steps.filter((after) => openedAt.getTime() + after <= now.getTime()).length;
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
  if (!isAtLeast(campaign.level, deps.minLevel ?? 'S3')) {
    return lookUp(checker, { posts: sampleOf(there, mostOfCandidate).map(({ id }) => id), accounts: [] }, deps, signal);
  }
  const accounts = [...new Set(posts.map(({ accountId }) => accountId))].slice(0, mostAccounts);
  return lookUp(checker, { posts: there.map(({ id }) => id), accounts }, deps, signal);
}

/** Look-ups may be paid for: what nobody was told of takes no more than half of a day's budget. */
async function hasRoom({ budget }: Checker, { store, now }: RecheckDeps): Promise<boolean> {
  for (const limit of budget?.limits ?? []) {
    const share = limit.day ?? (limit.month === undefined ? undefined : limit.month / 30);
    if (budget === undefined || share === undefined) continue;
    const spent = await store.sources.spent({ purse: budget.key, ...limit, amount: 0 }, now());
    if (spent.day >= share / 2) return false;
  }
  return true;
}

/** Evenly over the time of the posts, which come oldest first. */
function sampleOf(posts: readonly Post[], most: number): readonly Post[] {
  if (posts.length <= most) return posts;
  return Array.from({ length: most }, (_, n) => posts[Math.floor((n * posts.length) / most)]).flatMap(
    (post) => post ?? [],
  );
}

function postsOf(campaign: Campaign, { store }: RecheckDeps): Promise<readonly Post[]> {
  const to = new Date(campaign.lastAt.getTime() + 1);
  return store.posts.postsOf({ ...keyOf(campaign), from: campaign.firstAt, to, limit: mostPosts });
}

async function keepReassessed(campaign: Campaign, deps: RecheckDeps): Promise<boolean> {
  // Read again: the detect job may have gone on with it meanwhile.
  const current = await deps.store.campaigns.byId(campaign.id);
  if (current === undefined) return false;
  const again = await reassess(current, deps.now(), {
    ...(await deps.assessing()),
    postsOf: (question: KeyQuestion) => deps.store.posts.postsOf(question),
  });
  return again !== undefined && deps.store.campaigns.replace(again);
}
