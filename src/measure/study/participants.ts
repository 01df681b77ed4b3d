/** Who takes part: the authors of some rows, and the rows of each of them together. */
import type { Behind, PostTable } from '../table/post-table.ts';
import { forRows, type Rows } from './rows.ts';

/** 1 for each account that wrote or reposted one of the rows. */
export function participantsOf(table: PostTable, rows: Rows): Uint8Array {
  const marks = new Uint8Array(table.accounts.size);
  forRows(table, rows, (row) => {
    marks[table.account[row] ?? 0] = 1;
  });
  return marks;
}

export function countOf(marks: Uint8Array, fits: (account: number) => boolean = () => true): number {
  let count = 0;
  for (let account = 0; account < marks.length; account++) if (marks[account] === 1 && fits(account)) count++;
  return count;
}

/** Those of the marked accounts that fit, collected when they are asked for. */
export function membersBehind(marks: Uint8Array, fits: (account: number) => boolean = () => true): () => Behind {
  return () => {
    const found = new Uint32Array(countOf(marks, fits));
    let length = 0;
    for (let account = 0; account < marks.length; account++) {
      if (marks[account] === 1 && fits(account)) found[length++] = account;
    }
    return { of: 'accounts', rows: found };
  };
}

/** Rows in order of account; those of account a are `rows[from[a]] … rows[from[a + 1] - 1]`, in order of time. */
export interface RowsByAccount {
  readonly from: Uint32Array;
  readonly rows: Uint32Array;
}

/** @param members accounts whose rows are wanted */
export function groupByAccount(table: PostTable, rows: Rows, members: Uint8Array): RowsByAccount {
  const from = new Uint32Array(table.accounts.size + 1);
  forRows(table, rows, (row) => {
    const account = table.account[row] ?? 0;
    if (members[account] === 1) from[account + 1] = (from[account + 1] ?? 0) + 1;
  });
  for (let account = 0; account < table.accounts.size; account++) {
    from[account + 1] = (from[account + 1] ?? 0) + (from[account] ?? 0);
  }
  const grouped = placed(table, rows, members, from);
  sortSpans(table, grouped, from);
  return { from, rows: grouped };
}

function placed(table: PostTable, rows: Rows, members: Uint8Array, from: Uint32Array): Uint32Array {
  const next = from.slice(0, -1);
  const grouped = new Uint32Array(from[table.accounts.size] ?? 0);
  forRows(table, rows, (row) => {
    const account = table.account[row] ?? 0;
    if (members[account] !== 1) return;
    const place = next[account] ?? 0;
    grouped[place] = row;
    next[account] = place + 1;
  });
  return grouped;
}

/** Most sets come in order of time, so an account's rows are sorted only where they are not. */
function sortSpans(table: PostTable, grouped: Uint32Array, from: Uint32Array): void {
  for (let account = 0; account < table.accounts.size; account++) {
    const span = grouped.subarray(from[account], from[account + 1]);
    let last = Number.NEGATIVE_INFINITY;
    for (const row of span) {
      const at = table.at[row] ?? 0;
      if (at < last) {
        span.sort((a, b) => (table.at[a] ?? 0) - (table.at[b] ?? 0) || a - b);
        break;
      }
      last = at;
    }
  }
}
