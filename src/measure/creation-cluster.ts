/**
 * Accounts that were made in one week, beside the weeks before and after it: a wave of newcomers lasts for weeks and lifts
 * its neighbours, too, while accounts made for a purpose come in a week of their own.
 */
import { dayMs, type Post } from '../post/post.ts';
import { lnPoissonTail } from './count-tail.ts';
import { postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface CreationCluster {
  /** Accounts whose creation date is known / accounts. */
  readonly known: Share;
  /** The week that chance explains least; undefined with fewer than `fewestDates` known dates. */
  readonly week:
    | {
        /** Creation date of the first of these accounts. */
        readonly from: Date;
        readonly accounts: number;
        /** What such a week would hold: an even spread, or the fuller one of its neighbours. */
        readonly expected: number;
        /** ln of the chance of so many, over all weeks looked at; at most 0. */
        readonly lnTail: number;
      }
    | undefined;
}

const weekMs = 7 * dayMs;
const fewestDates = 10;
/** See `measureCreation`: an even spread over less would hide what was all made at once. */
const shortestSpreadMs = 365 * dayMs;

export function measureCreationCluster(posts: readonly Post[]): CreationCluster {
  const authors = [...postsByAuthor(posts).values()];
  const dates = Float64Array.from(authors.flatMap((theirs) => createdAt(theirs) ?? [])).sort();
  const known = shareOf(dates.length, authors.length);
  if (dates.length < fewestDates) return { known, week: undefined };
  const last = posts.reduce((latest, post) => Math.max(latest, post.createdAt.getTime()), Number.NEGATIVE_INFINITY);
  const spreadMs = Math.max(shortestSpreadMs, last - (dates[0] ?? last));
  return { known, week: rarestWeek(dates, (dates.length * weekMs) / spreadMs) };
}

function createdAt(posts: readonly Post[]): number | undefined {
  const known = posts.flatMap((post) => post.accountCreatedAt?.getTime() ?? []);
  return known.length === 0 ? undefined : known.reduce((first, date) => Math.min(first, date));
}

/** One week begins with each account, so there are as many weeks as accounts (Bonferroni), and each holds that account. */
function rarestWeek(dates: Float64Array, evenly: number): CreationCluster['week'] {
  let rarest: CreationCluster['week'];
  const first = (from: number): number => lowerBound(dates, from);
  for (const [start, from] of dates.entries()) {
    const end = first(from + weekMs);
    const neighbours = Math.max(start - first(from - weekMs), first(from + 2 * weekMs) - end);
    const accounts = end - start;
    if (accounts <= neighbours) continue;
    const expected = Math.max(evenly, neighbours);
    const lnTail = Math.min(0, Math.log(dates.length) + lnPoissonTail(accounts - 1, expected));
    if (rarest === undefined || lnTail < rarest.lnTail || (lnTail === rarest.lnTail && accounts > rarest.accounts)) {
      rarest = { from: new Date(from), accounts, expected, lnTail };
    }
  }
  return rarest;
}

/** Index of the first date that is not before. */
function lowerBound(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
