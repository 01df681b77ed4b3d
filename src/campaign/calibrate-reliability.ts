/** Settled labels → how often what was called likely was confirmed: five bins, and the mean error over all. */
import { type Share, shareOf } from '../measure/share.ts';
import type { SettledLabel } from './label.ts';

export interface ReliabilityBin {
  /** Predicted from `low` up to below `high`; the last bin holds 1, too. */
  readonly low: number;
  readonly high: number;
  /** Mean of what was predicted in the bin; absent while it is empty. */
  readonly predicted?: number | undefined;
  readonly confirmed: Share;
}

export interface Reliability {
  /** Judged bursts whose verdict says something. */
  readonly labels: number;
  readonly cannotSay: number;
  readonly bins: readonly ReliabilityBin[];
  /** Bursts drawn at random from what was not sent that people called campaigns. */
  readonly audited: Share;
  /** Over all bursts: every label stands for 1 / its chance of being shown. Absent without labels. */
  readonly score?: MeanError | undefined;
  /** What the share of confirmed ones alone would give. */
  readonly baseRateOnly?: MeanError | undefined;
}

interface MeanError {
  /** Mean squared error of the probability (Brier 1950). */
  readonly brier: number;
  /** Mean of −ln of the probability given to what was so, nats. */
  readonly logLoss: number;
}

const bins = 5;

export function reliabilityOf(settled: readonly SettledLabel[]): Reliability {
  const judged = settled.filter(({ outcome }) => outcome !== 'cannot-say');
  const audited = judged.filter(({ selection }) => selection === 'audit');
  const baseRate = weighedMean(judged, (one) => hit(one));
  return {
    labels: judged.length,
    cannotSay: settled.length - judged.length,
    bins: Array.from({ length: bins }, (_, bin) => binOf(judged, bin)),
    audited: confirmedOf(audited),
    score: judged.length === 0 ? undefined : errorOf(judged, ({ predicted }) => predicted),
    baseRateOnly: judged.length === 0 ? undefined : errorOf(judged, () => baseRate),
  };
}

function binOf(judged: readonly SettledLabel[], bin: number): ReliabilityBin {
  const held = judged.filter(({ predicted }) => Math.min(bins - 1, Math.floor(predicted * bins)) === bin);
  return {
    low: bin / bins,
    high: (bin + 1) / bins,
    predicted: held.length === 0 ? undefined : held.reduce((sum, { predicted }) => sum + predicted, 0) / held.length,
    confirmed: confirmedOf(held),
  };
}

function confirmedOf(judged: readonly SettledLabel[]): Share {
  return shareOf(judged.filter(({ outcome }) => outcome === 'campaign').length, judged.length);
}

function hit({ outcome }: SettledLabel): number {
  return outcome === 'campaign' ? 1 : 0;
}

/** A sure prediction that was wrong would cost without end. */
const surest = 1e-6;

function errorOf(judged: readonly SettledLabel[], predict: (one: SettledLabel) => number): MeanError {
  return {
    brier: weighedMean(judged, (one) => (predict(one) - hit(one)) ** 2),
    logLoss: weighedMean(judged, (one) => {
      const p = Math.min(1 - surest, Math.max(surest, predict(one)));
      return -Math.log(hit(one) === 1 ? p : 1 - p);
    }),
  };
}

function weighedMean(judged: readonly SettledLabel[], value: (one: SettledLabel) => number): number {
  const total = judged.reduce((sum, { probability }) => sum + 1 / probability, 0);
  return total === 0 ? 0 : judged.reduce((sum, one) => sum + value(one) / one.probability, 0) / total;
}
