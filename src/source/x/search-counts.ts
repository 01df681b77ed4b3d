/** Counts first: which keys are posted unusually often, so that their posts are worth their price. */
import { normalTag } from '../../post/normal-form.ts';
import { hourMs, minuteMs } from '../../post/post.ts';
import type { Cost, PollContext } from '../source.ts';
import type { XApi } from './api.ts';
import { type CountBoard, hoursKept } from './count-board.ts';
import { type Granularity, reachMs, requestCounts, searchReachMs } from './count-request.ts';
import type { XQuery } from './queries.ts';
import { before } from './run.ts';
import { mergeHours, type SearchKey } from './search-state.ts';
import type { XSettings } from './settings.ts';
import { timeOfId } from './snowflake.ts';
import { unusualSince } from './unusual.ts';

export interface FreshCounts {
  readonly change: Partial<SearchKey>;
  /** Absent: another source counted already. */
  readonly cost?: Cost | undefined;
}

/** Counts may be so much older than the time between two of them before we count ourselves. */
const slackMs = 15 * minuteMs;

/** The newest counts of a key: those that `x:counts` made, or, where there are none, our own. */
export async function freshCounts(
  { api, board }: { readonly api: XApi; readonly board: CountBoard },
  settings: XSettings,
  { key, query }: XQuery,
  known: SearchKey | undefined,
  context: PollContext,
): Promise<FreshCounts> {
  const oldest = before(context.now, settings.counts.everyMinutes * minuteMs + slackMs);
  const told = board.get(key);
  if (told !== undefined && told.countedAt >= oldest) {
    const hours = mergeHours(known?.hours, told.hours, hoursKept);
    if (hours !== undefined && hours.posts.length >= 24) return { change: { hours, countedAt: told.countedAt } };
  }
  if (known?.hours !== undefined && known.countedAt !== undefined && known.countedAt >= oldest) return { change: {} };
  const granularity: Granularity = 'hour';
  const last = known?.hours === undefined ? undefined : (known.hours.first + known.hours.posts.length - 1) * hourMs;
  const from = last === undefined || last < context.now.getTime() - reachMs ? undefined : new Date(last);
  const counted = await requestCounts(api, settings.prices.count, { query, granularity, from }, context);
  board.put(key, counted, granularity, context.clock());
  const found = new Map(counted.buckets.map(({ at, posts }) => [at.getTime() / hourMs, posts] as const));
  if (counted.begun !== undefined) found.set(counted.begun.at.getTime() / hourMs, counted.begun.posts);
  const hours = mergeHours(known?.hours, found, hoursKept) ?? mergeHours(undefined, found, hoursKept);
  return { change: { hours, countedAt: context.clock() }, cost: counted.cost };
}

/** From when on the posts of a key are to be read; `undefined` when they are not. */
export function readFrom(
  settings: XSettings,
  { key }: XQuery,
  known: SearchKey | undefined,
  now: Date,
): Date | undefined {
  const readTo = known?.sinceId === undefined ? undefined : timeOfId(known.sinceId);
  if (isAlways(settings, key)) return readTo ?? before(now, searchReachMs);
  if (known?.hours === undefined) return undefined;
  const readHour = readTo === undefined ? 0 : readTo.getTime() / hourMs;
  const since = unusualSince(known.hours, settings.search.whenCountsOver, readHour);
  if (since === undefined) return undefined;
  const from = new Date(since * hourMs);
  // What lies before is quiet: it is counted, not read.
  return readTo !== undefined && readTo > from ? readTo : from;
}

export function isAlways({ search }: XSettings, key: string): boolean {
  return search.always.some((name) => name === '*' || name === key || normalTag(name) === key);
}
