/** A share log sorted by object and time, with what each row has around it: the input of the pair count. */
import type { NumberedShares } from './share-log.ts';

/** Rows in order of object, then time; a position is an index into these columns. */
export interface SortedShares {
  /** Row of the log at each position. */
  readonly rows: Int32Array;
  readonly accounts: Int32Array;
  readonly times: Float64Array;
  /** Posts of the same object in the window that ends with this row, this row not counted, rows of the same time counted. */
  readonly preceding: Int32Array;
  /** First position of each object, and the end of the last. */
  readonly starts: Int32Array;
}

/** @param isKept one byte a row: the others are left out, and `preceding` does not count them */
export function sortShares(log: NumberedShares, windowSeconds: number, isKept?: Uint8Array): SortedShares {
  const starts = startsOf(log, isKept);
  const sorted = byObject(log, starts, isKept);
  for (let object = 0; object + 1 < starts.length; object++) {
    sortSpan(sorted, starts[object] ?? 0, starts[object + 1] ?? 0);
  }
  return { ...sorted, starts, preceding: countPreceding(sorted.times, starts, windowSeconds) };
}

/**
 * Only rows with another row of their object within the window: the others make no pair, and stand in nobody's window.
 * In a log that is in order of time they are left out before anything is sorted.
 */
export function sortNearShares(log: NumberedShares, windowSeconds: number): SortedShares {
  const isNear = markNear(log, windowSeconds);
  if (isNear === undefined) return withNeighbours(sortShares(log, windowSeconds), windowSeconds);
  return sortShares(log, windowSeconds, isNear);
}

/** Nothing when the rows of an object are not in order of time. */
function markNear({ objects, times, objectIds }: NumberedShares, windowSeconds: number): Uint8Array | undefined {
  const isNear = new Uint8Array(objects.length);
  const lastRow = new Int32Array(objectIds.length).fill(-1);
  const lastTime = new Float64Array(objectIds.length).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < objects.length; row++) {
    const object = objects[row] ?? 0;
    const time = times[row] ?? 0;
    const passed = time - (lastTime[object] ?? 0);
    if (passed < 0) return undefined;
    if (passed <= windowSeconds) {
      isNear[lastRow[object] ?? 0] = 1;
      isNear[row] = 1;
    }
    lastRow[object] = row;
    lastTime[object] = time;
  }
  return isNear;
}

/** The positions that `isKept`, still sorted, with `preceding` as it was among all. */
export function selectShares(
  shares: SortedShares,
  isKept: (position: number, object: number) => boolean,
): SortedShares {
  const objects = shares.starts.length - 1;
  const kept = new Int32Array(shares.rows.length);
  const starts = new Int32Array(objects + 1);
  let size = 0;
  for (let object = 0; object < objects; object++) {
    const end = shares.starts[object + 1] ?? 0;
    for (let at = shares.starts[object] ?? 0; at < end; at++) {
      if (isKept(at, object)) kept[size++] = at;
    }
    starts[object + 1] = size;
  }
  const positions = kept.subarray(0, size);
  return {
    starts,
    rows: pickInt32(shares.rows, positions),
    accounts: pickInt32(shares.accounts, positions),
    preceding: pickInt32(shares.preceding, positions),
    times: pick(shares.times, positions),
  };
}

function pickInt32(values: Int32Array, positions: Int32Array): Int32Array {
  const picked = new Int32Array(positions.length);
  for (let at = 0; at < positions.length; at++) picked[at] = values[positions[at] ?? 0] ?? 0;
  return picked;
}

/** A loop: `Float64Array.from` would go through an iterator and box every number. */
export function pick(values: Float64Array, positions: Int32Array): Float64Array {
  const picked = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at++) picked[at] = values[positions[at] ?? 0] ?? 0;
  return picked;
}

/** Only rows with another row of their object within the window: the others make no pair. */
export function withNeighbours(shares: SortedShares, windowSeconds: number): SortedShares {
  return selectShares(shares, (at, object) => hasNeighbour(shares, at, object, windowSeconds));
}

