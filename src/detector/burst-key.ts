/**
 * Everything kept of one tag or link: its hours that are still open, its usual level of accounts and of posts, who used
 * it while it was new, and its episode. Hours are counted since 1970.
 */
import { z } from 'zod';
import {
  addToBucket,
  type Bucket,
  BucketsState,
  bucketAt,
  bucketsFrom,
  bucketsState,
  closeBucket,
  countWindow,
  isClosed,
} from './burst-bucket.ts';
import { accountsKept } from './detector.ts';
import { addToEpisode, type Episode, EpisodeState, episodeFrom, episodeState } from './episode.ts';
import {
  hourlyLevel,
  type Level,
  learnBucket,
  learnSilence,
  learnWindow,
  levelFrom,
  levelNumbers,
  newLevel,
  windowTells,
} from './level.ts';
import { youngHours } from './novelty.ts';

export interface BurstKey {
  readonly id: string;
  readonly platform: string;
  readonly kind: 'tag' | 'link';
  readonly value: string;
  /** Hour of the first post, or of the first after a silence that left no level; moves back with an older late post. */
  born: number;
  /** Hour of the last post. */
  lastHour: number;
  /** In use when the platform was first read: old as far as anybody can tell. */
  known: boolean;
  /** Last hour that is in the levels. */
  learnt: number;
  /** The value of `learnt` when the key was last given to the store. */
  savedAt: number;
  /** Episodes do not reach back behind this hour. */
  quietSince: number;
  readonly accounts: Level;
  readonly posts: Level;
  /** In order of time. */
  readonly buckets: Bucket[];
  newcomer: Newcomer | undefined;
  episode: Episode | undefined;
  /** Hours whose entry of their own the store should drop. */
  dropped: number[];
}

/** Growth of a key since its first hour, kept while it is young. */
interface Newcomer {
  /** First hour of each account, up to `accountsKept`. */
  readonly since: Map<string, number>;
  /** Per hour: accounts that came first in it, and posts. */
  readonly hours: Map<number, { accounts: number; posts: number }>;
}

/** The season of one learnt hour and of the windows that end in it; 0 marks an hour that was not covered. */
export interface LearntHour {
  readonly season: number;
  readonly windows: readonly number[];
}

/** The longest window: learnt hours are still counted in windows that end later. */
const countsKeptHours = Math.max(...hourlyLevel.windows);
/** A level this low learns nothing from an hour of silence: less than a post in four days. */
const negligibleMean = 0.01;

export function newBurstKey(
  platform: string,
  kind: 'tag' | 'link',
  value: string,
  born: number,
  learnt: number,
  known: boolean,
): BurstKey {
  return {
    id: keyId(platform, kind, value),
    platform,
    kind,
    value,
    born,
    lastHour: born,
    known,
    learnt,
    savedAt: learnt,
    quietSince: Number.NEGATIVE_INFINITY,
    accounts: newLevel(hourlyLevel),
    posts: newLevel(hourlyLevel),
    buckets: [],
    newcomer: known ? undefined : { since: new Map(), hours: new Map() },
    episode: undefined,
    dropped: [],
  };
}

export function keyId(platform: string, kind: 'tag' | 'link', value: string): string {
  return `${platform}|${kind}|${value}`;
}

export function addToKey(
  key: BurstKey,
  hour: number,
  accountId: string,
  time: number,
  companions: readonly string[],
): void {
  addToBucket(bucketAt(key.buckets, hour), accountId, time, companions);
  key.born = Math.min(key.born, hour);
  key.lastHour = Math.max(key.lastHour, hour);
  if (key.newcomer !== undefined && hour - key.born < youngHours) addToNewcomer(key.newcomer, hour, accountId);
  if (key.episode !== undefined && hour >= key.episode.fromHour) {
    addToEpisode(key.episode, accountId, time, companions);
  }
}

