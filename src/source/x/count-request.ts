/** GET /2/tweets/counts/recent: how many posts match, without giving them; every bucket of the span, nothing missing. */
import { dayMs, hourMs, minuteMs } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import type { Cost, PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import { secondsIso } from './run.ts';
import { readEach, XCountItem } from './schema.ts';
import { paid, usd } from './spend.ts';

export type Granularity = 'minute' | 'hour';

export interface Counted {
  /** Whole buckets, oldest first; those without a post are there too. */
  readonly buckets: readonly { readonly at: Date; readonly posts: number }[];
  /** The bucket that has begun and is not over. */
  readonly begun?: { readonly at: Date; readonly posts: number } | undefined;
  readonly cost: Cost;
}

export interface CountQuestion {
  readonly query: string;
  readonly granularity: Granularity;
  /** Absent: 7 days. */
  readonly from?: Date | undefined;
}

/** 7 days of minutes are 10,080 buckets; no page of X is that small. */
const mostPages = 40;
/** The oldest X counts and searches. The extra minute is for the time that a request takes. */
export const reachMs = 7 * dayMs - minuteMs;
/** A search of several pages must stay in reach until its last page, which may be asked for in a later run. */
export const searchReachMs = reachMs - 2 * hourMs;

export async function requestCounts(
  api: XApi,
  price: number,
  { query, granularity, from }: CountQuestion,
  context: PollContext,
): Promise<Counted> {
  const ms = granularity === 'minute' ? minuteMs : hourMs;
  const found = new Map<number, number>();
  let token: string | undefined;
  let begun: { readonly at: Date; readonly posts: number } | undefined;
  let total = 0;
  for (let page = 0; page < mostPages; page += 1) {
    context.signal.throwIfAborted();
    const call = () =>
      api.get({
        limit: 'counts',
        path: '/2/tweets/counts/recent',
        query: { query, granularity, start_time: from === undefined ? undefined : secondsIso(from), next_token: token },
        context,
      });
    const { answer, cost } = await paid(context.budget, price, call, () => price);
    total += cost.amount;
    if (!Array.isArray(answer.data)) throw new SourceError('garbage', 'X: an answer without counts');
    const before = found.size;
    for (const { at, whole, posts } of readBuckets(answer.data, ms)) {
      if (whole) found.set(at, posts);
      else if (at % ms === 0 && (begun === undefined || at > begun.at.getTime())) begun = { at: new Date(at), posts };
    }
    token = answer.meta?.next_token;
    if (token === undefined) return { buckets: withoutHoles(found, ms), begun, cost: usd(total) };
    if (found.size === before) break;
  }
  throw new SourceError('garbage', 'X: the pages of a count do not end');
}

function readBuckets(
  data: unknown,
  ms: number,
): readonly { readonly at: number; readonly whole: boolean; readonly posts: number }[] {
  return readEach(XCountItem, data).items.flatMap(({ start, end, tweet_count }) => {
    const [at, to] = [parseTime(start), parseTime(end)];
    if (at === undefined || to === undefined) return [];
    // The first bucket and the last one are cut where the span is.
    const whole = to.getTime() - at.getTime() === ms && at.getTime() % ms === 0;
    return [{ at: at.getTime(), whole, posts: tweet_count }];
  });
}

function withoutHoles(found: ReadonlyMap<number, number>, ms: number): Counted['buckets'] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of found.keys()) [first, last] = [Math.min(first, at), Math.max(last, at)];
  const buckets: { readonly at: Date; readonly posts: number }[] = [];
  for (let at = first; at <= last; at += ms) buckets.push({ at: new Date(at), posts: found.get(at) ?? 0 });
  return buckets;
}
