/** Numbers account pairs 0, 1, 2 … and finds them again: open addressing over typed arrays. */
import { mixPair } from './pair-weights.ts';
import { grownInt32 } from './share-log.ts';

export interface PairTable {
  readonly size: number;
  /** Gives a pair that is not yet known the next number; a < b. */
  add(a: number, b: number): void;
  /** Number of the pair, in either order, or -1. */
  find(first: number, second: number): number;
  /** Both accounts of each pair by its number; valid until the next `add`. */
  ends(): { readonly a: Int32Array; readonly b: Int32Array };
}

export function createPairTable(): PairTable {
  let lower = new Int32Array(1024);
  let upper = new Int32Array(1024);
  // Number of the pair plus one; 0 is a free slot. At most half full, so that a search stays short.
  let slots = new Int32Array(4096);
  let size = 0;

  function slotOf(a: number, b: number): number {
    const mask = slots.length - 1;
    let slot = mixPair(a, b) & mask;
    for (;;) {
      const pair = (slots[slot] ?? 0) - 1;
      if (pair < 0 || (lower[pair] === a && upper[pair] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  function rehash(): void {
    slots = new Int32Array(slots.length * 2);
    for (let pair = 0; pair < size; pair++) slots[slotOf(lower[pair] ?? 0, upper[pair] ?? 0)] = pair + 1;
  }

  return {
    get size() {
      return size;
    },
    add(a, b) {
      if (size === lower.length) {
        lower = grownInt32(lower);
        upper = grownInt32(upper);
      }
      const slot = slotOf(a, b);
      lower[size] = a;
      upper[size] = b;
      size++;
      slots[slot] = size;
      if (size * 2 > slots.length) rehash();
    },
    find(first, second) {
      const slot = first < second ? slotOf(first, second) : slotOf(second, first);
      return (slots[slot] ?? 0) - 1;
    },
    ends() {
      return { a: lower.subarray(0, size), b: upper.subarray(0, size) };
    },
  };
}
