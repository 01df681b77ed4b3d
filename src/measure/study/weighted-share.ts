/** A share of weights instead of counts, such as the interactions of some posts in those of all. */
import { type Share, shareOf } from '../share.ts';

/**
 * `n` and `of` are sums of weights. A few heavy posts say less than many equal ones, so the interval is Wilson's for as
 * many equal posts as carry the same information: (Σ w)² / Σ w².
 *
 * @see Kish, L. (1965), Survey Sampling, section 11.7: effective sample size
 * @param weights of all, each ≥ 0 @param isIn whether the one at this place belongs to the numerator
 */
export function weightedShare(weights: ArrayLike<number>, isIn: (place: number) => boolean): Share {
  let n = 0;
  let of = 0;
  let squares = 0;
  for (let place = 0; place < weights.length; place++) {
    const weight = weights[place] ?? 0;
    of += weight;
    squares += weight * weight;
    if (isIn(place)) n += weight;
  }
  if (of === 0) return shareOf(0, 0);
  const equal = (of * of) / squares;
  const { low, high } = shareOf(Math.min(equal, (n / of) * equal), equal);
  return { n, of, value: n / of, low, high };
}
