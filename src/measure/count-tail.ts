/** Upper tail of a Poisson count, in natural logarithms because alarms live far below what a fraction can hold. */
import { lnFactorial } from './ln-factorial.ts';

/** ln P(Y ≥ count) for Y ~ Poisson(mean), mean > 0. */
export function lnPoissonTail(count: number, mean: number): number {
  if (count <= 0) return 0;
  if (count > mean) return Math.min(0, lnPoisson(count, mean) + Math.log(sumOfTerms((i) => mean / (count + 1 + i))));
  // Below the mean the other side is the smaller one, and its sum runs downwards to 0.
  const below = Math.exp(lnPoisson(count - 1, mean)) * sumOfTerms((i) => (count - 1 - i) / mean);
  return Math.log1p(-Math.min(1 - Number.EPSILON, below));
}

function lnPoisson(count: number, mean: number): number {
  return count * Math.log(mean) - mean - lnFactorial(count);
}

/** 1 + r0 + r0·r1 + … until a term no longer changes the sum. */
function sumOfTerms(ratio: (index: number) => number): number {
  let sum = 1;
  let term = 1;
  for (let index = 0; term > sum * 1e-17; index++) {
    term *= ratio(index);
    sum += term;
  }
  return sum;
}
