/** F7: do many accounts write (or repost) what is in the set, or few? */
import { type Concentration, concentrationOfCounts, topFiveCount, topOnePercentOf } from '../concentration.ts';
import type { PostTable } from '../table/post-table.ts';
import { forRows, isRepost, isWritten, type Rows } from './rows.ts';
import type { TracedShare } from './traced.ts';
import { minN, shareOrWithheld } from './withheld.ts';

export interface ConcentrationOptions {
  readonly rows?: Rows;
  /** Smallest number of posts of which shares are said. */
  readonly minN?: number | undefined;
}

export interface StudyConcentration extends Pick<Concentration, 'posts' | 'accounts' | 'effectiveAccounts' | 'gini'> {
  /** Posts of the busiest 1 % of accounts (rounded up) / posts. Behind it are those accounts, the busiest first. */
  readonly topOnePercent: TracedShare;
  readonly topFive: TracedShare;
  /** Accounts with exactly one post / accounts. */
  readonly singlePost: TracedShare;
}

export interface Concentrations {
  /** Of written posts. */
  readonly written: StudyConcentration;
  /** Of reposts: half of a diplomat's came from 1 % of the amplifiers (Oxford DemTech 2021.1). */
  readonly amplifying: StudyConcentration;
}

export function measureConcentrations(
  table: PostTable,
  { rows, minN: least = minN }: ConcentrationOptions = {},
): Concentrations {
  return {
    written: concentrationWhere(table, rows, (row) => isWritten(table, row), least),
    amplifying: concentrationWhere(table, rows, (row) => isRepost(table, row), least),
  };
}

function concentrationWhere(
  table: PostTable,
  rows: Rows,
  fits: (row: number) => boolean,
  least: number,
): StudyConcentration {
  const counts = new Uint32Array(table.accounts.size);
  forRows(table, rows, (row) => {
    if (!fits(row)) return;
    const account = table.account[row] ?? 0;
    counts[account] = (counts[account] ?? 0) + 1;
  });
  const measured = concentrationOfCounts(Float64Array.from(counts.filter((count) => count > 0)));
  const { posts, accounts, effectiveAccounts, gini } = measured;
  const busiest = (n: number, of: number, wanted: number): TracedShare => ({
    share: shareOrWithheld(n, of, least),
    behind: () => ({ of: 'accounts', rows: busiestOf(counts, wanted) }),
  });
  return {
    posts,
    accounts,
    effectiveAccounts,
    gini,
    topOnePercent: busiest(measured.topOnePercent.n, posts, topOnePercentOf(accounts)),
    topFive: busiest(measured.topFive.n, posts, topFiveCount),
    singlePost: {
      share: shareOrWithheld(measured.singlePost.n, accounts, least),
      behind: () => ({
        of: 'accounts',
        rows: Uint32Array.from(counts.keys()).filter((account) => counts[account] === 1),
      }),
    },
  };
}

/** Equally busy ones in the order in which they were met. */
function busiestOf(counts: Uint32Array, wanted: number): Uint32Array {
  return Uint32Array.from(counts.keys())
    .filter((account) => (counts[account] ?? 0) > 0)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, wanted);
}
