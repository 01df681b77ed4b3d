/** Which listed organisations took part in a set, with how many accounts and what response. */
import type { RegistryEntry } from '../../registry/registry.ts';
import { interactionFormula } from '../interactions.ts';
import type { PostTable } from '../table/post-table.ts';
import { interactionsIn } from './ranking.ts';
import { accountsBehind, isRepost, isWritten, postsBehind, type Rows, select } from './rows.ts';
import type { TracedCount } from './traced.ts';

export interface OrganisationOptions {
  readonly rows?: Rows;
}

interface Organisation {
  /** With its kind, state, confidence, status and evidence: no number of it is shown without the source. */
  readonly entry: RegistryEntry;
  readonly accounts: TracedCount;
  /** Written posts; reposts are apart. */
  readonly posts: TracedCount;
  readonly reposts: TracedCount;
  /** Sum over written posts with counters, each by the formula of its platform. */
  readonly interactions: number;
  /** Written posts without counters. */
  readonly withoutCounters: number;
  /** Of the first post or repost. */
  readonly firstAt: Date;
}

export interface Organisations {
  readonly registryVersion: string;
  /** Names of the formulas of interactions, by platform of the table. */
  readonly formulas: readonly string[];
  /** Most written posts first, then accounts, then the earliest, then by entry id. */
  readonly organisations: readonly Organisation[];
}

export function measureOrganisations(table: PostTable, { rows }: OrganisationOptions = {}): Organisations {
  const listed = select(table, (row) => (table.entry[row] ?? -1) >= 0, rows);
  const sums = sumByEntry(table, listed);
  return {
    registryVersion: table.registryVersion,
    formulas: table.platforms.map((platform) => interactionFormula(platform).name).sort(),
    organisations: table.entries
      .flatMap((entry, index) => {
        const sum = sums[index];
        return sum === undefined || sum.accounts.size === 0 ? [] : [describe(table, listed, entry, index, sum)];
      })
      .sort(byWeight),
  };
}

interface EntrySum {
  readonly accounts: Set<number>;
  posts: number;
  reposts: number;
  interactions: number;
  withoutCounters: number;
  firstAt: number;
}

function sumByEntry(table: PostTable, listed: Uint32Array): readonly EntrySum[] {
  const interactionsOf = interactionsIn(table);
  const sums = table.entries.map(
    (): EntrySum => ({
      accounts: new Set(),
      posts: 0,
      reposts: 0,
      interactions: 0,
      withoutCounters: 0,
      firstAt: Number.POSITIVE_INFINITY,
    }),
  );
  for (const row of listed) {
    const sum = sums[table.entry[row] ?? -1];
    if (sum === undefined) continue;
    sum.accounts.add(table.account[row] ?? 0);
    sum.firstAt = Math.min(sum.firstAt, table.at[row] ?? 0);
    if (isRepost(table, row)) {
      sum.reposts += 1;
      continue;
    }
    sum.posts += 1;
    const interactions = interactionsOf(row);
    if (interactions < 0) sum.withoutCounters += 1;
    else sum.interactions += interactions;
  }
  return sums;
}

function describe(
  table: PostTable,
  listed: Uint32Array,
  entry: RegistryEntry,
  index: number,
  sum: EntrySum,
): Organisation {
  const isTheirs = (row: number): boolean => table.entry[row] === index;
  return {
    entry,
    accounts: { n: sum.accounts.size, behind: accountsBehind(table, isTheirs, listed) },
    posts: { n: sum.posts, behind: postsBehind(table, (row) => isTheirs(row) && isWritten(table, row), listed) },
    reposts: { n: sum.reposts, behind: postsBehind(table, (row) => isTheirs(row) && isRepost(table, row), listed) },
    interactions: sum.interactions,
    withoutCounters: sum.withoutCounters,
    firstAt: new Date(sum.firstAt),
  };
}

function byWeight(a: Organisation, b: Organisation): number {
  return (
    b.posts.n - a.posts.n ||
    b.accounts.n - a.accounts.n ||
    a.firstAt.getTime() - b.firstAt.getTime() ||
    (a.entry.id < b.entry.id ? -1 : 1)
  );
}
