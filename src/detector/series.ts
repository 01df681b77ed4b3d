/**
 * Finds bursts in a plain series of counts an hour, a day or a week: what `tocsin replay --series` answers. The same
 * level as for tags, scaled to the bucket; missing buckets are gaps, not zeros.
 */
import { logHot } from './episode.ts';
import type { Expectation } from './level.ts';
import { usualRange } from './negative-binomial.ts';
import { placePoints, type SeriesBucket } from './series-buckets.ts';
import { createWalk, learnUntil, type SeriesSettings, seriesSettings, testBucket } from './series-walk.ts';

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

export interface SeriesChance {
  readonly at: Date;
  /** ln P of the bucket alone. */
  readonly logBucketP: number;
  /** ln P of the strongest of the bucket and its windows, Bonferroni over them. */
  readonly logP: number;
}

/**
 * How unusual every bucket of a series is that has enough before it: what a burst is made of, without its hysteresis.
 *
 * @throws RangeError as `detectSeriesBursts` does
 */
export function seriesChances(
  points: readonly SeriesPoint[],
  overrides: Partial<SeriesSettings> = {},
): readonly SeriesChance[] {
  const { kind, buckets } = placePoints(points);
  const settings = { ...seriesSettings[kind], ...overrides };
  const walk = createWalk(buckets, settings);
  const first = buckets[settings.settle]?.index ?? Number.POSITIVE_INFINITY;
  return buckets.flatMap((bucket) => {
    learnUntil(walk, bucket.index);
    if (bucket.index < first) return [];
    const { logBucketP, logP } = testBucket(walk, bucket);
    return [{ at: bucket.at, logBucketP, logP }];
  });
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
