import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { dispersionOf, expectBucket, hourlyLevel, learnBucket, newLevel } from '../../src/detector/level.ts';
import { logUpperTail } from '../../src/detector/negative-binomial.ts';
import { learnSeason, newSeasonProfile, seasonAt, weekOfHours } from '../../src/detector/season.ts';

const folder = path.join(process.env['TOCSIN_SHARED'] ?? '../shared', 'data/surveillance/own');
const reference = path.join(folder, 'hourly_gammapoisson.csv');
const present = existsSync(reference);
const read = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });

describe.skipIf(!present)(`the level against the reference run (${reference})`, () => {
  it('expects what the reference expects, hour by hour, to 1e-9', () => {
    const names = ['rare_tag', 'small_tag', 'mid_tag', 'state_media'];
    const rows = read(path.join(folder, 'hourly_input.csv'));
    const wanted = new Map(read(reference).map((row) => [`${row['series']} ${row['t']}`, row]));
    const ours = new Map<string, Record<string, number>>();
    const series = names.map((name, i) => ({
      name,
      group: i < 2 ? 0 : 1,
      level: newLevel(hourlyLevel),
      own: newSeasonProfile({ ...weekOfHours, pull: 20 }),
    }));
    const groups = [newSeasonProfile(weekOfHours), newSeasonProfile(weekOfHours)];

    rows.forEach((row, hour) => {
      for (const { name, group, level, own } of series) {
        const season = seasonAt(own, hour, seasonAt(groups[group]!, hour));
        const { mean, variance } = expectBucket(level, season, hourlyLevel);
        const logP = logUpperTail(Number(row[name]), mean, variance);
        const r = (mean * mean) / (variance - mean);
        const phi = dispersionOf(level, hourlyLevel);
        ours.set(`${name} ${hour + 1}`, { mu: mean, var: variance, r, season, phi, a: level.a, b: level.b, logP });
      }
      const learnt = hour - 24;
      if (learnt < 0) return;
      const pooled = groups.map(() => ({ counted: 0, expected: 0 }));
      for (const { name, group, level, own } of series) {
        const season = seasonAt(own, learnt, seasonAt(groups[group]!, learnt));
        const before = level.a / level.b;
        const taught = learnBucket(level, Number(rows[learnt]![name]), season, hourlyLevel);
        learnSeason(own, learnt, taught, before);
        pooled[group]!.counted += taught;
        pooled[group]!.expected += before;
      }
      pooled.forEach(({ counted, expected }, g) => learnSeason(groups[g]!, learnt, counted, expected));
    });

    let worst = 0;
    for (const [at, row] of wanted) {
      for (const [column, value] of Object.entries(ours.get(at)!)) {
        const target = Number(row[column]);
        worst = Math.max(worst, Math.abs(value - target) / Math.max(Math.abs(target), 1e-12));
      }
    }
    expect(wanted.size).toBeGreaterThan(1000);
    expect(worst).toBeLessThan(1e-9);
  });
});
