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

interface Table {
  slots: Int32Array<ArrayBuffer>;
  rarities: Float64Array<ArrayBuffer>;
  size: number;
}

export function createPairEvents(): PairEvents {
  const table: Table = { slots: new Int32Array(smallest * stride), rarities: new Float64Array(smallest), size: 0 };
  return {
    get size() {
      return table.size;
    },
    add: (a, b, object, rarity) => add(table, a, b, object, rarity),
    remove: (a, b, rarity) => remove(table, a, b, rarity),
    forEach(visit) {
      const { slots, rarities } = table;
      for (let slot = 0; slot < rarities.length; slot++) {
        const at = slot * stride;
        const second = slots[at + 1] ?? 0;
        if (second !== 0) visit(slots[at] ?? 0, second, slots[at + 3] === many, rarities[slot] ?? 0);
      }
    },
  };
}

function add(table: Table, a: number, b: number, object: number, rarity: number): number {
  const slot = placeOf(table, a, b);
  const at = slot * stride;
  const { slots, rarities } = table;
  if (slots[at + 1] === 0) {
    slots[at] = a;
    slots[at + 1] = b;
    slots[at + 3] = object;
    table.size++;
  } else if (slots[at + 3] !== object) slots[at + 3] = many;
  const events = (slots[at + 2] ?? 0) + 1;
  slots[at + 2] = events;
  rarities[slot] = (rarities[slot] ?? 0) + rarity;
  if (table.size * 4 > rarities.length * 3) resize(table, rarities.length * 2);
  return events;
}

function remove(table: Table, a: number, b: number, rarity: number): number {
  const slot = placeOf(table, a, b);
  const { slots, rarities } = table;
  const events = (slots[slot * stride + 2] ?? 0) - 1;
  if (events < 0) throw new RangeError('more events of a pair are taken back than were added');
  slots[slot * stride + 2] = events;
  rarities[slot] = (rarities[slot] ?? 0) - rarity;
  if (events === 0) free(table, slot);
  if (table.size * 8 < rarities.length && rarities.length > smallest) resize(table, rarities.length / 2);
  return events;
}

/** Slot of the pair, or the free one where it belongs. */
function placeOf({ slots, rarities }: Table, a: number, b: number): number {
  const mask = rarities.length - 1;
  let slot = mixPair(a, b) & mask;
  for (;;) {
    const second = slots[slot * stride + 1];
    if (second === 0 || (second === b && slots[slot * stride] === a)) return slot;
    slot = (slot + 1) & mask;
  }
}

function resize(table: Table, room: number): void {
  const old = { ...table };
  table.slots = new Int32Array(room * stride);
  table.rarities = new Float64Array(room);
  for (let slot = 0; slot < old.rarities.length; slot++) {
    const second = old.slots[slot * stride + 1] ?? 0;
    if (second !== 0) move(old, slot, table, placeOf(table, old.slots[slot * stride] ?? 0, second));
  }
}

/** Closes the gap, so that every pair is still found from its own slot on (Knuth, TAOCP 3, 6.4, algorithm R). */
function free(table: Table, slot: number): void {
  const { slots, rarities } = table;
  const mask = rarities.length - 1;
  let gap = slot;
  for (let next = (gap + 1) & mask; ; next = (next + 1) & mask) {
    const second = slots[next * stride + 1] ?? 0;
    if (second === 0) break;
    const home = mixPair(slots[next * stride] ?? 0, second) & mask;
    // A pair whose own slot lies behind the gap stays where it is.
    if (((next - home) & mask) < ((next - gap) & mask)) continue;
    move(table, next, table, gap);
    gap = next;
  }
  slots.fill(0, gap * stride, (gap + 1) * stride);
  rarities[gap] = 0;
  table.size--;
}

function move(from: Table, fromSlot: number, to: Table, toSlot: number): void {
  for (let field = 0; field < stride; field++) {
    to.slots[toSlot * stride + field] = from.slots[fromSlot * stride + field] ?? 0;
  }
  to.rarities[toSlot] = from.rarities[fromSlot] ?? 0;
}
