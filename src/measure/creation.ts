/** When the accounts were made: many in one week, or shortly before they posted? */
import { dayMs, type Post } from '../post/post.ts';
import { lnPoissonTail } from './count-tail.ts';
import { densestSpan } from './dense-span.ts';
import { postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

interface CreationSpan {
  /** Creation date of the first of these accounts. */
  readonly from: Date;
  readonly accounts: number;
}

export interface CreationMeasure {
  /** Accounts whose creation date is known / accounts. Everything below counts these only. */
  readonly known: Share;
  /** The 7 days in which the largest number of them was made. */
  readonly largestWeek: CreationSpan | undefined;
  /** The same for 24 hours. */
  readonly largestDay: CreationSpan | undefined;
  /** Accounts made in 7 days if creation were spread evenly; undefined below `fewestDates` known dates. */
  readonly expectedPerWeek: number | undefined;
  /** ln of the chance of so large a week under an even spread, over all weeks looked at; at most 0, undefined as above. */
  readonly logTail: number | undefined;
  /** Accounts younger than 30 days at their first post here / accounts with a known date. */
  readonly young: Share;
}

const weekMs = 7 * dayMs;
const youngMs = 30 * dayMs;
const fewestDates = 10;

/**
 * The even spread reaches from the oldest account to the last post, and over a year at least: accounts that were all
 * made in one week must not pass for evenly spread over that week.
 */
const shortestSpreadMs = 365 * dayMs;

export function measureCreation(posts: readonly Post[]): CreationMeasure {
  const accounts = [...postsByAuthor(posts).values()].map(describeAccount);
  const dated = accounts.flatMap(({ createdAt, firstPostAt }) =>
    createdAt === undefined ? [] : [{ createdAt, ageMs: firstPostAt - createdAt }],
  );
  const dates = Float64Array.from(dated, ({ createdAt }) => createdAt).sort();
  const largestWeek = largestSpan(dates, weekMs);
  const lastPostAt = posts.reduce((last, post) => Math.max(last, post.createdAt.getTime()), Number.NEGATIVE_INFINITY);
  const spreadMs = Math.max(shortestSpreadMs, lastPostAt - (dates[0] ?? lastPostAt));
  const isEnough = dates.length >= fewestDates;
  const expectedPerWeek = isEnough ? (dates.length * weekMs) / spreadMs : undefined;
  return {
    known: shareOf(dated.length, accounts.length),
    largestWeek,
    largestDay: largestSpan(dates, dayMs),
    expectedPerWeek,
    logTail:
      expectedPerWeek === undefined || largestWeek === undefined
        ? undefined
        : tailOfWeek(largestWeek.accounts, dates.length, expectedPerWeek),
    young: shareOf(dated.filter(({ ageMs }) => ageMs < youngMs).length, dated.length),
  };
}

function describeAccount(posts: readonly Post[]): { createdAt: number | undefined; firstPostAt: number } {
  let createdAt: number | undefined;
  let firstPostAt = Number.POSITIVE_INFINITY;
  for (const post of posts) {
    firstPostAt = Math.min(firstPostAt, post.createdAt.getTime());
    const date = post.accountCreatedAt?.getTime();
    if (date !== undefined) createdAt = Math.min(createdAt ?? date, date);
  }
  return { createdAt, firstPostAt };
}

/** Dates are sorted. */
function largestSpan(dates: Float64Array, lengthMs: number): CreationSpan | undefined {
  const span = densestSpan(dates, lengthMs);
  return span === undefined ? undefined : { from: new Date(dates[span.from] ?? 0), accounts: span.to - span.from };
}

/**
 * One week is looked at per account, the one that begins with its creation, and holds that account anyway: Bonferroni
 * over `accounts` weeks that each need `count - 1` others.
 */
function tailOfWeek(count: number, accounts: number, expected: number): number {
  return Math.min(0, Math.log(accounts) + lnPoissonTail(count - 1, expected));
}
