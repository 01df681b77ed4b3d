/** Wall time of a place → UTC. */
import { zoneOffsetAt } from '../../post/zone-offset.ts';

/**
 * The instant at which a zone's wall clock shows a time, given as if it were UTC. Of the two instants of an hour that
 * is put back the earlier one; an hour that is left out is read on the clock before it.
 */
export function instantOfWall(zone: string, wallMs: number): number {
  // The offset at the instant lies between those a day before and after: no zone changes twice in two days.
  const before = wallMs - zoneOffsetAt(zone, wallMs - 86_400_000);
  if (before + zoneOffsetAt(zone, before) === wallMs) return before;
  const after = wallMs - zoneOffsetAt(zone, wallMs + 86_400_000);
  return after + zoneOffsetAt(zone, after) === wallMs ? after : before;
}
