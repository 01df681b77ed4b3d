import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, chanceInWords, hoursInWords, rangeInWords } from '../../src/detector/chance.ts';
import {
  dispersionOf,
  expectBucket,
  hourlyLevel,
  learnBucket,
  learnSilence,
  newLevel,
} from '../../src/detector/level.ts';
import { logUpperTail, quantile, usualRange } from '../../src/detector/negative-binomial.ts';
import { learnNewKey, logNoveltyTail, newNoveltyReference, usualNewKeys } from '../../src/detector/novelty.ts';
import { logAtLeast, quantileOfSuccesses } from '../../src/detector/poisson-binomial.ts';
import { learnSeason, newSeasonProfile, seasonAt, weekOfHours } from '../../src/detector/season.ts';
import { effectiveAccounts, shapeOf } from '../../src/detector/shape.ts';

const means = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
const excesses = fc.double({ min: 0, max: 100, noNaN: true });

describe('tails of counts', () => {
  it('are 1 at zero and never rise with the count, whatever mean and variance', () => {
    fc.assert(
      fc.property(means, excesses, fc.nat(5000), (mean, excess, y) => {
        const variance = mean * (1 + excess);
        const here = logUpperTail(y, mean, variance);
        expect(logUpperTail(0, mean, variance)).toBe(0);
        expect(here).toBeLessThanOrEqual(0);
        expect(Number.isFinite(here)).toBe(true);
        expect(logUpperTail(y + 1, mean, variance)).toBeLessThanOrEqual(here + 1e-12);
      }),
    );
  });

  it('add up to the mean', () => {
    for (const [mean, variance] of [
      [0.3, 0.75],
      [5, 5],
      [40, 300],
    ] as const) {
      let sum = 0;
      for (let y = 1; y < 5000; y++) sum += Math.exp(logUpperTail(y, mean, variance));
      expect(sum).toBeCloseTo(mean, 9);
    }
  });

  it('pass into the Poisson without a step', () => {
    expect(logUpperTail(30, 10, 10 * (1 + 2e-9))).toBeCloseTo(logUpperTail(30, 10, 10), 6);
  });

  it('have quantiles that are the smallest count reaching the share', () => {
    fc.assert(
      fc.property(means, excesses, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (mean, excess, share) => {
        const variance = mean * (1 + excess);
        const q = quantile(share, mean, variance);
        expect(1 - Math.exp(logUpperTail(q + 1, mean, variance))).toBeGreaterThanOrEqual(share - 1e-9);
        const below = q === 0 ? 0 : 1 - Math.exp(logUpperTail(q, mean, variance));
        expect(below).toBeLessThan(share + 1e-9);
      }),
    );
  });

  it('call the middle nine tenths usual', () => {
    expect(usualRange(10, 10)).toEqual({ low: 5, high: 15 });
  });
});

describe('a number of accounts with chances of their own', () => {
  it('is binomial when all chances are equal', () => {
    expect(Math.exp(logAtLeast(2, [0.5, 0.5, 0.5]))).toBeCloseTo(0.5, 12);
    expect(Math.exp(logAtLeast(3, [0.1, 0.1, 0.1]))).toBeCloseTo(0.001, 12);
    expect(quantileOfSuccesses(0.95, [0.5, 0.5, 0.5])).toBe(3);
  });

  it('keeps the digits of a tiny chance', () => {
    expect(logAtLeast(20, Array<number>(20).fill(1e-6))).toBeCloseTo(20 * Math.log(1e-6), 9);
  });

  it('is close to the exact answer beyond 500 accounts', () => {
    const few = logAtLeast(8, Array<number>(500).fill(0.004));
    const many = logAtLeast(8, Array<number>(501).fill(0.004));

    expect(Math.abs(few - many)).toBeLessThan(0.05);
  });

  it('cannot be more than there are', () => {
    expect(logAtLeast(3, [0.9, 0.9])).toBeLessThan(-600);
  });
});

