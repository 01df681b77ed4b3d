/**
 * How often everyday use looks rare: what a detector counts so that its own thresholds can be checked against chance.
 * Under a right baseline a share p of the cells has a chance of p or less.
 */
import { z } from 'zod';
import type { Lane, StateEntry } from './detector.ts';

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

/** What the self-check made of a lane: how many cells looked rare, how many chance alone gives, and their ratio. */
export interface LaneCheck {
  readonly lane: Lane;
  /** The lane's threshold is so many times as strict as set; more than `toleratedFactor`. */
  readonly factor: number;
  readonly observed: number;
  readonly nominal: number;
}

/** Up to here a lane is left alone (design: 1.7). */
const toleratedFactor = 5;
/** So many cells must be expected or observed at a chance before it can decide. */
const leastCells = 5;

/**
 * The rule of the night: over the days given, cells are summed up for each chance; of the chances with at least 5 cells
 * expected or observed the one nearest to the threshold decides, the larger of two equally near; observed over nominal above 5
 * tightens by that factor, and nothing else does. With fewer cells nothing is known, and the lane is left alone.
 *
 * @param threshold chance at which an episode of the lane opens
 */
export function checkLane(lane: Lane, counts: readonly SelfCheckCounts[], threshold: number): LaneCheck | undefined {
  const days = counts.filter((each) => each.lane === lane);
  const cells = days.reduce((sum, day) => sum + day.cells, 0);
  let nearest: { readonly distance: number; readonly observed: number; readonly nominal: number } | undefined;
  for (const [i, chance] of selfCheckChances.entries()) {
    const nominal = cells * chance;
    const observed = days.reduce((sum, day) => sum + (day.atMost[i] ?? 0), 0);
    const distance = Math.abs(Math.log(chance / threshold));
    if (nominal < leastCells && observed < leastCells) continue;
    if (nearest === undefined || distance < nearest.distance) nearest = { distance, observed, nominal };
  }
  if (nearest === undefined || nearest.nominal === 0) return undefined;
  const { observed, nominal } = nearest;
  const factor = observed / nominal;
  return factor > toleratedFactor ? { lane, factor, observed, nominal } : undefined;
}

/** Where the store keeps the last result: a row of its own, so that it can be read without all that a detector knows. */
export const selfCheckEntry = 'self-check';

/** As the store keeps them. */
export const LaneChecks = z.array(
  z.object({
    lane: z.enum(['level', 'new', 'drip', 'account', 'group', 'pairs']),
    factor: z.number(),
    observed: z.number(),
    nominal: z.number(),
  }),
);

/** The row of a detector for the store; detectors keep what they need of it in their own state, too. */
export function selfCheckState(detector: string, checks: readonly LaneCheck[]): StateEntry {
  return { detector: selfCheckEntry, key: detector, state: checks };
}

/** Lanes that were tightened last night, out of the rows that the store keeps under `selfCheckEntry`. */
export function tightenedLanes(entries: readonly StateEntry[]): readonly LaneCheck[] {
  return entries.flatMap(({ detector, state }) =>
    detector !== selfCheckEntry || state === null ? [] : LaneChecks.parse(state),
  );
}

/** `threshold tightened 4-fold by the nightly self-check`; undefined when it is not. */
export function tightenedNote(tighten: number | undefined): string | undefined {
  if (tighten === undefined || tighten <= 1) return undefined;
  const fold = tighten < 10 ? Math.round(tighten * 10) / 10 : Math.round(tighten);
  return `threshold tightened ${fold}-fold by the nightly self-check`;
}
