/** Upper tail of a number of successes when every trial has its own chance. */
import { logUpperTail } from './negative-binomial.ts';

/** Above this many trials the sum of the chances is enough: Le Cam's bound on the error is Σ p² (design: lane D). */
const exactUpTo = 500;
/** What is left of a chance that a double cannot hold. */
const least = 1e-300;

/** ln P(X ≥ count). Only positive terms are added, so a small tail keeps its digits. */
export function logAtLeast(count: number, chances: readonly number[]): number {
  if (count <= 0) return 0;
  if (count > chances.length) return Math.log(least);
  if (chances.length > exactUpTo) {
    const mean = chances.reduce((sum, chance) => sum + chance, 0);
    return logUpperTail(count, Math.max(mean, 1e-6), Math.max(mean, 1e-6));
  }
  // reached[k]: chance of k successes so far, the last one of `count` or more.
  const reached: number[] = Array.from({ length: count + 1 }, (_, k) => (k === 0 ? 1 : 0));
  for (const chance of chances) {
    reached[count] = (reached[count] ?? 0) + (reached[count - 1] ?? 0) * chance;
    for (let k = count - 1; k >= 0; k--) {
      reached[k] = (reached[k] ?? 0) * (1 - chance) + (k === 0 ? 0 : (reached[k - 1] ?? 0) * chance);
    }
  }
  return Math.log(Math.min(1, Math.max(reached[count] ?? 0, least)));
}

/** Smallest number with P(X ≤ number) ≥ share. */
export function quantileOfSuccesses(share: number, chances: readonly number[]): number {
  let count = 0;
  while (count < chances.length && logAtLeast(count + 1, chances) > Math.log1p(-share)) count += 1;
  return count;
}
