import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coefficient, fitLogistic, type LogisticRow } from '../../src/campaign/fit-logistic.ts';

const free: Coefficient = {
  mean: 0,
  sigma: Number.POSITIVE_INFINITY,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
};
const logit = (p: number): number => Math.log(p / (1 - p));
const times = (count: number, x: readonly number[], target: number): readonly LogisticRow[] =>
  Array.from({ length: count }, () => ({ x, target, weight: 1 }));

describe('fitLogistic', () => {
  it('stays at the prior without rows, inside the bounds', () => {
    const coefficients = [
      { ...free, mean: 1.6, sigma: 0.7 },
      { ...free, mean: -1, sigma: 0.7, low: -0.5 },
    ];

    expect(fitLogistic([], coefficients)).toEqual([1.6, -0.5]);
  });

  it('gives the log-odds of the share, and of each group, without a prior', () => {
    const share = fitLogistic([...times(7, [1], 1), ...times(3, [1], 0)], [free]);
    const groups = fitLogistic(
      [...times(2, [1, 0], 1), ...times(8, [1, 0], 0), ...times(9, [1, 1], 1), ...times(3, [1, 1], 0)],
      [free, free],
    );

    expect(share[0]).toBeCloseTo(logit(0.7), 9);
    expect(groups[0]).toBeCloseTo(logit(0.2), 9);
    expect(groups[1]).toBeCloseTo(logit(0.75) - logit(0.2), 9);
  });

  it('moves from the prior by σ² times what is left unexplained', () => {
    const [w = 0] = fitLogistic([{ x: [1], target: 1, weight: 1 }], [{ ...free, mean: 0.5, sigma: 0.7 }]);

    expect(w).toBeCloseTo(0.5 + 0.49 * (1 - 1 / (1 + Math.exp(-w))), 9);
    expect(w).toBeGreaterThan(0.6);
  });

  it('counts a row as often as it weighs', () => {
    const heavy: readonly LogisticRow[] = [
      { x: [1], target: 1, weight: 3 },
      { x: [1], target: 0, weight: 1 },
    ];

    expect(fitLogistic(heavy, [free])[0]).toBeCloseTo(logit(0.75), 9);
  });

  it('ends with the bound where the data want to go beyond it, also when they are separable', () => {
    const rows = [...times(5, [1, 1], 1), ...times(5, [1, 0], 0)];

    const [, w = 0] = fitLogistic(rows, [free, { ...free, low: Number.NEGATIVE_INFINITY, high: 0 }]);
    const held = fitLogistic(rows, [
      { ...free, sigma: 1 },
      { ...free, sigma: 1 },
    ]);

    expect(w).toBe(0);
    expect(held.every(Number.isFinite)).toBe(true);
  });

  it('refuses rows of another length', () => {
    expect(() => fitLogistic([{ x: [1, 2], target: 1, weight: 1 }], [free])).toThrow('row 0 has 2 numbers, not 1');
  });

  const strength = fc.double({ min: 0, max: 1, noNaN: true });
  const row = fc.record({
    x: fc.tuple(fc.constant(1), strength, strength),
    target: fc.constantFrom(0, 1),
    weight: fc.double({ min: 0.01, max: 50, noNaN: true }),
  });
  const coefficients: readonly Coefficient[] = [
    { ...free, mean: -3.9, sigma: 0.7 },
    { ...free, mean: 1.6, sigma: 0.7, low: 0 },
    { ...free, mean: -1.2, sigma: 0.7, high: 0 },
  ];

  it('ends where no allowed move lowers the loss, whatever the rows', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const at = fitLogistic(rows, coefficients);
        for (const [j, { mean, sigma, low, high }] of coefficients.entries()) {
          const w = at[j] ?? 0;
          const slope = rows.reduce(
            (sum, { x, target, weight }) => {
              const score = x.reduce<number>((total, value, k) => total + value * (at[k] ?? 0), 0);
              return sum + weight * (1 / (1 + Math.exp(-score)) - target) * (x[j] ?? 0);
            },
            (w - mean) / sigma ** 2,
          );
          // Where the loss falls along the slope, a bound must be in the way.
          expect(Math.abs(Math.min(high, Math.max(low, w - slope)) - w)).toBeLessThan(1e-4);
        }
      }),
    );
  });

  it('does not care for the order of rows', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        const forth = fitLogistic(rows, coefficients);
        const back = fitLogistic(rows.toReversed(), coefficients);

        for (const [j, w] of forth.entries()) expect(back[j]).toBeCloseTo(w, 6);
      }),
    );
  });
});
