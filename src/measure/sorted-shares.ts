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

export function sortShares(log: NumberedShares, windowSeconds: number): SortedShares {
  const starts = startsOf(log.objects, log.objectIds.length);
  const rows = rowsByObjectAndTime(log, starts);
  const accounts = new Int32Array(rows.length);
  const times = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    accounts[at] = log.accounts[row] ?? 0;
    times[at] = log.times[row] ?? 0;
  }
  return { rows, accounts, times, starts, preceding: countPreceding(times, starts, windowSeconds) };
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
    rows: positions.map((at) => shares.rows[at] ?? 0),
    accounts: positions.map((at) => shares.accounts[at] ?? 0),
    preceding: positions.map((at) => shares.preceding[at] ?? 0),
    times: pick(shares.times, positions),
  };
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

function startsOf(objects: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const object of objects) starts[object + 1] = (starts[object + 1] ?? 0) + 1;
  for (let object = 0; object < count; object++) {
    starts[object + 1] = (starts[object + 1] ?? 0) + (starts[object] ?? 0);
  }
  return starts;
}

/** Counting sort by object; an object's rows are sorted by time only where the log is not in order of time already. */
function rowsByObjectAndTime(log: NumberedShares, starts: Int32Array): Int32Array {
  const next = starts.slice(0, -1);
  const rows = new Int32Array(log.objects.length);
  const last = new Float64Array(next.length).fill(Number.NEGATIVE_INFINITY);
  const isUnsorted = new Uint8Array(next.length);
  for (let row = 0; row < log.objects.length; row++) {
    const object = log.objects[row] ?? 0;
    const at = next[object] ?? 0;
    const time = log.times[row] ?? 0;
    rows[at] = row;
    next[object] = at + 1;
    if (time < (last[object] ?? 0)) isUnsorted[object] = 1;
    last[object] = time;
  }
  for (let object = 0; object < next.length; object++) {
    if (isUnsorted[object] === 0) continue;
    const span = rows.subarray(starts[object], starts[object + 1]);
    span.sort((x, y) => (log.times[x] ?? 0) - (log.times[y] ?? 0) || x - y);
  }
  return rows;
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
