/** Wall time of a place → UTC. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a zone's wall clock is ahead of UTC at an instant. */
export function offsetOf(zone: string, atMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(atMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(atMs / 1000) * 1000;
}

/**
 * The instant at which a zone's wall clock shows a time, given as if it were UTC. Of the two instants of an hour that
 * is put back the earlier one; an hour that is left out is read on the clock before it.
 */
export function instantOfWall(zone: string, wallMs: number): number {
  // The offset at the instant lies between those a day before and after: no zone changes twice in two days.
  const before = wallMs - offsetOf(zone, wallMs - 86_400_000);
  if (before + offsetOf(zone, before) === wallMs) return before;
  const after = wallMs - offsetOf(zone, wallMs + 86_400_000);
  return after + offsetOf(zone, after) === wallMs ? after : before;
}

/** Making a format costs a hundred times what using one does. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}
