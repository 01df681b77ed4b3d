import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectSeriesBursts, type SeriesBurst, type SeriesPoint } from '../../src/detector/series.ts';
import { dayMs, hourMs } from '../../src/post/post.ts';

const shared = path.join(process.env['TOCSIN_SHARED'] ?? '../shared', 'data');
const cotton = path.join(shared, 'field/aggregates/xinjiangcotton_daily_2021.csv');
const own = path.join(shared, 'surveillance/own');

function rowsOf(file: string): readonly (readonly string[])[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
}

describe.skipIf(!existsSync(cotton))(`posts a day on Xinjiang cotton (${cotton})`, () => {
  it('have one burst, which starts on 25 March 2021 and goes on', () => {
    const points = rowsOf(cotton)
      .slice(1)
      .map(([date, posts]) => ({ at: new Date(`${date}T00:00:00Z`), count: Number(posts) }));

    const bursts = detectSeriesBursts(points);

    expect(bursts).toHaveLength(1);
    expect(bursts[0]).toMatchObject({
      from: new Date('2021-03-25T00:00:00Z'),
      peakAt: new Date('2021-03-25T00:00:00Z'),
      ongoing: true,
    });
    expect(bursts[0]!.usualHigh).toBeLessThan(10_000);
  });
});

interface Label {
  readonly series: string;
  readonly start: number;
  readonly end: number;
  readonly k?: number;
}

/** Labelled bursts found, and bursts found that have no label, over all series of a file. */
function score(name: 'hourly' | 'weekly', lengthMs: number, wanted: (label: Label) => boolean) {
  const [header = [], ...rows] = rowsOf(path.join(own, `${name}_input.csv`));
  const labels = JSON.parse(readFileSync(path.join(own, `${name}_labels.json`), 'utf8')) as readonly Label[];
  const start = Date.parse('2024-01-01T00:00:00Z');
  let found = 0;
  let unlabelled = 0;
  header.slice(1).forEach((series, column) => {
    const points = rows.map(
      (row): SeriesPoint => ({
        at: new Date(start + (Number(row[0]) - 1) * lengthMs),
        count: Number(row[column + 1]),
      }),
    );
    const bursts = detectSeriesBursts(points);
    const meets = (burst: SeriesBurst, label: Label): boolean =>
      burst.from.getTime() < start + label.end * lengthMs && burst.to.getTime() > start + (label.start - 1) * lengthMs;
    const labelled = labels.filter((label) => label.series === series);
    found += labelled.filter((label) => wanted(label) && bursts.some((burst) => meets(burst, label))).length;
    unlabelled += bursts.filter((burst) => !labelled.some((label) => meets(burst, label))).length;
  });
  return { found, of: labels.filter(wanted).length, unlabelled, buckets: rows.length * (header.length - 1) };
}

describe.skipIf(!existsSync(own))(`labelled series (${own})`, () => {
  it('of hours: most bursts are found, and almost nothing else', () => {
    const { found, of, unlabelled } = score('hourly', hourMs, () => true);

    expect(of).toBe(12);
    expect(found).toBeGreaterThanOrEqual(10);
    expect(unlabelled).toBeLessThanOrEqual(2);
  });

  it('of weeks: all outbreaks of ten standard deviations are found, one false alarm in a hundred weeks', () => {
    const { found, of, unlabelled, buckets } = score('weekly', 7 * dayMs, ({ k = 0 }) => k >= 10);

    expect(of).toBe(5);
    expect(found).toBe(5);
    expect(unlabelled / buckets).toBeLessThan(0.01);
  });
});
