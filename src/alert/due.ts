/**
 * When a daily message falls due: a zone's wall time and a date in, the instant out.
 *
 * A wall time that comes twice counts the first time; one that is skipped counts as the first instant after the gap.
 * Cron libraries differ here or leave such a day out, so the rule is our own, on the time zone data of Intl alone.
 */
import { zoneOffsetAt } from '../post/zone-offset.ts';

export interface DigestDue {
  /** The local date the digest is for, `YYYY-MM-DD`. */
  readonly localDate: string;
  /** How long ago it was due. */
  readonly late: number;
}

export interface DigestClock {
  /** IANA name; an offset would be wrong half of the year. */
  readonly zone: string;
  /** Wall time, `HH:MM`. */
  readonly at: string;
  /** Local date of the last digest sent; absent when none was. */
  readonly lastLocalDate?: string | undefined;
  readonly now: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// Civil offsets lie between UTC-12 and UTC+14, so the wall time falls within 15 hours of the same figures read as UTC.
const reachMs = 15 * hourMs;
// Two changes of one zone lie weeks apart (Morocco around Ramadan comes closest).
const strideMs = 6 * hourMs;

/**
 * The newest digest that is due and was not sent, or `undefined`.
 *
 * Yesterday's is made up for after a stop over midnight, but only where digests were sent before: a new channel
 * starts with today. The local date alone decides, so a digest goes out once however often this is asked.
 */
export function dueDigest({ zone, at, lastLocalDate, now }: DigestClock): DigestDue | undefined {
  const today = localDateOf(zone, now);
  const candidates = lastLocalDate === undefined ? [today] : [today, dayBefore(today)];
  for (const localDate of candidates) {
    if (lastLocalDate !== undefined && localDate <= lastLocalDate) return undefined;
    const late = now.getTime() - dueInstant(zone, at, localDate).getTime();
    if (late >= 0) return { localDate, late };
  }
  return undefined;
}

/** The first instant at which the clocks of `zone` show `wallTime` or later on `localDate`. */
export function dueInstant(zone: string, wallTime: string, localDate: string): Date {
  const wanted = wallMs(wallTime, localDate);
  for (const span of spansOfOneOffset(zone, wanted - reachMs, wanted + reachMs)) {
    const at = Math.max(span.from, wanted - span.offset);
    if (at < span.to) return new Date(at);
  }
  throw new RangeError(`${zone} never shows ${localDate} ${wallTime}`);
}

/** The date on the wall calendar of `zone`, `YYYY-MM-DD`. */
export function localDateOf(zone: string, now: Date): string {
  return new Date(now.getTime() + zoneOffsetAt(zone, now.getTime())).toISOString().slice(0, 10);
}

function dayBefore(localDate: string): string {
  return new Date(wallMs('00:00', localDate) - dayMs).toISOString().slice(0, 10);
}

/** Date and wall time as if they were UTC: a number to calculate with, not an instant. */
function wallMs(wallTime: string, localDate: string): number {
  const ms = /^([01]\d|2[0-3]):[0-5]\d$/.test(wallTime) ? Date.parse(`${localDate}T${wallTime}:00.000Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not a date and a wall time: ${localDate} ${wallTime}`);
  return ms;
}

interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Cuts [from, to) where the offset changes. */
function spansOfOneOffset(zone: string, from: number, to: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let start = from;
  let offset = zoneOffsetAt(zone, from);
  for (let at = from; at < to; at += strideMs) {
    const next = Math.min(at + strideMs, to);
    const after = zoneOffsetAt(zone, next);
    if (after === offset) continue;
    const change = changeWithin(zone, at, next);
    spans.push({ from: start, to: change, offset });
    start = change;
    offset = after;
  }
  spans.push({ from: start, to, offset });
  return spans;
}

/** First instant with the new offset, to the second: zones do not change within one. */
function changeWithin(zone: string, before: number, after: number): number {
  const old = zoneOffsetAt(zone, before);
  let low = Math.floor(before / 1000);
  let high = Math.ceil(after / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetAt(zone, middle * 1000) === old) low = middle;
    else high = middle;
  }
  return high * 1000;
}
