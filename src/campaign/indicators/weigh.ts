/** How a measured number becomes a term of the score. */
import type { Share } from '../../measure/share.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { type PointName, points } from './points.ts';

interface Fact extends Pick<Indicator, 'part' | 'family' | 'share' | 'value' | 'sentence' | 'source'> {
  readonly name: PointName;
  /** What lies between the reference and strong. */
  readonly measured: number;
  /** False: something else explains the number, so it is told and weighs nothing. */
  readonly counts?: boolean | undefined;
}

/** Piecewise linear: 0 up to the reference point, the whole weight of the rules from strong on. */
export function weigh({ counts = true, ...fact }: Fact, { weights }: Pick<Rules, 'weights'>): Indicator {
  const { reference, strong } = points[fact.name];
  // Not a number is not known: as a term it would leave the score without one, and every fit to its label.
  if (Number.isNaN(fact.measured)) return { ...fact, measured: undefined, known: false, strongAt: strong, weight: 0 };
  const strength = counts ? strengthOf(fact.measured, reference, strong) : 0;
  // A weight of -1 times nothing is 0, not -0.
  const weight = strength === 0 ? 0 : strength * (weights[fact.name] ?? 0);
  return { ...fact, known: true, reference, strongAt: strong, strength, weight };
}

/** 0 up to the reference, 1 from strong on, linear in between; also where strong lies below the reference. */
function strengthOf(measured: number, reference: number, strong: number): number {
  return Math.min(1, Math.max(0, (measured - reference) / (strong - reference)));
}

/**
 * A share drawn towards its reference by the prior Beta(1, 1/reference), so that two of three accounts are not 67 %
 * (detection design 2.4).
 */
export function shrunk({ n, of }: Share, reference: number): number {
  return (n + 1) / (of + 1 + 1 / reference);
}

/** A share as a term: drawn towards the reference of its name before it is weighed. */
export function weighShare(
  fact: Omit<Fact, 'measured' | 'share'> & { readonly share: Share },
  rules: Pick<Rules, 'weights'>,
): Indicator {
  return weigh({ ...fact, measured: shrunk(fact.share, points[fact.name].reference) }, rules);
}

/** Unknown is not zero: it weighs nothing and is listed. */
export function unknown(
  fact: Omit<Fact, 'measured' | 'sentence' | 'counts'>,
  /** What nobody knows. */
  sentence: string,
): Indicator {
  return { ...fact, sentence, known: false, strongAt: points[fact.name].strong, weight: 0 };
}

/** A fact that is told beside others and never weighed. */
export function told(fact: Omit<Indicator, 'known' | 'weight'>): Indicator {
  return { ...fact, known: true, weight: 0 };
}
