/** Evidence of a label under any rules: the score it would have got, by the very account that scores are made by. */
import type { LabelEvidence } from './label.ts';
import { ledgerOf } from './ledger.ts';
import type { Rules } from './rules.ts';

/** Log-odds, caps included. */
export function logOddsUnder(rules: Pick<Rules, 'prior' | 'weights'>, evidence: readonly LabelEvidence[]): number {
  const indicators = evidence.map(({ name, family, strength }) => ({
    name,
    family,
    part: 'coordinated' as const,
    known: true,
    weight: (Object.hasOwn(rules.weights, name) ? (rules.weights[name] ?? 0) : 0) * strength,
    sentence: name,
  }));
  return ledgerOf({ prior: rules.prior, indicators }).logOdds;
}
