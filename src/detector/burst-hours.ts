/**
 * Who used which key in one open hour of a platform: keys and accounts as numbers in typed columns, since a busy platform
 * has a million such pairs open at a time. Posts in, crowds out; an hour that has taught is let go as a whole.
 */
import { z } from 'zod';
import { type Companions, type Crowd, newCrowd } from './burst-bucket.ts';
import { accountsKept } from './detector.ts';
import { createGrowing, type Growing } from './growing.ts';

/** Changed in place. */
export interface OpenHour {
  readonly hour: number;
  readonly accounts: Names;
  readonly objects: Names;
  /** Row of each key by its slot. */
  readonly rows: Map<number, number>;
  /** Per row: accounts kept, posts of theirs, and the first of the chains of its accounts and of its companions, plus one. */
  readonly kept: Growing;
  readonly keptPosts: Growing;
  readonly accountsFrom: Growing;
  readonly objectsFrom: Growing;
  /** Per row: accounts beyond those kept, as `Crowd` estimates them. */
  readonly more: Map<number, number>;
  /** Per row: times of its first and last post within the hour, ms. */
  readonly first: Growing;
  readonly last: Growing;
  /** Per pair of row and account, chained: the account, its posts, the next one plus one. */
  readonly pairRow: Growing;
  readonly pairAccount: Growing;
  readonly pairPosts: Growing;
  readonly pairNext: Growing;
  /** Finds pairs: number plus one, open addressing, at most half full. */
  places: Int32Array;
  /** The same per row and companion; chains are short and need no places. */
  readonly companionRow: Growing;
  readonly companion: Growing;
  readonly companionCount: Growing;
  readonly companionNext: Growing;
  /** Whether it has changed since it was stored. */
  changed: boolean;
}

/** Strings as numbers. */
interface Names {
  readonly numbers: Map<string, number>;
  readonly all: string[];
}

/** Counters of a Misra-Gries summary: what is in more than 1/33 of the posts stays, enough for what is in half of them. */
const companionCounters = 32;

export function newOpenHour(hour: number): OpenHour {
  return {
    hour,
    accounts: { numbers: new Map(), all: [] },
    objects: { numbers: new Map(), all: [] },
    rows: new Map(),
    kept: createGrowing(),
    keptPosts: createGrowing(),
    accountsFrom: createGrowing(),
    objectsFrom: createGrowing(),
    more: new Map(),
    first: createGrowing(),
    last: createGrowing(),
    pairRow: createGrowing(),
    pairAccount: createGrowing(),
    pairPosts: createGrowing(),
    pairNext: createGrowing(),
    places: new Int32Array(64),
    companionRow: createGrowing(),
    companion: createGrowing(),
    companionCount: createGrowing(),
    companionNext: createGrowing(),
    changed: false,
  };
}

/** Takes a post of a key and returns by how much its distinct accounts of the hour have grown; a fraction beyond those kept. */
export function addToHour(
  open: OpenHour,
  slot: number,
  accountId: string,
  msOfHour: number,
  companions: readonly string[],
): number {
  const row = rowOf(open, slot, msOfHour);
  if (msOfHour < open.first.get(row)) open.first.set(row, msOfHour);
  if (msOfHour > open.last.get(row)) open.last.set(row, msOfHour);
  open.changed = true;
  for (const object of companions) addCompanion(open, row, numberOf(open.objects, object));
  return addAccount(open, row, numberOf(open.accounts, accountId), 1);
}

function rowOf(open: OpenHour, slot: number, msOfHour: number): number {
  const known = open.rows.get(slot);
  if (known !== undefined) return known;
  const row = pushRow(open, msOfHour, msOfHour);
  open.rows.set(slot, row);
  return row;
}

function pushRow(open: OpenHour, first: number, last: number): number {
  open.keptPosts.push(0);
  open.accountsFrom.push(0);
  open.objectsFrom.push(0);
  open.first.push(first);
  open.last.push(last);
  return open.kept.push(0);
}

function numberOf({ numbers, all }: Names, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, all.length);
  all.push(name);
  return all.length - 1;
}

function addAccount(open: OpenHour, row: number, account: number, posts: number): number {
  const place = placeOf(open, row, account);
  const known = (open.places[place] ?? 0) - 1;
  if (known >= 0) {
    open.pairPosts.set(known, open.pairPosts.get(known) + posts);
    open.keptPosts.set(row, open.keptPosts.get(row) + posts);
    return 0;
  }
  const kept = open.kept.get(row);
  if (kept >= accountsKept) {
    const grown = (posts * kept) / open.keptPosts.get(row);
    open.more.set(row, (open.more.get(row) ?? 0) + grown);
    return grown;
  }
  open.kept.set(row, kept + 1);
  open.keptPosts.set(row, open.keptPosts.get(row) + posts);
  const pair = open.pairRow.push(row);
  open.pairAccount.push(account);
  open.pairPosts.push(posts);
  open.pairNext.push(open.accountsFrom.get(row));
  open.accountsFrom.set(row, pair + 1);
  open.places[place] = pair + 1;
  if (2 * open.pairRow.size() > open.places.length) placeAgain(open);
  return 1;
}

