import { describe, expect, it } from 'vitest';
import { cusum, glr } from '../yardsticks/cusum.ts';
import { difference, isPresent, type Row, rowsOf, surveillance } from './surveillance-files.ts';

/**
 * Of weekly_small_charts.csv nothing is rebuilt: Rossi's five CUSUM transformations, outbreakP, Bayes 1 and 3, CDC and
 * RKI 3 are no yardstick of Tocsin's.
 */
describe.skipIf(!isPresent)(`likelihood-ratio charts against R (${surveillance}/weekly_glrnb_cusum.csv)`, () => {
  const charts = new Map<string, Row[]>();
  for (const row of isPresent ? rowsOf('weekly_glrnb_cusum.csv') : []) {
    const name = `${row['series']} ${row['chart']}`;
    charts.set(name, [...(charts.get(name) ?? []), row]);
  }

  it('are fifteen', () => {
    expect(charts.size).toBe(15);
  });

  it.each([...charts])('%s: every statistic and alarm', (name, rows) => {
    const column = (key: string): readonly number[] => rows.map((row) => Number(row[key]));
    const settings = { a: column('alpha')[0]!, threshold: column('cARL')[0]! };
    const [counts, means] = [column('y'), column('mu0')];

    const steps = name.includes('lr_theta')
      ? cusum(counts, means, Math.log(1.5), settings)
      : glr(counts, means, { ...settings, window: name.includes('win12') ? 12 : undefined });

    expect(steps.map(({ alarm }) => Number(alarm))).toEqual(column('alarm'));
    // R searches the shift only to some digits, and the means given have twelve.
    const worst = steps.map(({ statistic }, i) => difference(statistic, column('stat')[i]!, 0.1));
    expect(Math.max(...worst)).toBeLessThan(1e-8);
  });
});
