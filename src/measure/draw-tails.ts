/** Upper tails of how many of a drawn group carry a mark, in natural logarithms: alarms live far below what a fraction holds. */
import { lnChoose } from './ln-factorial.ts';

/**
 * Binomial: each of n carries the mark with chance p by itself.
 * @returns ln P(Y ≥ k), 0 for k ≤ 0; 0 < p < 1
 */
export function lnBinomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 0;
  if (k > n) return Number.NEGATIVE_INFINITY;
  const odds = p / (1 - p);
  const lnTerm = (count: number): number => lnChoose(n, count) + count * Math.log(p) + (n - count) * Math.log1p(-p);
  return tailOf(k, n * p, {
    lnTerm,
    up: (count) => ((n - count) / (count + 1)) * odds,
    down: (count) => count / (n - count + 1) / odds,
  });
}

/**
 * Hypergeometric: n are drawn from a population of which some are marked, nobody twice. A population too small for what
 * was seen makes it certain.
 * @returns ln P(Y ≥ k); -Infinity where k cannot be reached
 */
export function lnHypergeometricTail(k: number, n: number, marked: number, population: number): number {
  if (k <= Math.max(0, n + marked - population)) return 0;
  if (k > Math.min(n, marked)) return Number.NEGATIVE_INFINITY;
  const unmarked = population - marked;
  const lnTerm = (count: number): number =>
    lnChoose(marked, count) + lnChoose(unmarked, n - count) - lnChoose(population, n);
  return tailOf(k, (n * marked) / population, {
    lnTerm,
    up: (count) => ((marked - count) * (n - count)) / ((count + 1) * (unmarked - n + count + 1)),
    down: (count) => (count * (unmarked - n + count)) / ((marked - count + 1) * (n - count + 1)),
  });
}

interface Terms {
  /** ln P(Y = count). */
  readonly lnTerm: (count: number) => number;
  /** P(count + 1) / P(count), and P(count - 1) / P(count): 0 where the next cannot be. */
  readonly up: (count: number) => number;
  readonly down: (count: number) => number;
}

/** The smaller side is summed from its largest term on. */
function tailOf(k: number, mean: number, { lnTerm, up, down }: Terms): number {
  if (k > mean) return Math.min(0, lnTerm(k) + Math.log(sumFrom(k, 1, up)));
  const below = Math.exp(lnTerm(k - 1)) * sumFrom(k - 1, -1, down);
  return Math.log1p(-Math.min(1 - Number.EPSILON, below));
}

/** 1 + r + r r' + … until a term no longer changes the sum. */
function sumFrom(start: number, step: 1 | -1, ratio: (count: number) => number): number {
  let sum = 1;
  let term = 1;
  for (let count = start; term > sum * 1e-17; count += step) {
    term *= ratio(count);
    sum += term;
  }
  return sum;
}
