/**
 * The usual level of a series of counts as it moves along: buckets are tested against what older ones taught, and teach
 * in their turn once they are old enough.
 */
import {
  type Expectation,
  expectBucket,
  expectWindow,
  type Level,
  type LevelSettings,
  learnBucket,
  learnWindow,
  newLevel,
} from './level.ts';
import { logUpperTail } from './negative-binomial.ts';
import { learnSeason, newSeasonProfile, type SeasonProfile, seasonAt } from './season.ts';
import type { SeriesBucket, SeriesKind } from './series-buckets.ts';

export interface SeriesSettings {
  /** A burst opens at this chance of a bucket or less: once in one to three years of a quiet series. */
  readonly openP: number;
  /** Buckets that only teach, at once and uncut. */
  readonly settle: number;
  /** Buckets behind which the level stays, so that a burst is no part of the usual. */
  readonly guard: number;
  readonly halfLife: number;
  readonly windows: readonly number[];
  /** Unremarkable buckets after which a burst is over. */
  readonly quiet: number;
  /** Season: bins, buckets a series must span for one, smoothing. */
  readonly period: number;
  readonly seasonFrom: number;
  readonly smoothing: number;
}

/** Weeks: period, half-life and smoothing of the benchmark over 42 scenarios in the detection design, section 3.3. */
export const seriesSettings: Readonly<Record<SeriesKind, SeriesSettings>> = {
  hour: {
    openP: 1e-4,
    settle: 24,
    guard: 24,
    halfLife: 168,
    windows: [6, 24],
    quiet: 24,
    period: 168,
    seasonFrom: 336,
    smoothing: 1,
  },
  day: {
    openP: 1e-3,
    settle: 5,
    guard: 7,
    halfLife: 28,
    windows: [7],
    quiet: 3,
    period: 7,
    seasonFrom: 28,
    smoothing: 0,
  },
  week: {
    openP: 1e-2,
    settle: 8,
    guard: 13,
    halfLife: 104,
    // Of 2 and 4 weeks, one or both, two alone found most outbreaks of those scenarios at one false week in a hundred.
    windows: [2],
    quiet: 2,
    period: 52,
    seasonFrom: 104,
    smoothing: 3,
  },
};

/** The level as it moves along the series. Changed in place. */
export interface Walk {
  readonly settings: SeriesSettings;
  readonly levelSettings: LevelSettings;
  /** Dispersion as the first buckets have it. */
  readonly firstDispersion: number;
  readonly buckets: readonly SeriesBucket[];
  readonly counts: ReadonlyMap<number, number>;
  readonly level: Level;
  readonly season: SeasonProfile | undefined;
  /** Place in `buckets` of the next one to learn. */
  next: number;
}

/** Share of the usual by which counts of people vary from bucket to bucket even where few buckets say otherwise. */
const leastSpread = 0.05;
/** Variance over mean that is assumed of any series (design: phi0). */
const leastDispersion = 1.5;
/** Visits of a bin that the prior of its season counts as. */
const seasonVisits = 1;

export function createWalk(buckets: readonly SeriesBucket[], settings: SeriesSettings): Walk {
  // The first buckets may hold a burst or a hole; median and MAD stand that, and few buckets leave a wide prior.
  const first = buckets.slice(0, settings.settle).map(({ count }) => count);
  const usual = Math.max(median(first), 0.3);
  const spread = (1.4826 * median(first.map((count) => Math.abs(count - usual)))) ** 2 / usual;
  const levelSettings: LevelSettings = {
    halfLife: settings.halfLife,
    priorShape: 0.3,
    priorMean: usual,
    priorDispersion: leastDispersion,
    maxDispersion: Number.MAX_SAFE_INTEGER,
    windows: settings.windows,
    windowHalfLife: settings.halfLife * 2,
    windowDoubt: 0.01,
  };
  const span = (buckets[buckets.length - 1]?.index ?? 0) + 1;
  const { period, smoothing } = settings;
  const pull = Math.max(20, seasonVisits * usual);
  return {
    settings,
    levelSettings,
    firstDispersion: Math.max(leastDispersion, spread, leastSpread * usual),
    buckets,
    counts: new Map(buckets.map(({ index, count }) => [index, count])),
    level: newLevel(levelSettings),
    season:
      span < settings.seasonFrom ? undefined : newSeasonProfile({ period, smoothing, pull, memory: 2 ** (-1 / 6) }),
    next: 0,
  };
}

