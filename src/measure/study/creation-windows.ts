/**
 * F12: were many of the participating accounts made within one window of 24 hours? Platforms have waves of new users, so
 * each window is shown with the share of all other accounts of the set that were made in it too.
 */
import { dayMs } from '../../post/post.ts';
import { densestSpans } from '../dense-span.ts';
import { type Share, shareOf } from '../share.ts';
import type { PostTable } from '../table/post-table.ts';
import { countOf, membersBehind, participantsOf } from './participants.ts';
import type { Rows } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { isWithheld, shareOrWithheld, minN as usualMinN } from './withheld.ts';

export interface CreationOptions {
  /** Their authors are the participants. */
  readonly rows?: Rows;
  readonly minN?: number | undefined;
  /** Length of a window; 24 h when not given, whole days where dates are days. */
  readonly windowMs?: number | undefined;
  /** A window is flagged from this share (0.1) … */
  readonly minShare?: number | undefined;
  /** … and this number of accounts on (5). */
  readonly minAccounts?: number | undefined;
  /** How many windows are listed (10). */
  readonly most?: number | undefined;
}

interface CreationWindow extends TracedShare {
  readonly from: Date;
  /** Creation date of the last of them; they lie in `[from, from + windowMs)`. */
  readonly last: Date;
  readonly accounts: number;
  /** Other accounts of the set made in this window / those with a known date; undefined when all accounts take part. */
  readonly elsewhere: Share | undefined;
}

interface CreationMonth extends TracedCount {
  /** First day of the month, UTC. */
  readonly from: Date;
}

export interface CreationWindows {
  /** Accounts with a known creation date / participating accounts. Everything below counts these only. */
  readonly known: Share;
  readonly unknown: TracedCount;
  /** `day` when dates without a time of day are among them: then every date counts as its UTC day. */
  readonly resolution: 'time' | 'day';
  readonly windowMs: number;
  readonly minShare: number;
  readonly minAccounts: number;
  /** The window with most accounts first; no account is in two of them. */
  readonly windows: readonly CreationWindow[];
  /** Whether the largest window is at least `minShare` and `minAccounts`; undefined while its share is withheld. */
  readonly flagged: boolean | undefined;
  /** Months in which one of the accounts was made. */
  readonly months: readonly CreationMonth[];
}

export const creationNote =
  'Platforms have waves of new users, after news and at launches, so accounts made on one day need not belong together.';

/** Of times to the second one in 86,400 is midnight, so one date in twenty at midnight means dates without a time. */
const wholeDaysInTimes = 1 / 20;

export function measureCreationWindows(table: PostTable, options: CreationOptions = {}): CreationWindows {
  const { minN = usualMinN, minShare = 0.1, minAccounts = 5, most = 10 } = options;
  const members = participantsOf(table, options.rows);
  const given = table.accounts.createdAt;
  const isUnknown = (account: number): boolean => Number.isNaN(given[account] ?? Number.NaN);
  const accounts = countOf(members);
  const unknown = countOf(members, isUnknown);
  const resolution = resolutionOf(members, given);
  const dateOf = (account: number): number => dateAt(given[account] ?? Number.NaN, resolution);
  const dates = datesOf(members, dateOf, accounts - unknown);
  const windowMs = windowOf(options.windowMs ?? dayMs, resolution);
  const others = options.rows === undefined ? undefined : datesOf(othersOf(table, members), dateOf);
  const windows = densestSpans(dates, windowMs, most).map(({ from, to }): CreationWindow => {
    const first = dates[from] ?? 0;
    const last = dates[to - 1] ?? first;
    return {
      from: new Date(first),
      last: new Date(last),
      accounts: to - from,
      share: shareOrWithheld(to - from, dates.length, minN),
      elsewhere: others === undefined ? undefined : shareOf(countIn(others, first, first + windowMs), others.length),
      behind: membersBehind(members, (account) => dateOf(account) >= first && dateOf(account) <= last),
    };
  });
  return {
    known: shareOf(dates.length, accounts),
    unknown: { n: unknown, behind: membersBehind(members, isUnknown) },
    resolution,
    windowMs,
    minShare,
    minAccounts,
    windows,
    flagged: isFlagged(windows[0], minShare, minAccounts),
    months: monthsOf(dates, members, dateOf),
  };
}

function isFlagged(window: CreationWindow | undefined, minShare: number, minAccounts: number): boolean | undefined {
  if (window === undefined || isWithheld(window.share)) return undefined;
  return window.share.value >= minShare && window.accounts >= minAccounts;
}

function resolutionOf(members: Uint8Array, created: Float64Array): 'time' | 'day' {
  let known = 0;
  let wholeDays = 0;
  for (let account = 0; account < members.length; account++) {
    const at = created[account] ?? Number.NaN;
    if (members[account] === 0 || Number.isNaN(at)) continue;
    known++;
    if (at % dayMs === 0) wholeDays++;
  }
  return wholeDays > 0 && wholeDays >= known * wholeDaysInTimes ? 'day' : 'time';
}

function dateAt(at: number, resolution: 'time' | 'day'): number {
  return resolution === 'day' ? Math.floor(at / dayMs) * dayMs : at;
}

function windowOf(windowMs: number, resolution: 'time' | 'day'): number {
  return resolution === 'day' ? Math.max(1, Math.ceil(windowMs / dayMs)) * dayMs : windowMs;
}

/** Known dates of the marked accounts, sorted. */
function datesOf(marks: Uint8Array, dateOf: (account: number) => number, most = marks.length): Float64Array {
  const dates = new Float64Array(most);
  let length = 0;
  for (let account = 0; account < marks.length; account++) {
    const at = marks[account] === 1 ? dateOf(account) : Number.NaN;
    if (!Number.isNaN(at)) dates[length++] = at;
  }
  return dates.slice(0, length).sort();
}

/** Accounts that wrote a post of the set and do not take part; accounts that are only a parent's are left out. */
function othersOf(table: PostTable, members: Uint8Array): Uint8Array {
  return participantsOf(table, undefined).map((mark, account) => (members[account] === 1 ? 0 : mark));
}

function countIn(dates: Float64Array, from: number, to: number): number {
  let count = 0;
  for (const at of dates) if (at >= from && at < to) count++;
  return count;
}

function monthsOf(
  dates: Float64Array,
  members: Uint8Array,
  dateOf: (account: number) => number,
): readonly CreationMonth[] {
  const months: CreationMonth[] = [];
  for (let start = 0; start < dates.length; ) {
    const first = new Date(dates[start] ?? 0);
    const from = Date.UTC(first.getUTCFullYear(), first.getUTCMonth());
    const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
    let end = start + 1;
    while (end < dates.length && (dates[end] ?? 0) < next) end++;
    const behind = membersBehind(members, (account) => dateOf(account) >= from && dateOf(account) < next);
    months.push({ from: new Date(from), n: end - start, behind });
    start = end;
  }
  return months;
}
