/** Counts for the self-check: how often keys without an episode look rare, by lane and day. */
import type { BurstKey } from './burst-key.ts';
import type { Lane } from './detector.ts';
import { checkLane, type LaneCheck, type SelfCheckCounts, selfCheckChances, selfCheckDaysKept } from './self-check.ts';

/** By `day lane`; changed in place. */
export type BurstChecks = Map<string, { cells: number; readonly atMost: number[] }>;

export function countCells(checks: BurstChecks, hour: number, lane: Lane, cells: number): void {
  if (cells > 0) checkAt(checks, hour, lane).cells += cells;
}

/** A cell is tested again with every tick, and counts once for each chance it has reached. */
export function noteCell(checks: BurstChecks, key: BurstKey, hour: number, lane: Lane, logP: number): void {
  if (hour < key.checked[0]) return;
  if (hour > key.checked[0]) key.checked = [hour, 0, 0, key.checked[3]];
  const which = lane === 'drip' ? 2 : 1;
  const reached = selfCheckChances.filter((chance) => logP <= Math.log(chance)).length;
  if (reached <= key.checked[which]) return;
  const { atMost } = checkAt(checks, hour, lane);
  for (let i = key.checked[which]; i < reached; i++) atMost[i] = (atMost[i] ?? 0) + 1;
  key.checked[which] = reached;
}

/** What became an alert is no everyday use. */
export function takeBackCell(checks: BurstChecks, key: BurstKey, hour: number, lane: Lane): void {
  const which = lane === 'drip' ? 2 : 1;
  if (hour !== key.checked[0]) return;
  const { atMost } = checkAt(checks, hour, lane);
  for (let i = 0; i < key.checked[which]; i++) atMost[i] = (atMost[i] ?? 0) - 1;
  key.checked[which] = 0;
}

function checkAt(checks: BurstChecks, hour: number, lane: Lane): { cells: number; readonly atMost: number[] } {
  const name = `${dayOf(hour)} ${lane}`;
  const known = checks.get(name);
  if (known !== undefined) return known;
  const made = { cells: 0, atMost: selfCheckChances.map(() => 0) };
  checks.set(name, made);
  return made;
}

function dayOf(hour: number): string {
  return new Date(hour * 3_600_000).toISOString().slice(0, 10);
}

export function forgetChecks(checks: BurstChecks, hour: number): void {
  const oldest = dayOf(hour - 24 * selfCheckDaysKept);
  for (const name of checks.keys()) if (name.slice(0, 10) < oldest) checks.delete(name);
}

/** The self-check of the night: whole days only. @param thresholdOf chance at which an episode of a lane opens */
export function checkLanes(
  checks: BurstChecks,
  hour: number,
  thresholdOf: (lane: BurstLane) => number,
): readonly LaneCheck[] {
  const today = dayOf(hour);
  const counts = checkedCounts(checks).filter(({ day }) => day < today);
  return lanes.flatMap((lane) => checkLane(lane, counts, thresholdOf(lane)) ?? []);
}

const lanes = ['level', 'new', 'drip'] as const;
export type BurstLane = (typeof lanes)[number];

export function checkedCounts(checks: BurstChecks): readonly SelfCheckCounts[] {
  return [...checks]
    .flatMap(([name, { cells, atMost }]) => {
      const lane = lanes.find((each) => each === name.slice(11));
      return lane === undefined ? [] : [{ lane, day: name.slice(0, 10), cells, atMost: [...atMost] }];
    })
    .sort((a, b) => (a.day + a.lane < b.day + b.lane ? -1 : 1));
}
