/**
 * Pairs of posts of the last hours, kept up to date: shares come and are forgotten, and only what lies within the window of
 * them is counted anew.
 *
 * What a share pairs with depends on the shares of its object within the window before it. So when shares come or go at
 * some time, the pairs of later shares up to a window further on are taken back, and added again afterwards.
 */
import { type Chain, laterThan, link, type SurroundRules, slackSeconds, surround, timeOf } from './co-share-chain.ts';
import { createShareRows, type ShareRows } from './co-share-rows.ts';
import { createPairEvents, type PairEvents } from './co-share-table.ts';

export interface ShareWindowRules extends SurroundRules {
  /** A tag of more accounts than this is a topic: its shares pair with nothing. */
  readonly hotTagAccounts: number;
  /** Pairs of posts that are kept at most, each in 64 bytes at worst; while there are more, `pairs` is undefined. */
  readonly mostPairs: number;
}

export interface ShareWindow {
  readonly rows: ShareRows;
  /** By pair of accounts, smaller number first. The rarity is rounded up: see `rarityUnit`. */
  readonly pairs: PairEvents | undefined;
  /** Shares with more others in their window than the cap, and the objects they are about; topics are left out. */
  readonly skipped: { readonly rows: number; readonly objects: number };
  /** Objects that are tags of too many accounts. */
  readonly topics: ReadonlySet<number>;
  /** Rows of `rows` that are not yet chained, in order of object and time. */
  insert(added: Int32Array, isTag: (object: number) => boolean): void;
  /** Shares made at `from` or before go. @param release told of each before its place is free */
  forget(from: number, release: (row: number) => void): void;
}

/** Rarity is kept in whole numbers, so that what is taken back leaves nothing behind; rounded up, it is never too small. */
export const rarityUnit = 2 ** 20;

interface State {
  readonly rules: ShareWindowRules;
  readonly rows: ShareRows;
  readonly chains: Map<number, Chain>;
  /** Rows of a tag and an account (its number plus one). */
  readonly users: PairEvents;
  pairs: PairEvents | undefined;
  /** Pairs of posts, an account's with itself included. */
  expected: number;
  skippedRows: number;
  skippedObjects: number;
  readonly topics: Set<number>;
}

export function createShareWindow(rules: ShareWindowRules): ShareWindow {
  const state: State = {
    rules,
    rows: createShareRows(),
    chains: new Map(),
    users: createPairEvents(),
    pairs: createPairEvents(),
    expected: 0,
    skippedRows: 0,
    skippedObjects: 0,
    topics: new Set(),
  };
  return {
    rows: state.rows,
    get pairs() {
      return state.pairs;
    },
    get skipped() {
      return { rows: state.skippedRows, objects: state.skippedObjects };
    },
    topics: state.topics,
    insert(added, isTag) {
      for (let from = 0, to = 0; from < added.length; from = to) {
        const object = state.rows.objects[added[from] ?? 0] ?? 0;
        for (to = from + 1; to < added.length && state.rows.objects[added[to] ?? 0] === object; to++);
        insertInto(state, object, added.subarray(from, to), isTag(object));
      }
    },
    forget(from, release) {
      const gone = state.rows.takeUntil(from);
      const objects = new Set(gone.map((row) => state.rows.objects[row] ?? 0));
      for (const object of objects) forgetIn(state, object, from);
      for (const row of gone) {
        release(row);
        state.rows.free(row);
      }
      resume(state);
    },
  };
}

function insertInto(state: State, object: number, added: Int32Array, isTag: boolean): void {
  const { rows, rules } = state;
  const chain = chainOf(state, object);
  if (isTag) {
    for (const row of added) {
      if (state.users.add(object, (rows.accounts[row] ?? 0) + 1, 0, 0) === 1) chain.accounts++;
    }
    if (chain.accounts > rules.hotTagAccounts) setTopic(state, object, chain, true);
  }
  // From the newest on, so that the chain is walked back once. Rows further apart than a window do not meet.
  let before = chain.last;
  for (let to = added.length, from = to; to > 0; to = from) {
    for (from = to - 1; from > 0 && timeOf(rows, added[from]) - timeOf(rows, added[from - 1]) <= rules.windowSeconds; )
      from--;
    const since = timeOf(rows, added[from]);
    const until = timeOf(rows, added[to - 1]) + rules.windowSeconds + slackSeconds;
    while (before >= 0 && timeOf(rows, before) >= since) before = rows.earlier[before] ?? -1;
    countRows(state, chain, laterThan(rows, chain, before), until, -1);
    let place = before;
    for (const row of added.subarray(from, to)) place = link(rows, chain, place, row);
    const first = laterThan(rows, chain, before);
    surround(rows, rules, first, since, until);
    countRows(state, chain, first, until, 1);
  }
}

