/** How far the clocks of a zone are ahead of UTC, fast enough to be asked for each of millions of posts. */
import { dayMs, minuteMs } from '../../post/post.ts';

/** All changes of clocks fall on a full quarter of an hour, UTC. */
const stepMs = 15 * minuteMs;
/** More days than any set of posts has; beyond, the time of a post is wrong and a cache would only grow. */
const mostDays = 1 << 16;

/** @param zone IANA name, else RangeError @returns ms ahead of UTC at an instant in epoch ms */
export function createZoneOffset(zone: string): (at: number) => number {
  const format = formatOf(zone);
  const days = new Map<number, number>(); // NaN on days on which the clocks change
  const steps = new Map<number, number>();

  let lastDay = Number.NaN;
  let lastOffset = Number.NaN;

  function offsetOfDay(day: number): number {
    const known = days.get(day);
    if (known !== undefined) return known;
    const morning = offsetAt(format, day * dayMs);
    const offset = morning === offsetAt(format, (day + 1) * dayMs) ? morning : Number.NaN;
    if (days.size < mostDays) days.set(day, offset);
    return offset;
  }

  function offsetOfStep(step: number): number {
    const known = steps.get(step);
    if (known !== undefined) return known;
    const offset = offsetAt(format, step * stepMs);
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

function formatOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
