/**
 * What all keys of a platform share: the season of the week, how busy the platform is, how new keys usually grow, how late
 * posts come, which hours were covered, and how many tests were made.
 */

import type { Firehose } from './burst-candidates.ts';
import type { OpenHour } from './burst-hours.ts';
import { type BurstKey, isEstablished } from './burst-key.ts';
import { type Lateness, newLateness } from './burst-late.ts';
import { type LearntHour, learnKeyHour, type Silence } from './burst-learn.ts';
import { type LevelTable, newLevelTable } from './burst-levels.ts';
import { type BurstKind, burstKinds } from './burst-objects.ts';
import { newSeenTexts, type SeenTexts } from './burst-texts.ts';
import { type NoveltyReference, newNoveltyReference } from './novelty.ts';
import { newSeasonProfile, type SeasonProfile, weekOfHours } from './season.ts';
import type { TailTable } from './sketch/tail-table.ts';

/** An hour teaches and is closed for late posts when it is so old; until then its burst is no part of the usual. */
export const guardHours = 24;
/** No alert before so many hours of a platform were seen (cold start, as in BotSlayer); these teach at once. */
const settleHours = 8;
/** Keys first seen so soon after the platform was are taken for old ones. */
const knownHours = 24;
const birthHoursKept = 168;
export type PerKind<Value> = Record<BurstKind, Value>;

export function perKind<Value>(make: () => Value): PerKind<Value> {
  return { tag: make(), family: make(), link: make(), host: make(), text: make() };
}

/** How earlier new keys of one kind grew. */
export interface Newcomers {
  readonly accounts: NoveltyReference;
  readonly posts: NoveltyReference;
  /** New keys per hour of the last week. */
  readonly births: Map<number, number>;
  /** Of them those that were not kept, as long as they teach how large new keys become. */
  readonly singles: Map<number, number>;
  /** Keys looked at by their level in each of the last 24 hours. */
  readonly tests: number[];
}

/** Changed in place. */
export interface BurstPlatform {
  readonly name: string;
  /** First hour with a post. */
  readonly first: number;
  /** Last hour that has taught. */
  learnt: number;
  readonly season: SeasonProfile;
  /** The last learnt hours; the newest is `learnt`. */
  readonly learntHours: LearntHour[];
  silence: Silence;
  /** Uses of keys that an hour of season 1 should have. */
  usual: number;
  /** Posts of the platform an hour at season 1: decayed sums of posts and of seasons. */
  volume: [posts: number, seasons: number];
  /** Posts per hour. */
  readonly totals: Map<number, number>;
  readonly lateness: Lateness;
  readonly kinds: PerKind<Newcomers>;
  readonly levels: LevelTable;
  /** All keys by their value; not stored here. */
  readonly keys: PerKind<Map<string, BurstKey>>;
  readonly texts: SeenTexts;
  /** Who used what in the hours that still take posts; and hours that the store should drop. */
  readonly hours: Map<number, OpenHour>;
  readonly closed: Set<number>;
  /** Which keys are kept where not all can be; undefined while all are. */
  firehose: Firehose | undefined;
  /** Keys that were forgotten, and the hour since which it can be asked. */
  tail: TailTable | undefined;
  tailFrom: number;
  /** Last hour in which the tail was stored; not stored. */
  tailStored: number;
  /** Keys that are not asleep; not stored. */
  readonly awake: Set<BurstKey>;
  /** Keys that fell asleep and should be stored as such: nothing else would until their next post; not stored. */
  readonly fellAsleep: Set<BurstKey>;
}

export function newBurstPlatform(name: string, first: number): BurstPlatform {
  return {
    name,
    first,
    learnt: first - 1,
    season: newSeasonProfile(weekOfHours),
    learntHours: [],
    silence: [0, 0],
    usual: 0,
    volume: [0, 0],
    totals: new Map(),
    lateness: newLateness(),
    kinds: perKind(newNewcomers),
    levels: newLevelTable(),
    keys: perKind(() => new Map<string, BurstKey>()),
    texts: newSeenTexts(),
    hours: new Map(),
    closed: new Set(),
    firehose: undefined,
    tail: undefined,
    tailFrom: 0,
    tailStored: 0,
    awake: new Set(),
    fellAsleep: new Set(),
  };
}

function newNewcomers(): Newcomers {
  return {
    accounts: newNoveltyReference(),
    posts: newNoveltyReference(),
    births: new Map(),
    singles: new Map(),
    tests: [],
  };
}

export function isKnownAt(platform: BurstPlatform, hour: number): boolean {
  return hour < platform.first + knownHours;
}

export function isSettled(platform: BurstPlatform, hour: number): boolean {
  return hour >= platform.first + settleHours;
}

/** The hour up to which levels may know when `hour` is tested. */
export function learnableUntil(platform: BurstPlatform, hour: number): number {
  if (!isSettled(platform, hour)) return platform.first - 1;
  return Math.max(hour - guardHours, platform.first + settleHours - 1);
}

/**
 * Relative variance of the season while less than a week of it was learnt: day and night alone differ by a factor of
 * three. It shrinks to nothing as the first week is learnt.
 *
 * @param hoursAgo how old the level is that is compared with
 */
export function seasonDoubt(platform: BurstPlatform, hoursAgo = 0): number {
  const known = Math.max(0, platform.learnt - hoursAgo - platform.first);
  return 0.5 * Math.max(0, 1 - known / 168);
}

/** Brings a restored key up to the platform's last learnt hour, as if it had been there all along. */
export function catchUp(platform: BurstPlatform, key: BurstKey): void {
  const oldest = platform.learnt - platform.learntHours.length + 1;
  while (key.asleep === undefined && key.learnt < platform.learnt) {
    const hour = key.learnt + 1;
    const learnt = platform.learntHours[hour - oldest];
    if (learnt === undefined) key.learnt = oldest - 1;
    else learnKeyHour(platform.levels, key, hour, learnt);
  }
}

/** Counts the keys that are looked at in an hour by their level, and gives how many they are, and the young ones. */
export function countTests(
  { awake, kinds }: BurstPlatform,
  hour: number,
): { readonly established: number; readonly young: number } {
  const tests = perKind(() => 0);
  let established = 0;
  for (const key of awake) {
    if (!isEstablished(key, hour)) continue;
    tests[key.kind] += 1;
    established += 1;
  }
  for (const kind of burstKinds) {
    kinds[kind].tests.push(tests[kind]);
    if (kinds[kind].tests.length > 24) kinds[kind].tests.shift();
  }
  return { established, young: awake.size - established };
}

export function testsPerDay(tests: readonly number[]): number {
  if (tests.length === 0) return 0;
  return (tests.reduce((sum, each) => sum + each, 0) * 24) / tests.length;
}

export function countBirth({ kinds }: BurstPlatform, kind: BurstKind, hour: number): void {
  kinds[kind].births.set(hour, (kinds[kind].births.get(hour) ?? 0) + 1);
}

export function birthsPerDay(platform: BurstPlatform, kind: BurstKind, hour: number): number {
  const all = platform.kinds[kind].births;
  let births = 0;
  for (const [at, count] of all) {
    if (at <= hour - birthHoursKept) all.delete(at);
    else births += count;
  }
  const hours = Math.min(birthHoursKept, Math.max(1, hour - platform.first - knownHours + 1));
  return (births * 24) / hours;
}
