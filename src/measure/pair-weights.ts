/**
 * Counts distinct objects for a great many account pairs: the hot table of the pair count.
 *
 * One slot is four neighbouring numbers (smaller account, larger account, weight, last object), so that a pair costs
 * one cache line. Objects must come one after another: the last object says whether this one is new to the pair.
 */

export interface PairWeights {
  /** `isFirm`: the object counts by itself and not only beside others. */
  add(first: number, second: number, object: number, isFirm: boolean): void;
  /** Every pair with its smaller account first; `isFirm` when at least one of its objects was. */
  forEach(visit: (a: number, b: number, weight: number, isFirm: boolean) => void): void;
}

const stride = 4;
/** Linear probing stays short up to here; a fuller table is doubled. */
const fullest = 0.75;

/** @param expectedPairs room made beforehand, up to a million pairs; it only saves time */
export function createPairWeights(expectedPairs: number): PairWeights {
  const room = 2 ** Math.ceil(Math.log2(Math.min(Math.max(expectedPairs, 3000) / fullest, 2 ** 20)));
  let slots = new Int32Array(room * stride);
  let mask = room - 1;
  let size = 0;

  function grow(): void {
    const old = slots;
    slots = new Int32Array(old.length * 2);
    mask = slots.length / stride - 1;
    for (let from = 0; from < old.length; from += stride) {
      if (old[from + 1] === 0) continue;
      const to = placeOf(slots, mask, old[from] ?? 0, old[from + 1] ?? 0);
      for (let field = 0; field < stride; field++) slots[to + field] = old[from + field] ?? 0;
    }
  }

  return {
    add(first, second, object, isFirm) {
      const a = first < second ? first : second;
      const b = first < second ? second : first;
      const at = placeOf(slots, mask, a, b);
      if (slots[at + 1] === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 3] = -1;
        size++;
      }
      if (slots[at + 3] !== object) {
        slots[at + 3] = object;
        // Lowest bit: firm. The rest: distinct objects.
        slots[at + 2] = ((slots[at + 2] ?? 0) + 2) | (isFirm ? 1 : 0);
      }
      if (size > fullest * (mask + 1)) grow();
    },
    forEach(visit) {
      for (let at = 0; at < slots.length; at += stride) {
        const b = slots[at + 1] ?? 0;
        const weight = slots[at + 2] ?? 0;
        if (b !== 0) visit(slots[at] ?? 0, b, weight >> 1, (weight & 1) === 1);
      }
    },
  };
}

/** Where the pair is or belongs; a free slot has 0 as its larger account. */
function placeOf(slots: Int32Array, mask: number, a: number, b: number): number {
  let slot = mixPair(a, b) & mask;
  for (;;) {
    const at = slot * stride;
    const larger = slots[at + 1];
    if (larger === 0 || (larger === b && slots[at] === a)) return at;
    slot = (slot + 1) & mask;
  }
}

/** Two account numbers mixed into 32 bits (multipliers of xxHash32, finished as in MurmurHash3). */
export function mixPair(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
