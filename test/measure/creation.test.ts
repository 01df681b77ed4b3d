import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lnPoissonTail } from '../../src/measure/count-tail.ts';
import { measureCreation } from '../../src/measure/creation.ts';
import { aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');

function madeDaysAgo(days: number, accountId: string) {
  return aPost({ accountId, createdAt: now, accountCreatedAt: new Date(now.getTime() - days * 86_400_000) });
}

describe('creation dates', () => {
  it('finds the week in which most accounts were made, and how unlikely that is', () => {
    const batch = [...Array(30).keys()].map((index) => madeDaysAgo(200 + index * 0.2, `b${index}`));
    const rest = [...Array(70).keys()].map((index) => madeDaysAgo(30 + index * 40, `r${index}`));

    const found = measureCreation([...batch, ...rest]);

    expect(found.known).toMatchObject({ n: 100, of: 100 });
    expect(found.largestWeek?.accounts).toBe(30);
    expect(found.largestDay?.accounts).toBe(5);
    // 100 accounts over 2,790 days.
    expect(found.expectedPerWeek).toBeCloseTo((100 * 7) / 2790, 6);
    expect(found.logTail).toBeLessThan(-80);
  });

  it('does not take accounts that were all made last week for evenly spread', () => {
    const found = measureCreation([...Array(40).keys()].map((index) => madeDaysAgo(1 + index * 0.15, `b${index}`)));

    expect(found).toMatchObject({ largestWeek: { accounts: 40 }, young: { n: 40, of: 40 } });
    expect(found.logTail).toBeLessThan(-50);
  });

  it('finds nothing special in accounts made over the years', () => {
    const found = measureCreation(
      [...Array(100).keys()].map((index) => madeDaysAgo(31 + ((index * 37) % 100) * 30, `b${index}`)),
    );

    expect(found.logTail).toBe(0);
    expect(found.young).toMatchObject({ n: 0, of: 100 });
  });

  it('counts each account once and says how many dates are unknown', () => {
    const posts = [madeDaysAgo(10, 'a'), madeDaysAgo(10, 'a'), aPost({ accountId: 'b' })];

    expect(measureCreation(posts)).toMatchObject({
      known: { n: 1, of: 2 },
      largestWeek: { accounts: 1 },
      expectedPerWeek: undefined,
      logTail: undefined,
      young: { n: 1, of: 1 },
    });
  });

  it('knows nothing where the platform gives no dates', () => {
    expect(measureCreation([aPost(), aPost()])).toMatchObject({
      known: { n: 0, of: 2 },
      largestWeek: undefined,
      young: { of: 0 },
    });
  });
});

describe('the Poisson tail', () => {
  it.each([
    // ln of 1 - ppois(count - 1, mean), computed from the series with 50 digits.
    [1, 1, Math.log(1 - Math.exp(-1))],
    [2, 0.5, Math.log(1 - 1.5 * Math.exp(-0.5))],
    [3, 5, Math.log(1 - 18.5 * Math.exp(-5))],
    [0, 3, 0],
  ])('of %d at mean %d', (count, mean, expected) => {
    expect(lnPoissonTail(count, mean)).toBeCloseTo(expected, 12);
  });

  it('falls with the count, rises with the mean, and stays finite far out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.01, max: 300, noNaN: true }), (count, mean) => {
        const tail = lnPoissonTail(count, mean);

        expect(tail).toBeLessThanOrEqual(0);
        expect(lnPoissonTail(count + 1, mean)).toBeLessThanOrEqual(tail);
        expect(lnPoissonTail(count, mean * 1.1)).toBeGreaterThanOrEqual(tail - 1e-12);
        expect(Number.isFinite(tail)).toBe(true);
      }),
    );
    expect(lnPoissonTail(2000, 0.001)).toBeLessThan(-20_000);
  });
});
