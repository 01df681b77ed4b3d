/** How an hour teaches a platform: all keys that are awake, the season, the volume, how new keys grow. */
import { type BurstKey, grownUntil } from './burst-key.ts';
import { forgetLateness } from './burst-late.ts';
import { addToSilence, type LearntHour, learnKeyHour, sleepIfSilent, teachesSeason } from './burst-learn.ts';
import { dripHours } from './burst-levels.ts';
import { burstKinds } from './burst-objects.ts';
import { type BurstPlatform, guardHours, isSettled, type Newcomers } from './burst-platform.ts';
import { volumeRatio } from './burst-volume.ts';
import { type Coverage, coverageOf, exposureOver } from './exposure.ts';
import { hourlyLevel } from './level.ts';
import { forgetAnHour, learnNewKey, learnSingles, youngHours } from './novelty.ts';
import { learnSeason, seasonAt } from './season.ts';

/** A platform that should have had so many uses of keys in an hour and had no post at all was not read in it. */
const gapExpectation = 20;
/** Learnt hours kept: a key that is awake was stored within this time, and is brought up to date after a restart. */
const learntHoursKept = 192;
/** Hours whose posts are counted: as far back as windows and their guard reach. */
const totalsKeptHours = dripHours + guardHours;
/**
 * Sums over keys are made of multiples of 2^−30, which add up exactly: the order of keys, which a restart changes,
 * must not change the sum.
 */
const grain = 2 ** 30;

export interface LearnGiven {
  readonly coverage: Coverage;
  /** Exponent with which the platform's volume shifts what is expected of a key. */
  readonly volumeExponent: number;
}

/** Lets the next hour teach all keys of the platform that are awake, and the platform itself. */
export function learnPlatformHour(platform: BurstPlatform, given: LearnGiven): void {
  const hour = platform.learnt + 1;
  const season = seasonAt(platform.season, hour);
  const silent = (platform.totals.get(hour) ?? 0) === 0 && platform.usual * season >= gapExpectation;
  const settling = !isSettled(platform, hour);
  const exposure = silent ? 0 : teachingExposure(given.coverage, platform.name, hour);
  const learnt = learntHourOf(platform, hour, exposure, settling, given);
  let counted = 0;
  let expected = 0;
  for (const key of platform.awake) {
    const teaches = teachesSeason(platform.levels, key, hour);
    const taught = learnKeyHour(platform.levels, key, hour, learnt);
    if (taught === undefined) continue;
    if (teaches) {
      counted += exact(taught.counted);
      expected += exact(taught.expected);
    }
    learnNewcomer(platform, key, hour);
  }
  if (exposure > 0) learnPlatform(platform, hour, { exposure, season, settling, counted, expected });
  for (const kind of burstKinds) {
    if (exposure > 0) learnUnkept(platform.kinds[kind], hour);
    forgetAnHour(platform.kinds[kind].accounts);
    forgetAnHour(platform.kinds[kind].posts);
  }
  forgetLateness(platform.lateness);
  platform.totals.delete(hour - totalsKeptHours);
  if (!settling) closeHours(platform, hour);
  platform.learntHours.push(learnt);
  if (platform.learntHours.length > learntHoursKept) platform.learntHours.shift();
  platform.silence = addToSilence(platform.silence, learnt.season);
  platform.learnt = hour;
  putToSleep(platform);
}

/** Hours that take no posts any more. */
function closeHours({ hours, closed }: BurstPlatform, until: number): void {
  for (const hour of hours.keys()) {
    if (hour > until) continue;
    hours.delete(hour);
    closed.add(hour);
  }
}

/** What was not read, or is a lower bound, teaches nothing. */
function teachingExposure(coverage: Coverage, platform: string, hour: number): number {
  return coverageOf(coverage, platform).truncated.has(hour) ? 0 : exposureOver(coverage, platform, hour);
}

function learntHourOf(
  platform: BurstPlatform,
  hour: number,
  exposure: number,
  settling: boolean,
  { coverage, volumeExponent }: LearnGiven,
): LearntHour {
  if (exposure === 0) return { season: 0, windows: hourlyLevel.windows.map(() => 0), drip: 0, settling };
  const over = (hours: number): number => {
    let sum = 0;
    for (let at = hour - hours + 1; at <= hour; at++) {
      const read = teachingExposure(coverage, platform.name, at);
      if (read === 0) return 0;
      sum += seasonAt(platform.season, at) * read * busyness(platform, at, read, volumeExponent);
    }
    return sum;
  };
  return {
    season: over(1),
    windows: hourlyLevel.windows.map(over),
    drip: hour % 24 === 0 ? over(dripHours) : 0,
    settling,
  };
}

/** The range in which a platform's volume is believed when learnt from. */
const volumeRange = 4;

function busyness(platform: BurstPlatform, hour: number, exposure: number, exponent: number): number {
  const ratio = volumeRatio(platform, hour, exposure);
  return Math.min(volumeRange, Math.max(1 / volumeRange, ratio)) ** exponent;
}

interface PlatformLesson {
  readonly exposure: number;
  readonly season: number;
  readonly settling: boolean;
  readonly counted: number;
  readonly expected: number;
}

const keep = 0.5 ** (1 / hourlyLevel.halfLife);

function learnPlatform(platform: BurstPlatform, hour: number, lesson: PlatformLesson): void {
  const { exposure, season, settling, counted, expected } = lesson;
  platform.usual = expected;
  // While levels settle they lag far behind, which would pass for a season.
  if (!settling) learnSeason(platform.season, hour, counted, expected * exposure);
  const [posts, seasons] = platform.volume;
  platform.volume = [keep * posts + (platform.totals.get(hour) ?? 0), keep * seasons + season * exposure];
}

function putToSleep(platform: BurstPlatform): void {
  for (const key of platform.awake) {
    if (!sleepIfSilent(key, platform.silence)) continue;
    platform.awake.delete(key);
    platform.fellAsleep.add(key);
  }
}

function learnNewcomer({ kinds }: BurstPlatform, key: BurstKey, hour: number): void {
  if (key.newcomer === undefined) return;
  const grown = grownUntil(key, hour);
  if (grown === undefined) return;
  learnNewKey(kinds[key.kind].accounts, hour - key.born, grown.accounts);
  learnNewKey(kinds[key.kind].posts, hour - key.born, grown.posts);
}

/** Keys that were never kept are new keys that stayed small: without them every kept one would seem usual. */
function learnUnkept({ accounts, posts, singles }: Newcomers, hour: number): void {
  if (singles.size === 0) return;
  learnSingles(accounts, hour, singles);
  learnSingles(posts, hour, singles);
  for (const born of singles.keys()) if (born <= hour - youngHours) singles.delete(born);
}

function exact(value: number): number {
  return Math.round(value * grain) / grain;
}
