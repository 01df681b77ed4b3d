/**
 * Likelihood-ratio charts of counts around a known mean: CUSUM for a shift that is named, GLR for one that is searched.
 *
 * Variance is mean + a mean², Poisson for a = 0. After an alarm the chart starts anew. As R's `surveillance::algo.glrnb`
 * with a change of the intercept, upwards.
 */

export interface ChartStep {
  readonly statistic: number;
  readonly alarm: boolean;
}

export interface ChartSettings {
  readonly a: number;
  /** Statistic at which there is an alarm. */
  readonly threshold: number;
}

/** @param shift logarithm of the factor between the mean looked for and the usual one */
export function cusum(
  counts: readonly number[],
  means: readonly number[],
  shift: number,
  { a, threshold }: ChartSettings,
): readonly ChartStep[] {
  let sum = 0;
  return counts.map((count, t) => {
    sum = Math.max(0, sum + logRatio(count, means[t] ?? 0, a, shift));
    const statistic = sum;
    if (statistic >= threshold) sum = 0;
    return { statistic, alarm: statistic >= threshold };
  });
}

/** @param window buckets that a change may lie back; all since the last alarm when left out */
export function glr(
  counts: readonly number[],
  means: readonly number[],
  { a, threshold, window }: ChartSettings & { readonly window?: number | undefined },
): readonly ChartStep[] {
  let start = 0;
  return counts.map((_, t) => {
    const from = window === undefined ? start : Math.max(start, t - window);
    let statistic = 0;
    for (let change = t; change >= from; change--) {
      const ys = counts.slice(change, t + 1);
      const ms = means.slice(change, t + 1);
      const shift = likeliestShift(ys, ms, a);
      if (shift <= 0) continue;
      const ratio = ys.reduce((sum, y, i) => sum + logRatio(y, ms[i] ?? 0, a, shift), 0);
      statistic = Math.max(statistic, ratio);
    }
    const alarm = statistic >= threshold;
    if (alarm) start = t + 1;
    return { statistic, alarm };
  });
}

/** Log likelihood of a count at mean · e^shift over that at mean. */
function logRatio(count: number, mean: number, a: number, shift: number): number {
  const shifted = mean * Math.exp(shift);
  if (a === 0) return count * shift - (shifted - mean);
  return count * shift - (count + 1 / a) * Math.log((1 + a * shifted) / (1 + a * mean));
}

/** Shift of the greatest likelihood, by bisection of its score; 0 where the counts are not above the means. */
function likeliestShift(counts: readonly number[], means: readonly number[], a: number): number {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  if (total(counts) === 0) return 0;
  if (a === 0) return Math.log(total(counts) / total(means));
  const score = (shift: number): number => {
    const factor = Math.exp(shift);
    return counts.reduce((sum, y, i) => sum + (y - (means[i] ?? 0) * factor) / (1 + a * (means[i] ?? 0) * factor), 0);
  };
  if (score(0) <= 0) return 0;
  let high = 1;
  while (score(high) > 0) high *= 2;
  let low = 0;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