describe('the level of a series', () => {
  it('comes close to the mean of a steady series', () => {
    const level = newLevel(hourlyLevel);
    for (let hour = 0; hour < 1000; hour++) learnBucket(level, 4, 1, hourlyLevel);

    expect(expectBucket(level, 1, hourlyLevel).mean).toBeCloseTo(4, 1);
    expect(dispersionOf(level, hourlyLevel)).toBe(1);
  });

  it('is hardly moved by a burst', () => {
    const level = newLevel(hourlyLevel);
    for (let hour = 0; hour < 500; hour++) learnBucket(level, hour % 3, 1, hourlyLevel);
    const before = expectBucket(level, 1, hourlyLevel).mean;
    for (let hour = 0; hour < 3; hour++) learnBucket(level, 5000, 1, hourlyLevel);

    expect(expectBucket(level, 1, hourlyLevel).mean).toBeLessThan(before + 0.2);
  });

  it('takes a long silence at once as it would hour by hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (hours) => {
        const step = newLevel(hourlyLevel);
        learnBucket(step, 1, 1, hourlyLevel);
        // Without history of its own the dispersion stays, as it does for the keys that silence is meant for.
        step.n = 0;
        step.q = 0;
        step.b = 200;
        const leap = { ...step, windowN: [...step.windowN], windowQ: [...step.windowQ] };
        for (let hour = 0; hour < hours; hour++) learnBucket(step, 0, 1, hourlyLevel);
        learnSilence(leap, hours, hourlyLevel);
        expect(leap.a).toBeCloseTo(step.a, 10);
        expect(leap.b).toBeCloseTo(step.b, 8);
      }),
    );
  });
});

describe('the season of a group', () => {
  it('is 1 until something is known and then follows what was counted', () => {
    const profile = newSeasonProfile(weekOfHours);
    const before = seasonAt(profile, 1000);
    for (let week = 0; week < 30; week++) {
      for (let hour = 0; hour < 168; hour++) learnSeason(profile, week * 168 + hour, hour % 24 < 12 ? 1500 : 500, 1000);
    }

    expect(before).toBe(1);
    expect(seasonAt(profile, 30 * 168 + 6)).toBeCloseTo(1.5, 1);
    expect(seasonAt(profile, 30 * 168 + 18)).toBeCloseTo(0.5, 1);
  });
});

describe('how large new keys become', () => {
  it('falls with the square of the size while nothing is known', () => {
    expect(logNoveltyTail(newNoveltyReference(), 5, 10)).toBeCloseTo(Math.log(0.01), 9);
  });

  it('follows the earlier keys, beyond the largest of them too', () => {
    const reference = newNoveltyReference();
    for (let key = 1; key <= 10_000; key++) learnNewKey(reference, 5, Math.floor((10_000 / key) ** 0.5));

    expect(logNoveltyTail(reference, 5, 10)).toBeCloseTo(Math.log(0.01), 0);
    expect(logNoveltyTail(reference, 5, 1000)).toBeCloseTo(Math.log(1e-6), -1);
    expect(logNoveltyTail(reference, 5, 1000)).toBeLessThan(Math.log(1e-5));
    expect(usualNewKeys(reference, 5)).toEqual({ low: 1, high: 4 });
  });

  it('never rises with the count', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 300 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5000 }), (seen, count) => {
        const reference = newNoveltyReference();
        for (const size of seen) learnNewKey(reference, 8, size);
        expect(logNoveltyTail(reference, 8, count + 1)).toBeLessThanOrEqual(logNoveltyTail(reference, 8, count) + 1e-9);
      }),
    );
  });
});

describe('the shape of a burst', () => {
  const evenly = (posts: number, accounts: number): number[] =>
    Array.from({ length: accounts }, (_, i) => Math.floor(posts / accounts) + (i < posts % accounts ? 1 : 0));

  it.each([
    [39, 5, 'narrow'],
    [90, 5, 'narrow'],
    [2000, 30, 'narrow'],
    [216, 216, 'wide'],
    [98, 97, 'wide'],
    [78, 74, 'wide'],
    [412, 214, 'wide'],
    [31_269, 2046, 'wide'],
  ] as const)('of %i posts by %i accounts is %s', (posts, accounts, shape) => {
    expect(shapeOf(posts, effectiveAccounts(evenly(posts, accounts)))).toBe(shape);
  });

  it('is narrow when one account of many makes nearly all posts', () => {
    expect(shapeOf(1000, effectiveAccounts([900, ...Array<number>(100).fill(1)]))).toBe('narrow');
  });
});

describe('words for a chance', () => {
  it.each([
    [40, 'by chance 40 times a day'],
    [1, 'by chance once a day'],
    [0.1, 'by chance once in 10 days'],
    [0.01, 'by chance once in 3 months'],
    [1 / 4018, 'by chance once in 11 years'],
    [1e-300, 'by chance less than once in 1,000 years'],
    [0, 'by chance less than once in 1,000 years'],
  ])('%d a day is "%s"', (perDay, words) => {
    expect(chanceInWords(perDay)).toBe(words);
  });

  it('count in whole numbers with their unit', () => {
    expect(rangeInWords(0, 3, 'accounts')).toBe('0-3 accounts');
    expect(rangeInWords(1, 1, 'posts')).toBe('1 post');
    expect(amountInWords(12_345, 'posts')).toBe('12,345 posts');
    expect([1, 6, 24, 72].map(hoursInWords)).toEqual(['an hour', '6 h', '24 h', '3 days']);
  });
});
