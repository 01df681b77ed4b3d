/** ln n! and ln of binomial coefficients: counts of accounts are too large for the numbers themselves. */

/** Exact sums below, Stirling's series above, where its fifth term is under 1e-16. */
const exactBelow = 32;

/** @see Abramowitz and Stegun (1964), 6.1.41 */
export function lnFactorial(n: number): number {
  if (n < exactBelow) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  const square = 1 / (n * n);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / n;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

/** ln of the number of ways to take k of n; -Infinity where there is none. */
export function lnChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
}
