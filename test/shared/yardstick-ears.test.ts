import { describe, expect, it } from 'vitest';
import { earsUpper } from '../yardsticks/ears.ts';
import { difference, isPresent, rowsOf, seriesOf, surveillance } from './surveillance-files.ts';

describe.skipIf(!isPresent)(`EARS against R's surveillance (${surveillance})`, () => {
  it.each([
    // R was given the series from this bucket on and counts from there.
    ['weekly_ears_t400_624.csv', 'weekly_input.csv', 400, 3888, 99],
    ['hourly_ears_t1700_2016.csv', 'hourly_input.csv', 1700, 3696, 134],
  ] as const)('%s: every bound and alarm, and no bound where R has none', (file, input, from, count, without) => {
    const series = seriesOf(input);
    const rows = rowsOf(file);
    const bounds = new Map<string, Float64Array>();

    const off = rows.filter(({ series: name = '', method, alpha, t, upper, alarm }) => {
      const counts = series.get(name)!.slice(from - 1);
      const key = `${name} ${method}`;
      if (method !== 'C1' && method !== 'C2' && method !== 'C3') return true;
      const bound = bounds.get(key) ?? earsUpper(counts, method, Number(alpha));
      bounds.set(key, bound);
      const ours = bound[Number(t) - 1]!;
      const isAlarm = counts[Number(t) - 1]! > ours;
      return difference(ours, upper === '' ? Number.NaN : Number(upper)) > 1e-9 || isAlarm !== (alarm === '1');
    });

    expect(rows).toHaveLength(count);
    expect(rows.filter(({ upper }) => upper === '')).toHaveLength(without);
    expect(off).toEqual([]);
  });
});
