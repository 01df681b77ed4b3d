/** What a digest says about its own judgement: bursts to be judged, scores against verdicts, thresholds that were tightened. */
import type { Reliability, ReliabilityBin } from '../campaign/calibrate-reliability.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { RulesFit } from '../campaign/fit-rules.ts';
import type { Lane } from '../detector/detector.ts';
import { count, counted, percent, shareText } from '../measure/words.ts';
import type { Section } from './message.ts';

/** A burst below the digest line, drawn at random for people to judge. */
export interface AuditedBurst {
  readonly campaign: Campaign;
  /** Campaign version, people's actions included, that the buttons carry. */
  readonly version: number;
  /** Chance with which it was drawn. */
  readonly probability: number;
}

export interface DigestLearning {
  readonly audit: readonly AuditedBurst[];
  readonly reliability: Reliability;
  /** The newest; absent before the first. */
  readonly fit?: RulesFit | undefined;
}

/** A lane in which everyday hours looked rare too often. */
export interface TightenedLane {
  readonly lane: Lane;
  /** Its threshold is so many times as strict as nominal. */
  readonly factor: number;
  /** Hours that looked rare among keys without an alert, and how many chance alone gives. */
  readonly observed: number;
  readonly nominal: number;
}

const laneNames: Readonly<Record<Lane, string>> = {
  level: 'established keys',
  new: 'new keys',
  drip: 'slow drip',
  account: 'single listed accounts',
  group: 'listed groups',
  pairs: 'pairs of accounts',
};

/** Letters of the bursts in an audit sample, in the text and on the buttons. */
export const auditLetters = 'abcdefghij';

/** @param lineOf the burst as the digest lists campaigns */
export function learningSections(
  { audit, reliability, fit }: DigestLearning,
  lineOf: (campaign: Campaign) => string,
): readonly Section[] {
  return [
    ...(audit.length === 0 ? [] : [{ label: 'Audit sample', lines: auditLines(audit, lineOf) }]),
    ...(reliability.labels === 0 ? [] : [{ label: 'Scores', lines: reliabilityLines(reliability) }]),
    ...(fit === undefined ? [] : [{ label: 'Rules', lines: [`week ${fit.week.slice(-3)}: ${fit.reason}`] }]),
  ];
}

export function selfCheckSection(tightened: readonly TightenedLane[]): readonly Section[] {
  if (tightened.length === 0) return [];
  const lines = tightened.map(
    ({ lane, factor, observed, nominal }) =>
      `${laneNames[lane]}: hours without an alert looked rare too often (${figure(observed)}, chance gives ${figure(nominal)}); the threshold is ${figure(factor)} times as strict`,
  );
  return [{ label: 'Self-check', lines }];
}

function auditLines(audit: readonly AuditedBurst[], lineOf: (campaign: Campaign) => string): readonly string[] {
  return [
    `${counted(audit.length, 'burst')} below the digest line, drawn at random: please judge, so that what is missed can be counted`,
    ...audit.map(({ campaign, probability }, i) => {
      const drawn = probability < 1 ? ` · one in ${figure(1 / probability)} was drawn` : '';
      return `${auditLetters[i] ?? '?'}: ${lineOf(campaign)}${drawn}`;
    }),
  ];
}

function reliabilityLines({ labels, cannotSay, bins, audited, score, baseRateOnly }: Reliability): readonly string[] {
  const open = cannotSay === 0 ? '' : `; ${count(cannotSay)} more without a majority`;
  const errors =
    score === undefined || baseRateOnly === undefined
      ? []
      : [
          `mean error over all bursts: Brier ${score.brier.toFixed(3)}, base rate only ${baseRateOnly.brier.toFixed(3)} · log loss ${score.logLoss.toFixed(3)}, base rate only ${baseRateOnly.logLoss.toFixed(3)}`,
        ];
  const missed = audited.of === 0 ? [] : [`called campaigns among audited bursts: ${shareText(audited)}`];
  return [
    `predicted and confirmed, ${counted(labels, 'judged burst')}${open}`,
    ...bins.map(binLine),
    ...errors,
    ...missed,
  ];
}

function binLine({ low, high, predicted, confirmed }: ReliabilityBin): string {
  const range = `${Math.round(low * 100)}-${Math.round(high * 100)} %`;
  if (predicted === undefined) return `${range}: none judged`;
  return `${range}: predicted ${percent(predicted)}, confirmed ${shareText(confirmed)}`;
}

/** Whole numbers from 10 on, two digits below. */
function figure(value: number): string {
  return value >= 10 ? count(value) : String(Number(value.toPrecision(2)));
}
