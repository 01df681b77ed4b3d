/** Years, months, days or hours of UTC, one after the other: the spans of a trend. */
import { dayMs, hourMs, type Span } from '../../post/post.ts';

export const binUnits = ['year', 'month', 'day', 'hour'] as const;
export type BinUnit = (typeof binUnits)[number];

export interface Bins {
  readonly unit: BinUnit;
  readonly size: number;
  /** @param index 0 … size - 1; the end of the last one is `start(size)` */
  start(index: number): number;
  /** @param at inside of the bins, epoch ms */
  of(at: number): number;
  /** `2026`, `2026-03`, `2026-03-02`, `2026-03-02 14:00`. */
  label(index: number): string;
}

/** More than anybody can read: two years of hours are 17,544. */
const mostBins = 20_000;

/**
 * Of a longer unit where the one asked for would give too many: one post with a wrong year must not spoil a study.
 *
 * @param first @param last epoch ms, both inside of a bin
 */
export function binsOf(asked: BinUnit, first: number, last: number): Bins {
  const unit = readableUnit(asked, first, last);
  const calendar = calendars[unit];
  const from = calendar.number(first);
  const size = calendar.number(last) - from + 1;
  if (!(size >= 1)) throw new RangeError(`no ${unit} lies between ${first} and ${last}`);
  return {
    unit,
    size,
    start: (index) => calendar.start(from + index),
    of: unit === 'month' ? monthsByDay(first, last, from) : (at) => calendar.number(at) - from,
    label: (index) => labelOf(unit, new Date(calendar.start(from + index))),
  };
}

/** Whether the spans have a moment in common. */
export function overlaps({ from, to }: Span, start: number, end: number): boolean {
  return from.getTime() < end && to.getTime() > start;
}

/** How much of start … end the spans leave uncovered, in ms; spans may overlap each other. */
export function uncovered(spans: readonly Span[], start: number, end: number): number {
  let free = 0;
  let at = start;
  for (const { from, to } of [...spans].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    if (from.getTime() > at) free += Math.max(0, Math.min(from.getTime(), end) - at);
    at = Math.max(at, Math.min(to.getTime(), end));
  }
  return free + Math.max(0, end - at);
}

function readableUnit(asked: BinUnit, first: number, last: number): BinUnit {
  const { number } = calendars[asked];
  const longer = binUnits[binUnits.indexOf(asked) - 1];
  return longer === undefined || number(last) - number(first) < mostBins ? asked : readableUnit(longer, first, last);
}

/** Each unit numbered along the time, and where a number starts. */
const calendars: Readonly<
  Record<BinUnit, { readonly number: (at: number) => number; readonly start: (number: number) => number }>
> = {
  year: { number: (at) => new Date(at).getUTCFullYear(), start: (year) => monthStart(year * 12) },
  month: { number: monthOf, start: monthStart },
  day: { number: (at) => Math.floor(at / dayMs), start: (day) => day * dayMs },
  hour: { number: (at) => Math.floor(at / hourMs), start: (hour) => hour * hourMs },
};

function labelOf(unit: BinUnit, at: Date): string {
  const iso = at.toISOString();
  const day = iso.indexOf('T'); // years past 9999 are longer
  const lengths = { year: day - 6, month: day - 3, day } as const;
  return unit === 'hour' ? `${iso.slice(0, day)} ${iso.slice(day + 1, day + 6)}` : iso.slice(0, lengths[unit]);
}

/** The calendar is asked once for each month, not once for each of millions of posts. */
function monthsByDay(first: number, last: number, from: number): (at: number) => number {
  const firstDay = Math.floor(first / dayMs);
  const months = new Int32Array(Math.floor(last / dayMs) - firstDay + 1);
  const placeOf = (month: number): number => Math.max(0, monthStart(month) / dayMs - firstDay);
  for (let month = from; placeOf(month) < months.length; month++)
    months.fill(month - from, placeOf(month), placeOf(month + 1));
  return (at) => months[Math.floor(at / dayMs) - firstDay] ?? -1;
}

function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthStart(month: number): number {
  // Date.UTC takes the years 0 … 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
}
