/** Slides a window over each object of a sorted log. */
import type { SortedShares } from './sorted-shares.ts';

/**
 * Calls `visit` with the positions of every two rows of different accounts that share an object within the window.
 *
 * @param cap a row with more others than this in the window that ends with it looks for no partner
 */
export function forEachPair(
  shares: SortedShares,
  windowSeconds: number,
  cap: number,
  visit: (older: number, newer: number, object: number) => void,
): void {
  const { accounts, times, preceding, starts } = shares;
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    let oldest = starts[object] ?? 0;
    for (let newer = oldest + 1; newer < end; newer++) {
      const time = times[newer] ?? 0;
      while (time - (times[oldest] ?? 0) > windowSeconds) oldest++;
      if ((preceding[newer] ?? 0) > cap) continue;
      const account = accounts[newer] ?? 0;
      for (let older = oldest; older < newer; older++) {
        if (accounts[older] !== account) visit(older, newer, object);
      }
    }
  }
}
