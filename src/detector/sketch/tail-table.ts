/**
 * What is remembered of keys that are not kept: whether they were seen, and a rough mean, in a table of fixed size. A key
 * writes the maximum of what its cells hold and reads their minimum, so a rare key is not raised by a frequent one unless
 * all its cells are shared.
 *
 * @see Schubert, Weiler, Kriegel (2014), SigniTrend, KDD, section 4.3
 */
import type { Hasher } from './hash.ts';

export interface TailTable {
  /** Last hour in which a key that `hasher` was given last may have been seen; -Infinity when certainly not. */
  lastSeen(hasher: Hasher): number;
  /** Upper estimate of its decayed mean an hour. */
  mean(hasher: Hasher): number;
  see(hasher: Hasher, hour: number, mean: number): void;
}

const hashes = 4;
/** Hours are kept as float32: exact up to 16 million, that is for the next thousand years. */
const never = -1;

/** @param cells a power of two; 2^20 cells take 8 MiB for the hours and the means together */
export function createTailTable(cells = 2 ** 20): TailTable {
  if (cells <= 0 || (cells & (cells - 1)) !== 0) throw new RangeError(`${cells} cells: a power of two is needed`);
  const hours = new Float32Array(cells).fill(never);
  const means = new Float32Array(cells);
  const mask = cells - 1;
  // Double hashing gives as many cells as wanted of two halves (Kirsch and Mitzenmacher 2006).
  const cellOf = ({ high, low }: Hasher, n: number): number => (high + Math.imul(n, low | 1)) & mask;
  return {
    lastSeen(hasher) {
      let last = Number.POSITIVE_INFINITY;
      for (let n = 0; n < hashes; n++) last = Math.min(last, hours[cellOf(hasher, n)] ?? never);
      return last === never ? Number.NEGATIVE_INFINITY : last;
    },
    mean(hasher) {
      let least = Number.POSITIVE_INFINITY;
      for (let n = 0; n < hashes; n++) least = Math.min(least, means[cellOf(hasher, n)] ?? 0);
      return least;
    },
    see(hasher, hour, mean) {
      for (let n = 0; n < hashes; n++) {
        const cell = cellOf(hasher, n);
        if (hour > (hours[cell] ?? never)) hours[cell] = hour;
        if (mean > (means[cell] ?? 0)) means[cell] = mean;
      }
    },
  };
}
