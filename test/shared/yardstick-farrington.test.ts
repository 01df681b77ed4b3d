import { describe, expect, it } from 'vitest';
import {
  baselineOf,
  type FarringtonSettings,
  fitWeighted,
  hatValue,
  judgeFarrington,
  predictFarrington,
  predictionOf,
  trendP,
  weeklyFarrington,
} from '../yardsticks/farrington.ts';
import { difference, isPresent, jsonOf, rowsOf, seriesOf, surveillance } from './surveillance-files.ts';

const weekly: FarringtonSettings = { ...weeklyFarrington, errors: 'compat' };
/** The same function with a week of hours as its year. */
const hourly: FarringtonSettings = {
  ...weekly,
  period: 168,
  years: 8,
  halfWindow: 2,
  levels: 12,
  leftOut: 24,
  alpha: 0.001,
};
const classic: FarringtonSettings = { ...weekly, levels: 1, leftOut: 3, weightsAbove: 1 };

/** R's numbers have twelve digits. */
const tolerance = 1e-9;
/** Scores are near 0 where a count is near the mean, so that their last digits are those of the counts. */
const scoreFloor = 1e-2;

describe.skipIf(!isPresent)(`Farrington Flexible against R's surveillance (${surveillance})`, () => {
  it.each([
    ['weekly_ff_delta_b5w3p10_a01.csv', 'weekly', 294, weekly],
    ['weekly_ff_nbPlugin_b5w3p10_a01.csv', 'weekly', 294, { ...weekly, threshold: 'nbPlugin' }],
    ['weekly_ff_muan_b5w3p10_a01.csv', 'weekly', 294, { ...weekly, threshold: 'muan' }],
    ['weekly_ff_delta_b5w3p1_a01_classic.csv', 'weekly', 294, classic],
    ['weekly_ff_delta_b5w3p1_a01_plain.csv', 'weekly', 294, { ...classic, trend: false, reweight: false }],
    ['hourly_ff_delta_b8w2p12_a001.csv', 'hourly', 672, hourly],
    ['hourly_ff_muan_b8w2p12_a001.csv', 'hourly', 672, { ...hourly, threshold: 'muan' }],
  ] as const)('%s: every number of every row', (file, input, count, settings) => {
    const series = seriesOf(`${input}_input.csv`);
    const rows = rowsOf(file);

    const off = rows.flatMap((row) => wrongColumns(row, series.get(row['series'] ?? '') ?? [], settings));

    expect(rows).toHaveLength(count);
    expect(off).toEqual([]);
  });

  it('without the quirk of its errors differs in two alarms of 294 only', () => {
    const series = seriesOf('weekly_input.csv');

    const other = rowsOf('weekly_ff_delta_b5w3p10_a01.csv').filter((row) => {
      const counts = series.get(row['series']!)!;
      const prediction = predictFarrington(counts, Number(row['t']), weeklyFarrington)!;
      return judgeFarrington(counts, Number(row['t']), prediction, weeklyFarrington).alarm !== (row['alarm'] === '1');
    });

    expect(other).toHaveLength(2);
  });
});

function wrongColumns(
  row: Readonly<Record<string, string>>,
  counts: readonly number[],
  settings: FarringtonSettings,
): readonly string[] {
  const k = Number(row['t']);
  const prediction = predictFarrington(counts, k, settings);
  if (prediction === undefined) return [`${row['series']} ${k} has no fit`];
  const verdict = judgeFarrington(counts, k, prediction, settings);
  const columns: [string, number, number][] = [
    ['phi', prediction.dispersion, 0],
    ['trend', Number(prediction.trend), 0],
    ['alarm', Number(verdict.alarm), 0],
  ];
  if (prediction.trend) columns.push(['trendCoef', prediction.slope, 0]);
  // R leaves the bound empty where there are too few recent cases and the expected number where it has no trend to say.
  if (verdict.enough) columns.push(['upper', verdict.upper, 0], ['score', verdict.score, scoreFloor]);
  if (row['expected'] !== '' && row['expected'] !== '0') columns.push(['expected', verdict.expected, 0]);
  // With `delta` this column of R is a power of e of a mean and not used here.
  if (settings.threshold !== 'delta') columns.push(['mu0', verdict.tested, 0]);
  // R has no p under an infinite mean.
  if (Number.isFinite(verdict.tested) || row['p'] !== '') columns.push(['p', Math.exp(verdict.logP), 0]);
  const wrong = columns.filter(([name, value, floor]) => difference(value, numberOf(row[name]), floor) > tolerance);
  const said = wrong.map(([name, value]) => `${row['series']} ${k} ${name}: ${value} for ${row[name]}`);
  return verdict.enough === (row['upper'] === '') ? [...said, `${row['series']} ${k}: bound or none`] : said;
}

function numberOf(text: string | undefined): number {
  return text === 'Inf' ? Number.POSITIVE_INFINITY : Number(text);
}

