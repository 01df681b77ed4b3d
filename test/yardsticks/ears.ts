/**
 * EARS C1, C2 and C3: alarm bounds of a count from the seven buckets before it.
 *
 * Conventions of R's `surveillance::earsC` 1.20: no least standard deviation, and for C3 whatever IEEE arithmetic gives
 * when the baseline does not vary.
 */
import { normalQuantile } from './normal.ts';

export type EarsMethod = 'C1' | 'C2' | 'C3';

export const earsMethods = ['C1', 'C2', 'C3'] as const;

/** Nominal false-alarm chance a bucket, as shipped. */
export const earsAlpha = { C1: 0.001, C2: 0.001, C3: 0.025 } as const;

const baseline = 7;
/** Buckets between the baseline and the tested one. */
const lags = { C1: 0, C2: 2, C3: 2 } as const;

/** Upper bound of every bucket; NaN for the first ones, which have no baseline. */
export function earsUpper(counts: ArrayLike<number>, method: EarsMethod, alpha: number): Float64Array {
  const z = normalQuantile(1 - alpha);
  const upper = new Float64Array(counts.length).fill(Number.NaN);
  const first = baseline + { C1: 0, C2: 2, C3: 4 }[method];
  for (let at = first; at < counts.length; at++) {
    const { mean, deviation } = baselineOf(counts, at, lags[method]);
    upper[at] =
      method === 'C3'
        ? Math.max(0, (counts[at] ?? 0) + deviation * (z - excessOf(counts, at - 2) - excessOf(counts, at - 1)))
        : mean + z * deviation;
  }
  return upper;
}

/**
 * Whether each bucket is an alarm by the definition of the method, without a least standard deviation.
 *
 * For C1 and C2 this is the count above `earsUpper`. R's bound of C3 starts from the count itself instead of from the
 * mean, so that its alarms forget the tested bucket.
 */
export function earsAlarms(counts: ArrayLike<number>, method: EarsMethod, alpha: number): readonly boolean[] {
  if (method !== 'C3') return Array.from(earsUpper(counts, method, alpha), (bound, at) => (counts[at] ?? 0) > bound);
  const z = normalQuantile(1 - alpha);
  return Array.from({ length: counts.length }, (_, at) => {
    if (at < baseline + 4) return false;
    const { mean, deviation } = baselineOf(counts, at, lags.C3);
    return ((counts[at] ?? 0) - mean) / deviation + excessOf(counts, at - 1) + excessOf(counts, at - 2) > z;
  });
}

/** How unusual a bucket is, for thresholds matched across methods; the deviation is at least a half (Tokars 2009). */
export function earsScores(counts: ArrayLike<number>, method: EarsMethod): Float64Array {
  const scores = new Float64Array(counts.length).fill(Number.NEGATIVE_INFINITY);
  const standard = (at: number): number => {
    const { mean, deviation } = baselineOf(counts, at, lags[method]);
    return ((counts[at] ?? 0) - mean) / Math.max(deviation, 0.5);
  };
  for (let at = baseline + 4; at < counts.length; at++) {
    const here = standard(at);
    const past = (back: number): number => Math.max(0, standard(at - back) - 1);
    scores[at] = method === 'C3' ? here + past(1) + past(2) : here;
  }
  return scores;
}

/** What an earlier bucket of C3 adds to the statistic. */
function excessOf(counts: ArrayLike<number>, at: number): number {
  const { mean, deviation } = baselineOf(counts, at, lags.C3);
  return Math.max(0, ((counts[at] ?? 0) - mean) / deviation - 1);
}

function baselineOf(counts: ArrayLike<number>, at: number, lag: number): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = at - baseline - lag; i < at - lag; i++) sum += counts[i] ?? 0;
  const mean = sum / baseline;
  let squares = 0;
  for (let i = at - baseline - lag; i < at - lag; i++) squares += ((counts[i] ?? 0) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (baseline - 1)) };
}
