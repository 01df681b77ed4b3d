/**
 * Everything kept of one key but its levels: how often it was used in its last hours, who used it while it was new, and
 * its episodes. Hours are counted since 1970.
 */

import { dripHours } from './burst-levels.ts';
import type { BurstKind } from './burst-objects.ts';
import { accountsKept } from './detector.ts';
import type { Episode } from './episode.ts';
import { youngHours } from './novelty.ts';

/** Changed in place. */
export interface BurstKey {
  readonly platform: string;
  readonly kind: BurstKind;
  readonly value: string;
  /** Place of its levels, and its number in open hours. */
  readonly slot: number;
  /** Hour of the first post, or of the first after a silence that left no level; moves back with an older late post. */
  born: number;
  /** Hour of the last post. */
  lastHour: number;
  /** In use when the platform was first read: old as far as anybody can tell. */
  known: boolean;
  /** Last hour that is in the levels. */
  learnt: number;
  /** Episodes do not reach back behind this hour. */
  quietSince: number;
  /** Hour, posts, accounts: three numbers for each hour with posts, in order of time; as far back as windows reach. */
  readonly counts: number[];
  newcomer: Newcomer | undefined;
  /** Against its own level, or against other new keys. */
  episode: Episode | undefined;
  /** Over four days; there is at most one of both. */
  drip: Episode | undefined;
  /** What the platform's silent hours came to when the key fell asleep; see `Silence`. */
  asleep: readonly [number, number] | undefined;
  /**
   * For the self-check: the last hour that counts, how many of its chances it has reached in each lane, and the last hour
   * that was unusual enough to be an alert by the thresholds as set.
   */
  checked: [hour: number, main: number, drip: number, alarmed: number];
}

/** Who has used a young key, and since when; a map only when there are many, since most new keys stay alone. */
interface Newcomer {
  readonly accountIds: string[];
  /** First hour of each account. */
  readonly since: number[];
  numbers: Map<string, number> | undefined;
}

export function newBurstKey(
  platform: string,
  kind: BurstKind,
  value: string,
  slot: number,
  given: { readonly born: number; readonly learnt: number; readonly known: boolean },
): BurstKey {
  return {
    platform,
    kind,
    value,
    slot,
    born: given.born,
    lastHour: given.born,
    known: given.known,
    learnt: given.learnt,
    quietSince: Number.NEGATIVE_INFINITY,
    counts: [],
    newcomer: given.known ? undefined : newNewcomer(),
    episode: undefined,
    drip: undefined,
    asleep: undefined,
    checked: [0, 0, 0, 0],
  };
}

/** `x|tag|name`; names of platforms have no bar. */
export function keyId({ platform, kind, value }: BurstKey): string {
  return `${platform}|${kind}|${value}`;
}

export function newNewcomer(accountIds: readonly string[] = [], since: readonly number[] = []): Newcomer {
  const newcomer: Newcomer = { accountIds: [...accountIds], since: [...since], numbers: undefined };
  if (accountIds.length > searchedUpTo) newcomer.numbers = numbered(newcomer);
  return newcomer;
}

/** Adds to the counts of an hour: a post, and by how much the hour's distinct accounts grew. */
export function countPost(key: BurstKey, hour: number, newAccounts: number): void {
  const { counts } = key;
  key.born = Math.min(key.born, hour);
  key.lastHour = Math.max(key.lastHour, hour);
  let at = counts.length - 3;
  while (at >= 0 && (counts[at] ?? 0) > hour) at -= 3;
  if (at < 0 || counts[at] !== hour) {
    at += 3;
    counts.splice(at, 0, hour, 0, 0);
  }
  counts[at + 1] = (counts[at + 1] ?? 0) + 1;
  counts[at + 2] = (counts[at + 2] ?? 0) + newAccounts;
}

export interface WindowCount {
  readonly posts: number;
  /** Accounts summed over the hours: one active in three hours counts three times. */
  readonly accounts: number;
}

/** Counts of the `hours` hours that end with `hour`. */
export function countKeyWindow({ counts }: BurstKey, hour: number, hours: number): WindowCount {
  let posts = 0;
  let accounts = 0;
  for (let at = counts.length - 3; at >= 0; at -= 3) {
    const each = counts[at] ?? 0;
    if (each <= hour - hours) break;
    if (each > hour) continue;
    posts += counts[at + 1] ?? 0;
    accounts += counts[at + 2] ?? 0;
  }
  return { posts, accounts: Math.round(accounts) };
}

/** Lets go counts that no window reaches any more once `hour` has taught. */
export function trimCounts({ counts }: BurstKey, hour: number): void {
  let past = 0;
  while (past < counts.length && (counts[past] ?? 0) <= hour - dripHours) past += 3;
  if (past > 0) counts.splice(0, past);
}

/** Up to here a search of the list is faster than a map, and smaller. */
const searchedUpTo = 12;

/** Beyond what is kept nobody can be told apart any more; the comparison is long decided by then. */
export function addNewcomer(key: BurstKey, hour: number, accountId: string): void {
  const { newcomer } = key;
  if (newcomer === undefined || hour - key.born >= youngHours) return;
  const { accountIds, since, numbers } = newcomer;
  const known = numbers === undefined ? accountIds.indexOf(accountId) : (numbers.get(accountId) ?? -1);
  if (known >= 0) {
    since[known] = Math.min(since[known] ?? hour, hour);
    return;
  }
  if (accountIds.length >= accountsKept) return;
  accountIds.push(accountId);
  since.push(hour);
  if (numbers !== undefined) numbers.set(accountId, accountIds.length - 1);
  else if (accountIds.length > searchedUpTo) newcomer.numbers = numbered(newcomer);
}

function numbered({ accountIds }: Newcomer): Map<string, number> {
  return new Map(accountIds.map((accountId, i) => [accountId, i]));
}

/** Accounts and posts of a young key from its first hour to `hour`; undefined when it is not young (any more). */
export function grownUntil(key: BurstKey, hour: number): WindowCount | undefined {
  if (key.newcomer === undefined || hour - key.born >= youngHours) return undefined;
  let accounts = 0;
  for (const since of key.newcomer.since) if (since <= hour) accounts += 1;
  return { accounts, posts: countKeyWindow(key, hour, youngHours).posts };
}

/** Whether a key is judged by its own level. */
export function isEstablished(key: BurstKey, hour: number): boolean {
  return key.known || key.newcomer === undefined || hour - key.born >= youngHours;
}

/** Whether no window that will be learnt holds a post of the key: then silence can be taken at once when it ends. */
export function fallsAsleep(key: BurstKey): boolean {
  return (
    key.lastHour <= key.learnt - dripHours &&
    key.newcomer === undefined &&
    key.episode === undefined &&
    key.drip === undefined
  );
}
