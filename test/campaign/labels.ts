/** Invented labels and verdicts whose truth is known. */
import { logOddsUnder } from '../../src/campaign/fit-score.ts';
import type { Label, LabelEvidence } from '../../src/campaign/label.ts';
import { logistic } from '../../src/campaign/ledger.ts';
import type { Rules } from '../../src/campaign/rules.ts';
import { startRules } from '../../src/campaign/start-rules.ts';

export function aLabel(given: Partial<Label> = {}): Label {
  return {
    campaignId: 'example-x-20260302',
    kind: 'hashtag-campaign',
    version: 1,
    openedAt: new Date('2026-03-02T10:00:00Z'),
    by: 'slack:U1',
    byName: 'Ana',
    at: new Date('2026-03-02T12:00:00Z'),
    verdict: 'campaign',
    predicted: 0.9,
    rulesVersion: 'v4',
    evidence: [{ name: 'copy-share', family: 'content', strength: 1, measured: 0.4 }],
    selection: 'sent',
    probability: 1,
    ...given,
  };
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const families = {
  'copy-share': 'content',
  synchrony: 'timing',
  'young-accounts': 'accounts',
  'co-sharing': 'network',
  'news-match': 'against',
  'text-variety': 'against',
} as const;

interface Sampling {
  readonly count: number;
  readonly weeks: number;
  readonly seed: number;
  /** Share of indicators that say something. */
  readonly present?: number;
}

/** Labels of campaigns that are confirmed as often as the score under `truth` says. */
export function labelsOf(
  truth: Pick<Rules, 'prior' | 'weights'>,
  { count, weeks, seed, present = 0.5 }: Sampling,
): readonly Label[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i) => {
    const evidence: readonly LabelEvidence[] = Object.entries(families).map(([name, family]) => ({
      name,
      family,
      strength: random() < present ? random() : 0,
    }));
    const predicted = logistic(logOddsUnder(truth, evidence));
    const openedAt = new Date(Date.UTC(2026, 0, 5 + 7 * (i % weeks), 12));
    return aLabel({
      campaignId: `c${String(i).padStart(5, '0')}`,
      openedAt,
      at: new Date(openedAt.getTime() + 3_600_000),
      evidence,
      predicted,
      verdict: random() < predicted ? 'campaign' : 'organic',
      rulesVersion: startRules.version,
    });
  });
}
