import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lnBinomialTail, lnHypergeometricTail } from '../../src/measure/draw-tails.ts';
import { lnChoose, lnFactorial } from '../../src/measure/ln-factorial.ts';

describe('ln of factorials', () => {
  it('agrees with the product on both sides of the change of formula', () => {
    let sum = 0;
    for (let n = 1; n <= 200; n++) {
      sum += Math.log(n);
      expect(Math.abs(lnFactorial(n) - sum)).toBeLessThan(1e-11);
    }
  });

  it('counts ways to choose', () => {
    expect(Math.exp(lnChoose(5, 2))).toBeCloseTo(10, 12);
    expect(lnChoose(5, 6)).toBe(Number.NEGATIVE_INFINITY);
    expect(lnChoose(5, -1)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('the binomial tail', () => {
  it('gives cases counted by hand', () => {
    // Of three coins: two or three heads in 4 of 8 cases; one at least in 7.
    expect(Math.exp(lnBinomialTail(2, 3, 0.5))).toBeCloseTo(4 / 8, 12);
    expect(Math.exp(lnBinomialTail(1, 3, 0.5))).toBeCloseTo(7 / 8, 12);
    expect(lnBinomialTail(0, 3, 0.5)).toBe(0);
    expect(lnBinomialTail(4, 3, 0.5)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('reaches where fractions end', () => {
    // All of 400 at 1 in 10,000: 400 ln(1e-4), far below the smallest number.
    expect(lnBinomialTail(400, 400, 1e-4)).toBeCloseTo(400 * Math.log(1e-4), 8);
  });

  it('is the sum of its terms and never grows with the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, p) => {
        let above = 0;
        for (let k = n; k > 0; k--) {
          above += Math.exp(lnChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
          expect(Math.exp(lnBinomialTail(k, n, p))).toBeCloseTo(above, 9);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the hypergeometric tail', () => {
  it('gives a case counted by hand', () => {
    // Two drawn of five of which two are marked: both marked in 1 of 10 cases, one at least in 7 of 10.
    expect(Math.exp(lnHypergeometricTail(2, 2, 2, 5))).toBeCloseTo(1 / 10, 12);
    expect(Math.exp(lnHypergeometricTail(1, 2, 2, 5))).toBeCloseTo(7 / 10, 12);
  });

  it('knows what must be and what cannot be', () => {
    expect(lnHypergeometricTail(2, 4, 3, 5)).toBe(0);
    expect(lnHypergeometricTail(4, 4, 3, 9)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is near the binomial one when few are drawn of many', () => {
    expect(lnHypergeometricTail(5, 200, 1_000, 10_000_000)).toBeCloseTo(lnBinomialTail(5, 200, 1e-4), 1);
  });
});
