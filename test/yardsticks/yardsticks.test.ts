import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cusum, glr } from './cusum.ts';
import { earsAlarms, earsScores, earsUpper } from './ears.ts';
import { judgeFarrington, predictFarrington, weeklyFarrington } from './farrington.ts';
import { logBetaShare, logNormalUpper, normalQuantile, studentTwoSided } from './normal.ts';
import { fitSeasonal } from './seasonal-glm.ts';

describe('the normal distribution of the yardsticks', () => {
  it('has the quantiles everybody knows', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
    expect(logNormalUpper(0)).toBeCloseTo(-Math.LN2, 14);
    // Student's table: 12.706 for one degree of freedom, 2.228 for ten.
    expect(studentTwoSided(12.7062047361747, 1)).toBeCloseTo(0.05, 10);
    expect(studentTwoSided(-2.2281388519649385, 10)).toBeCloseTo(0.05, 10);
    expect(studentTwoSided(0, 10)).toBe(1);
  });

  it('has a quantile that undoes the tail, without a step where the formula changes', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 0.5, noNaN: true }), (tail) => {
        expect(logNormalUpper(-normalQuantile(tail))).toBeCloseTo(Math.log(tail), 9);
      }),
    );
    expect(logNormalUpper(2.5 - 1e-12)).toBeCloseTo(logNormalUpper(2.5 + 1e-12), 10);
  });

  it('shares the beta function with the binomial: I(x; 2, 3) is the chance of two or more of four', () => {
    expect(Math.exp(logBetaShare(0.3, 2, 3))).toBeCloseTo(1 - 0.7 ** 4 - 4 * 0.3 * 0.7 ** 3, 12);
  });
});

describe('EARS', () => {
  const calm = [3, 5, 4, 6, 2, 5, 4, 3, 5, 4, 6, 4];

  it('bounds a count by the seven before it, and C2 by seven with two between', () => {
    const c1 = earsUpper(calm, 'C1', 0.001);
    const c2 = earsUpper(calm, 'C2', 0.001);

    expect([...c1].findIndex((bound) => !Number.isNaN(bound))).toBe(7);
    expect([...c2].findIndex((bound) => !Number.isNaN(bound))).toBe(9);
    // The first seven add up to 29, their squares to 131.
    expect(c1[7]).toBeCloseTo(29 / 7 + normalQuantile(0.999) * Math.sqrt((131 - 29 ** 2 / 7) / 6), 12);
    expect(c2[9]).toBe(c1[7]);
  });

  it('alarms on a jump, and C3 on the two buckets after one as well', () => {
    const jump = [...calm, 30, 4, 4];

    expect(earsAlarms(jump, 'C1', 0.001).lastIndexOf(true)).toBe(12);
    expect(earsAlarms(jump, 'C3', 0.025).slice(12)).toEqual([true, true, true]);
    expect(earsScores(jump, 'C1').indexOf(Math.max(...earsScores(jump, 'C1')))).toBe(12);
  });
});

describe('the seasonal model', () => {
  const at = Float64Array.from({ length: 60 }, (_, i) => i + 1);
  const levels = Uint8Array.from(at, (_, i) => (i % 3) + 1);

  it('without a trend gives each level its weighted mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 60, maxLength: 60 }), (given) => {
        const counts = Float64Array.from(given);
        const weights = Float64Array.from(given, (_, i) => 1 + (i % 4));

        const fit = fitSeasonal({ at, counts, levels }, false, weights);

        for (const level of [1, 2, 3]) {
          let sum = 0;
          let weight = 0;
          counts.forEach((count, i) => {
            if (levels[i] !== level) return;
            sum += count * weights[i]!;
            weight += weights[i]!;
          });
          expect(Math.exp(fit.predict(0, level))).toBeCloseTo(sum / weight, 5);
        }
        expect(fit.freedom).toBe(57);
      }),
      { numRuns: 30 },
    );
  });

  it('finds back level and trend of counts without noise', () => {
    const counts = Float64Array.from(at, (time, i) => Math.exp(1 + 0.5 * levels[i]! + 0.02 * time));

    const fit = fitSeasonal({ at, counts, levels }, true);

    expect(fit.converged).toBe(true);
    expect(fit.slope).toBeCloseTo(0.02, 6);
    expect(fit.predict(61, 2)).toBeCloseTo(2 + 1.22, 5);
  });
});

describe('Farrington Flexible', () => {
  const steady = Array.from({ length: 400 }, (_, i) => 20 + ((i * 7) % 11) - 5);

  it.each(['compat', 'clean'] as const)('alarms on a jump and not on everyday counts: errors %s', (errors) => {
    const settings = { ...weeklyFarrington, errors };
    const jump = [...steady.slice(0, 399), 70];
    const verdictOf = (counts: readonly number[]) =>
      judgeFarrington(counts, 400, predictFarrington(counts, 400, settings)!, settings);

    expect(verdictOf(steady).alarm).toBe(false);
    expect(verdictOf(jump)).toMatchObject({ alarm: true, enough: true });
    expect(verdictOf(jump).logP).toBeLessThan(Math.log(0.01));
  });

  it('is not taught by an outbreak of the past', () => {
    const outbreak = steady.map((count, i) => (i >= 242 && i < 246 ? count + 300 : count));
    const meanOf = (counts: readonly number[]) => Math.exp(predictFarrington(counts, 400, weeklyFarrington)!.eta);

    expect(meanOf(outbreak)).toBeLessThan(meanOf(steady) * 1.1);
  });

  it('never alarms on fewer than five cases in four weeks', () => {
    const rare = steady.map((_, i) => (i === 399 ? 4 : 0));
    const noisy = rare.map((count, i) => (i < 390 && i % 40 === 0 ? 1 : count));
    const verdict = judgeFarrington(noisy, 400, predictFarrington(noisy, 400, weeklyFarrington)!, weeklyFarrington);

    expect(verdict).toMatchObject({ enough: false, alarm: false });
  });
});

describe('charts of likelihood ratios', () => {
  const means = Array.from({ length: 30 }, () => 5);
  const shifted = means.map((mean, i) => (i < 15 ? mean : 2 * mean));

  it.each([0, 0.2])('stay low in the usual, rise after a change and start anew: a = %d', (a) => {
    for (const steps of [
      cusum(shifted, means, Math.LN2, { a, threshold: 4 }),
      glr(shifted, means, { a, threshold: 4 }),
    ]) {
      expect(steps.slice(0, 15).every(({ statistic }) => statistic === 0)).toBe(true);
      const first = steps.findIndex(({ alarm }) => alarm);
      expect(first).toBeGreaterThanOrEqual(15);
      expect(steps[first + 1]!.statistic).toBeLessThan(steps[first]!.statistic);
    }
  });
});
