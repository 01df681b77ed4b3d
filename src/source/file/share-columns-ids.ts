/**
 * Numbers ids 0, 1, 2 … by their bytes, without making a text of each: one arena of bytes and an open hash table beside
 * it. A text is made only for an id that somebody reads.
 */
import type { Names } from '../../measure/share-log.ts';
import { createFieldWords, type Fields, type FieldWords, mixWords, wordBytes } from './share-columns-words.ts';

export interface ByteIds extends Names {
  /**
   * Numbers of many ids at once, in their order; a new id gets the next one, a field without a byte gets -1.
   *
   * @param numbers takes the answers; not shorter than `count`
   */
  ofAll(fields: Fields, count: number, numbers: Int32Array): void;
  /** Number of the same bytes, or -1. */
  find(bytes: Buffer): number;
  /** The bytes of an id; valid until the next `ofAll`. */
  bytesOf(index: number): Buffer;
}

/** A slot is a quarter of a cache line: two words and length as in `FieldWords`, number plus one (0: free). */
const stride = 4;
const fullest = 0.8;

export function createByteIds(): ByteIds {
  let arena: Buffer<ArrayBuffer> = Buffer.alloc(64 * 1024);
  let offsets = new Uint32Array(4096);
  let slots = new Int32Array(8192 * stride);
  let mask = slots.length / stride - 1;
  let size = 0;
  const words = createFieldWords();

  /** Where the id is or belongs. */
  function placeOf(hash: number, first: number, second: number, length: number, bytes: Buffer, start: number): number {
    const table = slots;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = slot * stride;
      const id = (table[at + 3] ?? 0) - 1;
      if (id < 0) return at;
      if (table[at] !== first || table[at + 1] !== second || table[at + 2] !== length) continue;
      if (length <= wordBytes || isSame(arena, offsets[id] ?? 0, bytes, start, length)) return at;
    }
  }

  function add(bytes: Buffer, start: number, length: number): void {
    const from = offsets[size] ?? 0;
    const to = from + length;
    if (to > arena.length) arena = grownBytes(arena, to);
    if (size + 2 > offsets.length) offsets = grownOffsets(offsets);
    for (let at = 0; at < length; at++) arena[from + at] = bytes[start + at] ?? 0;
    size++;
    offsets[size] = to;
  }

  function numberAt(
    place: number,
    { first, second, lengths, hashes }: FieldWords,
    bytes: Buffer,
    start: number,
  ): number {
    const length = lengths[place] ?? 0;
    if (length === 0) return -1;
    const one = first[place] ?? 0;
    const other = second[place] ?? 0;
    const at = placeOf(hashes[place] ?? 0, one, other, length, bytes, start);
    const known = slots[at + 3] ?? 0;
    if (known > 0) return known - 1;
    add(bytes, start, length);
    slots[at] = one;
    slots[at + 1] = other;
    slots[at + 2] = length;
    slots[at + 3] = size;
    if (size > fullest * (mask + 1)) {
      slots = grownSlots(slots);
      mask = slots.length / stride - 1;
    }
    return size - 1;
  }

  return {
    get length() {
      return size;
    },
    at: (index) => (index < size ? arena.toString('utf8', offsets[index], offsets[index + 1]) : undefined),
    ofAll(fields, count, numbers) {
      words.take(fields, count);
      lookAhead(slots, mask, words.hashes, count, numbers);
      const { bytes, starts } = fields;
      for (let place = 0; place < count; place++) numbers[place] = numberAt(place, words, bytes, starts[place] ?? 0);
    },
    find(bytes) {
      words.take({ bytes, starts: Int32Array.of(0), ends: Int32Array.of(bytes.length) }, 1);
      const { first, second, hashes } = words;
      const at = placeOf(hashes[0] ?? 0, first[0] ?? 0, second[0] ?? 0, bytes.length, bytes, 0);
      return (slots[at + 3] ?? 0) - 1;
    },
    bytesOf: (index) => arena.subarray(offsets[index], offsets[index + 1]),
  };
}

/**
 * Brings the slots into the cache: reads that do not wait for each other take a fifth of the time of those that do. What
 * was read is put where the numbers will be, so that the reads are not left out as useless.
 */
function lookAhead(slots: Int32Array, mask: number, hashes: Int32Array, count: number, numbers: Int32Array): void {
  for (let place = 0; place < count; place++) numbers[place] = slots[((hashes[place] ?? 0) & mask) * stride] ?? 0;
}

function isSame(arena: Buffer, from: number, bytes: Buffer, start: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (arena[from + at] !== bytes[start + at]) return false;
  return true;
}

function grownSlots(old: Int32Array): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(old.length * 2);
  const mask = slots.length / stride - 1;
  for (let from = 0; from < old.length; from += stride) {
    if (old[from + 3] === 0) continue;
    const first = old[from] ?? 0;
    const second = old[from + 1] ?? 0;
    let slot = mixWords(first, second) & mask;
    while (slots[slot * stride + 3] !== 0) slot = (slot + 1) & mask;
    const at = slot * stride;
    slots[at] = first;
    slots[at + 1] = second;
    slots[at + 2] = old[from + 2] ?? 0;
    slots[at + 3] = old[from + 3] ?? 0;
  }
  return slots;
}

function grownBytes(bytes: Buffer, needed: number): Buffer<ArrayBuffer> {
  const grown = Buffer.alloc(Math.max(bytes.length * 2, needed));
  bytes.copy(grown);
  return grown;
}

function grownOffsets(offsets: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(offsets.length * 2);
  grown.set(offsets);
  return grown;
}
