/** How far the clocks of a zone are ahead of UTC, fast enough to be asked for each of millions of posts. */
import { dayMs, minuteMs } from '../../post/post.ts';
import { zoneOffsetAt } from '../../post/zone-offset.ts';

/** All changes of clocks fall on a full quarter of an hour, UTC. */
const stepMs = 15 * minuteMs;
/** More days than any set of posts has; beyond, the time of a post is wrong and a cache would only grow. */
const mostDays = 1 << 16;

/** @param zone IANA name, else RangeError @returns ms ahead of UTC at an instant in epoch ms */
export function createZoneOffset(zone: string): (at: number) => number {
  zoneOffsetAt(zone, 0); // a zone that does not exist is refused here, not at the first post
  const days = new Map<number, number>(); // NaN on days on which the clocks change
  const steps = new Map<number, number>();

  let lastDay = Number.NaN;
  let lastOffset = Number.NaN;

  function offsetOfDay(day: number): number {
    const known = days.get(day);
    if (known !== undefined) return known;
    const morning = zoneOffsetAt(zone, day * dayMs);
    const offset = morning === zoneOffsetAt(zone, (day + 1) * dayMs) ? morning : Number.NaN;
    if (days.size < mostDays) days.set(day, offset);
    return offset;
  }

  function offsetOfStep(step: number): number {
    const known = steps.get(step);
    if (known !== undefined) return known;
    const offset = zoneOffsetAt(zone, step * stepMs);
    if (steps.size < mostDays) steps.set(step, offset);
    return offset;
  }

  return (at) => {
    const day = Math.floor(at / dayMs);
    // Posts mostly come in order of time.
    if (day !== lastDay) [lastDay, lastOffset] = [day, offsetOfDay(day)];
    return Number.isNaN(lastOffset) ? offsetOfStep(Math.floor(at / stepMs)) : lastOffset;
  };
}
