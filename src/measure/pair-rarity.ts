/**
 * Counts distinct objects and adds up rarity for a great many account pairs, as `pair-weights.ts` does without rarity.
 *
 * Objects must come one after another: the last object says whether this one is new to the pair.
 */
import { mixPair } from './pair-weights.ts';

export interface RarityTable {
  add(first: number, second: number, object: number, rarity: number): void;
  /** Every pair with its smaller account first. */
  forEach(visit: (a: number, b: number, weight: number, rarity: number) => void): void;
}

/** Smaller account, larger account (0: free), distinct objects, last object. */
const stride = 4;
const fullest = 0.75;

/** @param pairs at most so many are added, so that the table never grows */
export function createRarityTable(pairs: number): RarityTable {
  const room = 2 ** Math.ceil(Math.log2(Math.max(pairs, 3000) / fullest));
  const slots = new Int32Array(room * stride);
  const rarities = new Float64Array(room);
  const mask = room - 1;
  return {
    add(first, second, object, rarity) {
      const a = first < second ? first : second;
      const b = first < second ? second : first;
      let slot = mixPair(a, b) & mask;
      for (;;) {
        const larger = slots[slot * stride + 1];
        if (larger === 0 || (larger === b && slots[slot * stride] === a)) break;
        slot = (slot + 1) & mask;
      }
      const at = slot * stride;
      if (slots[at + 1] === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 3] = -1;
      }
      if (slots[at + 3] !== object) {
        slots[at + 3] = object;
        slots[at + 2] = (slots[at + 2] ?? 0) + 1;
      }
      rarities[slot] = (rarities[slot] ?? 0) + rarity;
    },
    forEach(visit) {
      for (let slot = 0; slot < room; slot++) {
        const at = slot * stride;
        if (slots[at + 1] === 0) continue;
        visit(slots[at] ?? 0, slots[at + 1] ?? 0, slots[at + 2] ?? 0, rarities[slot] ?? 0);
      }
    },
  };
}
