/**
 * The shares of the last hours as columns: the rows of one object are chained in order of time, those of one account and
 * those of one span of time in order of nothing, and the place of a forgotten row is used again. 60 bytes a row.
 */
import { createRowLists } from './co-share-row-lists.ts';

/** Columns by row; replaced by longer ones when they are full. */
interface ShareColumns {
  /** -1: the row is free. */
  objects: Int32Array<ArrayBuffer>;
  accounts: Int32Array<ArrayBuffer>;
  posts: Int32Array<ArrayBuffer>;
  /** Seconds since 1970. */
  times: Float64Array<ArrayBuffer>;
  /** Neighbours of the same object in order of time; -1: none. */
  earlier: Int32Array<ArrayBuffer>;
  later: Int32Array<ArrayBuffer>;
  /** Posts of the object in the window that ends with the row; the row itself does not count. */
  preceding: Int32Array<ArrayBuffer>;
  /** Rarity of all co-shares of the row, with posts before and after it. */
  around: Float64Array<ArrayBuffer>;
}

export interface ShareRows extends ShareColumns {
  /** Rows in use, chained or not. */
  readonly used: number;
  /** Every row is below this. */
  readonly end: number;
  add(object: number, account: number, post: number, seconds: number): number;
  free(row: number): void;
  /** Calls `visit` with every row of an account. */
  forAccount(account: number, visit: (row: number) => void): void;
  /** Rows made at `from` (seconds) or before, in order of nothing; they are not found again. */
  takeUntil(from: number): readonly number[];
}

/** Spans of five minutes: at most one of them is gone through again at each forgetting. */
const spanSeconds = 300;

export function createShareRows(): ShareRows {
  const byAccount = createRowLists();
  const bySpan = createRowLists();
  const free: number[] = [];
  let end = 0;
  const rows: ShareRows = {
    ...createColumns(),
    get used() {
      return end - free.length;
    },
    get end() {
      return end;
    },
    add(object, account, post, seconds) {
      const row = free.pop() ?? end++;
      if (row === rows.objects.length) grow(rows);
      rows.objects[row] = object;
      rows.accounts[row] = account;
      rows.posts[row] = post;
      rows.times[row] = seconds;
      rows.earlier[row] = -1;
      rows.later[row] = -1;
      rows.preceding[row] = 0;
      rows.around[row] = 0;
      byAccount.add(account, row);
      bySpan.add(Math.floor(seconds / spanSeconds), row);
      return row;
    },
    free(row) {
      byAccount.remove(rows.accounts[row] ?? 0, row);
      rows.objects[row] = -1;
      free.push(row);
    },
    forAccount: (account, visit) => byAccount.forEach(account, visit),
    takeUntil(from) {
      const taken: number[] = [];
      for (const span of bySpan.keys().filter((key) => key * spanSeconds <= from)) {
        bySpan.forEach(span, (row) => {
          if ((rows.times[row] ?? 0) <= from) taken.push(row);
        });
      }
      for (const row of taken) bySpan.remove(Math.floor((rows.times[row] ?? 0) / spanSeconds), row);
      return taken;
    },
  };
  return rows;
}

function createColumns(): ShareColumns {
  return {
    objects: new Int32Array(1024),
    accounts: new Int32Array(1024),
    posts: new Int32Array(1024),
    times: new Float64Array(1024),
    earlier: new Int32Array(1024),
    later: new Int32Array(1024),
    preceding: new Int32Array(1024),
    around: new Float64Array(1024),
  };
}

/** Half as much again: the columns hold most of the memory of a busy platform. */
function grow(rows: ShareColumns): void {
  const room = Math.ceil(rows.objects.length * 1.5);
  const longer = (column: Int32Array): Int32Array<ArrayBuffer> => {
    const grown = new Int32Array(room);
    grown.set(column);
    return grown;
  };
  const longerFloat = (column: Float64Array): Float64Array<ArrayBuffer> => {
    const grown = new Float64Array(room);
    grown.set(column);
    return grown;
  };
  rows.objects = longer(rows.objects);
  rows.accounts = longer(rows.accounts);
  rows.posts = longer(rows.posts);
  rows.times = longerFloat(rows.times);
  rows.earlier = longer(rows.earlier);
  rows.later = longer(rows.later);
  rows.preceding = longer(rows.preceding);
  rows.around = longerFloat(rows.around);
}
