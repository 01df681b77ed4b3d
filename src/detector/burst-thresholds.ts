/** How strict each lane is: as set, and as the self-check of the night made it. */
import { type BurstLane, checkLanes } from './burst-checks.ts';
import { burstKinds } from './burst-objects.ts';
import type { BurstWorld } from './burst-world.ts';

interface Thresholds {
  readonly openAt: Readonly<Record<BurstLane, number>>;
  readonly tighten: Readonly<Record<BurstLane, number>>;
}

/** The self-check of the night: the kind of key with most tests has the strictest threshold, which is what is checked. */
export function checkThresholds(world: BurstWorld, hour: number, { openAt, tighten }: Thresholds): void {
  const tightened = checkLanes(world.checks, hour, (lane) => {
    const tests = Math.max(...burstKinds.map((kind) => world.per[kind][lane]));
    return openAt[lane] / (tests * tighten[lane]);
  });
  if (tightened.length > 0 || world.tightened.length > 0) world.tightenedChanged = true;
  world.tightened = tightened;
}

/** How much stricter a lane is than it would be by nominal chances. */
export function tightenOf(
  { tightened }: BurstWorld,
  lane: BurstLane,
  { tighten }: Pick<Thresholds, 'tighten'>,
): number {
  return Math.max(tighten[lane], tightened.find((each) => each.lane === lane)?.factor ?? 1);
}
