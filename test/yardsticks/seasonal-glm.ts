/**
 * Fits the quasi-Poisson model of Farrington's method: log mean = one value a season level, and a common trend if wanted.
 *
 * Every row has exactly one level, so a step of the iteration is a weighted mean a level and one slope around these
 * means: no matrix, and exact where a level is nearly empty. Conventions of R's `glm`: start at count + 0.1, stop at a
 * relative change of the deviance below 1e-8, 25 steps at most, working weights those of the last step.
 */

export interface Baseline {
  /** Times of the rows. */
  readonly at: Float64Array;
  readonly counts: Float64Array;
  /** Season level of each row, 1-based. */
  readonly levels: Uint8Array;
}

export interface SeasonalFit {
  readonly converged: boolean;
  /** Rows minus coefficients. */
  readonly freedom: number;
  readonly trend: boolean;
  /** Change of the log mean a step of time; 0 without a trend. */
  readonly slope: number;
  readonly means: Float64Array;
  /** Working weights of the last step. */
  readonly working: Float64Array;
  /** Log mean at a time and level. */
  readonly predict: (at: number, level: number) => number;
  /** Variance of that prediction at dispersion 1. */
  readonly leverage: (at: number, level: number) => number;
  /** Variance of the slope at dispersion 1. */
  readonly slopeVariance: number;
}

const tolerance = 1e-8;
const mostSteps = 25;

/** @param weights of the rows; 1 each when left out */
export function fitSeasonal(baseline: Baseline, trend: boolean, weights?: Float64Array): SeasonalFit {
  const { at, counts, levels } = baseline;
  const rows = counts.length;
  const means = counts.map((count) => count + 0.1);
  const logMeans = means.map(Math.log);
  const working = new Float64Array(rows);
  const deviance = devianceOf(counts, weights);
  const sums = newSums(levels);
  let before = deviance(means, logMeans);
  let converged = false;
  for (let step = 0; step < mostSteps && !converged; step++) {
    for (let i = 0; i < rows; i++) working[i] = (weights?.[i] ?? 1) * (means[i] ?? 0);
    regress(baseline, working, weights, means, logMeans, trend, sums);
    for (let level = 0; level < sums.mean.length; level++) sums.mean[level] = Math.exp(sums.value[level] ?? 0);
    for (let i = 0; i < rows; i++) {
      const level = levels[i] ?? 0;
      const eta = (sums.value[level] ?? 0) + sums.slope * ((at[i] ?? 0) - (sums.time[level] ?? 0));
      logMeans[i] = eta;
      means[i] = trend ? Math.exp(eta) : (sums.mean[level] ?? 0);
    }
    const now = deviance(means, logMeans);
    converged = Math.abs(now - before) / (Math.abs(now) + 0.1) < tolerance;
    before = now;
  }
  return {
    converged,
    freedom: rows - sums.used - (trend ? 1 : 0),
    trend,
    slope: sums.slope,
    means,
    working,
    predict: (time, level) => (sums.value[level] ?? Number.NaN) + sums.slope * (time - (sums.time[level] ?? 0)),
    leverage: (time, level) =>
      1 / (sums.weight[level] ?? 0) + (trend ? (time - (sums.time[level] ?? 0)) ** 2 / sums.spread : 0),
    slopeVariance: 1 / sums.spread,
  };
}

/** Weighted sums of one step, by level. Changed in place. */
interface Sums {
  readonly weight: Float64Array;
  /** Weighted mean time and weighted mean of the working response. */
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** Mean of the level where there is no trend. */
  readonly mean: Float64Array;
  /** Working response of each row times its weight. */
  readonly weighted: Float64Array;
  /** Levels that have rows. */
  readonly used: number;
  /** Weighted sum of squares of time around the means of the levels. */
  spread: number;
  slope: number;
}

function newSums(levels: Uint8Array): Sums {
  const size = Math.max(0, ...levels) + 1;
  const empty = (): Float64Array => new Float64Array(size);
  const weighted = new Float64Array(levels.length);
  return {
    weight: empty(),
    time: empty(),
    value: empty(),
    mean: empty(),
    weighted,
    used: new Set(levels).size,
    spread: 0,
    slope: 0,
  };
}

/**
 * Weighted least squares of the working response log mean + (count − mean) / mean. Times its weight, which is the
 * row's own times the mean, it needs no division.
 */
function regress(
  { at, counts, levels }: Baseline,
  working: Float64Array,
  weights: Float64Array | undefined,
  means: Float64Array,
  logMeans: Float64Array,
  trend: boolean,
  sums: Sums,
): void {
  const { weight, time, value, weighted } = sums;
  weight.fill(0);
  time.fill(0);
  value.fill(0);
  const rows = counts.length;
  for (let i = 0; i < rows; i++) {
    const level = levels[i] ?? 0;
    const w = working[i] ?? 0;
    const response = w * (logMeans[i] ?? 0) + (weights?.[i] ?? 1) * ((counts[i] ?? 0) - (means[i] ?? 0));
    weighted[i] = response;
    weight[level] = (weight[level] ?? 0) + w;
    time[level] = (time[level] ?? 0) + w * (at[i] ?? 0);
    value[level] = (value[level] ?? 0) + response;
  }
  for (let level = 0; level < weight.length; level++) {
    const w = weight[level] ?? 0;
    if (w === 0) continue;
    time[level] = (time[level] ?? 0) / w;
    value[level] = (value[level] ?? 0) / w;
  }
  sums.spread = 0;
  sums.slope = 0;
  if (!trend) return;
  let together = 0;
  for (let i = 0; i < rows; i++) {
    const level = levels[i] ?? 0;
    const off = (at[i] ?? 0) - (time[level] ?? 0);
    const w = working[i] ?? 0;
    sums.spread += w * off * off;
    together += off * ((weighted[i] ?? 0) - w * (value[level] ?? 0));
  }
  sums.slope = together / sums.spread;
}

/** Poisson deviance; logarithms of the counts are taken once. */
function devianceOf(
  counts: Float64Array,
  weights: Float64Array | undefined,
): (means: Float64Array, logMeans: Float64Array) => number {
  const logCounts = counts.map((count) => (count > 0 ? Math.log(count) : 0));
  return (means, logMeans) => {
    let sum = 0;
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? 0;
      const surprise = count > 0 ? count * ((logCounts[i] ?? 0) - (logMeans[i] ?? 0)) : 0;
      sum += (weights?.[i] ?? 1) * (surprise - (count - (means[i] ?? 0)));
    }
    return 2 * sum;
  };
}
