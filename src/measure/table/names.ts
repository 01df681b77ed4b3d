/**
 * Texts by number: each distinct text once, in the order of first mention, in byte buffers outside the garbage
 * collector's sight. Millions of ids, links and texts cost their bytes and some thirty more each.
 */
import { createTextBytes } from './text-bytes.ts';

export interface NameList {
  readonly size: number;
  /** @param index 0 … size - 1, else RangeError */
  at(index: number): string;
  /** Number of the text, -1 when it was never added. */
  find(text: string): number;
}

export interface Names extends NameList {
  /** Number of the text; a new one is added. */
  add(text: string): number;
}

const fewestSlots = 1 << 11;

/** Open addressing with linear probing, at most half full. */
export function createNames(): Names {
  const texts = createTextBytes();
  let slots = new Int32Array(fewestSlots).fill(-1);

  /** Slot of the text that was taken last, used or free. */
  function slotOf(hash: number): number {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot] ?? -1;
      if (index < 0 || texts.isTaken(index, hash)) return slot;
    }
  }

  function rehash(): void {
    slots = new Int32Array(2 * slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < texts.size; index++) {
      let slot = texts.hashAt(index) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
  }

  return {
    get size() {
      return texts.size;
    },
    at: (index) => texts.at(index),
    add(text) {
      const hash = texts.take(text);
      const slot = slotOf(hash);
      const known = slots[slot] ?? -1;
      if (known >= 0) return known;
      const index = texts.append(hash);
      slots[slot] = index;
      if (2 * texts.size > slots.length) rehash();
      return index;
    },
    find: (text) => slots[slotOf(texts.take(text))] ?? -1,
  };
}
