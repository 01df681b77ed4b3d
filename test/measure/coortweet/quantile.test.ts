import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileOf } from '../../../src/measure/coortweet/quantile.ts';

describe('quantileOf', () => {
  it.each([
    [0, 1],
    [0.25, 1],
    [0.5, 1.5],
    [0.9, 6],
    [1, 10],
  ])('at %d of 1, 1, 1, 2, 2, 10 is %d, as R says', (p, expected) => {
    const counts = new Map([
      [10, 1],
      [2, 2],
      [1, 3],
    ]);

    expect(quantileOf(counts, p)).toBeCloseTo(expected, 12);
  });

  it('is unknown without values', () => {
    expect(quantileOf(new Map(), 0.5)).toBeUndefined();
  });

  it('agrees with interpolation over the sorted values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const sorted = values.toSorted((x, y) => x - y);
          const place = (sorted.length - 1) * p;
          const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
          const counts = new Map<number, number>();
          for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);

          expect(quantileOf(counts, p)).toBeCloseTo(low + (high - low) * (place - Math.floor(place)), 9);
        },
      ),
    );
  });
});
