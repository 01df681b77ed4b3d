/**
 * Tocsin's level beside the yardsticks on Noufaily's 42 scenarios: how often it alarms without an outbreak, how many
 * outbreaks it finds and how late. Pure and seeded; `noufailyTable` prints it.
 */
import { currentFrom, type NoufailySeries, noufailySeries, scenarios, weeks } from '../yardsticks/noufaily.ts';
import { noufailyDetectors } from './noufaily-detectors.ts';

export interface NoufailyOptions {
  /** Series a scenario. */
  readonly repeats: number;
  readonly seed: number;
  /** Names of detectors; all when left out. */
  readonly only?: readonly string[] | undefined;
}

interface NoufailyRow {
  readonly detector: string;
  readonly threshold: 'as configured' | 'false alarms 1 %' | 'false alarms 0.2 %';
  /** Alarmed share of the weeks of the series without their last outbreak. */
  readonly falseAlarms: number;
  /** Share of outbreaks with an alarm in any week from their first to their last case. */
  readonly found: number;
  readonly foundInFirstWeek: number;
  /** Mean weeks from the first case to the alarm, of the outbreaks found. */
  readonly delayWeeks: number;
  /** `found` by size, in standard deviations: 1 to 10. */
  readonly foundBySize: readonly number[];
}

export interface NoufailyResult {
  readonly seed: number;
  readonly series: number;
  /** Outbreaks with a case inside the last weeks. */
  readonly outbreaks: number;
  readonly quietWeeks: number;
  readonly rows: readonly NoufailyRow[];
}

const judged = weeks - currentFrom + 1;

export function evaluateNoufaily({ repeats, seed, only }: NoufailyOptions): NoufailyResult {
  const detectors = noufailyDetectors.filter(({ name }) => only?.includes(name) ?? true);
  const runs = detectors.map((detector) => ({ detector, judgements: newJudgements(scenarios.length * repeats) }));
  const outbreaks: Outbreak[] = [];
  for (let scenario = 0; scenario < scenarios.length; scenario++) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const series = noufailySeries(scenario, repeat, seed);
      const place = scenario * repeats + repeat;
      const outbreak = outbreakOf(series, place);
      if (outbreak !== undefined) outbreaks.push(outbreak);
      for (const { detector, judgements } of runs) {
        const { quiet, full } = detector.judge(series);
        judgements.quiet.set(quiet, place * judged);
        judgements.full.set(full, place * judged);
      }
    }
  }
  const rows = runs.flatMap(({ detector: { name, configured, matched }, judgements }) => {
    const row = (threshold: NoufailyRow['threshold'], above: number): NoufailyRow =>
      rowOf(name, threshold, above, judgements, outbreaks);
    return [
      ...(configured === undefined ? [] : [row('as configured', configured)]),
      ...(matched ? [row('false alarms 1 %', thresholdFor(judgements.quiet, 0.01))] : []),
      ...(matched ? [row('false alarms 0.2 %', thresholdFor(judgements.quiet, 0.002))] : []),
    ];
  });
  const series = scenarios.length * repeats;
  return { seed, series, outbreaks: outbreaks.length, quietWeeks: series * judged, rows };
}

/** What a published release must hold (detection design, section 3.3): at p < .01, of all 42 scenarios. */
const mostFalseAlarms = 0.015;
const leastFound = 0.5;

/** Sentences on the goals that Tocsin's own rows miss; none is well. */
export function noufailyMisses({ rows }: NoufailyResult): readonly string[] {
  const own = rows.filter(({ detector, threshold }) => detector.startsWith('Tocsin') && threshold === 'as configured');
  return own.flatMap(({ detector, falseAlarms, found }) => [
    ...(falseAlarms > mostFalseAlarms ? [`${detector}: ${falseAlarms} false alarms, ${mostFalseAlarms} at most`] : []),
    ...(found < leastFound ? [`${detector}: ${found} of the outbreaks found, ${leastFound} at least`] : []),
  ]);
}

/** One line a detector and threshold, for a person. */
export function noufailyTable({ rows, series, outbreaks, quietWeeks, seed }: NoufailyResult): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8);
  const lines = rows.map(({ detector, threshold, falseAlarms, found, foundInFirstWeek, delayWeeks, foundBySize }) => {
    const sizes = [2, 5, 10].map((k) => percent(foundBySize[k - 1] ?? 0)).join('');
    const start = `${detector.padEnd(26)} ${threshold.padEnd(19)}${`${(falseAlarms * 100).toFixed(2)} %`.padStart(8)}`;
    return `${start}${percent(found)}${percent(foundInFirstWeek)}${delayWeeks.toFixed(2).padStart(7)} w${sizes}`;
  });
  const scope = `${series} series, ${outbreaks} outbreaks, ${quietWeeks} weeks without one, seed ${seed}`;
  const columns = `${'detector'.padEnd(26)} ${'threshold'.padEnd(19)}${'  false   found  week 1   delay    k = 2   k = 5  k = 10'}`;
  return [scope, columns, ...lines].join('\n');
}

/** One number a judged week, larger for more unusual; of the series without and with the current outbreak. */
interface Judgements {
  readonly quiet: Float64Array;
  readonly full: Float64Array;
}

function newJudgements(series: number): Judgements {
  return { quiet: new Float64Array(series * judged), full: new Float64Array(series * judged) };
}

interface Outbreak {
  readonly place: number;
  readonly k: number;
  /** Judged weeks from 0 of the first and the last case. */
  readonly first: number;
  readonly last: number;
}

function outbreakOf({ outbreak, k }: NoufailySeries, place: number): Outbreak | undefined {
  const cases = outbreak.subarray(currentFrom - 1);
  const first = cases.findIndex((count) => count > 0);
  return first < 0 ? undefined : { place, k, first, last: cases.findLastIndex((count) => count > 0) };
}

/** Smallest threshold that at most `share` of the quiet weeks are above. */
function thresholdFor(quiet: Float64Array, share: number): number {
  const sorted = quiet.slice().sort();
  return sorted[sorted.length - 1 - Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY;
}

function rowOf(
  detector: string,
  threshold: NoufailyRow['threshold'],
  above: number,
  { quiet, full }: Judgements,
  outbreaks: readonly Outbreak[],
): NoufailyRow {
  const delays = outbreaks.map(({ place, first, last }) => {
    for (let week = first; week <= last; week++) if ((full[place * judged + week] ?? 0) > above) return week - first;
    return undefined;
  });
  const found = delays.filter((delay) => delay !== undefined);
  const ofSize = (k: number): number => {
    const those = delays.filter((_, i) => outbreaks[i]?.k === k);
    return those.filter((delay) => delay !== undefined).length / those.length;
  };
  return {
    detector,
    threshold,
    falseAlarms: quiet.filter((value) => value > above).length / quiet.length,
    found: found.length / outbreaks.length,
    foundInFirstWeek: found.filter((delay) => delay === 0).length / outbreaks.length,
    delayWeeks: found.reduce((sum, delay) => sum + delay, 0) / found.length,
    foundBySize: Array.from({ length: 10 }, (_, i) => ofSize(i + 1)),
  };
}
