/** Upper tail of successes in a number of trials whose common chance is known only as a Beta distribution. */
import { logBeta } from './negative-binomial.ts';

/**
 * ln P(X ≥ x), X ~ Beta-Binomial(n, a, b); exact summation from the smallest term of the tail's head on.
 *
 * @param n trials, a whole number
 * @param a, b shape of the Beta distribution, > 0
 */
export function logBetaBinomialTail(x: number, n: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x > n) return Number.NEGATIVE_INFINITY;
  // C(n, x) = 1 / ((n + 1) B(x + 1, n − x + 1)).
  const first = -Math.log(n + 1) - logBeta(x + 1, n - x + 1) + logBeta(x + a, n - x + b) - logBeta(a, b);
  let term = 1;
  let sum = 1;
  for (let k = x; k < n; k++) {
    term *= ((n - k) * (a + k)) / ((k + 1) * (n - k - 1 + b));
    sum += term;
  }
  return Math.min(0, first + Math.log(sum));
}
