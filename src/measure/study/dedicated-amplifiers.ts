/**
 * F16, second half: accounts whose reposts go to one state's accounts above all, as shares of groups. Fans do that too; no
 * account is named. Accounts that are in a registry themselves are counted apart: they speak for somebody openly.
 */
import type { PostTable } from '../table/post-table.ts';
import { type AttributedReposts, attributedReposts, type RepostOptions } from './attributed-reposts.ts';
import { createTopRows } from './top-rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';

export interface DedicatedOptions extends RepostOptions {
  readonly minN?: number | undefined;
  /** Share of an account's reposts that must go to one state (0.8). */
  readonly minShare?: number | undefined;
  /** Reposts that an account must have made, of whomever (5). */
  readonly minReposts?: number | undefined;
}

interface StateAmplifiers {
  /** ISO code. */
  readonly state: string;
  readonly reposts: TracedCount;
  /** Dedicated accounts / accounts in no registry that reposted this state's posts. */
  readonly dedicated: TracedShare;
  /** Of these accounts, how many made at least `minReposts` reposts: only they can be dedicated. */
  readonly busyEnough: number;
  /** Reposts by dedicated accounts / all reposts of this state's posts. */
  readonly byDedicated: TracedShare;
  /** Reposts by accounts that are in a registry themselves / all reposts of this state's posts. */
  readonly byListed: TracedShare;
  /** Reposts by the busiest 1 % of its amplifiers (rounded up) / all reposts of this state's posts. */
  readonly topOnePercent: TracedShare;
}

export interface DedicatedAmplifiers {
  readonly minShare: number;
  readonly minReposts: number;
  /** Most reposted first. */
  readonly states: readonly StateAmplifiers[];
  /** Reposts of posts whose author is not known: in none of the numbers. */
  readonly unknownAuthor: number;
  readonly own: number;
}

export const amplifierNote = 'Fans repost one side above all as well: dedicated is a habit, not a proof of direction.';

export function measureDedicatedAmplifiers(table: PostTable, options: DedicatedOptions = {}): DedicatedAmplifiers {
  const { minShare = 0.8, minReposts = 5, minN = usualMinN } = options;
  const reposts = attributedReposts(table, options);
  const total = new Uint32Array(table.accounts.size);
  for (const row of reposts.rows) total[table.account[row] ?? 0] = (total[table.account[row] ?? 0] ?? 0) + 1;
  const states = reposts.states
    .map((state, index) => amplifiersOf(table, reposts, index, { state, total, minShare, minReposts, minN }))
    .filter(({ reposts: { n } }) => n > 0)
    .sort((a, b) => b.reposts.n - a.reposts.n || (a.state < b.state ? -1 : 1));
  return { minShare, minReposts, states, unknownAuthor: reposts.unknown, own: reposts.own };
}

interface StateRules {
  readonly state: string;
  /** Reposts of each account, of whomever. */
  readonly total: Uint32Array;
  readonly minShare: number;
  readonly minReposts: number;
  readonly minN: number;
}

function amplifiersOf(
  table: PostTable,
  { rows, state }: AttributedReposts,
  index: number,
  rules: StateRules,
): StateAmplifiers {
  const theirs = rows.filter((_, place) => state[place] === index);
  const counts = new Uint32Array(table.accounts.size);
  const isListed = new Uint8Array(table.accounts.size);
  for (const row of theirs) {
    const account = table.account[row] ?? 0;
    counts[account] = (counts[account] ?? 0) + 1;
    if ((table.entry[row] ?? -1) >= 0) isListed[account] = 1;
  }
  const amplifiers = accountsThat(counts, (account) => isListed[account] === 0);
  const busy = amplifiers.filter((account) => (rules.total[account] ?? 0) >= rules.minReposts);
  const dedicated = busy.filter((account) =>
    isDedicated(counts[account] ?? 0, rules.total[account] ?? 0, rules.minShare),
  );
  const loudest = busiestOf(counts);
  const shareBy = (accounts: Uint32Array): TracedShare => {
    const isOne = new Uint8Array(table.accounts.size);
    for (const account of accounts) isOne[account] = 1;
    const found = theirs.filter((row) => isOne[table.account[row] ?? 0] === 1);
    return {
      share: shareOrWithheld(found.length, theirs.length, rules.minN),
      behind: () => ({ of: 'posts', rows: found }),
    };
  };
  return {
    state: rules.state,
    reposts: { n: theirs.length, behind: () => ({ of: 'posts', rows: theirs }) },
    dedicated: {
      share: shareOrWithheld(dedicated.length, amplifiers.length, rules.minN),
      behind: () => ({ of: 'accounts', rows: dedicated }),
    },
    busyEnough: busy.length,
    byDedicated: shareBy(dedicated),
    byListed: shareBy(accountsThat(counts, (account) => isListed[account] === 1)),
    topOnePercent: shareBy(loudest),
  };
}

/** The busiest 1 % of accounts, rounded up; the lower number of equals. */
function busiestOf(counts: Uint32Array): Uint32Array {
  const all = accountsThat(counts, () => true);
  const count = (account: number): number => counts[account] ?? 0;
  const top = createTopRows(
    Math.max(1, Math.ceil(all.length / 100)),
    (a, b) => count(a) > count(b) || (count(a) === count(b) && a < b),
  );
  for (const account of all) top.add(account);
  return top.done();
}

/** 4 of 5 must reach 0.8 whatever the fraction's last bit says. */
function isDedicated(count: number, total: number, minShare: number): boolean {
  return count + 1e-9 >= minShare * total;
}

function accountsThat(counts: Uint32Array, fits: (account: number) => boolean): Uint32Array {
  const found = new Uint32Array(counts.length);
  let length = 0;
  for (let account = 0; account < counts.length; account++) {
    if ((counts[account] ?? 0) > 0 && fits(account)) found[length++] = account;
  }
  return found.slice(0, length);
}
