/**
 * How often everyday use looks rare: what a detector counts so that its own thresholds can be checked against chance.
 * Under a right baseline a share p of the cells has a chance of p or less.
 */
import type { Lane } from './detector.ts';

/** Chances that cells are counted at, largest first (design: self-check at 1e-3 … 1e-6). */
export const selfCheckChances = [1e-3, 1e-4, 1e-5, 1e-6] as const;

/** One lane on one day over all platforms; keys with an episode are left out, as they are no everyday use. */
export interface SelfCheckCounts {
  readonly lane: Lane;
  /** `2026-03-02`, UTC. */
  readonly day: string;
  /** Pairs of a key and an hour in which it was looked at, silent hours of active keys included. */
  readonly cells: number;
  /** Cells with a chance of at most `selfCheckChances[i]`. */
  readonly atMost: readonly number[];
}

/** Two weeks: enough for one day's oddity not to decide. */
export const selfCheckDaysKept = 14;

/** The part of a detector that the nightly self-check reads. */
export interface SelfChecked {
  /** Counts of the last `selfCheckDaysKept` days, oldest first; the present day is not whole yet. */
  selfCheckCounts(): readonly SelfCheckCounts[];
}

/** By how much each lane's expected number of false alerts is raised; 1 or absent is not at all. */
export type Tightening = Readonly<Partial<Record<Lane, number>>>;

/** `threshold tightened 4-fold by the nightly self-check`; undefined when it is not. */
export function tightenedNote(tighten: number | undefined): string | undefined {
  if (tighten === undefined || tighten <= 1) return undefined;
  const fold = tighten < 10 ? Math.round(tighten * 10) / 10 : Math.round(tighten);
  return `threshold tightened ${fold}-fold by the nightly self-check`;
}
