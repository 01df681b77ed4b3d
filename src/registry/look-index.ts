/**
 * Words by what they look like, to find those a few typing errors away: exact, and fast over a hundred thousand.
 *
 * Nearly all words are left out by a few numbers each, which bound the errors from below; only what remains is compared.
 */
import { distancesTo } from './edit-distance.ts';

export interface LookedAt {
  readonly name: string;
  /** See `lookOf`. */
  readonly look: string;
}

interface Near {
  readonly name: string;
  readonly edits: number;
}

export interface LookIndex {
  /** Names at most `most` edits away, the nearest first, then by name; no more than `count`. */
  within(look: string, most: number, count: number): readonly Near[];
  /** Names whose look begins so, in the order of their looks. */
  beginningWith(start: string, count: number): readonly string[];
}

export function createLookIndex(given: Iterable<LookedAt>): LookIndex {
  const words = [...given].sort((a, b) => byText(a.look, b.look) || byText(a.name, b.name));
  const shelves = shelvesOf(words);
  return {
    within(look, most, count) {
      const best = createBest(count, most);
      const distance = distancesTo(look);
      // Words of the same length first: the nearest are among them, and each one found narrows the search.
      for (let off = 0; off <= most; off++) {
        for (const length of off === 0 ? [look.length] : [look.length - off, look.length + off]) {
          const shelf = shelves.get(length);
          if (shelf !== undefined) searchShelf(shelf, look, best, distance);
        }
      }
      return best.found();
    },
    beginningWith(start, count) {
      const names: string[] = [];
      for (let i = firstNotBefore(words, start); names.length < count; i++) {
        const word = words[i];
        if (word?.look.startsWith(start) !== true) break;
        names.push(word.name);
      }
      return names;
    },
  };
}

/** Words of one length, and for each which letters begin it, which it has, which twice, and which pairs of neighbours. */
interface Shelf {
  readonly words: readonly LookedAt[];
  readonly head: Int32Array;
  readonly once: Int32Array;
  readonly twice: Int32Array;
  readonly pairs: Int32Array;
}

function shelvesOf(words: readonly LookedAt[]): ReadonlyMap<number, Shelf> {
  const byLength = new Map<number, LookedAt[]>();
  for (const word of words) {
    const same = byLength.get(word.look.length);
    if (same === undefined) byLength.set(word.look.length, [word]);
    else same.push(word);
  }
  return new Map([...byLength].map(([length, same]) => [length, shelfOf(same)]));
}

function shelfOf(words: readonly LookedAt[]): Shelf {
  const shelf = {
    words,
    head: new Int32Array(words.length),
    once: new Int32Array(words.length),
    twice: new Int32Array(words.length),
    pairs: new Int32Array(words.length),
  };
  for (const [i, { look }] of words.entries()) {
    const { head, once, twice, pairs } = bitsOf(look);
    shelf.head[i] = head;
    shelf.once[i] = once;
    shelf.twice[i] = twice;
    shelf.pairs[i] = pairs;
  }
  return shelf;
}

interface Bits {
  readonly head: number;
  readonly once: number;
  readonly twice: number;
  readonly pairs: number;
}

/** Hosts end alike; what tells them apart is in their first letters. */
const headLength = 8;

/** One bit per letter or pair, several of them sharing each of the 32: the bounds below get weaker by it, never wrong. */
function bitsOf(look: string): Bits {
  let [head, once, twice, pairs, before] = [0, 0, 0, 0, 0];
  for (let i = 0; i < look.length; i++) {
    const code = look.charCodeAt(i);
    const bit = 1 << (code & 31);
    twice |= once & bit;
    once |= bit;
    if (i < headLength) head |= bit;
    if (i > 0) pairs |= 1 << ((Math.imul(before, 7) + code) & 31);
    before = code;
  }
  return { head, once, twice, pairs };
}

function searchShelf(
  { words, head, once, twice, pairs }: Shelf,
  look: string,
  best: Best,
  distance: (other: string, most: number) => number,
): void {
  const bits = bitsOf(look);
  let most = best.most();
  for (let i = 0; i < words.length; i++) {
    // An edit takes at most one letter away and brings at most one, in the whole word and in its beginning.
    const begins = head[i] ?? 0;
    if (bitCount(bits.head & ~begins) > most || bitCount(begins & ~bits.head) > most) continue;
    const has = once[i] ?? 0;
    const lost = bitCount(bits.once & ~has);
    if (lost > most) continue;
    const gained = bitCount(has & ~bits.once);
    if (gained > most) continue;
    const hasTwice = twice[i] ?? 0;
    if (lost + bitCount(bits.twice & ~hasTwice) > most) continue;
    if (gained + bitCount(hasTwice & ~bits.twice) > most) continue;
    // An edit breaks at most three pairs of neighbours: a swap breaks the pair and those on both sides.
    if (bitCount(bits.pairs & ~(pairs[i] ?? 0)) > 3 * most) continue;
    const word = words[i];
    if (word === undefined) continue;
    const edits = distance(word.look, most);
    if (edits > most) continue;
    best.add({ name: word.name, edits });
    most = best.most();
  }
}

/** Hacker's Delight, 5-1. */
function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

interface Best {
  add(near: Near): void;
  /** More edits than this can change nothing any more. */
  most(): number;
  found(): readonly Near[];
}

function createBest(count: number, most: number): Best {
  const list: Near[] = [];
  return {
    add(near) {
      let place = list.length;
      while (place > 0 && isBefore(near, list[place - 1])) place -= 1;
      list.splice(place, 0, near);
      if (list.length > count) list.pop();
    },
    most: () => (list.length < count ? most : Math.min(most, list.at(-1)?.edits ?? most)),
    found: () => list,
  };
}

function isBefore(a: Near, b: Near | undefined): boolean {
  return b !== undefined && (a.edits < b.edits || (a.edits === b.edits && a.name < b.name));
}

function firstNotBefore(words: readonly LookedAt[], start: string): number {
  let [from, to] = [0, words.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((words[middle]?.look ?? '') < start) from = middle + 1;
    else to = middle;
  }
  return from;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
