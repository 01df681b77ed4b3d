/**
 * Sets of 5-grams: how similar two texts are (Jaccard: 5-grams in both / 5-grams in either, each counted once).
 *
 * 5-grams are compared by a hash of 32 bits: of two texts of 140 characters, one pair in 200,000 gains a common 5-gram.
 */
import { gramHash, gramLength } from './grams.ts';

export interface GramSets {
  /** Makes the text of this number the one that others are compared with; asks for it only when it is another one. */
  hold(number: number, text: () => string): void;
  /** 0 … 1, of the held text and this one; 0 when both are shorter than a 5-gram. */
  similarityTo(text: string): number;
}

export function createGramSets(): GramSets {
  const held = createHashSet();
  const other = createHashSet();
  let heldNumber = -1;
  return {
    hold(number, text) {
      if (number === heldNumber) return;
      heldNumber = number;
      held.fill(text());
    },
    similarityTo(text) {
      const common = other.fill(text, held);
      const all = held.size + other.size - common;
      return all === 0 ? 0 : common / all;
    },
  };
}

interface HashSet {
  readonly size: number;
  has(hash: number): boolean;
  /** Replaces what the set held by the 5-grams of the text. @returns how many of them are also in the other set */
  fill(text: string, besides?: HashSet): number;
}

/** An open table that is emptied by counting on: slots of earlier rounds are free. */
function createHashSet(): HashSet {
  let keys = new Uint32Array(1 << 12);
  let takenIn = new Uint32Array(keys.length);
  let round = 0;
  let size = 0;

  function slotOf(hash: number): number {
    const mask = keys.length - 1;
    let slot = hash & mask;
    while (takenIn[slot] === round && keys[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  function empty(grams: number): void {
    if (2 * grams > keys.length) {
      keys = new Uint32Array(2 ** Math.ceil(Math.log2(2 * grams)));
      takenIn = new Uint32Array(keys.length);
    }
    round += 1;
    size = 0;
  }

  return {
    get size() {
      return size;
    },
    has: (hash) => takenIn[slotOf(hash)] === round,
    fill(text, besides) {
      const grams = Math.max(0, text.length - gramLength + 1);
      empty(grams);
      let common = 0;
      for (let at = 0; at < grams; at++) {
        const hash = gramHash(text, at);
        const slot = slotOf(hash);
        if (takenIn[slot] === round) continue;
        takenIn[slot] = round;
        keys[slot] = hash;
        size += 1;
        if (besides?.has(hash) === true) common += 1;
      }
      return common;
    },
  };
}
