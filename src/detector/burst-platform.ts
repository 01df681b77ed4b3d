/**
 * What all keys of a platform share: the season of the week, how new keys usually grow, which hours were covered, and
 * how many tests were made.
 */
import { z } from 'zod';
import {
  type BurstKey,
  grownUntil,
  isDormant,
  type LearntHour,
  learnKeyHour,
  teachesSeason,
  wake,
} from './burst-key.ts';
import { hourlyLevel } from './level.ts';
import { forgetAnHour, learnNewKey, type NoveltyReference, newNoveltyReference, youngHours } from './novelty.ts';
import { learnSeason, newSeasonProfile, type SeasonProfile, seasonAt, weekOfHours } from './season.ts';
import { touchesGap } from './unread-hours.ts';

/** An hour teaches and is closed for late posts when it is so old; until then its burst is no part of the usual. */
export const guardHours = 24;
/** No alert before so many hours of a platform were seen (cold start, as in BotSlayer); these teach at once. */
const settleHours = 8;
/** Keys first seen so soon after the platform was are taken for old ones. */
const knownHours = 24;
/** A platform that should have had so many uses of keys in an hour and had no post at all was not read in it. */
const gapExpectation = 20;
/** Learnt hours kept, so that a key stored days ago can be brought up to date after a restart. */
const learntHoursKept = 192;
/** Keys are stored again after so many hours without a post, well before the learnt hours they need are dropped. */
export const storeAgainHours = 168;
const birthHoursKept = 168;
/**
 * Sums over keys are made of multiples of 2^−30, which add up exactly: the order of keys, which a restart changes,
 * must not change the sum.
 */
const grain = 2 ** 30;

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
  /** Uses of keys that an hour of season 1 should have. */
  usual: number;
  /** Keys that are not dormant; not stored. */
  readonly active: Set<BurstKey>;
  /** Keys that became dormant and should be stored as such: nothing else would until their next post; not stored. */
  readonly asleep: Set<BurstKey>;
  /** Keys with entries of their own that the store should drop; not stored. */
  readonly dropped: Set<BurstKey>;
  /** Posts per hour that has not taught yet. */
  readonly totals: Map<number, number>;
  /** Keys looked at in each of the last 24 hours, by their level. */
  readonly tests: number[];
  /** New keys per hour of the last week. */
  readonly births: Map<number, number>;
  readonly newAccounts: NoveltyReference;
  readonly newPosts: NoveltyReference;
}

