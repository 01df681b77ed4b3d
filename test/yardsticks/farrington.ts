/**
 * Farrington Flexible (Noufaily et al. 2013), the gold standard of weekly surveillance: is a count above what the same
 * season of earlier years, with a trend, lets expect?
 *
 * Two forms of the errors. `compat` does as R's `surveillance` 1.20 to 1.26, which overwrites the working weights by
 * the re-weighting factors before it predicts; `clean` uses the dispersion of the fit. Times are 1-based, as in R.
 */
import { logUpperTail, quantile } from '../../src/detector/negative-binomial.ts';
import { logNormalUpper, normalQuantile, studentTwoSided } from './normal.ts';
import { type Baseline, fitSeasonal, type SeasonalFit } from './seasonal-glm.ts';

export interface FarringtonSettings {
  /** Buckets a "year". */
  readonly period: number;
  readonly years: number;
  /** Buckets to each side of the same bucket of earlier years. */
  readonly halfWindow: number;
  /** Season levels; 1 takes the windows only. */
  readonly levels: number;
  /** Last buckets that are left out. */
  readonly leftOut: number;
  /** Standardised residual above which a bucket of the past counts less. */
  readonly weightsAbove: number;
  readonly alpha: number;
  readonly trend: boolean;
  /** A trend stays when its p is below. */
  readonly trendP: number;
  readonly reweight: boolean;
  readonly threshold: 'delta' | 'nbPlugin' | 'muan';
  readonly errors: 'compat' | 'clean';
}

/** Weeks, as recommended by Noufaily et al. */
export const weeklyFarrington: FarringtonSettings = {
  period: 52,
  years: 5,
  halfWindow: 3,
  levels: 10,
  leftOut: 26,
  weightsAbove: 2.58,
  alpha: 0.01,
  trend: true,
  trendP: 0.05,
  reweight: true,
  threshold: 'delta',
  errors: 'clean',
};

export interface FarringtonPrediction {
  /** Log mean and its standard error. */
  readonly eta: number;
  readonly error: number;
  readonly dispersion: number;
  readonly trend: boolean;
  readonly slope: number;
}

export interface FarringtonVerdict {
  /** Above it is an alarm; NaN for the two plug-in bounds where too few recent counts rule one out. */
  readonly upper: number;
  readonly expected: number;
  /** Mean that the count is tested against: `muan` adds the error of the mean. */
  readonly tested: number;
  /** ln P of the count or more. */
  readonly logP: number;
  readonly score: number;
  /** Whether the last four counts together are five or more; without this there is no alarm. */
  readonly enough: boolean;
  readonly alarm: boolean;
}

/** What the past lets expect at time `k`, or undefined where the model cannot be fitted. */
export function predictFarrington(
  counts: ArrayLike<number>,
  k: number,
  settings: FarringtonSettings,
): FarringtonPrediction | undefined {
  const baseline = baselineOf(counts, k, settings);
  const first = fitWeighted(baseline, settings, settings.trend);
  if (first === undefined) return undefined;
  const found = predictionOf(first, k, settings);
  if (!found.trend) return found;
  const useful = settings.years >= 3 && trendP(first) < settings.trendP;
  if (useful && Math.exp(found.eta) <= baseline.counts.reduce((a, b) => Math.max(a, b), 0)) return found;
  const plain = fitWeighted(baseline, settings, false);
  return plain === undefined ? undefined : predictionOf(plain, k, settings);
}

export function judgeFarrington(
  counts: ArrayLike<number>,
  k: number,
  prediction: FarringtonPrediction,
  { alpha, threshold }: FarringtonSettings,
): FarringtonVerdict {
  const { eta, error, dispersion } = prediction;
  const count = counts[k - 1] ?? 0;
  const z = normalQuantile(1 - alpha);
  let recent = 0;
  for (let i = k - 4; i < k; i++) recent += counts[i] ?? 0;
  const enough = recent >= 5;
  const expected = Math.exp(eta);
  if (threshold === 'delta') {
    const spread = dispersion + expected * error * error;
    const deviation = Math.sqrt((4 / 9) * Math.cbrt(expected) * spread);
    const upper = (expected ** (2 / 3) + z * deviation) ** 1.5;
    const logP = logNormalUpper((count ** (2 / 3) - expected ** (2 / 3)) / deviation);
    return verdictOf(count, { upper, expected, tested: expected, logP, enough, from: expected });
  }
  const tested = threshold === 'nbPlugin' ? expected : Math.exp(eta + z * error);
  const upper = enough ? quantile(1 - alpha, tested, tested * dispersion) : Number.NaN;
  // Nothing is too many for a season of which nothing is known.
  const logP = Number.isFinite(tested) ? logUpperTail(count, tested, tested * dispersion) : 0;
  // R takes the log mean from counts in this score; the sign of (score − 1) is right all the same.
  return verdictOf(count, { upper, expected, tested, logP, enough, from: eta });
}

function verdictOf(
  count: number,
  given: Omit<FarringtonVerdict, 'score' | 'alarm'> & { readonly from: number },
): FarringtonVerdict {
  const { upper, expected, tested, logP, enough, from } = given;
  const score = (count - from) / (upper - from);
  return { upper, expected, tested, logP, score, enough, alarm: enough && score > 1 && count !== 0 };
}