interface Trace {
  readonly k: number;
  readonly freq: number;
  readonly idx: readonly number[];
  readonly response: readonly number[];
  readonly block: readonly number[];
  readonly fit1: {
    readonly coef: Readonly<Record<string, number>>;
    readonly fitted: readonly number[];
    readonly hat: readonly number[];
    readonly phi: number;
    readonly anscombe: readonly number[];
  };
  readonly omega: readonly number[];
  readonly fit2: Readonly<Record<string, number>> & { readonly coef: Readonly<Record<string, number>> };
  readonly final: { readonly doTrend: boolean } & Readonly<Record<string, number>>;
}

describe.skipIf(!isPresent)(`each step of 22 fits (${surveillance}/ff_trace.json)`, () => {
  const traces = isPresent ? Object.entries(jsonOf('ff_trace.json') as Record<string, Trace>) : [];
  const series = new Map(isPresent ? [...seriesOf('weekly_input.csv'), ...seriesOf('hourly_input.csv')] : []);
  const settingsOf = (trace: Trace): FarringtonSettings => (trace.freq === 168 ? hourly : weekly);

  it('are all there', () => {
    expect(traces).toHaveLength(22);
  });

  it.each(traces)('%s: rows, both fits, residuals, weights, errors of both forms, result', (name, trace) => {
    const settings = settingsOf(trace);
    const counts = series.get(name.split(' ')[0]!)!;
    const baseline = baselineOf(counts, trace.k, settings);
    const fitted = fitWeighted(baseline, settings, true)!;
    const { unweighted, fit } = fitted;
    const compat = predictionOf(fitted, trace.k, settings);
    const clean = fitWeighted(baseline, { ...settings, errors: 'clean' }, true)!;
    const final = predictFarrington(counts, trace.k, settings)!;
    const verdict = judgeFarrington(counts, trace.k, final, settings);

    expect([...baseline.at]).toEqual(trace.idx);
    expect([...baseline.counts]).toEqual(trace.response);
    expect([...baseline.levels]).toEqual(trace.block);
    const pairs: [string, ArrayLike<number>, ArrayLike<number>, number?][] = [
      ['fitted', unweighted.means, trace.fit1.fitted],
      ['hat', trace.idx.map((_, i) => hatValue(baseline, unweighted, i)), trace.fit1.hat],
      ['anscombe', fitted.residuals, trace.fit1.anscombe, 1e-2],
      ['omega', fitted.weights, trace.omega],
      ['coef1', coefficients(unweighted, settings.levels), coefficientsOf(trace.fit1.coef), 1e-2],
      ['coef2', coefficients(fit, settings.levels), coefficientsOf(trace.fit2.coef), 1e-2],
      ['slopes', [unweighted.slope, fit.slope], [trace.fit1.coef['wtime']!, trace.fit2.coef['wtime']!]],
      ['phiRaw', [fitted.rawDispersion], [trace.fit2['phiRaw']!]],
      ['quirk', [fitted.errorDispersion], [trace.fit2['dispersionUsedByPredict']!]],
      ['trendP', [trendP(fitted), trendP(clean)], [trace.fit2['trendP_asPackage']!, trace.fit2['trendP_clean']!]],
      ['eta', [compat.eta], [trace.fit2['etaHat']!], 1e-2],
      ['error', [compat.error], [trace.fit2['seEta_asPackage']!]],
      ['clean error', [predictionOf(clean, trace.k, settings).error], [trace.fit2['seEta_clean']!]],
      ['mean', [Math.exp(compat.eta)], [trace.fit2['muHat']!]],
      ['final', [verdict.expected, final.dispersion], [trace.final['mu']!, trace.final['phi']!]],
      ['final error', [verdict.expected * final.error], [trace.final['seMu']!]],
      ['bound', [verdict.upper, Math.exp(verdict.logP)], [trace.final['upper']!, trace.final['p']!]],
      ['score', [verdict.score], [trace.final['score']!], scoreFloor],
    ];
    const wrong = pairs.filter(([, ours, theirs, floor]) => worstOf(ours, theirs, floor) > tolerance);
    expect(wrong.map(([step, ours, theirs, floor]) => `${step} is off by ${worstOf(ours, theirs, floor)}`)).toEqual([]);
    expect(final.trend).toBe(trace.final.doTrend);
  });
});

/** Values of the levels at time 0, and their differences from the first, as R names its coefficients. */
function coefficients(fit: { predict: (at: number, level: number) => number }, levels: number): readonly number[] {
  const first = fit.predict(0, 1);
  return [first, ...Array.from({ length: levels - 1 }, (_, i) => fit.predict(0, i + 2) - first)];
}

function coefficientsOf(coef: Readonly<Record<string, number>>): readonly number[] {
  return Object.entries(coef)
    .filter(([name]) => name !== 'wtime')
    .map(([, value]) => value);
}

function worstOf(ours: ArrayLike<number>, theirs: ArrayLike<number>, floor?: number): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  return Math.max(...Array.from(ours, (value, i) => difference(value, theirs[i] ?? Number.NaN, floor)));
}