/** Learns every bucket that is old enough when the bucket `index` is tested. */
export function learnUntil(walk: Walk, index: number): void {
  const { buckets, level, season, settings } = walk;
  for (;;) {
    const levelSettings = settingsNow(walk);
    const bucket = buckets[walk.next];
    const settling = walk.next < settings.settle;
    if (bucket === undefined || bucket.index > (settling ? index - 1 : index - settings.guard)) return;
    const usual = season === undefined ? 1 : seasonAt(season, bucket.index);
    settings.windows.forEach((length, window) => {
      if (bucket.index < 2 * length) return;
      const { count, seasonSum } = windowOf(walk, bucket.index, length);
      learnWindow(level, window, count, seasonSum, levelSettings);
    });
    const before = level.a / level.b;
    const taught = learnBucket(level, bucket.count, usual, levelSettings, !settling);
    if (season !== undefined) learnSeason(season, bucket.index, taught, before);
    walk.next += 1;
  }
}

/**
 * What the first buckets say of the dispersion counts half after a half-life, like everything else: a steady series of
 * large counts shows in time that it varies less.
 */
function settingsNow({ levelSettings, firstDispersion, settings, next }: Walk): LevelSettings {
  const kept = 0.5 ** (next / settings.halfLife);
  return { ...levelSettings, priorDispersion: leastDispersion + (firstDispersion - leastDispersion) * kept };
}

/** Counts and season over the buckets of a window that are there. */
function windowOf(walk: Walk, index: number, length: number): { readonly count: number; readonly seasonSum: number } {
  let count = 0;
  let seasonSum = 0;
  for (let i = index - length + 1; i <= index; i++) {
    const there = walk.counts.get(i);
    if (there === undefined) continue;
    count += there;
    seasonSum += walk.season === undefined ? 1 : seasonAt(walk.season, i);
  }
  return { count, seasonSum };
}

export interface TestedBucket {
  /** Of the bucket alone. */
  readonly logBucketP: number;
  readonly logP: number;
  readonly hottest: number;
  /** First bucket of the strongest window that is above the usual. */
  readonly fromIndex: number;
  readonly usual: Expectation;
}

export function testBucket(walk: Walk, bucket: SeriesBucket): TestedBucket {
  const { level, settings } = walk;
  const levelSettings = settingsNow(walk);
  const known = bucket.index / settings.period;
  // While less than a period was seen its season may be anything from a half to twice the usual.
  const doubt = walk.season === undefined ? 0 : 0.5 * Math.max(0, 1 - known);
  const { seasonSum } = windowOf(walk, bucket.index, 1);
  const usual = expectBucket(level, seasonSum, levelSettings, doubt);
  const logBucketP = logUpperTail(bucket.count, usual.mean, usual.variance);
  let strongest = { logP: logBucketP, length: 1 };
  settings.windows.forEach((length, window) => {
    const over = windowOf(walk, bucket.index, length);
    const expected = expectWindow(level, window, over.seasonSum, levelSettings, doubt);
    const logP = logUpperTail(over.count, expected.mean, expected.variance);
    if (logP < strongest.logP) strongest = { logP, length };
  });
  let fromIndex = bucket.index - strongest.length + 1;
  while (fromIndex < bucket.index && !((walk.counts.get(fromIndex) ?? 0) > usual.mean)) fromIndex += 1;
  const logP = Math.min(0, strongest.logP + Math.log(settings.windows.length + 1));
  return { logBucketP, logP, hottest: strongest.logP, fromIndex, usual };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
