/**
 * Bursts below the digest line that people are asked to judge, drawn at random: people label what they are sent, and
 * without some of the rest neither recall nor calibration can be measured (detection design 2.4).
 */
import { createHash } from 'node:crypto';

export interface Audited {
  readonly campaignId: string;
  /** Chance of having been drawn: each label is weighted by its inverse. */
  readonly probability: number;
}

/**
 * A simple random sample without replacement, the same for the same week whatever the order of the candidates: those with
 * the smallest hashes of week and id.
 *
 * @param week seeds the draw: `2026-W48`
 */
export function auditSample(
  candidates: readonly { readonly campaignId: string }[],
  week: string,
  size = 5,
): readonly Audited[] {
  const ids = [...new Set(candidates.map(({ campaignId }) => campaignId))];
  const probability = ids.length === 0 ? 0 : Math.min(1, size / ids.length);
  return ids
    .map((campaignId) => ({ campaignId, draw: drawOf(week, campaignId) }))
    .sort((a, b) => (a.draw < b.draw ? -1 : 1))
    .slice(0, size)
    .map(({ campaignId }) => ({ campaignId, probability }));
}

function drawOf(week: string, campaignId: string): string {
  return createHash('sha256').update(`${week}\n${campaignId}`).digest('hex');
}
