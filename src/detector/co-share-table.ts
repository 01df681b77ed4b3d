/**
 * How many pairs of posts stand behind each pair of numbers, with additions that can be taken back: open addressing over
 * typed arrays, 24 bytes a slot.
 *
 * It also says whether the posts were about more than one object. That is never wrong when it says no; after additions were
 * taken back it may still say yes of a pair that is down to one object.
 */
import { mixPair } from '../measure/pair-weights.ts';

export interface PairEvents {
  /** Pairs of numbers kept. */
  readonly size: number;
  /** `b` is not 0. @returns events of the pair now */
  add(a: number, b: number, object: number, rarity: number): number;
  /** Takes back what was added with the same rarity; an unknown pair is an error of the caller. @returns events left */
  remove(a: number, b: number, rarity: number): number;
  forEach(visit: (a: number, b: number, hasManyObjects: boolean, rarity: number) => void): void;
}

/** First number, second number (0: free), events, object or `many`. */
const stride = 4;
const many = -1;
const smallest = 1024;

export function createPairEvents(): PairEvents {
  let slots = new Int32Array(smallest * stride);
  let rarities = new Float64Array(smallest);
  let size = 0;

  function placeOf(a: number, b: number): number {
    const mask = rarities.length - 1;
    let slot = mixPair(a, b) & mask;
    for (;;) {
      const second = slots[slot * stride + 1];
      if (second === 0 || (second === b && slots[slot * stride] === a)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  function move(from: Int32Array, fromSlot: number, rarity: number, to: number): void {
    for (let field = 0; field < stride; field++) slots[to * stride + field] = from[fromSlot * stride + field] ?? 0;
    rarities[to] = rarity;
  }

  function resize(room: number): void {
    const [oldSlots, oldRarities] = [slots, rarities];
    slots = new Int32Array(room * stride);
    rarities = new Float64Array(room);
    for (let slot = 0; slot < oldRarities.length; slot++) {
      const second = oldSlots[slot * stride + 1] ?? 0;
      if (second === 0) continue;
      move(oldSlots, slot, oldRarities[slot] ?? 0, placeOf(oldSlots[slot * stride] ?? 0, second));
    }
  }

  /** Closes the gap, so that every pair is still found from its own slot on (Knuth, TAOCP 3, 6.4, algorithm R). */
  function free(slot: number): void {
    const mask = rarities.length - 1;
    let gap = slot;
    for (let next = (gap + 1) & mask; ; next = (next + 1) & mask) {
      const second = slots[next * stride + 1] ?? 0;
      if (second === 0) break;
      const home = mixPair(slots[next * stride] ?? 0, second) & mask;
      // Whether its own slot lies at the gap or before it, going round.
      if (((next - home) & mask) < ((next - gap) & mask)) continue;
      move(slots, next, rarities[next] ?? 0, gap);
      gap = next;
    }
    slots.fill(0, gap * stride, (gap + 1) * stride);
    rarities[gap] = 0;
    size--;
  }

  return {
    get size() {
      return size;
    },
    add(a, b, object, rarity) {
      const slot = placeOf(a, b);
      const at = slot * stride;
      if (slots[at + 1] === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 3] = object;
        size++;
      } else if (slots[at + 3] !== object) slots[at + 3] = many;
      const events = (slots[at + 2] ?? 0) + 1;
      slots[at + 2] = events;
      rarities[slot] = (rarities[slot] ?? 0) + rarity;
      if (size * 4 > rarities.length * 3) resize(rarities.length * 2);
      return events;
    },
    remove(a, b, rarity) {
      const slot = placeOf(a, b);
      const events = (slots[slot * stride + 2] ?? 0) - 1;
      if (events < 0) throw new RangeError('more events of a pair are taken back than were added');
      slots[slot * stride + 2] = events;
      rarities[slot] = (rarities[slot] ?? 0) - rarity;
      if (events === 0) free(slot);
      if (size * 8 < rarities.length && rarities.length > smallest) resize(rarities.length / 2);
      return events;
    },
    forEach(visit) {
      for (let slot = 0; slot < rarities.length; slot++) {
        const at = slot * stride;
        const second = slots[at + 1] ?? 0;
        if (second !== 0) visit(slots[at] ?? 0, second, slots[at + 3] === many, rarities[slot] ?? 0);
      }
    },
  };
}
