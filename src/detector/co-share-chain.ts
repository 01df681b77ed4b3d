/** The shares of one object in order of time, and what each has in the window around it. */
import type { ShareRows } from './co-share-rows.ts';

export interface Chain {
  /** Rows; -1: none. */
  first: number;
  last: number;
  /** Shares with more others in their window than the cap, while the object is no topic. */
  skipped: number;
  /** Accounts that used the tag; 0 for an object that is no tag. */
  accounts: number;
  /** A tag of too many accounts. */
  isTopic: boolean;
}

export interface SurroundRules {
  readonly windowSeconds: number;
  readonly hotObjectCap: number;
}

/** Where a window ends is not cut to the bit: what lies a second further on is counted anew in vain. */
export const slackSeconds = 1;

/** Chains the row in behind `place` and the rows of its time or earlier that follow there. */
export function link(rows: ShareRows, chain: Chain, place: number, row: number): number {
  let before = place;
  for (let next = laterThan(rows, chain, before); next >= 0 && timeOf(rows, next) <= timeOf(rows, row); ) {
    before = next;
    next = rows.later[next] ?? -1;
  }
  const after = laterThan(rows, chain, before);
  rows.earlier[row] = before;
  rows.later[row] = after;
  if (before < 0) chain.first = row;
  else rows.later[before] = row;
  if (after < 0) chain.last = row;
  else rows.earlier[after] = row;
  return row;
}

export function laterThan(rows: ShareRows, chain: Chain, row: number): number {
  return row < 0 ? chain.first : (rows.later[row] ?? -1);
}

export function timeOf(rows: ShareRows, row: number | undefined): number {
  return rows.times[row ?? 0] ?? 0;
}

/**
 * Counts anew what the rows from `first` to `until` have around them.
 *
 * @param since when the first change was: the rows up to a window earlier have it after them
 */
export function surround(rows: ShareRows, rules: SurroundRules, first: number, since: number, until: number): void {
  if (first < 0) return;
  let oldest = first;
  let inside = 0;
  for (let row = rows.earlier[first] ?? -1; row >= 0; row = rows.earlier[row] ?? -1) {
    if (since - timeOf(rows, row) > rules.windowSeconds + slackSeconds) break;
    oldest = row;
    inside++;
  }
  precede(rows, rules.windowSeconds, first, { row: oldest, inside }, until);
  accompany(rows, rules, oldest, until);
}

/** @param oldest the oldest row in the window of `first`, or an older one, and the rows from there until before `first` */
function precede(
  rows: ShareRows,
  windowSeconds: number,
  first: number,
  oldest: { readonly row: number; readonly inside: number },
  until: number,
): void {
  let after = first;
  let [start, count] = [oldest.row, oldest.inside];
  for (let row = first; row >= 0 && timeOf(rows, row) <= until; row = rows.later[row] ?? -1) {
    const time = timeOf(rows, row);
    for (; time - timeOf(rows, start) > windowSeconds; start = rows.later[start] ?? -1) count--;
    for (; after >= 0 && timeOf(rows, after) <= time; after = rows.later[after] ?? -1) count++;
    rows.preceding[row] = count - 1;
  }
}

/** A co-share counts for both sides: once for the newer post, and 1 / (its posts before) for each of those before. */
function accompany(rows: ShareRows, rules: SurroundRules, first: number, until: number): void {
  let next = first;
  let following = 0;
  for (let row = first; row >= 0 && timeOf(rows, row) <= until; row = rows.later[row] ?? -1) {
    const time = timeOf(rows, row);
    for (; next >= 0 && timeOf(rows, next) - time <= rules.windowSeconds; next = rows.later[next] ?? -1) {
      following += rarityOf(rows, rules, next);
    }
    following -= rarityOf(rows, rules, row);
    rows.around[row] = following + (rarityOf(rows, rules, row) > 0 ? 1 : 0);
  }
}

function rarityOf(rows: ShareRows, rules: SurroundRules, row: number): number {
  const preceding = rows.preceding[row] ?? 0;
  return preceding === 0 || preceding > rules.hotObjectCap ? 0 : 1 / preceding;
}