function forgetIn(state: State, object: number, from: number): void {
  const { rows, rules } = state;
  const chain = chainOf(state, object);
  const until = from + rules.windowSeconds + slackSeconds;
  countRows(state, chain, chain.first, until, -1);
  while (chain.first >= 0 && timeOf(rows, chain.first) <= from) {
    const row = chain.first;
    if (chain.accounts > 0 && state.users.remove(object, (rows.accounts[row] ?? 0) + 1, 0) === 0) chain.accounts--;
    chain.first = rows.later[row] ?? -1;
  }
  if (chain.first < 0) {
    state.topics.delete(object);
    state.chains.delete(object);
    return;
  }
  rows.earlier[chain.first] = -1;
  surround(rows, rules, chain.first, from, until);
  countRows(state, chain, chain.first, until, 1);
  if (chain.isTopic && chain.accounts <= rules.hotTagAccounts) setTopic(state, object, chain, false);
}

function setTopic(state: State, object: number, chain: Chain, isTopic: boolean): void {
  if (chain.isTopic === isTopic) return;
  if (isTopic) countRows(state, chain, chain.first, Number.POSITIVE_INFINITY, -1);
  chain.isTopic = isTopic;
  if (isTopic) state.topics.add(object);
  else state.topics.delete(object);
  if (!isTopic) countRows(state, chain, chain.first, Number.POSITIVE_INFINITY, 1);
}

/** Adds the pairs of each row from `first` to `until` with the rows before it, or takes them back. */
function countRows(state: State, chain: Chain, first: number, until: number, sign: 1 | -1): void {
  const { rows, rules } = state;
  if (chain.isTopic) return;
  for (let row = first; row >= 0 && timeOf(rows, row) <= until; row = rows.later[row] ?? -1) {
    const preceding = rows.preceding[row] ?? 0;
    if (preceding > rules.hotObjectCap) countSkipped(state, chain, sign);
    else if (preceding > 0) countPairs(state, row, preceding, sign);
  }
}

function countSkipped(state: State, chain: Chain, sign: 1 | -1): void {
  const had = chain.skipped > 0;
  chain.skipped += sign;
  state.skippedRows += sign;
  if (had !== chain.skipped > 0) state.skippedObjects += sign;
}

function countPairs(state: State, newer: number, preceding: number, sign: 1 | -1): void {
  const { rows, rules } = state;
  state.expected += sign * preceding;
  if (state.expected > rules.mostPairs) state.pairs = undefined;
  const { pairs } = state;
  if (pairs === undefined) return;
  const object = rows.objects[newer] ?? 0;
  const account = rows.accounts[newer] ?? 0;
  const rarity = Math.ceil(rarityUnit / preceding);
  for (let older = rows.earlier[newer] ?? -1; older >= 0; older = rows.earlier[older] ?? -1) {
    if (timeOf(rows, newer) - timeOf(rows, older) > rules.windowSeconds) break;
    const other = rows.accounts[older] ?? 0;
    if (other === account) continue;
    const [a, b] = other < account ? [other, account] : [account, other];
    if (sign > 0) pairs.add(a, b, object, rarity);
    else pairs.remove(a, b, rarity);
  }
}

/** Pairs are counted again once there are half as many as fit, so that it does not go to and fro. */
function resume(state: State): void {
  if (state.pairs !== undefined || state.expected * 2 > state.rules.mostPairs) return;
  state.pairs = createPairEvents();
  state.expected = 0;
  for (const chain of state.chains.values()) {
    state.skippedRows -= chain.skipped;
    if (chain.skipped > 0) state.skippedObjects--;
    chain.skipped = 0;
    countRows(state, chain, chain.first, Number.POSITIVE_INFINITY, 1);
  }
}

function chainOf(state: State, object: number): Chain {
  const known = state.chains.get(object);
  if (known !== undefined) return known;
  const chain: Chain = { first: -1, last: -1, skipped: 0, accounts: 0, isTopic: false };
  state.chains.set(object, chain);
  return chain;
}
