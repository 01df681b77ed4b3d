/** Listed accounts in public roles with very many followers: of those in no registry nobody is singled out. */
import type { PostTable } from '../table/post-table.ts';
import { classesOf } from './classes.ts';
import { distinctAccounts, forRows, type Rows, select } from './rows.ts';

/** Our own threshold. */
const prominentFollowers = 1_000_000;

export interface Prominent {
  /** Fewest followers. */
  readonly followers: number;
  readonly accounts: Uint32Array;
}

/** @param except the state whose own accounts do not count: they are the campaign, not its breakout */
export function prominentAccounts(table: PostTable, rows: Rows, except: string | undefined): Prominent {
  const isOther = table.entries.map(({ publicRole, state }) => publicRole && state !== except);
  const fits = (row: number): boolean =>
    isOther[table.entry[row] ?? -1] === true &&
    (table.accounts.followers[table.account[row] ?? 0] ?? -1) >= prominentFollowers;
  return { followers: prominentFollowers, accounts: distinctAccounts(table, select(table, fits, rows)) };
}

/** The state whose accounts have the most rows in the set; the first by code among equals, undefined when there is none. */
export function leadingState(table: PostTable, rows: Rows): string | undefined {
  const { isState } = classesOf(table);
  const counts = new Map<string, number>();
  forRows(table, rows, (row) => {
    const state = isState(row) ? table.entries[table.entry[row] ?? -1]?.state : undefined;
    if (state !== undefined) counts.set(state, (counts.get(state) ?? 0) + 1);
  });
  return [...counts].sort(([a, posts], [b, others]) => others - posts || (a < b ? -1 : 1))[0]?.[0];
}
