/** Estimates from a log how close together shares of one object must be to count as quick: CooRnet's rule. */
import { quantileOf } from './coortweet/quantile.ts';
import type { NumberedShares } from './share-log.ts';
import { type SortedShares, sortShares, withoutRepeats } from './sorted-shares.ts';

export interface WindowEstimate {
  /** The window; 1 when the rule gives 0. */
  readonly seconds: number;
  /** Objects with at least two shares. */
  readonly objects: number;
  /** A tenth of them is as quick as this, in seconds from the first share to the second, or quicker. */
  readonly quickestSeconds: number;
  /** Objects as quick as that. */
  readonly quickObjects: number;
  /** Median over these of the seconds until more than half of their shares had come. */
  readonly medianSeconds: number;
}

/** q and p of CooRnet's `get_coord_shares`, its defaults. */
const quickest = 0.1;
const partOfShares = 0.5;

/** @returns undefined when no object was shared twice */
export function estimateWindow(log: NumberedShares): WindowEstimate | undefined {
  const shares = withoutRepeats(sortShares(log, 0), 0);
  const toSecond = new Map<number, number>();
  forObjects(shares, (from) => add(toSecond, between(shares, from, from + 1)));
  const quickestSeconds = quantileOf(toSecond, quickest);
  if (quickestSeconds === undefined) return undefined;
  const toHalf = new Map<number, number>();
  let objects = 0;
  let quickObjects = 0;
  forObjects(shares, (from, to) => {
    objects++;
    if (between(shares, from, from + 1) > quickestSeconds) return;
    quickObjects++;
    // The first share whose rank, from 1, is more than this part of all.
    add(toHalf, between(shares, from, from + Math.floor((to - from) * partOfShares)));
  });
  const medianSeconds = quantileOf(toHalf, 0.5) ?? 0;
  return { seconds: medianSeconds === 0 ? 1 : medianSeconds, objects, quickestSeconds, quickObjects, medianSeconds };
}

function forObjects({ starts }: SortedShares, visit: (from: number, to: number) => void): void {
  for (let object = 0; object + 1 < starts.length; object++) {
    const from = starts[object] ?? 0;
    const to = starts[object + 1] ?? 0;
    if (to - from >= 2) visit(from, to);
  }
}

function between({ times }: SortedShares, from: number, to: number): number {
  return (times[to] ?? 0) - (times[from] ?? 0);
}

function add(counts: Map<number, number>, value: number): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}
