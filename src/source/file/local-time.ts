/** Times as vendors' exports write them: without a zone, with the name of one, in several orders. */
import { parseTime } from '../parse-time.ts';

export interface LocalTimeRule {
  /** IANA zone of times that name none (UTC when absent) or one by letters that others have, too. */
  readonly zone?: string | undefined;
  readonly dateOrder?: 'dmy' | 'mdy' | undefined;
}

/** Names that stand for one zone only in the exports we know; `IST` and the like are three, so there the rule has to say which. */
const offsets: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  SAST: 2,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  AKST: -9,
  AKDT: -8,
  HST: -10,
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const clock = String.raw`(?:,?[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?`;
const zoneName = String.raw`(?:\s+([A-Z]{1,5})|\s*([+-]\d\d:?\d\d))?`;
/** Each gives year, month and day under these names, and the clock behind them. */
const forms: readonly RegExp[] = [
  new RegExp(String.raw`^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})${clock}${zoneName}$`, 'i'),
  new RegExp(String.raw`^(?<d>\d{1,2})[- /](?<mon>[a-z]{3})[a-z]*\.?[- /,]+(?<y>\d{4}|\d\d)${clock}${zoneName}$`, 'i'),
  new RegExp(
    String.raw`^(?:[a-z]{3,9},? )?(?<mon>[a-z]{3})[a-z]*\.? (?<d>\d{1,2}),? (?<y>\d{4})${clock}${zoneName}$`,
    'i',
  ),
  new RegExp(String.raw`^(?<a>\d{1,2})[/.-](?<b>\d{1,2})[/.-](?<y>\d{4}|\d\d)${clock}${zoneName}$`, 'i'),
];
/** X's old API: `Wed Jul 20 09:00:00 +0000 2022`. */
const posix = /^[a-z]{3} ([a-z]{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}) (\d{4})$/i;

export function parseLocalTime(text: string, rule: LocalTimeRule = {}): Date | undefined {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  if (/^\d{9,}(?:\.\d+)?$/.test(trimmed) || /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(trimmed)) return parseTime(trimmed);
  const old = posix.exec(trimmed);
  if (old !== null) {
    const [, mon = '', day = '', hour = '', minute = '', second = '', zone = '', year = ''] = old;
    const month = String(months.indexOf(mon.toLowerCase()) + 1).padStart(2, '0');
    return parseTime(`${year}-${month}-${day.padStart(2, '0')}T${hour}:${minute}:${second}${zone}`);
  }
  for (const form of forms) {
    const match = form.exec(trimmed);
    if (match !== null) return fromParts(match, rule);
  }
  return undefined;
}

function fromParts(match: RegExpExecArray, rule: LocalTimeRule): Date | undefined {
  const { y = '', m = '', mon = '', d = '', a, b } = match.groups ?? {};
  const [hour, minute, second, half, name, offset] = match.slice(-6);
  const year = y.length === 2 ? 2000 + Number(y) : Number(y);
  const date = a !== undefined && b !== undefined ? ordered(Number(a), Number(b), rule) : undefined;
  const month = date?.month ?? (m === '' ? months.indexOf(mon.toLowerCase().slice(0, 3)) + 1 : Number(m));
  const day = date?.day ?? Number(d);
  if (month < 1 || month > 12 || (a !== undefined && date === undefined)) return undefined;
  const hours = hourOf(Number(hour ?? 0), half);
  if (hours === undefined) return undefined;
  const local = Date.UTC(year, month - 1, day, hours, Number(minute ?? 0), Number(second ?? 0));
  const read = new Date(local);
  // The 30th of February and 25 o'clock are other days to Date.UTC.
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day || Number(minute ?? 0) > 59) return undefined;
  if (offset !== undefined) return parseTime(`${read.toISOString().slice(0, 19)}${offset}`);
  if (name === undefined) return rule.zone === undefined ? read : inZone(local, rule.zone);
  const hoursOff = offsets[name.toUpperCase()];
  if (hoursOff !== undefined) return new Date(local - hoursOff * 3_600_000);
  return rule.zone === undefined ? undefined : inZone(local, rule.zone);
}

function ordered(
  a: number,
  b: number,
  { dateOrder }: LocalTimeRule,
): { readonly day: number; readonly month: number } | undefined {
  if (dateOrder === 'dmy' || (dateOrder === undefined && a > 12)) return { day: a, month: b };
  if (dateOrder === 'mdy' || b > 12) return { day: b, month: a };
  return a === b ? { day: a, month: b } : undefined;
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined || half === '') return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** The instant at which clocks of the zone show this; of an hour that comes twice, the first. */
function inZone(local: number, zone: string): Date | undefined {
  const formatter = formatterOf(zone);
  if (formatter === undefined) return undefined;
  const early = local - offsetAt(local - 86_400_000, formatter);
  if (early + offsetAt(early, formatter) === local) return new Date(early);
  return new Date(local - offsetAt(local + 86_400_000, formatter));
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(zone)) formatters.set(zone, createFormatter(zone));
  return formatters.get(zone);
}

function createFormatter(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

/** Whether the zone's name is one that this machine knows. */
export function isZone(zone: string): boolean {
  return formatterOf(zone) !== undefined;
}

function offsetAt(ms: number, formatter: Intl.DateTimeFormat): number {
  const parts = new Map(formatter.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(ms / 1000) * 1000;
}
