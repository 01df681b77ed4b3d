/** Places the points of a series on a grid of hours, days or weeks and refuses what does not fit. */
import { dayMs, hourMs, minuteMs } from '../post/post.ts';

export type SeriesKind = 'hour' | 'day' | 'week';

export interface SeriesBucket {
  readonly at: Date;
  readonly count: number;
  /** Buckets since the first point; missing numbers are gaps. */
  readonly index: number;
}

export interface PlacedSeries {
  readonly kind: SeriesKind;
  readonly lengthMs: number;
  readonly buckets: readonly SeriesBucket[];
}

/** Longest first. Local midnights are an hour off when clocks change. */
const grids: readonly { readonly kind: SeriesKind; readonly lengthMs: number; readonly slackMs: number }[] = [
  { kind: 'week', lengthMs: 7 * dayMs, slackMs: 1.5 * hourMs },
  { kind: 'day', lengthMs: dayMs, slackMs: 1.5 * hourMs },
  { kind: 'hour', lengthMs: hourMs, slackMs: minuteMs },
];

export function placePoints(points: readonly { readonly at: Date; readonly count: number }[]): PlacedSeries {
  points.forEach(({ at, count }, i) => {
    const before = points[i - 1]?.at.getTime() ?? Number.NEGATIVE_INFINITY;
    if (Number.isNaN(at.getTime())) throw new RangeError(`point ${i} has no time`);
    if (!Number.isFinite(count) || count < 0) throw new RangeError(`point ${i} has no count: ${count}`);
    if (at.getTime() === before) throw new RangeError(`point ${i} has the time of the one before: ${at.toISOString()}`);
    if (at.getTime() < before) throw new RangeError(`point ${i} is older than the one before: ${at.toISOString()}`);
  });
  const start = points[0]?.at.getTime() ?? 0;
  const grid = grids.find(({ lengthMs, slackMs }) => firstOff(points, start, lengthMs, slackMs) < 0);
  if (grid === undefined) {
    const off = firstOff(points, start, hourMs, minuteMs);
    throw new RangeError(`point ${off} is no whole number of hours, days or weeks after the first`);
  }
  // Points without a second one to tell are days: the usual form of a published series.
  const { kind, lengthMs } = points.length < 2 ? { kind: 'day' as const, lengthMs: dayMs } : grid;
  const buckets = points.map(({ at, count }) => ({ at, count, index: Math.round((at.getTime() - start) / lengthMs) }));
  return { kind, lengthMs, buckets };
}

/** Place of the first point that does not lie on the grid, or -1. */
function firstOff(points: readonly { readonly at: Date }[], start: number, lengthMs: number, slackMs: number): number {
  return points.findIndex(({ at }, i) => {
    if (i === 0) return false;
    const buckets = (at.getTime() - start) / lengthMs;
    const off = Math.abs(buckets - Math.round(buckets)) * lengthMs > slackMs;
    return off || Math.round(buckets) === Math.round(((points[i - 1]?.at.getTime() ?? 0) - start) / lengthMs);
  });
}
