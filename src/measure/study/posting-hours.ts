/**
 * F14: on which hours of the week a group posts, how much of it falls into the office hours of stated zones, and how far
 * that is from everybody else. Weak evidence, never alone; it names no country.
 */
import { dayMs, hourMs } from '../../post/post.ts';
import { jensenShannon } from '../hours.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { forRows, postsBehind, type Rows } from './rows.ts';
import type { TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';
import { createZoneOffset } from './zone-offset.ts';

export interface HoursOptions {
  /** The group. */
  readonly rows?: Rows;
  /** What it is compared with; all other rows when not given. */
  readonly rest?: Rows;
  /** IANA zones whose office hours are asked for, stated by whoever asks. */
  readonly zones?: readonly string[] | undefined;
  readonly minN?: number | undefined;
  /** Hours of the clock, half-open; 9 and 18. */
  readonly officeFrom?: number | undefined;
  readonly officeTo?: number | undefined;
}

interface OfficeHours extends TracedShare {
  readonly zone: string;
  /** The same share of what the group is compared with. */
  readonly rest: TracedShare;
}

interface HoursDistance {
  /** Jensen-Shannon distance: the root of the divergence in bits, 0 (same shape) … 1 (nothing in common). */
  readonly distance: number;
  /** What chance alone gives two groups of this size with the same habits, if posts were independent of each other. */
  readonly byChance: number;
}

export interface PostingHours {
  /** Posts and reposts of the group by hour of the week, UTC: 7 × 24 counters, Monday 00 first. */
  readonly week: readonly number[];
  readonly posts: number;
  readonly rest: readonly number[];
  readonly restPosts: number;
  /** Over the 24 hours of the day; undefined with fewer than two posts a bin on either side. */
  readonly byHour: HoursDistance | undefined;
  /** Over the 168 hours of the week, likewise. */
  readonly byWeek: HoursDistance | undefined;
  readonly officeFrom: number;
  readonly officeTo: number;
  readonly offices: readonly OfficeHours[];
  /** Posts of the group in one hour of the week. */
  readonly behind: (hourOfWeek: number) => Behind;
}

export const hoursNote =
  'Hours of posting are weak evidence: many places share a clock, people work at night and tools post when they are told to.';

const hoursOfWeek = 7 * 24;
/** Below, the distance is mostly noise. */
const fewestPerBin = 2;

export function measurePostingHours(table: PostTable, options: HoursOptions = {}): PostingHours {
  const { rows, minN = usualMinN, officeFrom = 9, officeTo = 18, zones = [] } = options;
  const rest = options.rest ?? complementOf(table, rows);
  const week = weekOf(table, rows);
  const restWeek = weekOf(table, rest);
  const officeShare = (zone: string, of: Rows): TracedShare => {
    const isOffice = officeOf(table, zone, officeFrom, officeTo);
    let n = 0;
    let posts = 0;
    forRows(table, of, (row) => {
      posts++;
      if (isOffice(row)) n++;
    });
    return { share: shareOrWithheld(n, posts, minN), behind: postsBehind(table, isOffice, of) };
  };
  return {
    week,
    posts: sumOf(week),
    rest: restWeek,
    restPosts: sumOf(restWeek),
    byHour: distanceOf(daysFolded(week), daysFolded(restWeek)),
    byWeek: distanceOf(week, restWeek),
    officeFrom,
    officeTo,
    offices: zones.map((zone) => ({ zone, ...officeShare(zone, rows), rest: officeShare(zone, rest) })),
    behind: (hour) => postsBehind(table, (row) => hourOfWeek(table.at[row] ?? 0) === hour, rows)(),
  };
}

/** Rows that are not among the given ones, which are in ascending order. */
function complementOf(table: PostTable, rows: Rows): Uint32Array {
  if (rows === undefined) return new Uint32Array(0);
  const isTaken = new Uint8Array(table.rows);
  for (const row of rows) isTaken[row] = 1;
  const others = new Uint32Array(table.rows);
  let length = 0;
  for (let row = 0; row < table.rows; row++) if (isTaken[row] === 0) others[length++] = row;
  return others.slice(0, length);
}

function weekOf(table: PostTable, rows: Rows): readonly number[] {
  const week = new Float64Array(hoursOfWeek);
  forRows(table, rows, (row) => {
    const hour = hourOfWeek(table.at[row] ?? 0);
    week[hour] = (week[hour] ?? 0) + 1;
  });
  return Array.from(week);
}

/** Monday 00:00-00:59 is 0. The first of January 1970 was a Thursday. */
function hourOfWeek(at: number): number {
  const hour = (Math.floor(at / hourMs) + 3 * 24) % hoursOfWeek;
  return hour < 0 ? hour + hoursOfWeek : hour;
}

function officeOf(table: PostTable, zone: string, from: number, to: number): (row: number) => boolean {
  const offsetAt = createZoneOffset(zone);
  return (row) => {
    const at = table.at[row] ?? 0;
    const local = at + offsetAt(at);
    const day = Math.floor(hourOfWeek(local) / 24);
    const time = local - Math.floor(local / dayMs) * dayMs;
    return day < 5 && time >= from * hourMs && time < to * hourMs;
  };
}

function daysFolded(week: readonly number[]): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => sumOf(week.filter((__, bin) => bin % 24 === hour)));
}

/**
 * For small differences the divergence is Σ (p - q)² / (8 m ln 2) with m between p and q (its second-order expansion), and
 * two samples of n and n' posts from one distribution over k bins make that (k - 1)(1/n + 1/n') / (8 ln 2) on average.
 */
function distanceOf(week: readonly number[], rest: readonly number[]): HoursDistance | undefined {
  const posts = sumOf(week);
  const others = sumOf(rest);
  if (Math.min(posts, others) < fewestPerBin * week.length) return undefined;
  const used = week.filter((count, bin) => count + (rest[bin] ?? 0) > 0).length;
  const chance = ((used - 1) * (1 / posts + 1 / others)) / (8 * Math.LN2);
  return { distance: Math.sqrt(jensenShannon(week, rest)), byChance: Math.sqrt(Math.min(1, chance)) };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
