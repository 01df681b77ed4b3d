/**
 * Finds bursts in a plain series of counts an hour, a day or a week: what `tocsin replay --series` answers. The same
 * level as for tags, scaled to the bucket; missing buckets are gaps, not zeros.
 */
import { logHot } from './episode.ts';
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
import { logUpperTail, usualRange } from './negative-binomial.ts';
import { learnSeason, newSeasonProfile, type SeasonProfile, seasonAt } from './season.ts';
import { placePoints, type SeriesBucket, type SeriesKind } from './series-buckets.ts';

export interface SeriesPoint {
  readonly at: Date;
  readonly count: number;
}

export interface SeriesBurst {
  /** Start of the first bucket. */
  readonly from: Date;
  /** End of the last unusual bucket; does not belong to the burst. */
  readonly to: Date;
  /** Start of the bucket with the highest count. */
  readonly peakAt: Date;
  /** Sum over the burst. */
  readonly posts: number;
  /** What the bucket of the peak usually has. */
  readonly usualLow: number;
  readonly usualHigh: number;
  /** ln P of the strongest window, Bonferroni over windows. */
  readonly logP: number;
  /** Whether the series ends before the burst has. */
  readonly ongoing: boolean;
}

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
const seriesSettings: Readonly<Record<SeriesKind, SeriesSettings>> = {
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
    windows: [4],
    quiet: 2,
    period: 52,
    seasonFrom: 104,
    smoothing: 3,
  },
};

/** @throws RangeError naming the index of a point that is out of order, doubled, off the grid or no count */
export function detectSeriesBursts(
  points: readonly SeriesPoint[],
  overrides: Partial<SeriesSettings> = {},
): readonly SeriesBurst[] {
  const { kind, lengthMs, buckets } = placePoints(points);
  const settings = { ...seriesSettings[kind], ...overrides };
  const walk = createWalk(buckets, settings);
  const last = buckets[buckets.length - 1]?.index ?? -1;
  const bursts: OpenBurst[] = [];
  let open: OpenBurst | undefined;
  for (const bucket of buckets) {
    learnUntil(walk, bucket.index);
    if (open !== undefined && bucket.index - open.lastHot > settings.quiet) open = undefined;
    if (bucket.index < (buckets[settings.settle]?.index ?? Number.POSITIVE_INFINITY)) continue;
    const tested = testBucket(walk, bucket);
    const above = bucket.count > tested.usual.mean;
    if (open === undefined && above && tested.logP <= Math.log(settings.openP)) {
      const ended = bursts[bursts.length - 1]?.lastHot ?? -1;
      open = {
        fromIndex: Math.max(tested.fromIndex, ended + 1),
        lastHot: bucket.index,
        logP: tested.logP,
        peak: undefined,
      };
      bursts.push(open);
    }
    if (open === undefined) continue;
    // A day after a burst its windows are still unusual; the burst lasts while its buckets are above the usual as well.
    if (above && tested.hottest <= logHot) open.lastHot = bucket.index;
    open.logP = Math.min(open.logP, tested.logP);
    if (open.peak === undefined || bucket.count > open.peak.count) {
      open.peak = { at: bucket.at, count: bucket.count, usual: tested.usual };
    }
  }
  return bursts.map((burst) => closedBurst(burst, buckets, lengthMs, last - burst.lastHot < settings.quiet));
}

interface OpenBurst {
  readonly fromIndex: number;
  lastHot: number;
  logP: number;
  peak: { readonly at: Date; readonly count: number; readonly usual: Expectation } | undefined;
}

function closedBurst(
  { fromIndex, lastHot, logP, peak }: OpenBurst,
  buckets: readonly SeriesBucket[],
  lengthMs: number,
  ongoing: boolean,
): SeriesBurst {
  const inside = buckets.filter(({ index }) => index >= fromIndex && index <= lastHot);
  const [first] = inside;
  const last = inside[inside.length - 1];
  if (first === undefined || last === undefined || peak === undefined) throw new Error('a burst has a bucket');
  const { low, high } = usualRange(peak.usual.mean, peak.usual.variance);
  return {
    from: first.at,
    to: new Date(last.at.getTime() + lengthMs),
    peakAt: peak.at,
    posts: inside.reduce((sum, { count }) => sum + count, 0),
    usualLow: low,
    usualHigh: high,
    logP,
    ongoing,
  };
}

/** The level as it moves along the series. Changed in place. */
interface Walk {
  readonly settings: SeriesSettings;
  readonly levelSettings: LevelSettings;
  readonly buckets: readonly SeriesBucket[];
  readonly counts: ReadonlyMap<number, number>;
  readonly level: Level;
  readonly season: SeasonProfile | undefined;
  /** Place in `buckets` of the next one to learn. */
  next: number;
}

/** Share of the usual by which counts of people vary from bucket to bucket even where few buckets say otherwise. */
const leastSpread = 0.05;
/** Visits of a bin that the prior of its season counts as. */
const seasonVisits = 1;

function createWalk(buckets: readonly SeriesBucket[], settings: SeriesSettings): Walk {
  // The first buckets may hold a burst or a hole; median and MAD stand that, and few buckets leave a wide prior.
  const first = buckets.slice(0, settings.settle).map(({ count }) => count);
  const usual = Math.max(median(first), 0.3);
  const spread = (1.4826 * median(first.map((count) => Math.abs(count - usual)))) ** 2 / usual;
  const levelSettings: LevelSettings = {
    halfLife: settings.halfLife,
    priorShape: 0.3,
    priorMean: usual,
    priorDispersion: Math.max(1.5, spread, leastSpread * usual),
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
    buckets,
    counts: new Map(buckets.map(({ index, count }) => [index, count])),
    level: newLevel(levelSettings),
    season:
      span < settings.seasonFrom ? undefined : newSeasonProfile({ period, smoothing, pull, memory: 2 ** (-1 / 6) }),
    next: 0,
  };
}

/** Learns every bucket that is old enough when the bucket `index` is tested. */
function learnUntil(walk: Walk, index: number): void {
  const { buckets, level, levelSettings, season, settings } = walk;
  for (;;) {
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

interface TestedBucket {
  readonly logP: number;
  readonly hottest: number;
  /** First bucket of the strongest window that is above the usual. */
  readonly fromIndex: number;
  readonly usual: Expectation;
}

function testBucket(walk: Walk, bucket: SeriesBucket): TestedBucket {
  const { level, levelSettings, settings } = walk;
  const known = bucket.index / settings.period;
  // While less than a period was seen its season may be anything from a half to twice the usual.
  const doubt = walk.season === undefined ? 0 : 0.5 * Math.max(0, 1 - known);
  const { seasonSum } = windowOf(walk, bucket.index, 1);
  const usual = expectBucket(level, seasonSum, levelSettings, doubt);
  let strongest = { logP: logUpperTail(bucket.count, usual.mean, usual.variance), length: 1 };
  settings.windows.forEach((length, window) => {
    const over = windowOf(walk, bucket.index, length);
    const expected = expectWindow(level, window, over.seasonSum, levelSettings, doubt);
    const logP = logUpperTail(over.count, expected.mean, expected.variance);
    if (logP < strongest.logP) strongest = { logP, length };
  });
  let fromIndex = bucket.index - strongest.length + 1;
  while (fromIndex < bucket.index && !((walk.counts.get(fromIndex) ?? 0) > usual.mean)) fromIndex += 1;
  const logP = Math.min(0, strongest.logP + Math.log(settings.windows.length + 1));
  return { logP, hottest: strongest.logP, fromIndex, usual };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
