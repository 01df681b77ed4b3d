/** Tails and quantiles of the normal and of Student's distribution, in logarithms, for the yardsticks. */
import { logUpperTail } from '../../src/detector/negative-binomial.ts';

const halfLog2Pi = 0.9189385332046727;
/** Where the series of the middle hands over to the continued fraction of the tail; both are exact to 1e-14 here. */
const tailFrom = 2.5;

/** ln P(Z ≥ z). */
export function logNormalUpper(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (z < 0) return Math.log1p(-Math.exp(logNormalUpper(-z)));
  const logDensity = -0.5 * z * z - halfLog2Pi;
  if (z < tailFrom) {
    let term = z;
    let sum = z;
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return Math.log(0.5 - Math.exp(logDensity) * sum);
  }
  let fraction = z;
  for (let i = 300; i >= 1; i--) fraction = z + i / fraction;
  return logDensity - Math.log(fraction);
}

/** z with P(Z ≤ z) = share, 0 < share < 1: Newton's method on the logarithm of the tail, which is concave. */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -upperQuantile(share);
  return upperQuantile(1 - share);
}

function upperQuantile(tail: number): number {
  const wanted = Math.log(tail);
  let z = 0;
  for (let i = 0; i < 60; i++) {
    const here = logNormalUpper(z);
    const step = (here - wanted) / Math.exp(-0.5 * z * z - halfLog2Pi - here);
    z += step;
    if (Math.abs(step) < 1e-15 * Math.max(1, z)) break;
  }
  return z;
}

/**
 * ln I_x(a, b), the regularised incomplete beta function: the tail of a negative binomial of size b, for which the
 * count a need not be whole.
 */
export function logBetaShare(x: number, a: number, b: number): number {
  const mean = (b * x) / (1 - x);
  return logUpperTail(a, mean, mean + (mean * mean) / b);
}

/** P(|T| ≥ |t|) with `freedom` degrees of freedom. */
export function studentTwoSided(t: number, freedom: number): number {
  if (t === 0) return 1;
  return Math.exp(logBetaShare(freedom / (freedom + t * t), freedom / 2, 0.5));
}
