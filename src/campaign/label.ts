/**
 * What people said of a campaign, kept with the evidence they judged: what weights are fitted to, and what scores are
 * compared with.
 */
import type { Campaign, CampaignKind, Family } from './campaign.ts';

export const verdicts = ['campaign', 'coordinated-but-harmless', 'organic', 'cannot-say'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Label {
  readonly campaignId: string;
  readonly kind: CampaignKind;
  /** Of the campaign, as it was judged. */
  readonly version: number;
  readonly openedAt: Date;
  /** `slack:U1`. */
  readonly by: string;
  readonly byName: string;
  readonly at: Date;
  readonly verdict: Verdict;
  /** 0..1: what was said to be likely at that moment, calibrated where it was. */
  readonly predicted: number;
  readonly rulesVersion: string;
  readonly evidence: readonly LabelEvidence[];
  /** `audit`: drawn at random from what was not sent. */
  readonly selection: 'sent' | 'audit';
  /** Chance of having been shown for a verdict; 1 for what was sent. */
  readonly probability: number;
}

/** A known fact as it stood when somebody judged. */
export interface LabelEvidence {
  readonly name: string;
  readonly family: Family;
  /** 0..1: how far the fact had come from its reference to strong, before any weight. */
  readonly strength: number;
  /** The plain number behind it. */
  readonly measured?: number | undefined;
}

export interface Judgement extends Pick<Label, 'by' | 'byName' | 'at' | 'verdict'> {
  /** Chance with which the campaign was drawn for the audit sample; absent for one that was sent. */
  readonly auditProbability?: number | undefined;
}

export function labelOf(
  { id, kind, version, openedAt, assessment }: Campaign,
  { by, byName, at, verdict, auditProbability }: Judgement,
): Label {
  return {
    campaignId: id,
    kind,
    version,
    openedAt,
    by,
    byName,
    at,
    verdict,
    predicted: assessment.calibrated ?? assessment.coordination,
    rulesVersion: assessment.rulesVersion,
    evidence: assessment.indicators.flatMap(({ name, family, known, strength, measured }) =>
      // What a platform deleted later is its own verdict: learning from it would leak that into early scores.
      !known || strength === undefined || family === 'after' ? [] : [{ name, family, strength, measured }],
    ),
    selection: auditProbability === undefined ? 'sent' : 'audit',
    probability: auditProbability ?? 1,
  };
}

/** What all who judged a campaign come to. */
export interface SettledLabel
  extends Pick<Label, 'campaignId' | 'openedAt' | 'predicted' | 'evidence' | 'selection' | 'probability'> {
  readonly outcome: 'campaign' | 'other' | 'cannot-say';
  readonly people: number;
}

/**
 * One verdict per campaign: of each person the last, then the majority between "campaign" and the rest; as many on
 * either side, or nobody who can say, is `cannot-say`. Bursts of attributed accounts have no score to be judged by and
 * are left out. The order of campaigns is that of their ids.
 */
export function settleLabels(labels: readonly Label[]): readonly SettledLabel[] {
  const byCampaign = new Map<string, Label[]>();
  for (const label of labels) {
    if (label.kind === 'attributed-burst') continue;
    const known = byCampaign.get(label.campaignId);
    if (known === undefined) byCampaign.set(label.campaignId, [label]);
    else known.push(label);
  }
  return [...byCampaign]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => {
      const settled = settle(all);
      return settled === undefined ? [] : [settled];
    });
}

function settle(labels: readonly Label[]): SettledLabel | undefined {
  const inTime = labels.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const [first] = inTime;
  if (first === undefined) return undefined;
  const last = [...new Map(inTime.map((label) => [label.by, label])).values()];
  const forIt = last.filter(({ verdict }) => verdict === 'campaign').length;
  const against = last.filter(({ verdict }) => verdict !== 'campaign' && verdict !== 'cannot-say').length;
  // Who judged first saw the least of what came later. What was sent in the end would have been judged anyway.
  const { campaignId, openedAt, predicted, evidence } = first;
  const wasSent = inTime.some(({ selection }) => selection === 'sent');
  return {
    campaignId,
    openedAt,
    predicted,
    evidence,
    selection: wasSent ? 'sent' : 'audit',
    probability: wasSent ? 1 : first.probability,
    outcome: forIt === against ? 'cannot-say' : forIt > against ? 'campaign' : 'other',
    people: last.length,
  };
}
