/** Accounts that lack a profile → their platform → store: created, followers, handle, in batches and within budget. */
import { keyOf } from '../src/campaign/subject.ts';
import { dayMs } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import type { Checker } from '../src/source/source.ts';
import type { Store } from '../src/store/store.ts';
import { type LookUpDeps, lookUp } from './look-up.ts';

export interface EnrichDeps extends Omit<LookUpDeps, 'store'> {
  readonly store: Pick<Store, 'posts' | 'sources' | 'campaigns' | 'accountChecks'>;
  readonly checkers: readonly Checker[];
  /** Accounts asked about in one run, per platform. */
  readonly perRun: number;
  /** Also accounts outside of campaigns that were active in the last day. */
  readonly everybody: boolean;
}

/** A profile that said nothing is asked for again after so long. */
const askAgainMs = 30 * dayMs;
const campaignsLookedAt = 50;
const postsLookedAt = 2_000;

export function createEnrich(deps: EnrichDeps): Job {
  return {
    name: 'enrich',
    run: async (_tick, signal) => {
      const report = { asked: 0, answered: 0, failed: 0 };
      for (const checker of deps.checkers) {
        if (signal.aborted) break;
        const accounts = await accountsToAsk(checker.platform, deps);
        if (accounts.length === 0) continue;
        const { complete, accounts: answered } = await lookUp(checker, { posts: [], accounts }, deps, signal);
        report.asked += accounts.length;
        report.answered += answered;
        if (complete) await deps.store.accountChecks.note(checker.platform, accounts, deps.now());
        else report.failed += 1;
      }
      return report;
    },
  };
}

/** Who takes part in what people are told of comes first: the age of a crowd is evidence for or against it. */
async function accountsToAsk(
  platform: string,
  { store, perRun, everybody, now }: EnrichDeps,
): Promise<readonly string[]> {
  const at = now();
  const checkedBefore = new Date(at.getTime() - askAgainMs);
  const asked = new Set<string>();
  const open = await store.campaigns.list({ openOnly: true, minLevel: 'S3', limit: campaignsLookedAt });
  for (const campaign of open) {
    if (campaign.platform !== platform || asked.size >= perRun) continue;
    const span = { from: campaign.firstAt, to: new Date(at.getTime() + 1) };
    const posts = await store.posts.postsOf({ ...keyOf(campaign), ...span, limit: postsLookedAt });
    const authors = [...new Set(posts.map(({ accountId }) => accountId))];
    const limit = perRun - asked.size;
    for (const id of await store.accountChecks.lacking({ platform, accountIds: authors, checkedBefore, limit })) {
      asked.add(id);
    }
  }
  if (everybody && asked.size < perRun) {
    const activeSince = new Date(at.getTime() - dayMs);
    const limit = perRun - asked.size;
    for (const id of await store.accountChecks.lacking({ platform, activeSince, checkedBefore, limit })) asked.add(id);
  }
  return [...asked].slice(0, perRun);
}
