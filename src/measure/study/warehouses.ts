/** Accounts that post objects and nothing else, as uploaders whose videos others spread (NYT and ProPublica 2021). */
import type { PostTable } from '../table/post-table.ts';
import type { PostedObjects } from './posted-objects.ts';
import { forRows, indicesOf, isWritten, type Rows } from './rows.ts';

export interface Warehouses {
  readonly accounts: Uint32Array;
  /** Accounts with a written post that has an object. */
  readonly uploaders: number;
  /** Warehouses that the registry knows. */
  readonly attributed: number;
}

/** At least so many different objects, and in this set no post without one, no repost either. */
export function warehousesAmong(table: PostTable, posted: PostedObjects, fewest: number, rows: Rows): Warehouses {
  const size = table.accounts.size;
  const isUploader = new Uint8Array(size);
  const doesMore = new Uint8Array(size);
  const isAttributed = new Uint8Array(size);
  const posts = new Uint32Array(size);
  forRows(table, rows, (row) => {
    const account = table.account[row] ?? 0;
    if ((table.entry[row] ?? -1) >= 0) isAttributed[account] = 1;
    const objects = isWritten(table, row) ? posted.countOf(row) : 0;
    posts[account] = (posts[account] ?? 0) + objects;
    if (objects > 0) isUploader[account] = 1;
    else doesMore[account] = 1;
  });
  const candidate = (account: number): boolean =>
    isUploader[account] === 1 && doesMore[account] === 0 && (posts[account] ?? 0) >= fewest;
  const different = countObjects(table, posted, candidate);
  const marks = isUploader.map((_, account) => ((different[account] ?? 0) >= fewest && candidate(account) ? 1 : 0));
  const accounts = indicesOf(marks);
  return {
    accounts,
    uploaders: isUploader.reduce((sum, mark) => sum + mark, 0),
    attributed: accounts.filter((account) => isAttributed[account] === 1).length,
  };
}

/** Different objects of each account that is asked for. */
function countObjects(table: PostTable, posted: PostedObjects, isAsked: (account: number) => boolean): Uint32Array {
  const counts = new Uint32Array(table.accounts.size);
  const lastObject = new Int32Array(table.accounts.size).fill(-1);
  for (let object = 0; object < posted.size; object++) {
    for (const row of posted.rowsOf(object)) {
      const account = table.account[row] ?? 0;
      if (lastObject[account] === object || !isAsked(account)) continue;
      lastObject[account] = object;
      counts[account] = (counts[account] ?? 0) + 1;
    }
  }
  return counts;
}
