/**
 * Counts distinct objects and adds up rarity for a great many account pairs, as `pair-weights.ts` does without rarity.
 *
 * Objects must come one after another: the last object says whether this one is new to the pair. Pairs stand in the order
 * in which they first came, and a hash table of their places is all that is looked into here and there.
 */
import { mixPair } from './pair-weights.ts';

export interface RarityTable {
  add(first: number, second: number, object: number, rarity: number): void;
  /** Every pair with its smaller account first, in the order in which they came. */
  forEach(visit: (a: number, b: number, weight: number, rarity: number) => void): void;
}

/** Smaller account, larger account, distinct objects, last object. */
const stride = 4;
const fullest = 0.75;

/** @param pairs at most so many are added, so that the table never grows */
export function createRarityTable(pairs: number): RarityTable {
  const room = 2 ** Math.ceil(Math.log2(Math.max(pairs, 3000) / fullest));
  const mask = room - 1;
  /** Place of the pair plus one; 0: free. */
  const slots = new Int32Array(room);
  const edges = new Int32Array(pairs * stride);
  const rarities = new Float64Array(pairs);
  let size = 0;
  return {
    add(first, second, object, rarity) {
      const a = first < second ? first : second;
      const b = first < second ? second : first;
      let slot = mixPair(a, b) & mask;
      for (let known = slots[slot] ?? 0; known > 0; known = slots[slot] ?? 0) {
        const at = (known - 1) * stride;
        if (edges[at] === a && edges[at + 1] === b) {
          if (edges[at + 3] !== object) {
            edges[at + 3] = object;
            edges[at + 2] = (edges[at + 2] ?? 0) + 1;
          }
          rarities[known - 1] = (rarities[known - 1] ?? 0) + rarity;
          return;
        }
        slot = (slot + 1) & mask;
      }
      const at = size * stride;
      edges[at] = a;
      edges[at + 1] = b;
      edges[at + 2] = 1;
      edges[at + 3] = object;
      rarities[size++] = rarity;
      slots[slot] = size;
    },
    forEach(visit) {
      for (let edge = 0; edge < size; edge++) {
        const at = edge * stride;
        visit(edges[at] ?? 0, edges[at + 1] ?? 0, edges[at + 2] ?? 0, rarities[edge] ?? 0);
      }
    },
  };
}
