import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSeriesBursts, type SeriesPoint, seriesChances } from '../../src/detector/series.ts';
import { dayMs, hourMs } from '../../src/post/post.ts';
import { randomNumbers } from './a-stream.ts';

const start = Date.parse('2026-01-05T00:00:00Z');

function series(counts: readonly (number | undefined)[], lengthMs = dayMs): readonly SeriesPoint[] {
  return counts.flatMap((count, i) => (count === undefined ? [] : [{ at: new Date(start + i * lengthMs), count }]));
}

/** Counts around `usual` that vary by a fifth. */
function around(usual: number, length: number, seed = 1): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length }, () => Math.round(usual * (0.8 + 0.4 * random())));
}

describe('bursts of a series', () => {
  it('finds the days of a burst and what was usual', () => {
    const [burst, ...others] = detectSeriesBursts(series([...around(100, 20), 900, 1200, 500, ...around(100, 12)]));

    expect(others).toEqual([]);
    expect(burst).toMatchObject({
      from: new Date(start + 20 * dayMs),
      peakAt: new Date(start + 21 * dayMs),
      ongoing: false,
    });
    expect(burst!.to.getTime()).toBeGreaterThanOrEqual(start + 23 * dayMs);
    expect(burst!.posts).toBeGreaterThanOrEqual(2600);
    expect(burst!.usualLow).toBeLessThan(100);
    expect(burst!.usualHigh).toBeGreaterThan(100);
    expect(burst!.usualHigh).toBeLessThan(500);
  });

  it('says that a burst goes on when the series ends in it', () => {
    const [burst] = detectSeriesBursts(series([...around(100, 20), 900, 1200]));

    expect(burst).toMatchObject({
      from: new Date(start + 20 * dayMs),
      to: new Date(start + 22 * dayMs),
      ongoing: true,
    });
  });

  it('finds nothing in a quiet series of hours, days or weeks', () => {
    for (const lengthMs of [hourMs, dayMs, 7 * dayMs]) {
      expect(detectSeriesBursts(series(around(40, 200), lengthMs))).toEqual([]);
    }
  });

  it('finds nothing where there is too little to tell what is usual', () => {
    expect(detectSeriesBursts([])).toEqual([]);
    expect(detectSeriesBursts(series([5]))).toEqual([]);
    expect(detectSeriesBursts(series([5, 900, 5]))).toEqual([]);
  });

  it('takes missing buckets for gaps, not for zeros', () => {
    const counts = around(100, 60);
    const holes = counts.map((count, i) => (i >= 20 && i < 35 ? undefined : count));

    expect(detectSeriesBursts(series(holes))).toEqual([]);
    expect(detectSeriesBursts(series(holes.map((count) => count ?? 0)))).not.toEqual([]);
  });

  it('learns that weekends differ when four weeks are there', () => {
    const counts = around(100, 84).map((count, i) => (i % 7 >= 5 ? count * 3 : count));

    expect(detectSeriesBursts(series(counts)).filter(({ from }) => from.getTime() > start + 42 * dayMs)).toEqual([]);
  });

  it.each([
    ['unordered', [0, 2, 1], /point 2 is older/],
    ['doubled', [0, 1, 1], /point 2 has the time of the one before/],
    ['off the grid', [0, 1, 2.1], /point 2 is no whole number of hours/],
  ])('refuses %s times and names the point', (_, days, message) => {
    const points = days.map((day) => ({ at: new Date(start + day * dayMs + (day % 1) * 1e6), count: 1 }));

    expect(() => detectSeriesBursts(points)).toThrow(message);
  });

  it('refuses what is no count', () => {
    expect(() => detectSeriesBursts(series([1, Number.NaN, 3]))).toThrow(/point 1 has no count/);
    expect(() => detectSeriesBursts(series([1, 2, -3]))).toThrow(/point 2 has no count/);
  });

  it('gives bursts in order that do not overlap and lie within the series, whatever the counts', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(2000), { nil: undefined }), { maxLength: 80 }), (counts) => {
        const points = series(counts);
        const bursts = detectSeriesBursts(points);
        for (const [i, burst] of bursts.entries()) {
          expect(burst.from.getTime()).toBeGreaterThanOrEqual(bursts[i - 1]?.to.getTime() ?? points[0]!.at.getTime());
          expect(burst.to.getTime()).toBeGreaterThan(burst.from.getTime());
          expect(burst.peakAt.getTime()).toBeGreaterThanOrEqual(burst.from.getTime());
          expect(burst.peakAt.getTime()).toBeLessThan(burst.to.getTime());
          expect(Number.isFinite(burst.logP)).toBe(true);
          expect(burst.posts).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('chances of the buckets of a series', () => {
  it('are those its bursts are made of', () => {
    const points = series([...around(100, 20), 900, 1200, 500, ...around(100, 12)]);

    const chances = seriesChances(points);
    const strongest = Math.min(...chances.map(({ logP }) => logP));

    expect(chances[0]!.at).toEqual(points[5]!.at);
    expect(chances).toHaveLength(points.length - 5);
    expect(strongest).toBe(detectSeriesBursts(points)[0]!.logP);
    // Bonferroni: a bucket and one window are two looks.
    for (const { logP, logBucketP } of chances) expect(logP).toBeLessThanOrEqual(Math.min(0, logBucketP + Math.LN2));
  });

  it('become sharp in a long steady series, and are wide at its start', () => {
    const [early, late] = [40, 500].map((weeks) => {
      const counts = [...around(150, weeks).map((count) => Math.round(150 + (count - 150) * 0.7)), 220];
      return seriesChances(series(counts, 7 * dayMs)).at(-1)!.logBucketP;
    });

    expect(early!).toBeGreaterThan(-7);
    expect(late!).toBeLessThan(-13);
  });

  it('say nothing about a series that has too little before its buckets', () => {
    expect(seriesChances([])).toEqual([]);
    expect(seriesChances(series([1, 2, 3, 4, 5]))).toEqual([]);
  });
});
