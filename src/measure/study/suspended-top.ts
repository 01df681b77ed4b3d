/** F2a: how many of the most interactive posts come from accounts that were suspended later, for each platform. */
import type { PostTable } from '../table/post-table.ts';
import { takedownSources } from './classes.ts';
import { isLooked, isSuspended, type Looks, looksAt } from './looks.ts';
import { type Ranking, type RankingOptions, rankPosts } from './ranking.ts';
import { distinctAccounts } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { minN, shareOrWithheld } from './withheld.ts';

export interface SuspendedTopOptions extends RankingOptions {
  readonly minN?: number | undefined;
}

export interface SuspendedTop extends Ranking {
  /** Posts of accounts that were suspended at the last look / Top(N). */
  readonly ofAll: TracedShare;
  /** The same / posts of Top(N) whose author was looked at. */
  readonly ofLooked: TracedShare;
  /** Posts of Top(N) whose author was never looked at. */
  readonly unknown: TracedCount;
  /** Looks at the authors of Top(N). */
  readonly looks: Looks;
  /** Posts of accounts in a takedown set / Top(N), whatever a look at the account said. */
  readonly inTakedownSet: TracedShare & { readonly sources: readonly string[] };
  /** Posts that are in both. */
  readonly suspendedAndInSet: number;
}

export function measureSuspendedTop(table: PostTable, options: SuspendedTopOptions = {}): readonly SuspendedTop[] {
  return (options.rankings ?? rankPosts(table, options)).map((ranking) =>
    describeTop(table, ranking, options.minN ?? minN),
  );
}

/** Then a share of suspended accounts would read as if they were known to be active. */
export function nobodyLooked({ top, unknown }: Pick<SuspendedTop, 'top' | 'unknown'>): boolean {
  return top.length > 0 && unknown.n === top.length;
}

/** Sets that an author is in: by the registry's evidence, and by the archives of removed accounts that were read. */
function takedownSourcesOf(table: PostTable): (row: number) => readonly string[] {
  const listed = table.entries.map(takedownSources);
  return (row) => {
    const byRegistry = listed[table.entry[row] ?? -1] ?? [];
    const set = table.takedowns[(table.accounts.takedown[table.account[row] ?? 0] ?? 0) - 1];
    return set === undefined ? byRegistry : [...byRegistry, set];
  };
}

function describeTop(table: PostTable, ranking: Ranking, least: number): SuspendedTop {
  const { top } = ranking;
  const suspended = top.filter((row) => isSuspended(table, row));
  const unknown = top.filter((row) => !isLooked(table, row));
  const sourcesOf = takedownSourcesOf(table);
  const listed = top.filter((row) => sourcesOf(row).length > 0);
  const sources = new Set(Array.from(listed).flatMap((row) => sourcesOf(row)));
  const traced = (rows: Uint32Array, of: number): TracedShare => ({
    share: shareOrWithheld(rows.length, of, least),
    behind: () => ({ of: 'posts', rows }),
  });
  return {
    ...ranking,
    ofAll: traced(suspended, top.length),
    ofLooked: traced(suspended, top.length - unknown.length),
    unknown: { n: unknown.length, behind: () => ({ of: 'posts', rows: unknown }) },
    looks: looksAt(table, distinctAccounts(table, top)),
    inTakedownSet: { ...traced(listed, top.length), sources: [...sources].sort() },
    suspendedAndInSet: listed.filter((row) => isSuspended(table, row)).length,
  };
}
