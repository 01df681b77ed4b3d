/** Times as feeds write them: RFC 822 and its many dialects, ISO 8601, and wall times of a place without a zone. */

import { zoneOffsetAt } from '../../post/zone-offset.ts';
import { parseTime, parseZonedTime } from '../parse-time.ts';
import { instantOfWall } from './zone.ts';

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** As written; absent when no zone was. */
  readonly zone: string | undefined;
}

/** `zone` is where the outlet's clock stands. `undefined` when the text cannot be read without guessing. */
export function readFeedTime(text: string, zone: string): Date | undefined {
  const trimmed = text.trim().replace(/\s+/g, ' ').slice(0, 100);
  // Ten digits are seconds, thirteen milliseconds; fewer are a year or a day.
  if (/^(?:\d{10}|\d{13})$/.test(trimmed)) return parseTime(trimmed);
  if (/\d[T ]\d/.test(trimmed)) {
    const zoned = parseZonedTime(trimmed);
    if (zoned !== undefined) return zoned;
  }
  const wall = fromRfc(trimmed) ?? fromAsctime(trimmed) ?? fromNumbers(trimmed);
  return wall === undefined ? undefined : instantOf(wall, zone);
}

const months: readonly string[] = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const clock = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?`;
const zoneName = String.raw`(?: ?([A-Za-z]{1,5}(?: ?[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d{1,2}(?::?\d\d)?)(?: ?\([^)]*\))?)?`;

/** `Tue, 24 Nov 2026 19:00:00 +0800`, `24 November 26 19:00 EST`, `24-Nov-2026`. */
const rfc = new RegExp(
  String.raw`^(?:[\p{L}.]+,? )?(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4}|\d\d)(?:,? ${clock}${zoneName})?$`,
  'u',
);

function fromRfc(text: string): Wall | undefined {
  const [match, day, month, year, hour, minute, second, zone] = rfc.exec(text) ?? [];
  if (match === undefined || month === undefined) return undefined;
  return wallOf([year, monthOf(month), day, hour, minute, second], zone);
}

/** `Tue Nov 24 19:00:00 CST 2026`, `November 24, 2026 19:00`. */
const asctime = new RegExp(
  String.raw`^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (?:(\d{4})(?:,? ${clock}${zoneName})?|${clock}${zoneName} (\d{4}))$`,
);

function fromAsctime(text: string): Wall | undefined {
  const match = asctime.exec(text);
  const month = match?.[1];
  if (match === null || month === undefined) return undefined;
  const [day, year, hour, minute, second, zone] = match.slice(2, 8);
  if (year !== undefined) return wallOf([year, monthOf(month), day, hour, minute, second], zone);
  const [lateHour, lateMinute, lateSecond, lateZone, lateYear] = match.slice(8, 13);
  return wallOf([lateYear, monthOf(month), day, lateHour, lateMinute, lateSecond], lateZone);
}

/** Year first, or day first with dots; `1/2/2026` is the second of January or the first of February, so it is neither. */
const yearFirst = new RegExp(
  String.raw`^(\d{4})(?:-|/|\.|年) ?(\d{1,2})(?:-|/|\.|月) ?(\d{1,2})日?(?:[T ]? ?${clock}${zoneName})?$`,
);
const dayFirst = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? ${clock}${zoneName})?$`);

function fromNumbers(text: string): Wall | undefined {
  const first = yearFirst.exec(text);
  if (first !== null) return wallOf(first.slice(1, 7), first[7]);
  const [match, day, month, year, hour, minute, second, zone] = dayFirst.exec(text) ?? [];
  return match === undefined ? undefined : wallOf([year, month, day, hour, minute, second], zone);
}

function monthOf(name: string): string {
  return String(months.indexOf(name.toLowerCase()) + 1);
}

function wallOf(parts: readonly (string | undefined)[], zone: string | undefined): Wall | undefined {
  const [writtenYear, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0));
  if (writtenYear === undefined || month === undefined || day === undefined) return undefined;
  // RFC 2822, 4.3: two digits from 50 on are of the last century.
  const year = writtenYear >= 100 ? writtenYear : writtenYear + (writtenYear < 50 ? 2000 : 1900);
  return { year, month, day, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0, zone };
}

function instantOf(wall: Wall, zone: string): Date | undefined {
  const { year, month, day, hour, minute } = wall;
  // A leap second is the last one of its minute here.
  const second = Math.min(wall.second, 59);
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC turns the 30th of February into the 2nd of March; a calendar does not.
  const sameDay = local.getUTCMonth() === month - 1 && local.getUTCDate() === day;
  const sameTime = local.getUTCHours() === hour && local.getUTCMinutes() === minute && wall.second <= 60;
  if (!sameDay || !sameTime) return undefined;
  const offset = wall.zone === undefined ? undefined : offsetNamed(wall.zone, zone, local.getTime());
  return new Date(offset === undefined ? instantOfWall(zone, local.getTime()) : local.getTime() - offset * 60_000);
}

/**
 * Minutes ahead of UTC. The North American names are RFC 822's own; a name with two meanings has the one of the
 * outlet's place, else the first. Single letters other than Z say nothing (RFC 2822, 4.3).
 */
const named: Readonly<Record<string, readonly number[]>> = {
  UT: [0],
  UTC: [0],
  GMT: [0],
  Z: [0],
  WET: [0],
  EST: [-300, 600],
  EDT: [-240],
  CST: [-360, 480],
  CDT: [-300],
  MST: [-420, 480],
  MDT: [-360],
  PST: [-480, 480],
  PDT: [-420],
  AST: [-240, 180],
  BST: [60, 360],
  IST: [330, 60, 120],
  WEST: [60],
  CET: [60],
  CEST: [120],
  MEZ: [60],
  MESZ: [120],
  EET: [120],
  EEST: [180],
  MSK: [180],
  TRT: [180],
  GST: [240],
  PKT: [300],
  ICT: [420],
  WIB: [420],
  HKT: [480],
  SGT: [480],
  PHT: [480],
  JST: [540],
  KST: [540],
  AEST: [600],
  AEDT: [660],
  NZST: [720],
  NZDT: [780],
  BRT: [-180],
  ART: [-180],
};

function offsetNamed(written: string, zone: string, wallMs: number): number | undefined {
  const [, name = '', sign, hours, minutes] = /^([A-Za-z]*) ?(?:([+-])(\d{1,2}):?(\d\d)?)?$/.exec(written) ?? [];
  if (sign !== undefined && hours !== undefined) {
    // `GMT+8`, `UTC+08:00`; another name with a number is nothing known.
    if (name !== '' && named[name.toUpperCase()]?.[0] !== 0) return undefined;
    const total = Number(hours) * 60 + Number(minutes ?? 0);
    return total > 14 * 60 ? undefined : sign === '-' ? -total : total;
  }
  const meanings = named[name.toUpperCase()];
  const here = zoneOffsetAt(zone, wallMs) / 60_000;
  return meanings?.find((meaning) => meaning === here) ?? meanings?.[0];
}
