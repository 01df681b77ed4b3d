/** A layer's rows in the order in which pairs are made: by object, then time, then as the accounts first appear. */
import { pick, type SortedShares, sortShares } from '../sorted-shares.ts';
import type { CoortweetLayer, CoortweetOptions } from './options.ts';

export interface OrderedRows {
  readonly accounts: Int32Array;
  /** Never negative: a post without an id has a number of its own. */
  readonly posts: Int32Array;
  readonly times: Float64Array;
  /** First position of each object, and the end of the last. */
  readonly starts: Int32Array;
}

/**
 * The reference groups its rows by account before it makes pairs, so that of two posts of the same second the one of the
 * account that came first in the file counts as the older. Accounts with too few rows are left out afterwards.
 */
export function orderRows(layer: CoortweetLayer, posts: number, options: CoortweetOptions): OrderedRows {
  const sorted = sortShares(layer, options.windowSeconds);
  const appearance = firstRows(layer);
  const rows = sorted.rows.slice();
  const isRepeat = new Uint8Array(rows.length);
  forTies(sorted, (from, to) => {
    const tied = rows.subarray(from, to);
    orderTied(tied, (x, y) => (appearance[layer.accounts[x] ?? 0] ?? 0) - (appearance[layer.accounts[y] ?? 0] ?? 0));
    if (options.dropRepeats === true) markRepeats(layer, tied, isRepeat.subarray(from, to));
  });
  const accounts = rows.map((row) => layer.accounts[row] ?? 0);
  const participation = countRows(accounts, isRepeat, layer.accountIds.length);
  const isKept = (at: number): boolean =>
    isRepeat[at] === 0 && (participation[accounts[at] ?? 0] ?? 0) >= options.minParticipation;
  return keepRows(layer, posts, rows, sorted.starts, isKept);
}

/** By account: its first row. */
function firstRows({ accounts, accountIds }: CoortweetLayer): Int32Array {
  const first = new Int32Array(accountIds.length).fill(-1);
  for (let row = 0; row < accounts.length; row++) {
    const account = accounts[row] ?? 0;
    if (first[account] === -1) first[account] = row;
  }
  return first;
}

function forTies({ times, starts }: SortedShares, visit: (from: number, to: number) => void): void {
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    for (let from = starts[object] ?? 0; from < end; ) {
      let to = from + 1;
      while (to < end && times[to] === times[from]) to++;
      if (to - from > 1) visit(from, to);
      from = to;
    }
  }
}

/** Rows of a tie stand in the order of the file, and stay in it where `compare` says 0. */
function orderTied(rows: Int32Array, compare: (x: number, y: number) => number): void {
  for (let at = 1; at < rows.length; at++) {
    if (compare(rows[at - 1] ?? 0, rows[at] ?? 0) > 0) {
      rows.sort((x, y) => compare(x, y) || x - y);
      return;
    }
  }
}

/** Rows of one account stand together; those of one post beside each other or not. */
function markRepeats(layer: CoortweetLayer, rows: Int32Array, isRepeat: Uint8Array): void {
  let seen = new Set<number>();
  for (let at = 1; at < rows.length; at++) {
    const before = rows[at - 1] ?? 0;
    const row = rows[at] ?? 0;
    if (layer.accounts[before] !== layer.accounts[row]) {
      if (seen.size > 0) seen = new Set();
      continue;
    }
    seen.add(layer.posts[before] ?? 0);
    if (seen.has(layer.posts[row] ?? 0)) isRepeat[at] = 1;
  }
}

function countRows(accounts: Int32Array, isRepeat: Uint8Array, size: number): Int32Array {
  const rows = new Int32Array(size);
  for (let at = 0; at < accounts.length; at++) {
    if (isRepeat[at] === 0) rows[accounts[at] ?? 0] = (rows[accounts[at] ?? 0] ?? 0) + 1;
  }
  return rows;
}

function keepRows(
  layer: CoortweetLayer,
  posts: number,
  rows: Int32Array,
  starts: Int32Array,
  isKept: (at: number) => boolean,
): OrderedRows {
  const keptStarts = new Int32Array(starts.length);
  let size = 0;
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    for (let at = starts[object] ?? 0; at < end; at++) if (isKept(at)) rows[size++] = rows[at] ?? 0;
    keptStarts[object + 1] = size;
  }
  const kept = rows.subarray(0, size);
  return {
    starts: keptStarts,
    accounts: kept.map((row) => layer.accounts[row] ?? 0),
    posts: kept.map((row) => {
      const post = layer.posts[row] ?? 0;
      return post < 0 ? posts - 1 - post : post;
    }),
    times: pick(layer.times, kept),
  };
}
