/** Walking over the rows of a table, all or some, without an object per row. */
import { postKinds } from '../../post/post.ts';
import type { Behind, PostTable } from '../table/post-table.ts';

/** Rows to look at, ascending and each once; undefined means all. */
export type Rows = Uint32Array | undefined;

export function forRows(table: PostTable, rows: Rows, visit: (row: number) => void): void {
  if (rows === undefined) for (let row = 0; row < table.rows; row++) visit(row);
  else for (const row of rows) visit(row);
}

/** The rows that fit, in ascending order. */
export function select(table: PostTable, fits: (row: number) => boolean, rows?: Rows): Uint32Array {
  const found = new Uint32Array(rows?.length ?? table.rows);
  let length = 0;
  forRows(table, rows, (row) => {
    if (fits(row)) found[length++] = row;
  });
  return found.slice(0, length);
}

/** The posts that fit, collected when they are asked for. */
export function postsBehind(table: PostTable, fits: (row: number) => boolean, rows?: Rows): () => Behind {
  return () => ({ of: 'posts', rows: select(table, fits, rows) });
}

/** The accounts with a post that fits, each once, in ascending order. */
export function accountsBehind(table: PostTable, fits: (row: number) => boolean, rows?: Rows): () => Behind {
  return () => ({ of: 'accounts', rows: distinctAccounts(table, select(table, fits, rows)) });
}

/** Authors of the rows, each once, in ascending order. */
export function distinctAccounts(table: PostTable, rows: Rows): Uint32Array {
  const seen = new Uint8Array(table.accounts.size);
  forRows(table, rows, (row) => {
    seen[table.account[row] ?? 0] = 1;
  });
  return indicesOf(seen);
}

/** Places of the marks that are set. */
export function indicesOf(marks: Uint8Array): Uint32Array {
  const found = new Uint32Array(marks.length);
  let length = 0;
  for (let index = 0; index < marks.length; index++) if (marks[index] === 1) found[length++] = index;
  return found.slice(0, length);
}

const repost = postKinds.indexOf('repost');

/** Reposts are folded into the post they repeat: they carry its text and its counters. */
export function isRepost(table: PostTable, row: number): boolean {
  return table.kind[row] === repost;
}

export function isWritten(table: PostTable, row: number): boolean {
  return table.kind[row] !== repost;
}

/** Platform of the author, as an index into `table.platforms`. */
export function platformOf(table: PostTable, row: number): number {
  return table.accounts.platform[table.account[row] ?? 0] ?? 0;
}