/** A fit, the weights its rows had and its two dispersions. */
export interface WeightedFit {
  readonly fit: SeasonalFit;
  readonly unweighted: SeasonalFit;
  /** Standardised Anscombe residuals of the unweighted fit. */
  readonly residuals: Float64Array;
  readonly weights: Float64Array;
  /** Sum of weighted squared working residuals over the degrees of freedom. */
  readonly rawDispersion: number;
  /** What the standard errors use. */
  readonly errorDispersion: number;
}

/** Fits, weighs the outbreaks of the past down, fits again. */
export function fitWeighted(baseline: Baseline, settings: FarringtonSettings, trend: boolean): WeightedFit | undefined {
  const unweighted = fitSeasonal(baseline, trend);
  if (!unweighted.converged) return trend ? fitWeighted(baseline, settings, false) : undefined;
  const { counts } = baseline;
  const dispersion = Math.max(dispersionOf(counts, unweighted, unweighted.working), 1);
  const residuals = anscombeResiduals(baseline, unweighted, dispersion);
  const weights = settings.reweight
    ? weightsOf(residuals, settings.weightsAbove)
    : new Float64Array(counts.length).fill(1);
  const fit = settings.reweight ? fitSeasonal(baseline, trend, weights) : unweighted;
  const rawDispersion = dispersionOf(counts, fit, fit.working);
  const quirk = settings.errors === 'compat' && settings.reweight;
  const errorDispersion = quirk ? dispersionOf(counts, fit, weights) : rawDispersion;
  return { fit, unweighted, residuals, weights, rawDispersion, errorDispersion };
}

/** Two-sided p of the slope. */
export function trendP({ fit, errorDispersion }: WeightedFit): number {
  return studentTwoSided(fit.slope / Math.sqrt(errorDispersion * fit.slopeVariance), fit.freedom);
}

export function predictionOf(
  { fit, rawDispersion, errorDispersion }: WeightedFit,
  k: number,
  { levels }: FarringtonSettings,
): FarringtonPrediction {
  return {
    eta: fit.predict(k, levels),
    error: Math.sqrt(errorDispersion * fit.leverage(k, levels)),
    dispersion: Math.max(rawDispersion, 1),
    trend: fit.trend,
    slope: fit.slope,
  };
}

/**
 * Rows of the past and their season levels: ±halfWindow around the same bucket of each year is the last level, the rest
 * of a year is cut into the others, longer blocks first; the last buckets are left out.
 */
export function baselineOf(counts: ArrayLike<number>, k: number, settings: FarringtonSettings): Baseline {
  const { period, years, halfWindow, levels, leftOut } = settings;
  const levelAt = new Map<number, number>();
  for (let year = 1; year <= years; year++) {
    const same = k - year * period;
    for (let at = same - halfWindow; at <= same + halfWindow; at++) levelAt.set(at, levels);
    if (levels === 1) continue;
    const between = period - 2 * halfWindow - 1;
    const length = Math.floor(between / (levels - 1));
    const longer = between % (levels - 1);
    let at = same + halfWindow + 1;
    for (let level = 1; level < levels; level++) {
      const end = at + length + (level <= longer ? 1 : 0);
      for (; at < end; at++) levelAt.set(at, level);
    }
  }
  const rows = [...levelAt].filter(([at]) => at >= 1 && at <= counts.length && at < k - leftOut);
  rows.sort((a, b) => a[0] - b[0]);
  return {
    at: Float64Array.from(rows, ([at]) => at),
    counts: Float64Array.from(rows, ([at]) => counts[at - 1] ?? 0),
    levels: Uint8Array.from(rows, ([, level]) => level),
  };
}

function dispersionOf(counts: Float64Array, { means, freedom }: SeasonalFit, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const mean = means[i] ?? 0;
    sum += (weights[i] ?? 0) * (((counts[i] ?? 0) - mean) / mean) ** 2;
  }
  return sum / freedom;
}

/** Hat value of row `i`: its share in its own fitted value. */
export function hatValue({ at, levels }: Baseline, fit: SeasonalFit, i: number): number {
  return (fit.working[i] ?? 0) * fit.leverage(at[i] ?? 0, levels[i] ?? 0);
}

function anscombeResiduals(baseline: Baseline, fit: SeasonalFit, dispersion: number): Float64Array {
  return baseline.counts.map((count, i) => {
    const mean = fit.means[i] ?? 0;
    const raw = 1.5 * (Math.cbrt(count) ** 2 * mean ** (-1 / 6) - Math.sqrt(mean));
    return raw / Math.sqrt(dispersion * (1 - hatValue(baseline, fit, i)));
  });
}

/** A residual s above the threshold counts s^−2, all others 1, scaled to sum to the number of rows. */
function weightsOf(residuals: Float64Array, above: number): Float64Array {
  const raw = residuals.map((s) => (s > above ? s ** -2 : 1));
  const scale = raw.length / raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => weight * scale);
}