export function newBurstPlatform(name: string, first: number): BurstPlatform {
  return {
    name,
    first,
    learnt: first - 1,
    season: newSeasonProfile(weekOfHours),
    learntHours: [],
    usual: 0,
    active: new Set(),
    asleep: new Set(),
    dropped: new Set(),
    totals: new Map(),
    tests: [],
    births: new Map(),
    newAccounts: newNoveltyReference(),
    newPosts: newNoveltyReference(),
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
 */
export function seasonDoubt(platform: BurstPlatform): number {
  return 0.5 * Math.max(0, 1 - (platform.learnt - platform.first) / 168);
}

/** Sum of the season over the hours of a window. */
export function seasonOver(platform: BurstPlatform, hour: number, hours: number): number {
  let sum = 0;
  for (let i = 0; i < hours; i++) sum += seasonAt(platform.season, hour - i);
  return sum;
}

/** 0, which teaches nothing, for a window that was not read as a whole. */
function readSeason(platform: BurstPlatform, hour: number, hours: number, unread: ReadonlySet<number>): number {
  return touchesGap(unread, hour, hours) ? 0 : seasonOver(platform, hour, hours);
}

/** Lets the next hour teach all keys of the platform that are not dormant, and the platform itself. */
export function learnPlatformHour(platform: BurstPlatform, unread: ReadonlySet<number>): void {
  const hour = platform.learnt + 1;
  const season = seasonAt(platform.season, hour);
  const silent = (platform.totals.get(hour) ?? 0) === 0 && platform.usual * season >= gapExpectation;
  const missing = silent || unread.has(hour);
  const learnt: LearntHour = missing
    ? { season: 0, windows: hourlyLevel.windows.map(() => 0) }
    : { season, windows: hourlyLevel.windows.map((length) => readSeason(platform, hour, length, unread)) };
  const settling = isSettling(platform, hour);
  let counted = 0;
  let expected = 0;
  for (const key of platform.active) {
    // Asked before the hour is taken in, as `catchUp` does: both must leave a key at the same hour.
    if (isDormant(key)) {
      platform.active.delete(key);
      platform.asleep.add(key);
      continue;
    }
    const teaches = teachesSeason(key, hour);
    const taught = learnKeyHour(key, hour, learnt, settling);
    if (key.dropped.length > 0) platform.dropped.add(key);
    if (taught === undefined) continue;
    if (teaches) {
      counted += exact(taught.counted);
      expected += exact(taught.expected);
    }
    learnNewcomer(platform, key, hour);
  }
  if (!missing) platform.usual = expected;
  // While levels settle they lag far behind, which would pass for a season.
  if (!missing && !settling) learnSeason(platform.season, hour, counted, expected);
  forgetAnHour(platform.newAccounts);
  forgetAnHour(platform.newPosts);
  platform.totals.delete(hour);
  platform.learntHours.push(learnt);
  if (platform.learntHours.length > learntHoursKept) platform.learntHours.shift();
  platform.learnt = hour;
}

function isSettling(platform: BurstPlatform, hour: number): boolean {
  return hour < platform.first + settleHours;
}

function learnNewcomer(platform: BurstPlatform, key: BurstKey, hour: number): void {
  const grown = grownUntil(key, hour);
  if (grown === undefined) return;
  learnNewKey(platform.newAccounts, hour - key.born, grown.accounts);
  learnNewKey(platform.newPosts, hour - key.born, grown.posts);
}

/** Brings a restored key up to the platform's last learnt hour, as if it had been there all along. */
export function catchUp(platform: BurstPlatform, key: BurstKey): void {
  const oldest = platform.learnt - platform.learntHours.length + 1;
  while (key.learnt < platform.learnt && !isDormant(key)) {
    const hour = key.learnt + 1;
    const learnt = platform.learntHours[hour - oldest];
    if (learnt === undefined) return wake(key, platform.learnt);
    learnKeyHour(key, hour, learnt, isSettling(platform, hour));
  }
}

/** Counts the keys that are looked at in an hour by their level. */
export function countTests(platform: BurstPlatform, hour: number): void {
  let tests = 0;
  for (const key of platform.active) {
    if (!isDormant(key) && (key.known || hour - key.born >= youngHours)) tests += 1;
  }
  platform.tests.push(tests);
  if (platform.tests.length > 24) platform.tests.shift();
}

export function testsPerDay(platform: BurstPlatform): number {
  if (platform.tests.length === 0) return 0;
  return (platform.tests.reduce((sum, tests) => sum + tests, 0) * 24) / platform.tests.length;
}

export function countBirth(platform: BurstPlatform, hour: number): void {
  platform.births.set(hour, (platform.births.get(hour) ?? 0) + 1);
}

export function birthsPerDay(platform: BurstPlatform, hour: number): number {
  let births = 0;
  for (const [at, count] of platform.births) {
    if (at <= hour - birthHoursKept) platform.births.delete(at);
    else births += count;
  }
  const hours = Math.min(birthHoursKept, Math.max(1, hour - platform.first - knownHours + 1));
  return (births * 24) / hours;
}

function exact(value: number): number {
  return Math.round(value * grain) / grain;
}

const Numbers = z.array(z.number());
const Pairs = z.array(z.tuple([z.number(), z.number()]));
const BurstPlatformState = z.object({
  name: z.string(),
  hours: z.tuple([z.number(), z.number()]),
  counted: Numbers,
  expected: Numbers,
  learntHours: z.array(Numbers),
  usual: z.number(),
  totals: Pairs,
  tests: Numbers,
  births: Pairs,
  newAccounts: z.array(Numbers),
  newPosts: z.array(Numbers),
});

export function burstPlatformState(platform: BurstPlatform): z.infer<typeof BurstPlatformState> {
  return {
    name: platform.name,
    hours: [platform.first, platform.learnt],
    counted: [...platform.season.counted],
    expected: [...platform.season.expected],
    learntHours: platform.learntHours.map(({ season, windows }) => [season, ...windows]),
    usual: platform.usual,
    totals: [...platform.totals],
    tests: [...platform.tests],
    births: [...platform.births],
    newAccounts: platform.newAccounts.bins.map((bins) => [...bins]),
    newPosts: platform.newPosts.bins.map((bins) => [...bins]),
  };
}

export function burstPlatformFrom(state: unknown): BurstPlatform {
  const saved = BurstPlatformState.parse(state);
  const [first, learnt] = saved.hours;
  return {
    name: saved.name,
    first,
    learnt,
    season: { settings: weekOfHours, counted: saved.counted, expected: saved.expected },
    learntHours: saved.learntHours.map(([season, ...windows]) => ({ season: season ?? 0, windows })),
    usual: saved.usual,
    active: new Set(),
    asleep: new Set(),
    dropped: new Set(),
    totals: new Map(saved.totals),
    tests: saved.tests,
    births: new Map(saved.births),
    newAccounts: { bins: saved.newAccounts },
    newPosts: { bins: saved.newPosts },
  };
}
