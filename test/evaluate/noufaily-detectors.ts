/** The detectors that are compared on weekly counts: each gives a number a week, larger for more unusual. */
import { expectBucket, type LevelSettings, learnBucket, newLevel } from '../../src/detector/level.ts';
import { logUpperTail } from '../../src/detector/negative-binomial.ts';
import { learnSeason, newSeasonProfile, seasonAt } from '../../src/detector/season.ts';
import { seriesChances } from '../../src/detector/series.ts';
import { dayMs } from '../../src/post/post.ts';
import { type EarsMethod, earsAlarms, earsAlpha, earsMethods, earsScores } from '../yardsticks/ears.ts';
import {
  type FarringtonPrediction,
  type FarringtonSettings,
  judgeFarrington,
  predictFarrington,
  weeklyFarrington,
} from '../yardsticks/farrington.ts';
import { currentFrom, type NoufailySeries, weeks } from '../yardsticks/noufaily.ts';

interface WeeklyJudgement {
  /** Judged weeks of the series without and with the current outbreak. */
  readonly quiet: Float64Array;
  readonly full: Float64Array;
}

export interface WeeklyDetector {
  readonly name: string;
  /** A judgement above is an alarm, as the detector is meant to be used. */
  readonly configured: number | undefined;
  /** Whether other thresholds make sense. */
  readonly matched: boolean;
  readonly judge: (series: NoufailySeries) => WeeklyJudgement;
}

const atOnePercent = -Math.log(0.01);

/** Settings of the design's benchmark; what is known of a series before it starts is the mean of its first year. */
const level = { period: 52, halfLife: 104, guard: 26, smoothing: 3, pull: 30 } as const;

export const noufailyDetectors: readonly WeeklyDetector[] = [
  { name: 'Tocsin level', configured: atOnePercent, matched: true, judge: both(levelJudgement) },
  { name: 'Tocsin series', configured: atOnePercent, matched: true, judge: both(seriesJudgement) },
  farringtonDetector('Farrington, as R', { ...weeklyFarrington, errors: 'compat' }),
  farringtonDetector('Farrington, clean', weeklyFarrington),
  ...earsMethods.map(earsShipped),
  ...earsMethods.map(earsWithLeastDeviation),
];

function both(judge: (counts: Uint32Array) => Float64Array): WeeklyDetector['judge'] {
  return ({ quiet, counts }) => ({ quiet: judge(quiet), full: judge(counts) });
}

/** −ln p of the judged weeks, 0 in weeks without a case. */
function levelJudgement(counts: Uint32Array): Float64Array {
  const firstYear = counts.subarray(0, level.period);
  const settings: LevelSettings = {
    halfLife: level.halfLife,
    priorShape: 0.5,
    priorMean: Math.max(0.2, firstYear.reduce((a, b) => a + b, 0) / firstYear.length),
    priorDispersion: 1.5,
    maxDispersion: 50,
    windows: [],
    windowHalfLife: level.halfLife,
    windowDoubt: 0,
  };
  const known = newLevel(settings);
  const season = newSeasonProfile({ ...level, memory: 2 ** (-1 / 6) });
  const judgement = new Float64Array(counts.length - currentFrom + 1);
  for (let week = 0; week < counts.length; week++) {
    const count = counts[week] ?? 0;
    if (week >= currentFrom - 1 && count > 0) {
      const { mean, variance } = expectBucket(known, seasonAt(season, week), settings);
      judgement[week - currentFrom + 1] = -logUpperTail(count, mean, variance);
    }
    const learnt = week - level.guard;
    if (learnt < 0) continue;
    const before = known.a / known.b;
    const taught = learnBucket(known, counts[learnt] ?? 0, seasonAt(season, learnt), settings);
    learnSeason(season, learnt, taught, before);
  }
  return judgement;
}

/** What the product says of a plain series of weeks, as it is shipped. */
function seriesJudgement(counts: Uint32Array): Float64Array {
  const points = Array.from(counts, (count, week) => ({ at: new Date(week * 7 * dayMs), count }));
  const chances = seriesChances(points).slice(-(weeks - currentFrom + 1));
  return Float64Array.from(chances, ({ logP, at }) => (counts[at.getTime() / (7 * dayMs)] === 0 ? 0 : -logP));
}

function farringtonDetector(name: string, settings: FarringtonSettings): WeeklyDetector {
  const judge = ({ quiet, counts, outbreak }: NoufailySeries): WeeklyJudgement => {
    const first = outbreak.findIndex((count) => count > 0);
    const judgement = {
      quiet: new Float64Array(weeks - currentFrom + 1),
      full: new Float64Array(weeks - currentFrom + 1),
    };
    for (let k = currentFrom; k <= weeks; k++) {
      const prediction = predictFarrington(quiet, k, settings);
      // The outbreak is no part of the past while it is among the weeks left out.
      const isSame = first < 0 || first + 1 >= k - settings.leftOut;
      const withOutbreak = isSame ? prediction : predictFarrington(counts, k, settings);
      judgement.quiet[k - currentFrom] = farringtonJudgement(quiet, k, prediction, settings);
      judgement.full[k - currentFrom] = farringtonJudgement(counts, k, withOutbreak, settings);
    }
    return judgement;
  };
  return { name, configured: atOnePercent, matched: true, judge };
}

/** −ln p; 0 where there can be no alarm. Above −ln alpha is the same as above the bound. */
export function farringtonJudgement(
  counts: Uint32Array,
  k: number,
  prediction: FarringtonPrediction | undefined,
  settings: FarringtonSettings,
): number {
  if (prediction === undefined || counts[k - 1] === 0) return 0;
  const { enough, logP } = judgeFarrington(counts, k, prediction, settings);
  return enough ? -logP : 0;
}

/** As shipped EARS has no least deviation, which no threshold can match. */
function earsShipped(method: EarsMethod): WeeklyDetector {
  const judge = (counts: Uint32Array): Float64Array =>
    Float64Array.from(earsAlarms(counts, method, earsAlpha[method]).slice(currentFrom - 1), Number);
  return { name: `EARS ${method}`, configured: 0.5, matched: false, judge: both(judge) };
}

function earsWithLeastDeviation(method: EarsMethod): WeeklyDetector {
  const judge = (counts: Uint32Array): Float64Array => earsScores(counts, method).slice(currentFrom - 1);
  return { name: `EARS ${method}, least sd ½`, configured: undefined, matched: true, judge: both(judge) };
}
