/** Times as files write them: ISO 8601, or seconds or milliseconds since 1970. */
import { dayMs } from '../post/post.ts';

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** A time of a file, UTC where it names no zone. A date alone is its first instant. */
export function parseTime(text: string): Date | undefined {
  const trimmed = text.trim();
  return /^\d+(\.\d+)?$/.test(trimmed) ? fromEpoch(Number(trimmed)) : fromIso(trimmed);
}

/** The same, but a time of day without a zone is no answer. A date alone is UTC, as in ECMAScript. */
export function parseZonedTime(text: string): Date | undefined {
  const match = iso.exec(text.trim());
  return match !== null && match[4] !== undefined && match[8] === undefined ? undefined : fromIso(text.trim());
}

/** Below this a number counts seconds (until the year 5138), from it on milliseconds (since March 1973). */
const firstMs = 1e11;

export function fromEpoch(value: number): Date | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  return withinCalendar(Math.round(value < firstMs ? value * 1000 : value));
}

/** ISO 8601 writes years of four digits, and PostgreSQL reads no others. */
const endOfCalendar = Date.UTC(10_000, 0, 1);

function withinCalendar(ms: number): Date | undefined {
  return ms < endOfCalendar ? new Date(ms) : undefined;
}

function fromIso(text: string): Date | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const milliseconds = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  // Date.UTC turns the 30th of February into the 2nd of March; a calendar does not.
  const sameDay = local.getUTCFullYear() === year && local.getUTCMonth() === month - 1 && local.getUTCDate() === day;
  const sameTime = local.getUTCHours() === hour && local.getUTCMinutes() === minute && local.getUTCSeconds() === second;
  if (!sameDay || !sameTime) return undefined;
  const offset = offsetMs(match[8]);
  return offset === undefined ? undefined : withinCalendar(local.getTime() - offset);
}

function offsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || /^(Z|UTC)$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The web's first public year: an earlier post is a wrong unit or an empty clock. */
const earliest = Date.UTC(1991, 0, 1);

/** Why a post cannot be of this time, or `undefined` if it can. Clocks and zones may be wrong by a day. */
export function timeProblem(time: Date, now: Date): string | undefined {
  if (time.getTime() < earliest) return `time ${time.toISOString()} is before 1991`;
  if (time.getTime() > now.getTime() + dayMs) return `time ${time.toISOString()} is in the future`;
  return undefined;
}
