/**
 * Numbers that look random and are the same for the same seed on every machine. Each part of a world draws from a
 * stream of its own, named after it, so that a new part moves no other.
 */

export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** 0 ≤ n < limit, whole. */
  below(limit: number): number;
  between(low: number, high: number): number;
  /** Whole, both ends belong to it. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Different items of the list, all of them where it is shorter. */
  some<T>(list: readonly T[], count: number): readonly T[];
  normal(): number;
  /** e^(N(0, sd²)) times the median. */
  lognormal(median: number, sd: number): number;
  /** Negative binomial with this mean and variance = dispersion x mean; Poisson where the dispersion is 1 or less. */
  count(mean: number, dispersion: number): number;
  /** P(X ≥ x) = (least / x)^exponent. */
  pareto(least: number, exponent: number): number;
}

export function createRandom(seed: number, stream: string): Random {
  const next = createGenerator(seed, stream);
  const below = (limit: number): number => Math.floor(next() * limit);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    below,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability,
    pick: (list) => itemAt(list, below(list.length)),
    some: (list, count) => sample(list, count, below),
    normal,
    lognormal: (median, sd) => median * Math.exp(sd * normal()),
    count(mean, dispersion) {
      if (mean <= 0) return 0;
      if (dispersion <= 1.0001) return poisson(mean, next, normal);
      // A Poisson count whose mean is Gamma distributed is negative binomial.
      return poisson(gamma(mean / (dispersion - 1), next, normal) * (dispersion - 1), next, normal);
    },
    pareto: (least, exponent) => least * (1 - next()) ** (-1 / exponent),
  };
}

/** A number between 0 and 1 that hangs on the words alone: for what must not depend on an order. */
export function hashUnit(seed: number, words: string): number {
  return createGenerator(seed, words)();
}

export function itemAt<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return item;
}

function sample<T>(list: readonly T[], count: number, below: (limit: number) => number): readonly T[] {
  const left = [...list];
  const taken = Math.min(count, left.length);
  // Fisher and Yates, as far as it is needed.
  for (let at = 0; at < taken; at += 1) {
    const other = at + below(left.length - at);
    const chosen = itemAt(left, other);
    left[other] = itemAt(left, at);
    left[at] = chosen;
  }
  return left.slice(0, taken);
}

/** Knuth's product below a mean of 30; above it a rounded normal, whose error is far below that of any model here. */
function poisson(mean: number, next: () => number, normal: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > floor; product *= next()) count += 1;
  return count;
}

/** Marsaglia and Tsang (2000), scale 1; shapes below 1 are boosted by u^(1/shape). */
function gamma(shape: number, next: () => number, normal: () => number): number {
  if (shape < 1) return gamma(shape + 1, next, normal) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** SplitMix32, started from an FNV-1a digest of the seed and the stream's name. */
function createGenerator(seed: number, stream: string): () => number {
  let state = Math.imul(0x811c9dc5 ^ seed, 0x01000193);
  for (let at = 0; at < stream.length; at += 1) state = Math.imul(state ^ stream.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}
