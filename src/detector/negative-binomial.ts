/**
 * Upper tails and quantiles of counts: negative binomial given by mean and variance, Poisson in the limit.
 *
 * Everything is done in logarithms, because alarms live at 1e-8 … 1e-300 and below.
 */

/** Below this excess of the variance the negative binomial is a Poisson (design: switch at var − mean < 1e-9 mean). */
const poissonBelow = 1e-9;
const halfLog2Pi = 0.9189385332046727;
/** Rounds of a continued fraction or series; some hundreds are needed for counts near 1e5. */
const mostRounds = 100_000;
const closeEnough = 1e-16;

/**
 * ln P(Y ≥ y) for Y with the given mean (> 0) and variance.
 *
 * P(NB ≥ y) = I_x(y, r) with r = mean² / (variance − mean) and x = mean / (r + mean).
 */
export function logUpperTail(y: number, mean: number, variance: number): number {
  if (y <= 0) return 0;
  const excess = variance - mean;
  if (excess < poissonBelow * mean) return logPoissonUpper(y, mean);
  const size = (mean * mean) / excess;
  const logX = -Math.log1p(size / mean);
  const logRest = -Math.log1p(mean / size);
  const front = y * logX + size * logRest - logBeta(y, size);
  const x = mean / (size + mean);
  if (x < (y + 1) / (y + size + 2)) return front - Math.log(y) + Math.log(betaFraction(y, size, x));
  const lower = Math.exp(front - Math.log(size)) * betaFraction(size, y, size / (size + mean));
  return Math.log1p(-Math.min(lower, 1 - Number.EPSILON));
}

/** Smallest count q with P(Y ≤ q) ≥ share. */
export function quantile(share: number, mean: number, variance: number): number {
  const reached = (q: number): boolean => logUpperTail(q + 1, mean, variance) <= Math.log1p(-share);
  let high = Math.max(1, Math.ceil(mean));
  while (!reached(high)) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** What is called usual: the middle 90 % of the distribution. */
export function usualRange(mean: number, variance: number): { readonly low: number; readonly high: number } {
  return { low: quantile(0.05, mean, variance), high: quantile(0.95, mean, variance) };
}

function logPoissonUpper(y: number, mean: number): number {
  const front = y * Math.log(mean) - mean - logGamma(y + 1);
  if (mean < y + 1) return front + Math.log(gammaSeries(y, mean));
  const lower = Math.exp(front) * y * gammaFraction(y, mean);
  return Math.log1p(-Math.min(lower, 1 - Number.EPSILON));
}

/** 1 + x/(a+1) + x²/((a+1)(a+2)) + … */
function gammaSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 1; i < mostRounds && term > sum * closeEnough; i++) {
    term *= x / (a + i);
    sum += term;
  }
  return sum;
}

/** Γ(a, x) e^x x^−a by Lentz's method (Numerical Recipes 6.2). */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < mostRounds; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / apartFromZero(an * d + b);
    c = apartFromZero(b + an / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < closeEnough * 4) break;
  }
  return h;
}

/** The continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes 6.4). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / apartFromZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < mostRounds; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / apartFromZero(1 + even * d);
    c = apartFromZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / apartFromZero(1 + odd * d);
    c = apartFromZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < closeEnough * 4) break;
  }
  return h;
}

function apartFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(z), z > 0. */
function logGamma(z: number): number {
  let shift = 0;
  let x = z;
  while (x < 10) {
    shift += Math.log(x);
    x += 1;
  }
  return (x - 0.5) * Math.log(x) - x + halfLog2Pi + stirling(x) - shift;
}

/** ln Γ(x) minus Stirling's formula, x ≥ 10. */
function stirling(x: number): number {
  const s = 1 / (x * x);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / x;
}

/** ln B(a, b) without the cancellation of three large logarithms (Didonato & Morris 1992, TOMS 708, `betaln`). */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const ratio = small / large;
  const sumCorrection = stirling(large) - stirling(small + large);
  if (small < 10) {
    const shrink = (large - 0.5) * Math.log1p(ratio) + small * (Math.log(small + large) - 1);
    return logGamma(small) - shrink + sumCorrection;
  }
  const u = -(small - 0.5) * Math.log(ratio / (1 + ratio));
  const v = large * Math.log1p(ratio);
  return halfLog2Pi - 0.5 * Math.log(large) + stirling(small) + sumCorrection - u - v;
}
