/** A share with its denominator and its 95 % Wilson interval: the only form in which Tocsin prints a share. */

export interface Share {
  readonly n: number;
  readonly of: number;
  /** n / of; 0 when `of` is 0. */
  readonly value: number;
  /** Bounds of the 95 % Wilson score interval, 0..1. */
  readonly low: number;
  readonly high: number;
}

/** 97.5 % quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * @param n successes, 0 ≤ n ≤ of
 * @param of trials; 0 gives the interval 0..1: nothing is known
 * @see Wilson, E. B. (1927), JASA 22, 209-212
 */
export function shareOf(n: number, of: number): Share {
  if (!(n >= 0 && n <= of)) throw new RangeError(`share of ${n} in ${of}: n must lie in 0..of`);
  if (of === 0) return { n, of, value: 0, low: 0, high: 1 };
  const p = n / of;
  const centre = p + (z * z) / (2 * of);
  const half = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return {
    n,
    of,
    value: p,
    low: n === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: n === of ? 1 : Math.min(1, (centre + half) / scale),
  };
}
