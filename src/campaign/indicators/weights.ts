/** How a number becomes a weight. */
import type { Indicator } from '../campaign.ts';

/** Piecewise linear: 0 up to `from`, `most` from `strong` on. */
export function ramp(value: number, from: number, strong: number, most: number): number {
  return most * Math.min(1, Math.max(0, (value - from) / (strong - from)));
}

/** Unknown is not zero: it weighs nothing and is listed. */
export function unknown(what: string): Pick<Indicator, 'known' | 'weight' | 'sentence'> {
  return { known: false, weight: 0, sentence: what };
}
