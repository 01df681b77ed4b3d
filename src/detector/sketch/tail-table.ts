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
  /** What a cell held that is older than `memoryHours` is overwritten. */
  see(hasher: Hasher, hour: number, mean: number): void;
  /**
   * The hour since which the table can be asked, not before `oldest`: at most about half of the cells are younger, so that
   * a key which was never seen passes for seen once in 16 times at most.
   */
  reachesBackTo(oldest: number): number;
  /** Parts that have changed since the last call, as base64 of their numbers. */
  takeChangedParts(): readonly { readonly part: number; readonly cells: string }[];
  restorePart(part: number, cells: string): void;
}

const memoryHours = 90 * 24;
const cellsPerPart = 4096;
/** Cells that are looked at for how full the table is. */
const sampledCells = 1024;

const hashes = 4;
/** Hours are kept as float32: exact up to 16 million, that is for the next thousand years. */
const never = -1;

/** @param cells a power of two; 2^20 cells take 8 MiB for the hours and the means together */
export function createTailTable(cells = 2 ** 20): TailTable {
  if (cells <= 0 || (cells & (cells - 1)) !== 0) throw new RangeError(`${cells} cells: a power of two is needed`);
  const hours = new Float32Array(cells).fill(never);
  const means = new Float32Array(cells);
  const changed = new Set<number>();
  const partSize = Math.min(cells, cellsPerPart);
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
        const before = hours[cell] ?? never;
        if (before < hour - memoryHours || mean > (means[cell] ?? 0)) means[cell] = mean;
        if (hour > before) hours[cell] = hour;
        changed.add(Math.floor(cell / partSize));
      }
    },
    reachesBackTo(oldest) {
      const step = Math.max(1, cells / sampledCells);
      const sample = new Float32Array(Math.min(cells, sampledCells));
      for (let i = 0; i < sample.length; i++) sample[i] = hours[i * step] ?? never;
      sample.sort();
      const middle = sample[sample.length >> 1] ?? never;
      return middle < oldest ? oldest : middle + 1;
    },
    takeChangedParts() {
      const parts = [...changed].map((part) => {
        const both = new Float32Array(2 * partSize);
        both.set(hours.subarray(part * partSize, (part + 1) * partSize));
        both.set(means.subarray(part * partSize, (part + 1) * partSize), partSize);
        return { part, cells: Buffer.from(both.buffer).toString('base64') };
      });
      changed.clear();
      return parts;
    },
    restorePart(part, text) {
      const both = new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
      hours.set(both.subarray(0, partSize), part * partSize);
      means.set(both.subarray(partSize, 2 * partSize), part * partSize);
    },
  };
}
