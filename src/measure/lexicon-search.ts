/**
 * Finds the terms of a lexicon in a text: from left to right, the longest one at each place, never two that overlap.
 *
 * A term matches whole words. In scripts without spaces it matches wherever it stands. A negator shortly before a term
 * turns it around: "no forced labour" is not "forced labour".
 */
import { withoutLinks, withoutNames } from '../post/normal-form.ts';
import type { Lexicon, TermList } from './lexicon.ts';

interface TermCounts {
  readonly positive: number;
  readonly negative: number;
  readonly neutral: number;
}

export type TermSearch = (text: string) => TermCounts;

/** More of a text is not read. */
const longestText = 5_000;

/** A negator reaches over two words more, or over six characters of a script without spaces. */
const reach = 6;
const reachPerWord = 3;

export function createTermSearch(lexicon: Lexicon): TermSearch {
  const root = trieOf(lexicon);
  const units = new Uint16Array(4 * longestText);
  // Most places of a text begin no term, and an array says so faster than a map.
  const begins = new Uint8Array(1 << 16);
  for (const unit of root.next.keys()) begins[unit] = 1;

  return (text) => {
    const length = fill(units, withoutNames(withoutLinks(text.slice(0, longestText))));
    const counts = { positive: 0, negative: 0, neutral: 0 };
    let negated = -1; // how far a negator still reaches; below 0 not at all
    for (let at = 0; at < length; ) {
      const unit = units[at] ?? 0;
      const match = begins[unit] === 1 && mayStart(units, at) ? longestMatch(root, units, at, length) : undefined;
      if (match !== undefined) {
        if (match.list === 'negators') negated = reach;
        else {
          counts[negated >= 0 ? turned[match.list] : match.list] += 1;
          negated -= reachOver(units, at, match.end);
        }
        at = match.end;
        continue;
      }
      if (classOf[unit] === stop) negated = -1;
      else if (negated >= 0) negated -= reachOver(units, at, at + 1);
      at += 1;
    }
    return counts;
  };
}

const turned = { positive: 'negative', negative: 'positive', neutral: 'neutral' } as const;

interface Match {
  readonly list: TermList;
  readonly end: number;
}

interface TrieNode {
  readonly next: Map<number, TrieNode>;
  whole?: TermList;
  prefix?: TermList;
}

function trieOf(lexicon: Lexicon): TrieNode {
  const root: TrieNode = { next: new Map() };
  for (const list of ['positive', 'negative', 'neutral', 'negators'] as const) {
    for (const { text, isPrefix } of lexicon[list]) {
      const node = nodeOf(root, text);
      if (isPrefix) node.prefix = list;
      else node.whole = list;
    }
  }
  return root;
}

function nodeOf(root: TrieNode, text: string): TrieNode {
  let node = root;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const next: TrieNode = node.next.get(unit) ?? { next: new Map() };
    node.next.set(unit, next);
    node = next;
  }
  return node;
}

function longestMatch(root: TrieNode, units: Uint16Array, start: number, length: number): Match | undefined {
  let best: Match | undefined;
  let node = root.next.get(units[start] ?? 0);
  for (let end = start + 1; node !== undefined; end++) {
    const isWhole = end === length || !areOneWord(units, end);
    if (node.whole !== undefined && isWhole) best = { list: node.whole, end };
    else if (node.prefix !== undefined) best = { list: node.prefix, end: endOfWord(units, end, length) };
    if (end === length) break;
    node = node.next.get(units[end] ?? 0);
  }
  return best;
}

/** Of a script with spaces; a script without them has no words that could be told. */
function endOfWord(units: Uint16Array, from: number, length: number): number {
  let end = from;
  while (end < length && areOneWord(units, end)) end += 1;
  return end;
}

function mayStart(units: Uint16Array, at: number): boolean {
  return at === 0 || !areOneWord(units, at);
}

/** Whether the unit and the one before it belong to one word of a script with spaces. */
function areOneWord(units: Uint16Array, at: number): boolean {
  return classOf[units[at - 1] ?? 0] === spaced && classOf[units[at] ?? 0] === spaced;
}

/** Each word that begins costs a third of the reach, and each character of a script without spaces a sixth. */
function reachOver(units: Uint16Array, from: number, to: number): number {
  let cost = 0;
  for (let at = from; at < to; at++) {
    const kind = classOf[units[at] ?? 0];
    if (kind === unspaced) cost += 1;
    else if (kind === spaced && mayStart(units, at)) cost += reachPerWord;
  }
  return cost;
}

const spaced = 1;
const unspaced = 2;
const stop = 3;
const gap = 4;
const apostrophe = 39;
const space = 32;

/** What a UTF-16 unit is: letter of a script with or without spaces, end of a clause, gap between words, or nothing. */
const classOf = tableOfClasses();

function tableOfClasses(): Uint8Array {
  const table = new Uint8Array(1 << 16);
  for (let unit = 0; unit < table.length; unit++) {
    const character = String.fromCharCode(unit);
    if (/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u.test(character)) {
      table[unit] = unspaced;
    } else if (/[\p{L}\p{M}\p{N}']/u.test(character)) table[unit] = spaced;
    else if (/[.,;:!?…。、，；：！？،؛؟।\n]/u.test(character)) table[unit] = stop;
    else if (/[\s_\u00ad\u2010-\u2015-]/u.test(character)) table[unit] = gap;
  }
  return table;
}

/** The text in the form of terms (`lexiconForm`), without making a string of it. @returns how many units it takes */
function fill(units: Uint16Array, text: string): number {
  const plain = text.normalize('NFKC').toLowerCase();
  let length = 0;
  for (let i = 0; i < plain.length && length < units.length; i++) {
    const unit = plain.charCodeAt(i);
    if (classOf[unit] === gap) {
      if (units[length - 1] !== space) units[length++] = space;
    } else units[length++] = unit === 0x2019 || unit === 0x2018 || unit === 0x2bc ? apostrophe : unit;
  }
  return length;
}
