/** Seeded random numbers and the counts drawn with them; the same seed gives the same series on every machine. */

export type Random = () => number;

/** Numbers in [0, 1) from a seed of whole numbers: mulberry32 on their mixed hash (MurmurHash3's finaliser). */
export function seededRandom(...seed: readonly number[]): Random {
  let state = seed.reduce((hash, part) => mixed(Math.imul(hash, 31) + part), 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Whole number in low..high, both included. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** Standard normal by Box and Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Poisson: products of uniform numbers, in parts of 30 so that exp(−mean) does not vanish. */
export function poisson(random: Random, mean: number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(left, 30));
    for (let product = random(); product > floor; product *= random()) count += 1;
  }
  return count;
}

/** Gamma of scale 1 (Marsaglia & Tsang 2000). */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Negative binomial with variance `dispersion` × mean; Poisson at dispersion 1. */
export function negativeBinomial(random: Random, mean: number, dispersion: number): number {
  if (dispersion === 1) return poisson(random, mean);
  return poisson(random, gamma(random, mean / (dispersion - 1)) * (dispersion - 1));
}
