/**
 * How many co-sharing pairs a platform has outside of networks, learned period by period, and how unusual a network is
 * against it.
 */
import { z } from 'zod';
import { logUpperTail, usualRange } from './negative-binomial.ts';

/** One period is `keepHours` long. JSON: it is stored as it is. */
export const CoShareBackground = z.object({
  /** Number of the period that was learned last; -1 before the first. */
  period: z.int(),
  /** Periods learned, older ones counting less. */
  periods: z.number().min(0),
  /** Pairs in them of at least each level's weight, forgotten alike. */
  pairs: z.array(z.number().min(0)),
});
export type CoShareBackground = z.infer<typeof CoShareBackground>;

export const emptyBackground: CoShareBackground = { period: -1, periods: 0, pairs: [] };

/** Half of what was learned is forgotten after 28 periods, as for the level of one account. */
const forgetting = 2 ** (-1 / 28);

/** Takes a period's count once, when the next one has begun; the first period is not full and teaches nothing. */
export function learnBackground(
  background: CoShareBackground,
  period: number,
  pairs: readonly number[],
): CoShareBackground {
  if (period <= background.period) return background;
  if (background.period < 0) return { ...background, period };
  return {
    period,
    periods: background.periods * forgetting + 1,
    pairs: pairs.map((count, level) => (background.pairs[level] ?? 0) * forgetting + count),
  };
}

export interface Rarity {
  /** Which level is the most surprising. */
  readonly level: number;
  /** ln of the chance of so many pairs at that level, times the number of levels looked at; at most 0. */
  readonly logP: number;
  /** Central 90 % of the pairs expected at that level. */
  readonly low: number;
  readonly high: number;
}

/**
 * Compares the independent pairs of a network with the pairs outside of networks. A network of n accounts holds n - 1
 * independent pairs however dense it is (the rest follow from them, since one act joins many), and a pair outside is
 * taken for chance. Their rate is Gamma(pairs + 1/2, periods), the current period included, so that the count of one
 * period is negative binomial, and a network the less surprising the less has been seen.
 */
export function rarityOf(background: CoShareBackground, now: readonly number[], ranks: readonly number[]): Rarity {
  const periods = background.periods + 1;
  let best: Omit<Rarity, 'low' | 'high'> & { readonly mean: number } = { level: 0, logP: 0, mean: 0.5 / periods };
  for (const [level, rank] of ranks.entries()) {
    const mean = ((background.pairs[level] ?? 0) + (now[level] ?? 0) + 0.5) / periods;
    const logP = Math.min(0, logUpperTail(rank, mean, mean * (1 + 1 / periods)) + Math.log(ranks.length));
    if (level === 0 || logP < best.logP) best = { level, logP, mean };
  }
  return { level: best.level, logP: best.logP, ...usualRange(best.mean, best.mean * (1 + 1 / periods)) };
}
