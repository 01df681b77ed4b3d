/** Settled labels → examples to learn from, each with its week and with as many bursts as it stands for. */

import { isoWeek } from './fit-week.ts';
import type { LabelEvidence, SettledLabel } from './label.ts';

export interface Example {
  readonly evidence: readonly LabelEvidence[];
  readonly isCampaign: boolean;
  /** Week in which the campaign opened: bursts of one week share their events, so they are held out together. */
  readonly week: string;
  readonly weight: number;
}

/** One drawn burst never counts for more: a single verdict would decide (trimming, Potter 1990, ASA survey methods). */
const heaviest = 20;

/**
 * Verdicts that cannot say are left out, and facts whose strength is no number: one of them would leave the fit without
 * any. A burst that was drawn stands for 1 / its chance of being drawn.
 */
export function examplesOf(settled: readonly SettledLabel[]): readonly Example[] {
  return settled.flatMap(({ evidence, outcome, openedAt, probability }) =>
    outcome === 'cannot-say'
      ? []
      : [
          {
            evidence: evidence.filter(({ strength }) => Number.isFinite(strength)),
            isCampaign: outcome === 'campaign',
            week: isoWeek(openedAt),
            weight: probability > 0 ? Math.min(heaviest, 1 / probability) : 1,
          },
        ],
  );
}