function placeOf(open: OpenHour, row: number, account: number): number {
  const { places } = open;
  const mask = places.length - 1;
  let hash = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(account + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  let place = (hash ^ (hash >>> 13)) & mask;
  for (;;) {
    const pair = (places[place] ?? 0) - 1;
    if (pair < 0 || (open.pairRow.get(pair) === row && open.pairAccount.get(pair) === account)) return place;
    place = (place + 1) & mask;
  }
}

function placeAgain(open: OpenHour): void {
  open.places = new Int32Array(open.places.length * 2);
  for (let pair = 0; pair < open.pairRow.size(); pair++) {
    open.places[placeOf(open, open.pairRow.get(pair), open.pairAccount.get(pair))] = pair + 1;
  }
}

function addCompanion(open: OpenHour, row: number, object: number): void {
  let counters = 0;
  for (let at = open.objectsFrom.get(row) - 1; at >= 0; at = open.companionNext.get(at) - 1) {
    if (open.companion.get(at) === object) {
      open.companionCount.set(at, open.companionCount.get(at) + 1);
      return;
    }
    counters += 1;
  }
  if (counters < companionCounters) pushCompanion(open, row, object, 1);
  else takeOneFromAll(open, row);
}

function pushCompanion(open: OpenHour, row: number, object: number, count: number): void {
  const at = open.companion.push(object);
  open.companionRow.push(row);
  open.companionCount.push(count);
  open.companionNext.push(open.objectsFrom.get(row));
  open.objectsFrom.set(row, at + 1);
}

/** Counters that come to nothing leave the chain. */
function takeOneFromAll(open: OpenHour, row: number): void {
  let before = -1;
  for (let at = open.objectsFrom.get(row) - 1; at >= 0; at = open.companionNext.get(at) - 1) {
    const count = open.companionCount.get(at) - 1;
    open.companionCount.set(at, count);
    if (count > 0) before = at;
    else if (before < 0) open.objectsFrom.set(row, open.companionNext.get(at));
    else open.companionNext.set(before, open.companionNext.get(at));
  }
}

/** Accounts of a key's row with their posts, in no order. */
export function forEachAccount(open: OpenHour, row: number, take: (accountId: string, posts: number) => void): void {
  for (let pair = open.accountsFrom.get(row) - 1; pair >= 0; pair = open.pairNext.get(pair) - 1) {
    take(open.accounts.all[open.pairAccount.get(pair)] ?? '', open.pairPosts.get(pair));
  }
}

export function crowdOfRow(open: OpenHour, row: number): Crowd {
  const crowd: Crowd = { ...newCrowd(), keptPosts: open.keptPosts.get(row), more: open.more.get(row) ?? 0 };
  forEachAccount(open, row, (accountId, posts) => crowd.posts.set(accountId, posts));
  return crowd;
}

export function companionsOfRow(open: OpenHour, row: number): Companions {
  const companions: Companions = new Map();
  for (let at = open.objectsFrom.get(row) - 1; at >= 0; at = open.companionNext.get(at) - 1) {
    companions.set(open.objects.all[open.companion.get(at)] ?? '', open.companionCount.get(at));
  }
  return companions;
}

/** Numbers in rows of three or two, since an hour is stored at every tick while it grows. */
export const OpenHourState = z.object({
  hour: z.number(),
  accounts: z.array(z.string()),
  objects: z.array(z.string()),
  /** Slot of the key (-1: forgotten), first and last. */
  rows: z.array(z.number()),
  /** Row, account, posts. */
  pairs: z.array(z.number()),
  /** Row, object, count. */
  companions: z.array(z.number()),
  more: z.array(z.tuple([z.number(), z.number()])),
});
export type OpenHourState = z.infer<typeof OpenHourState>;

export function openHourState(open: OpenHour): OpenHourState {
  const rows: number[] = [];
  for (let row = 0; row < open.kept.size(); row++) rows.push(-1, open.first.get(row), open.last.get(row));
  for (const [slot, row] of open.rows) rows[3 * row] = slot;
  const pairs: number[] = [];
  for (let pair = 0; pair < open.pairRow.size(); pair++) {
    pairs.push(open.pairRow.get(pair), open.pairAccount.get(pair), open.pairPosts.get(pair));
  }
  const companions: number[] = [];
  for (let at = 0; at < open.companion.size(); at++) {
    const count = open.companionCount.get(at);
    if (count > 0) companions.push(open.companionRow.get(at), open.companion.get(at), count);
  }
  const { hour, accounts, objects, more } = open;
  return {
    hour,
    accounts: accounts.all.slice(),
    objects: objects.all.slice(),
    rows,
    pairs,
    companions,
    more: [...more],
  };
}

export function openHourFrom(state: unknown): OpenHour {
  const saved = OpenHourState.parse(state);
  const open = newOpenHour(saved.hour);
  for (const name of saved.accounts) numberOf(open.accounts, name);
  for (const name of saved.objects) numberOf(open.objects, name);
  forEachThree(saved.rows, (slot, first, last) => {
    const row = pushRow(open, first, last);
    if (slot >= 0) open.rows.set(slot, row);
  });
  // In the order in which they came, so that the chains are as they were.
  forEachThree(saved.pairs, (row, account, posts) => addAccount(open, row, account, posts));
  forEachThree(saved.companions, (row, object, count) => pushCompanion(open, row, object, count));
  for (const [row, more] of saved.more) open.more.set(row, more);
  return open;
}

function forEachThree(numbers: readonly number[], take: (a: number, b: number, c: number) => void): void {
  for (let i = 0; i < numbers.length; i += 3) take(numbers[i] ?? 0, numbers[i + 1] ?? 0, numbers[i + 2] ?? 0);
}
