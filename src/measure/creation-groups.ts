/**
 * Accounts that were created within two days of each other, beyond what the same accounts show when the date of each is
 * moved by some days: many small groups over two years, none of which would stand out alone, are more pairs than any crowd
 * has. A wave of newcomers lasts for weeks, so it has as many pairs after moving. Accounts made in Kleinberg bursts behave
 * more alike than others (Bellutta & Carley 2023); it is a sign, no proof.
 */
import { dayMs, type Post } from '../post/post.ts';
import { densestSpan } from './dense-span.ts';
import { postsByAuthor } from './post-groups.ts';
import { createSeeded, shiftOf } from './seeded.ts';
import { type Share, shareOf } from './share.ts';

export interface CreationGroups {
  /** Accounts whose creation date is known / accounts. */
  readonly known: Share;
  /** Of accounts older than two months; undefined with fewer than ten of them. */
  readonly groups:
    | {
        /** Accounts that were created within two days of another / those that are old enough. */
        readonly accounts: Share;
        /** Mean number of such accounts after moving. */
        readonly expectedAccounts: number;
        readonly pairs: number;
        readonly expectedPairs: number;
        /**
         * Standard deviations between the numbers of pairs; the deviation is taken as at least one pair. Above two it is the
         * lower one of all and of those outside the fortnight that most were created in, so that one short wave of newcomers
         * is no group.
         */
        readonly z: number;
      }
    | undefined;
}

const groupMs = 2 * dayMs;
/** Within a wave of newcomers, which lasts for weeks, and beyond what an operator needs to make a group. */
const shortestShift = 4 * dayMs;
const longestShift = 14 * dayMs;
/** Newcomers are a measure of their own: accounts of the last weeks are together by nature. */
const youngestMs = 60 * dayMs;
const fortnightMs = 14 * dayMs;
/** Up to so many deviations nothing has to be explained, and no second look is taken. */
const byChance = 2;
const fewestDates = 10;
/** More accounts are taken evenly by date: the pairs of a sample say the same. */
const mostDates = 2_000;
const draws = 50;
const seed = 20_190_401;

export function measureCreationGroups(posts: readonly Post[]): CreationGroups {
  const authors = [...postsByAuthor(posts).values()];
  const last = posts.reduce((latest, post) => Math.max(latest, post.createdAt.getTime()), Number.NEGATIVE_INFINITY);
  const dates = authors.flatMap((theirs) => createdAt(theirs) ?? []);
  const old = Float64Array.from(dates.filter((date) => date <= last - youngestMs)).sort();
  const known = shareOf(dates.length, authors.length);
  if (old.length < fewestDates) return { known, groups: undefined };
  return { known, groups: groupsOf(old.length <= mostDates ? old : sampleOf(old, mostDates)) };
}

function groupsOf(dates: Float64Array): CreationGroups['groups'] {
  const observed = countNear(dates);
  const expected = expectedOf(dates);
  const z = zOf(observed.pairs, expected);
  return {
    accounts: shareOf(observed.accounts, dates.length),
    expectedAccounts: expected.accounts,
    pairs: observed.pairs,
    expectedPairs: expected.pairs,
    z: z <= byChance ? z : Math.min(z, zWithoutFullest(dates)),
  };
}

function zWithoutFullest(dates: Float64Array): number {
  const rest = withoutFullest(dates);
  return zOf(countNear(rest).pairs, expectedOf(rest));
}

function zOf(pairs: number, expected: Expected): number {
  return (pairs - expected.pairs) / Math.max(1, expected.deviation);
}

interface Expected {
  readonly accounts: number;
  readonly pairs: number;
  readonly deviation: number;
}

/**
 * Moving widens a wave, and so takes pairs from it, by the square of the distance. Moved by the root of two times as much
 * it loses twice as many; what it would have had without is as far above the first number as that is above the second
 * (Richardson extrapolation).
 */
function expectedOf(dates: Float64Array): Expected {
  const near = move(dates, 1);
  const far = move(dates, Math.SQRT2);
  return {
    accounts: within(2 * near.accounts - far.accounts, dates.length),
    pairs: Math.max(0, 2 * near.pairs - far.pairs),
    deviation: near.deviation,
  };
}

function within(accounts: number, most: number): number {
  return Math.min(most, Math.max(0, accounts));
}

function move(dates: Float64Array, times: number): Expected {
  const random = createSeeded(seed);
  const moved = new Float64Array(dates.length);
  let accounts = 0;
  let pairs = 0;
  let squares = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let at = 0; at < dates.length; at++) {
      moved[at] = (dates[at] ?? 0) + shiftOf(random, times * shortestShift, times * longestShift);
    }
    const near = countNear(moved.sort());
    accounts += near.accounts;
    pairs += near.pairs;
    squares += near.pairs ** 2;
  }
  const mean = pairs / draws;
  const deviation = Math.sqrt(Math.max(0, (squares - pairs * mean) / (draws - 1)));
  return { accounts: accounts / draws, pairs: mean, deviation };
}

/** The dates outside of the fortnight that holds most of them, the first such. */
function withoutFullest(sorted: Float64Array): Float64Array {
  const fullest = densestSpan(sorted, fortnightMs);
  return fullest === undefined ? sorted : sorted.filter((_, at) => at < fullest.from || at >= fullest.to);
}

function createdAt(posts: readonly Post[]): number | undefined {
  const known = posts.flatMap((post) => post.accountCreatedAt?.getTime() ?? []);
  return known.length === 0 ? undefined : known.reduce((first, date) => Math.min(first, date));
}

function sampleOf(sorted: Float64Array, most: number): Float64Array {
  return Float64Array.from({ length: most }, (_, n) => sorted[Math.floor((n * sorted.length) / most)] ?? 0);
}

/** Pairs of dates within two days, and the dates that are in one. */
function countNear(sorted: Float64Array): { readonly accounts: number; readonly pairs: number } {
  let pairs = 0;
  let accounts = 0;
  let oldest = 0;
  for (let at = 0; at < sorted.length; at++) {
    const date = sorted[at] ?? 0;
    while (date - (sorted[oldest] ?? 0) > groupMs) oldest++;
    pairs += at - oldest;
    if (oldest < at || (sorted[at + 1] ?? Number.POSITIVE_INFINITY) - date <= groupMs) accounts++;
  }
  return { accounts, pairs };
}
