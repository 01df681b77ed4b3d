/**
 * Interactions of a post: the counters that its platform gives, added by a formula that is named with every number
 * ("after ASPI", whose own formula is not published).
 */

export interface InteractionFormula {
  /** `x: likes + reposts`. */
  readonly name: string;
  readonly counters: readonly ('likes' | 'reposts' | 'quotes')[];
}

/** Counters of a post; negative where the platform gave none. */
export interface Counters {
  readonly likes: number;
  readonly reposts: number;
  readonly quotes: number;
}

/** Facebook's reactions are kept as likes, its shares as reposts. */
export function interactionFormula(platform: string): InteractionFormula {
  switch (platform) {
    case 'facebook':
      return { name: 'facebook: reactions + shares', counters: ['likes', 'reposts'] };
    case 'bluesky':
      return { name: 'bluesky: likes + reposts + quotes', counters: ['likes', 'reposts', 'quotes'] };
    default:
      return { name: `${platform}: likes + reposts`, counters: ['likes', 'reposts'] };
  }
}

/** Sum of what is known; -1 when the platform gave none of the counters. */
export function interactionsBy({ counters }: InteractionFormula, of: Counters): number {
  let sum = -1;
  for (const name of counters) if (of[name] >= 0) sum = Math.max(sum, 0) + of[name];
  return sum;
}
