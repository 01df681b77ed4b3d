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
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let place = 0; place < count; place++) {
        const start = starts[place] ?? 0;
        const end = ends[place] ?? 0;
        const length = end - start;
        let one = 0;
        let other = 0;
        if (length > wordBytes) {
          one = hashOf(view, start, end, 0x01000193);
          other = hashOf(view, start, end, 0x9e3779b1);
        } else if (length >= 4) {
          // The first four bytes and the last four, some of them in both.
          one = view.getInt32(start);
          other = view.getInt32(end - 4);
        } else {
          for (let at = start; at < end; at++) one = (one << 8) | view.getUint8(at);
        }
        first[place] = one;
        second[place] = other;
        lengths[place] = length;
        hashes[place] = mixWords(one, other);
      }
    },
  };
}

/** FNV-1a with the multiplier given (its own, and one of xxHash32), four bytes a step, folded after each. */
function hashOf(view: DataView, start: number, end: number, multiplier: number): number {
  let hash = 0x811c9dc5 | 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at), multiplier);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), multiplier);
  return hash ^ (hash >>> 15);
}

/** Two words mixed into 32 bits (multipliers of xxHash32, finished as in MurmurHash3). */
export function mixWords(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
