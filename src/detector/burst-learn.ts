/** How an hour, and a long silence, teach the levels of one key. */
import { type BurstKey, countKeyWindow, fallsAsleep, isEstablished, trimCounts } from './burst-key.ts';
import {
  accountSeries,
  dripHours,
  fillDays,
  type LevelTable,
  learnDay,
  meanOf,
  postSeries,
  readLevel,
  type Series,
  writeLevel,
} from './burst-levels.ts';
import { hourlyLevel, learnBucket, learnSilence, learnWindow, newLevel, windowTells } from './level.ts';
import { youngHours } from './novelty.ts';

/** What one learnt hour of a platform was; 0 marks an hour or window that was not covered. */
export interface LearntHour {
  /** Season of the hour times what was read of it and how busy the platform was. */
  readonly season: number;
  /** Sums of it over the windows of the level, and at the end of a day over that of the drip. */
  readonly windows: readonly number[];
  readonly drip: number;
  /**
   * The platform's first hours: learned at once and uncut, since there is no level yet that a burst could be told from.
   */
  readonly settling: boolean;
}

/**
 * Sums over the covered hours of a platform, so that a silence of any length is one step: the decayed seasons, and the
 * number of hours. The dispersion is held over a silence, while the sums behind it decay.
 */
export type Silence = readonly [decayed: number, covered: number];

const keep = 0.5 ** (1 / hourlyLevel.halfLife);

export function addToSilence([decayed, covered]: Silence, season: number): Silence {
  return season > 0 ? [keep * decayed + season, covered + 1] : [decayed, covered];
}

/** What an hour of a key taught its levels: for the season of the platform. */
export interface Taught {
  readonly counted: number;
  readonly expected: number;
}

const scratch = newLevel(hourlyLevel);

/** Takes the next hour into the levels. An uncovered hour teaches nothing. */
export function learnKeyHour(table: LevelTable, key: BurstKey, hour: number, learnt: LearntHour): Taught | undefined {
  key.learnt = hour;
  let taught: Taught | undefined;
  if (learnt.season > 0 && hour >= key.born) {
    const expected = meanOf(table, key.slot, accountSeries);
    const { accounts, posts } = countKeyWindow(key, hour, 1);
    learnSeries(table, key, postSeries, posts, learnt);
    taught = { counted: learnSeries(table, key, accountSeries, accounts, learnt), expected };
  }
  if (hour % 24 === 0 && hour >= key.born) learnKeyDay(table, key, hour, learnt.drip);
  if (!learnt.settling) letGo(key, hour);
  return taught;
}

/** @returns the count as taught */
function learnSeries(table: LevelTable, key: BurstKey, series: Series, count: number, learnt: LearntHour): number {
  const level = readLevel(table, key.slot, series, scratch);
  for (let window = 0; window < hourlyLevel.windows.length; window++) {
    const length = hourlyLevel.windows[window] ?? 1;
    const seasonSum = learnt.windows[window] ?? 0;
    if (key.learnt - key.born < 2 * length || !windowTells(level, seasonSum)) continue;
    const { accounts, posts } = countKeyWindow(key, key.learnt, length);
    learnWindow(level, window, series === accountSeries ? accounts : posts, seasonSum, hourlyLevel);
  }
  const taught = learnBucket(level, count, learnt.season, hourlyLevel, !learnt.settling);
  writeLevel(table, key.slot, series, level);
  return taught;
}

function learnKeyDay(table: LevelTable, key: BurstKey, hour: number, seasonSum: number): void {
  const { accounts, posts } = countKeyWindow(key, hour, dripHours);
  learnDay(table, key.slot, accountSeries, accounts, seasonSum);
  learnDay(table, key.slot, postSeries, posts, seasonSum);
}

function letGo(key: BurstKey, hour: number): void {
  trimCounts(key, hour);
  if (key.newcomer !== undefined && hour - key.born >= youngHours) key.newcomer = undefined;
}

/** A level this low learns nothing from an hour of silence, and whatever came would be a wonder against it: a post in four days. */
export const negligibleMean = 0.01;

/** Whether a key may teach the season; decided before the hour is looked at, so that its own burst does not choose it. */
export function teachesSeason(table: LevelTable, key: BurstKey, hour: number): boolean {
  const settled = key.known ? hour - key.born >= 24 : isEstablished(key, hour);
  return settled && meanOf(table, key.slot, accountSeries) >= negligibleMean;
}

export function sleepIfSilent(key: BurstKey, silence: Silence): boolean {
  if (!fallsAsleep(key)) return false;
  key.asleep = silence;
  key.counts.length = 0;
  return true;
}

/** Brings a sleeping key to the last learnt hour; false when so little is left of its level that it says nothing. */
export function wake(table: LevelTable, key: BurstKey, learnt: number, silence: Silence): boolean {
  if (key.asleep === undefined) return true;
  const [decayed, covered] = key.asleep;
  const buckets = silence[1] - covered;
  const seasons = silence[0] - keep ** buckets * decayed;
  for (const series of [accountSeries, postSeries] as const) {
    const level = readLevel(table, key.slot, series, scratch);
    learnSilence(level, buckets, hourlyLevel, Math.max(0, seasons));
    writeLevel(table, key.slot, series, level);
  }
  fillDays(table, key.slot);
  key.asleep = undefined;
  key.learnt = learnt;
  return meanOf(table, key.slot, postSeries) >= negligibleMean;
}