export function hasNeighbour(shares: SortedShares, at: number, object: number, windowSeconds: number): boolean {
  if ((shares.preceding[at] ?? 0) > 0) return true;
  const end = shares.starts[object + 1] ?? 0;
  return at + 1 < end && (shares.times[at + 1] ?? 0) - (shares.times[at] ?? 0) <= windowSeconds;
}

/**
 * An account's rows of one object and one second are one act, for instance when a table repeats a post for each of its
 * other columns.
 */
export function withoutRepeats(shares: SortedShares, windowSeconds: number): SortedShares {
  const isRepeat = markRepeats(shares);
  if (isRepeat === undefined) return shares;
  const kept = selectShares(shares, (at) => isRepeat[at] === 0);
  return { ...kept, preceding: countPreceding(kept.times, kept.starts, windowSeconds) };
}

function markRepeats({ accounts, times, starts }: SortedShares): Uint8Array | undefined {
  let isRepeat: Uint8Array | undefined;
  const seen = new Set<number>();
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    for (let from = starts[object] ?? 0, to = from; from < end; from = to) {
      for (to = from + 1; to < end && times[to] === times[from]; to++);
      if (to - from < 2) continue;
      seen.clear();
      for (let at = from; at < to; at++) {
        const account = accounts[at] ?? 0;
        if (seen.has(account)) {
          isRepeat ??= new Uint8Array(times.length);
          isRepeat[at] = 1;
        }
        seen.add(account);
      }
    }
  }
  return isRepeat;
}

function startsOf({ objects, objectIds }: NumberedShares, isKept: Uint8Array | undefined): Int32Array {
  const starts = new Int32Array(objectIds.length + 1);
  for (let row = 0; row < objects.length; row++) {
    if (isKept !== undefined && isKept[row] === 0) continue;
    const after = (objects[row] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let after = 1; after < starts.length; after++) {
    starts[after] = (starts[after] ?? 0) + (starts[after - 1] ?? 0);
  }
  return starts;
}

type Columns = Pick<SortedShares, 'rows' | 'accounts' | 'times'>;

/** Counting sort: an object's rows stay in the order of the log. */
function byObject(log: NumberedShares, starts: Int32Array, isKept: Uint8Array | undefined): Columns {
  const { objects } = log;
  const size = starts.at(-1) ?? 0;
  const rows = new Int32Array(size);
  const accounts = new Int32Array(size);
  const times = new Float64Array(size);
  const next = starts.slice(0, -1);
  for (let row = 0; row < objects.length; row++) {
    if (isKept !== undefined && isKept[row] === 0) continue;
    const object = objects[row] ?? 0;
    const at = next[object] ?? 0;
    next[object] = at + 1;
    rows[at] = row;
    accounts[at] = log.accounts[row] ?? 0;
    times[at] = log.times[row] ?? 0;
  }
  return { rows, accounts, times };
}

/** By time, then row; nothing is done where the log is in order of time already. */
function sortSpan({ rows, accounts, times }: Columns, from: number, to: number): void {
  let at = from + 1;
  while (at < to && (times[at] ?? 0) >= (times[at - 1] ?? 0)) at++;
  if (at >= to) return;
  const order = Int32Array.from({ length: to - from }, (_, place) => from + place).sort(
    (x, y) => (times[x] ?? 0) - (times[y] ?? 0) || x - y,
  );
  rows.set(pickInt32(rows, order), from);
  accounts.set(pickInt32(accounts, order), from);
  times.set(pick(times, order), from);
}

function countPreceding(times: Float64Array, starts: Int32Array, windowSeconds: number): Int32Array {
  const preceding = new Int32Array(times.length);
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    let oldest = starts[object] ?? 0;
    let after = oldest;
    for (let at = oldest; at < end; at++) {
      const time = times[at] ?? 0;
      while (time - (times[oldest] ?? 0) > windowSeconds) oldest++;
      while (after < end && (times[after] ?? 0) <= time) after++;
      preceding[at] = after - oldest - 1;
    }
  }
  return preceding;
}