function addToNewcomer(newcomer: Newcomer, hour: number, accountId: string): void {
  const tally = tallyAt(newcomer, hour);
  tally.posts += 1;
  const before = newcomer.since.get(accountId);
  if (before === undefined) {
    // Beyond what is kept nobody can be told apart any more; the comparison is long decided by then.
    if (newcomer.since.size >= accountsKept) return;
    newcomer.since.set(accountId, hour);
    tally.accounts += 1;
  } else if (hour < before) {
    newcomer.since.set(accountId, hour);
    tallyAt(newcomer, before).accounts -= 1;
    tally.accounts += 1;
  }
}

function tallyAt(newcomer: Newcomer, hour: number): { accounts: number; posts: number } {
  const known = newcomer.hours.get(hour);
  if (known !== undefined) return known;
  const tally = { accounts: 0, posts: 0 };
  newcomer.hours.set(hour, tally);
  return tally;
}

/** Accounts and posts of a young key from its first hour to `hour`; undefined when it is not young (any more). */
export function grownUntil(key: BurstKey, hour: number): { accounts: number; posts: number } | undefined {
  if (key.newcomer === undefined || hour - key.born >= youngHours) return undefined;
  const grown = { accounts: 0, posts: 0 };
  for (const [at, tally] of key.newcomer.hours) {
    if (at > hour) continue;
    grown.accounts += tally.accounts;
    grown.posts += tally.posts;
  }
  return grown;
}

/** What an hour of a key taught its levels: for the season of the platform. */
export interface Taught {
  readonly counted: number;
  readonly expected: number;
}

/**
 * Takes the next hour into the levels. An uncovered hour teaches nothing.
 *
 * @param settling the platform's first hours: learned at once and uncut, since there is no level yet that a burst
 *   could be told from; the posts' accounts are kept for episodes
 */
export function learnKeyHour(key: BurstKey, hour: number, learnt: LearntHour, settling: boolean): Taught | undefined {
  key.learnt = hour;
  const covered = learnt.season > 0 && hour >= key.born;
  const expected = key.accounts.a / key.accounts.b;
  let taught: Taught | undefined;
  if (covered) {
    learnKeyWindows(key, hour, learnt.windows);
    const { accounts, posts } = countWindow(key.buckets, hour, 1);
    learnBucket(key.posts, posts, learnt.season, hourlyLevel, !settling);
    taught = { counted: learnBucket(key.accounts, accounts, learnt.season, hourlyLevel, !settling), expected };
  }
  if (!settling) letGo(key, hour);
  return taught;
}

function learnKeyWindows(key: BurstKey, hour: number, seasonSums: readonly number[]): void {
  for (let window = 0; window < seasonSums.length; window++) {
    const length = hourlyLevel.windows[window] ?? 1;
    const seasonSum = seasonSums[window] ?? 0;
    // Posts are at least as many as accounts, so their level is asked first.
    if (hour - key.born < 2 * length || !windowTells(key.posts, seasonSum)) continue;
    const { accounts, posts } = countWindow(key.buckets, hour, length);
    learnWindow(key.accounts, window, accounts, seasonSum, hourlyLevel);
    learnWindow(key.posts, window, posts, seasonSum, hourlyLevel);
  }
}

/** Keeps who posted for hours that can still change, and counts for a day more: windows of learnt hours need them. */
function letGo(key: BurstKey, hour: number): void {
  const { buckets } = key;
  while (buckets[0] !== undefined && buckets[0].hour <= hour - countsKeptHours) buckets.shift();
  for (let i = buckets.length - 1; i >= 0; i--) {
    const bucket = buckets[i];
    if (bucket === undefined || bucket.hour > hour) continue;
    // Hours are let go in order of time: what is before a closed one is closed.
    if (isClosed(bucket)) break;
    closeBucket(bucket);
    if (!bucket.apart) continue;
    bucket.apart = false;
    key.dropped.push(bucket.hour);
  }
  if (key.newcomer !== undefined && hour - key.born >= youngHours) key.newcomer = undefined;
}

