import { describe, expect, it } from 'vitest';
import { evaluateNoufaily, noufailyMisses, noufailyTable } from '../evaluate/noufaily.ts';
import { currentFrom, meanOf, noufailySeries, scenarios, weeks } from './noufaily.ts';

describe("Noufaily's scenarios", () => {
  it('are 42, with and without trend, of no, one and two harmonics', () => {
    expect(scenarios).toHaveLength(42);
    expect(new Set(scenarios.map((scenario) => JSON.stringify(scenario))).size).toBe(42);
    expect(scenarios.filter(({ beta }) => beta === 0)).toHaveLength(21);
    // e^(0.1 + 0.0025 · 52 + 0.6 + 0.6 · 0): the year's harmonic is at its cosine's peak.
    expect(meanOf(scenarios[4]!, 52)).toBeCloseTo(Math.exp(0.83), 9);
  });

  it('give the same series for the same seed, and another for another', () => {
    const one = noufailySeries(10, 3, 42);

    expect(noufailySeries(10, 3, 42)).toEqual(one);
    expect(noufailySeries(10, 4, 42).counts).not.toEqual(one.counts);
    expect(noufailySeries(10, 3, 43).counts).not.toEqual(one.counts);
  });

  it('have the mean and the dispersion they name while there is no outbreak', () => {
    for (const scenario of [0, 12, 18, 24, 36]) {
      const { dispersion } = scenarios[scenario]!;
      let standardised = 0;
      let sum = 0;
      let expected = 0;
      for (let repeat = 0; repeat < 30; repeat++) {
        const { quiet } = noufailySeries(scenario, repeat, 1);
        for (let week = 1; week <= 312; week++) {
          const mean = meanOf(scenarios[scenario]!, week);
          sum += quiet[week - 1]!;
          expected += mean;
          standardised += (quiet[week - 1]! - mean) ** 2 / mean;
        }
      }
      expect(sum / expected).toBeGreaterThan(0.94);
      expect(sum / expected).toBeLessThan(1.06);
      expect(standardised / (30 * 312) / dispersion).toBeGreaterThan(0.88);
      expect(standardised / (30 * 312) / dispersion).toBeLessThan(1.12);
    }
  });

  it('have their last outbreak in the judged weeks only, and nothing else there', () => {
    for (let repeat = 0; repeat < 40; repeat++) {
      const { outbreak, quiet, counts, k } = noufailySeries(repeat, 0, 7);

      expect(outbreak.subarray(0, currentFrom - 1).every((count) => count === 0)).toBe(true);
      expect(counts).toEqual(quiet.map((count, i) => count + outbreak[i]!));
      expect(counts).toHaveLength(weeks);
      expect(k).toBeGreaterThanOrEqual(1);
      expect(k).toBeLessThanOrEqual(10);
    }
  });
});

describe('detectors on the scenarios', () => {
  it('Tocsin finds half the outbreaks at one false week in a hundred, EARS a quarter', () => {
    const result = evaluateNoufaily({
      repeats: 4,
      seed: 42,
      only: ['Tocsin level', 'Tocsin series', 'EARS C1', 'EARS C1, least sd ½'],
    });
    const row = (detector: string, threshold: string) =>
      result.rows.find((each) => each.detector === detector && each.threshold === threshold)!;

    for (const name of ['Tocsin level', 'Tocsin series']) {
      expect(row(name, 'as configured').falseAlarms).toBeLessThan(0.018);
      expect(row(name, 'as configured').found).toBeGreaterThan(0.48);
      expect(row(name, 'false alarms 1 %').found).toBeGreaterThan(0.45);
      expect(row(name, 'as configured').foundBySize[9]).toBeGreaterThan(0.85);
    }
    expect(row('EARS C1', 'as configured').falseAlarms).toBeGreaterThan(0.03);
    expect(row('EARS C1, least sd ½', 'false alarms 1 %').found).toBeLessThan(0.35);
    expect(row('EARS C1, least sd ½', 'false alarms 1 %').falseAlarms).toBeLessThanOrEqual(0.01);
    expect(evaluateNoufaily({ repeats: 1, seed: 5, only: ['Tocsin level'] })).toEqual(
      evaluateNoufaily({ repeats: 1, seed: 5, only: ['Tocsin level'] }),
    );
  });

  it('Farrington Flexible finds as many as published benchmarks say, within the chance of 42 series', () => {
    const { rows } = evaluateNoufaily({ repeats: 1, seed: 42, only: ['Farrington, clean'] });

    for (const { falseAlarms, found, threshold } of rows.filter((each) => each.threshold === 'as configured')) {
      expect(falseAlarms, threshold).toBeLessThan(0.025);
      expect(found).toBeGreaterThan(0.35);
      expect(found).toBeLessThan(0.75);
    }
  });

  it('name the goals that are missed', () => {
    const { rows, ...scope } = evaluateNoufaily({ repeats: 1, seed: 42, only: ['Tocsin level', 'EARS C1'] });
    const [row] = rows;

    expect(noufailyMisses({ ...scope, rows: [{ ...row!, falseAlarms: 0.015, found: 0.5 }] })).toEqual([]);
    expect(noufailyMisses({ ...scope, rows: [{ ...row!, falseAlarms: 0.02, found: 0.4 }] })).toEqual([
      'Tocsin level: 0.02 false alarms, 0.015 at most',
      'Tocsin level: 0.4 of the outbreaks found, 0.5 at least',
    ]);
  });

  it('are printed with what they were measured on', () => {
    const table = noufailyTable(evaluateNoufaily({ repeats: 1, seed: 42, only: ['EARS C2'] }));

    expect(table).toMatch(/^42 series, 42 outbreaks, 2058 weeks without one, seed 42\n/);
    expect(table.split('\n')).toHaveLength(3);
  });
});
