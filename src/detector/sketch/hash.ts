/** One seeded 64-bit hash of a text, in two halves, without an object a call. */

export interface Hasher {
  /** Hashes a text; the halves stand in `high` and `low` until the next call. */
  of(text: string): void;
  /** Unsigned 32-bit numbers. */
  high: number;
  low: number;
}

/**
 * Two multiply-xor lanes over UTF-16 units with the final mixing of MurmurHash3 (Appleby, public domain). Not for
 * secrets: who knows the seed can make texts collide.
 */
export function createHasher(seed: number): Hasher {
  const hasher: Hasher = {
    high: 0,
    low: 0,
    of(text) {
      let a = 0xdeadbeef ^ seed;
      let b = 0x41c6ce57 ^ Math.imul(seed, 0x9e3779b1);
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        a = Math.imul(a ^ unit, 0x9e3779b1);
        b = Math.imul(b ^ unit, 0x5f356495);
      }
      hasher.high = mix(a ^ (b >>> 15) ^ text.length);
      hasher.low = mix(b ^ (a >>> 13));
    },
  };
  return hasher;
}

function mix(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