/** Whether a key's level can be left alone until its next post. */
export function isDormant(key: BurstKey): boolean {
  return (
    key.buckets.length === 0 &&
    key.newcomer === undefined &&
    key.episode === undefined &&
    key.posts.a < negligibleMean * key.posts.b
  );
}

/** Whether a key may teach the season; decided before the hour is looked at, so that its own burst does not choose it. */
export function teachesSeason(key: BurstKey, hour: number): boolean {
  const settled = hour - key.born >= (key.known ? 24 : youngHours);
  return settled && key.accounts.a >= negligibleMean * key.accounts.b;
}

/** Brings a dormant key's levels to `hour`. */
export function wake(key: BurstKey, hour: number): void {
  const silent = hour - key.learnt;
  if (silent <= 0) return;
  learnSilence(key.accounts, silent, hourlyLevel);
  learnSilence(key.posts, silent, hourlyLevel);
  key.learnt = hour;
}

/**
 * A dormant key that is used again counts as new: against a dead level every return would be a wonder (the weekly tag
 * of a broadcast came to 1e-269), while returns grow as new keys do.
 */
export function returnAsNew(key: BurstKey, hour: number, learnt: number): void {
  wake(key, learnt);
  key.born = hour;
  key.known = false;
  key.newcomer = { since: new Map(), hours: new Map() };
}

const Numbers = z.array(z.number());
const BurstKeyState = z.object({
  key: z.tuple([z.string(), z.enum(['tag', 'link']), z.string()]),
  hours: z.tuple([z.number(), z.number(), z.number()]),
  known: z.boolean(),
  quietSince: z.number().optional(),
  accounts: Numbers,
  posts: Numbers,
  buckets: BucketsState,
  newcomer: z.tuple([z.array(z.string()), Numbers, z.array(z.tuple([z.number(), z.number(), z.number()]))]).optional(),
  episode: EpisodeState.optional(),
});

export function burstKeyState(key: BurstKey): z.infer<typeof BurstKeyState> {
  const { newcomer, episode } = key;
  return {
    key: [key.platform, key.kind, key.value],
    hours: [key.born, key.lastHour, key.learnt],
    known: key.known,
    ...(Number.isFinite(key.quietSince) ? { quietSince: key.quietSince } : {}),
    accounts: levelNumbers(key.accounts),
    posts: levelNumbers(key.posts),
    buckets: bucketsState(key.buckets),
    ...(newcomer === undefined
      ? {}
      : {
          newcomer: [
            [...newcomer.since.keys()],
            [...newcomer.since.values()],
            [...newcomer.hours].map(([hour, tally]) => [hour, tally.accounts, tally.posts]),
          ],
        }),
    ...(episode === undefined ? {} : { episode: episodeState(episode) }),
  };
}

export function burstKeyFrom(state: unknown): BurstKey {
  const saved = BurstKeyState.parse(state);
  const [platform, kind, value] = saved.key;
  const [born, lastHour, learnt] = saved.hours;
  const [accountIds, since, hours] = saved.newcomer ?? [[], [], []];
  return {
    ...newBurstKey(platform, kind, value, born, learnt, saved.known),
    lastHour,
    quietSince: saved.quietSince ?? Number.NEGATIVE_INFINITY,
    accounts: levelFrom(saved.accounts, hourlyLevel),
    posts: levelFrom(saved.posts, hourlyLevel),
    buckets: bucketsFrom(saved.buckets),
    newcomer:
      saved.newcomer === undefined
        ? undefined
        : {
            since: new Map(accountIds.map((accountId, i) => [accountId, since[i] ?? born])),
            hours: new Map(hours.map(([hour, accounts, posts]) => [hour, { accounts, posts }])),
          },
    episode: saved.episode === undefined ? undefined : episodeFrom(saved.episode),
  };
}
