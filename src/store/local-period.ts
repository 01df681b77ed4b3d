/** The day and the month that an instant lies in where a vendor counts them, and when the next ones begin. */
import { dayMs } from '../post/post.ts';

export interface LocalPeriod {
  readonly period: 'day' | 'month';
  /** `2026-11-24`, `2026-11`. */
  readonly key: string;
}

export function localPeriods(at: Date, zone: string): readonly LocalPeriod[] {
  const day = localDate(at.getTime(), zone);
  return [
    { period: 'day', key: day },
    { period: 'month', key: day.slice(0, monthLength) },
  ];
}

/** First instant of the next day or month of the zone. Not every day there begins at midnight or has 24 hours. */
export function nextPeriod(at: Date, period: LocalPeriod['period'], zone: string): Date {
  const length = period === 'day' ? dayLength : monthLength;
  const key = localDate(at.getTime(), zone).slice(0, length);
  // No day is longer than 25 hours, no month longer than 31 days and an hour.
  let before = Math.floor(at.getTime() / 1000);
  let after = before + ((period === 'day' ? 2 : 33) * dayMs) / 1000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(middle * 1000, zone).slice(0, length) === key) before = middle;
    else after = middle;
  }
  return new Date(after * 1000);
}

const dayLength = 'YYYY-MM-DD'.length;
const monthLength = 'YYYY-MM'.length;

const formats = new Map<string, Intl.DateTimeFormat>();

function localDate(ms: number, zone: string): string {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = value;
  return `${part.year?.padStart(4, '0')}-${part.month}-${part.day}`;
}

/** Making a format costs a hundred times what using one does. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}
