/** How a study says shares: one decimal, so that two reports can be compared digit by digit. */

import type { Share } from '../share.ts';
import { count } from '../words.ts';
import { isWithheld, type Withheld } from './withheld.ts';

/**
 * 241 of 400 → `60.3 %`, 40 of 1,000 → `4 %`. What is neither none nor all never reads as if it were.
 *
 * @param of above 0
 */
export function percentOne(n: number, of: number): string {
  const tenths = Math.round((n * 1000) / of);
  if (tenths === 0 && n > 0) return '< 0.1 %';
  if (tenths === 1000 && n < of) return '> 99.9 %';
  return `${tenths / 10} %`;
}

/** `60.3 % = 241 of 400 (95 % 55.4-64.9)`, `withheld (n < 50)`. */
export function studyShareText(share: Share | Withheld): string {
  if (share.of === 0) return '0 of 0';
  if (isWithheld(share)) return `withheld (n < ${share.minN})`;
  const { n, of, low, high } = share;
  const bounds = [low, high].map((bound) => (bound * 100).toFixed(1)).join('-');
  return `${percentOne(n, of)} = ${count(n)} of ${count(of)} (95 % ${bounds})`;
}
