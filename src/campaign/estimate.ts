/** A score in the words of the field: how likely, and how sure that is. They are two things and never mixed. */
import type { Confidence } from '../registry/registry.ts';
import type { Assessment } from './campaign.ts';

/** Upper bounds of the words for probability (ICD 203, 2015, section D.6.e.2a). */
const likelihoods = [
  [0.05, 'almost no chance'],
  [0.2, 'very unlikely'],
  [0.45, 'unlikely'],
  [0.55, 'roughly even chance'],
  [0.8, 'likely'],
  [0.95, 'very likely'],
] as const;

/** A family is at work from this weight on, in nats. */
const atWork = 0.5;
/** So many of some twenty facts unknown, or so much that explains the burst otherwise, lowers the confidence by a step. */
const manyUnknown = 10;
const explainedBy = -1;

/** @param probability 0..1 */
export function likelihoodWord(probability: number): string {
  return likelihoods.find(([bound]) => probability <= bound)?.[1] ?? 'almost certain';
}

/**
 * A fixed rubric: three families of evidence that agree give high confidence, two moderate, one low. Families are
 * capped, so a score that reaches a channel rests on two at least: what is below moderate waits for the digest.
 */
export function confidenceOf({ families, notKnown }: Pick<Assessment, 'families' | 'notKnown'>): Confidence {
  const agreeing = familiesAtWork(families);
  if (agreeing < 2) return 'low';
  const isDoubtful = notKnown.length >= manyUnknown || (families['against'] ?? 0) < explainedBy;
  return agreeing >= 3 && !isDoubtful ? 'high' : 'moderate';
}

export function familiesAtWork(families: Readonly<Record<string, number>>): number {
  return Object.entries(families).filter(([family, weight]) => family !== 'against' && weight >= atWork).length;
}
