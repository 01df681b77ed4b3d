/** Fields of bytes in, two words, a length and a hash of each out: what an id is looked up by. */

/** Field `n` is `bytes` from `starts[n]` to `ends[n]`. */
export interface Fields {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Fields looked up together at most: their slots fit into the cache of one core. */
export const mostFields = 1024;
/** A field up to here is its two words; of a longer one they are hashes. */
export const wordBytes = 8;

export interface FieldWords {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly lengths: Int32Array;
  readonly hashes: Int32Array;
  /** Fills the columns with the words of the first `count` fields, at most `mostFields`. */
  take(fields: Fields, count: number): void;
}

export function createFieldWords(): FieldWords {
  const first = new Int32Array(mostFields);
  const second = new Int32Array(mostFields);
  const lengths = new Int32Array(mostFields);
  const hashes = new Int32Array(mostFields);
  return {
    first,
    second,
    lengths,
    hashes,
    take({ bytes, starts, ends }, count) {
      for (let place = 0; place < count; place++) {
        const start = starts[place] ?? 0;
        const end = ends[place] ?? 0;
        const isShort = end - start <= wordBytes;
        const one = isShort ? upperBytes(bytes, start, end) : hashOf(bytes, start, end, 0x01000193);
        const other = isShort ? lowerBytes(bytes, start, end) : hashOf(bytes, start, end, 0x9e3779b1);
        first[place] = one;
        second[place] = other;
        lengths[place] = end - start;
        hashes[place] = mixWords(one, other);
      }
    },
  };
}

/** Up to four bytes in front as a number. */
function upperBytes(bytes: Buffer, start: number, end: number): number {
  if (end - start >= 4) return wordAt(bytes, start);
  let word = 0;
  for (let at = start; at < end; at++) word = (word << 8) | (bytes[at] ?? 0);
  return word;
}

/** The bytes behind the fourth as a number. */
function lowerBytes(bytes: Buffer, start: number, end: number): number {
  if (end - start === wordBytes) return wordAt(bytes, start + 4);
  let word = 0;
  for (let at = start + 4; at < end; at++) word = (word << 8) | (bytes[at] ?? 0);
  return word;
}

function wordAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}

/** FNV-1a with the multiplier given (its own, and one of xxHash32), four bytes a step, folded after each. */
function hashOf(bytes: Buffer, start: number, end: number, multiplier: number): number {
  let hash = 0x811c9dc5 | 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ wordAt(bytes, at), multiplier);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), multiplier);
  return hash ^ (hash >>> 15);
}

/** Two words mixed into 32 bits (multipliers of xxHash32, finished as in MurmurHash3). */
export function mixWords(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
