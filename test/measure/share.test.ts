import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/measure/share.ts';

describe('shareOf', () => {
  it('gives the Wilson interval of known cases', () => {
    // 9 of 214: centre and half-width by hand from Wilson (1927).
    const { value, low, high } = shareOf(9, 214);
    expect(value).toBeCloseTo(0.04206, 5);
    expect(low).toBeCloseTo(0.02227, 4);
    expect(high).toBeCloseTo(0.07801, 4);
  });

  it('knows nothing without trials', () => {
    expect(shareOf(0, 0)).toEqual({ n: 0, of: 0, value: 0, low: 0, high: 1 });
  });

  it('refuses more successes than trials', () => {
    expect(() => shareOf(3, 2)).toThrow(/share of 3 in 2/);
  });

  it('always holds the share inside its interval, and the interval inside 0..1', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
        const { value, low, high } = shareOf(Math.min(a, b), Math.max(a, b));
        return 0 <= low && low <= value && value <= high && high <= 1;
      }),
    );
  });
});
