import { describe, expect, it } from 'vitest';
import { seriesChances } from '../../src/detector/series.ts';
import { dayMs, hourMs } from '../../src/post/post.ts';
import { farringtonJudgement } from '../evaluate/noufaily-detectors.ts';
import { earsScores } from '../yardsticks/ears.ts';
import { type FarringtonSettings, predictFarrington, weeklyFarrington } from '../yardsticks/farrington.ts';
import { isPresent, jsonOf, seriesOf, surveillance } from './surveillance-files.ts';

interface Label {
  readonly series: string;
  readonly start: number;
  readonly end: number;
}

/** One number a bucket, larger for more unusual. */
type Judge = (counts: readonly number[]) => ArrayLike<number>;

function ours(lengthMs: number): Judge {
  return (counts) => {
    const points = counts.map((count, t) => ({ at: new Date(t * lengthMs), count }));
    const judged = new Float64Array(counts.length);
    for (const { at, logP } of seriesChances(points)) judged[at.getTime() / lengthMs] = -logP;
    return judged.map((value, t) => (counts[t] === 0 ? 0 : value));
  };
}

function farrington(settings: FarringtonSettings, from: number): Judge {
  return (counts) => {
    const whole = Uint32Array.from(counts);
    const judged = new Float64Array(counts.length);
    for (let k = from; k <= counts.length; k++) {
      judged[k - 1] = farringtonJudgement(whole, k, predictFarrington(counts, k, settings), settings);
    }
    return judged;
  };
}

/** Labelled bursts found when at most `share` of the other buckets from `from` on are alarms. */
function found(name: 'weekly' | 'hourly', judge: Judge, from: number, after: number, share: number): number {
  const labels = jsonOf(`${name}_labels.json`) as readonly Label[];
  const judged = new Map([...seriesOf(`${name}_input.csv`)].map(([series, counts]) => [series, judge(counts)]));
  const quiet = [...judged].flatMap(([series, values]) => {
    const own = labels.filter((label) => label.series === series);
    const isQuiet = (t: number): boolean => !own.some(({ start, end }) => t >= start && t <= end + after);
    return Array.from(values).filter((_, i) => i + 1 >= from && isQuiet(i + 1));
  });
  quiet.sort((a, b) => b - a);
  const threshold = quiet[Math.floor(share * quiet.length)]!;
  const hit = ({ series, start, end }: Label): boolean =>
    Array.from(judged.get(series)!)
      .slice(start - 1, end)
      .some((value) => value > threshold);
  return labels.filter(hit).length;
}

describe.skipIf(!isPresent)(`labelled series, at the same share of false alarms (${surveillance})`, () => {
  it('of weeks: as many outbreaks as Farrington Flexible, twice as many as EARS', () => {
    const at = (judge: Judge): number => found('weekly', judge, 313, 2, 0.01);

    const tocsin = at(ours(7 * dayMs));

    // 18 of the 30 have two or three standard deviations only: no method finds them.
    expect(tocsin).toBeGreaterThanOrEqual(at(farrington(weeklyFarrington, 313)));
    expect(tocsin).toBeGreaterThanOrEqual(11);
    expect(tocsin).toBeGreaterThanOrEqual(2 * at((counts) => earsScores(counts, 'C1')));
  });

  it('of hours: all of them, Farrington with a week for a year fewer', () => {
    const at = (judge: Judge): number => found('hourly', judge, 841, 24, 0.002);
    const settings = { ...weeklyFarrington, period: 168, years: 4, halfWindow: 2, levels: 12, leftOut: 24 };

    expect(at(ours(hourMs))).toBe(12);
    expect(at(farrington(settings, 841))).toBeLessThan(12);
    expect(at((counts) => earsScores(counts, 'C2'))).toBeLessThan(6);
  });
});
