/** Numbers that look drawn and are the same every time. */

export interface Dice {
  /** 0 … n - 1 */
  below(n: number): number;
  oneOf(all: readonly string[]): string;
  /** Three to nine small letters. */
  word(): string;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const below = (n: number): number => {
    // Linear congruential generator (Numerical Recipes); the high bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return {
    below,
    oneOf: (all) => all[below(all.length)] ?? '',
    word: () => Array.from({ length: 3 + below(7) }, () => String.fromCharCode(97 + below(26))).join(''),
  };
}
