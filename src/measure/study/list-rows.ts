/** Questions about the tags, links or media of rows. */
import type { ListColumn, PostTable } from '../table/post-table.ts';
import { forRows, isWritten, type Rows } from './rows.ts';

export function hasAny(column: ListColumn, row: number, fits: (value: number) => boolean): boolean {
  const end = column.from[row + 1] ?? 0;
  for (let i = column.from[row] ?? 0; i < end; i++) if (fits(column.values[i] ?? 0)) return true;
  return false;
}

/** How many accounts wrote a post with each of the values, which are few: a bit an account and value is held. */
export function accountsByValue(
  table: PostTable,
  column: ListColumn,
  values: readonly number[],
  rows: Rows,
): readonly number[] {
  const slots = slotsOf(column, values);
  const seen = values.map(() => new Uint8Array((table.accounts.size + 7) >> 3));
  const counts = values.map(() => 0);
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    const end = column.from[row + 1] ?? 0;
    for (let i = column.from[row] ?? 0; i < end; i++) {
      const slot = slots[column.values[i] ?? 0] ?? -1;
      const marks = seen[slot];
      if (marks === undefined) continue;
      const account = table.account[row] ?? 0;
      const mark = 1 << (account & 7);
      if (((marks[account >> 3] ?? 0) & mark) !== 0) continue;
      marks[account >> 3] = (marks[account >> 3] ?? 0) | mark;
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
  });
  return counts;
}

/** Place of each value of the column among the few that are asked for; -1 for all others. */
export function slotsOf(column: ListColumn, values: readonly number[]): Int32Array {
  const slots = new Int32Array(column.names.size).fill(-1);
  for (const [slot, value] of values.entries()) slots[value] = slot;
  return slots;
}
