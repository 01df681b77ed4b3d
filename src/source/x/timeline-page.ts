/** GET /2/users/:id/tweets, one page: newest first, read on by `pagination_token`. */
import { z } from 'zod';
import type { AccountFact, Post } from '../../post/post.ts';
import type { Cost, PollContext, RawItem, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { postFields, type XApi } from './api.ts';
import { mapXPost } from './map-post.ts';
import { statusIn } from './problem.ts';
import { before, earlier, rawItems, secondsIso, Time } from './run.ts';
import { readEach, type XAnswer, XId, XPost } from './schema.ts';
import type { XSettings } from './settings.ts';
import { idBefore, timeOfId } from './snowflake.ts';
import { affordable, paid } from './spend.ts';

/** A timeline of which some pages are read; the newest id becomes the place to read on from with the last page. */
export const OpenTimeline = z.object({
  askedAt: Time,
  sinceId: XId.optional(),
  from: Time,
  pendingNewest: XId.optional(),
  token: z.string().min(1).optional(),
  oldest: Time.optional(),
  /** Posts read. */
  read: z.int().min(0),
});
export type OpenTimeline = z.output<typeof OpenTimeline>;

export interface TimelineDeps {
  readonly api: XApi;
  readonly log: SourceLog;
  readonly settings: XSettings;
  readonly context: PollContext;
  readonly lookBackMs: number;
}

export interface TimelinePage {
  readonly posts: readonly Post[];
  readonly raw: readonly RawItem[];
  readonly ids: readonly string[];
  readonly open: OpenTimeline;
  /** The account is suspended, protected or deleted. */
  readonly gone?: AccountFact | undefined;
  readonly cost: Cost;
}

/** X's page (docs.x.com, timelines). */
const pageSize = { least: 5, most: 100 };

export async function askTimeline(
  { api, log, settings, context, lookBackMs }: TimelineDeps,
  id: string,
  open: OpenTimeline,
): Promise<TimelinePage> {
  const price = settings.prices.post;
  const size = await affordable(context.budget, price, pageSize);
  const { sinceId } = open;
  const call = () =>
    api.get({
      limit: 'timelines',
      path: `/2/users/${id}/tweets`,
      query: {
        max_results: String(size),
        'tweet.fields': postFields,
        since_id: sinceId === undefined ? undefined : idBefore(before(timeOfId(sinceId), lookBackMs)),
        start_time: sinceId === undefined ? secondsIso(open.from) : undefined,
        pagination_token: open.token,
      },
      context,
    });
  const { answer, cost } = await paid(context.budget, size * price, call, ({ data }) =>
    Array.isArray(data) ? data.length * price : 0,
  );
  const { items, refused } = readEach(XPost, answer.data);
  const seenAt = context.clock();
  const gone = items.length === 0 ? goneOf(answer, id, seenAt) : undefined;
  if (answer.data === undefined && answer.meta === undefined && gone === undefined) {
    throw new SourceError('garbage', 'X: an answer without posts that does not say so');
  }
  const posts = items
    .map((item) => mapXPost(item, { seenAt, includes: answer.includes, authorId: id }))
    .filter((post) => post !== undefined);
  if (refused > 0) log.warn({ source: 'x:timelines', unreadable: refused }, 'posts could not be read');
  const times = posts.map(({ createdAt }) => createdAt);
  const oldest = [...times, ...(open.oldest === undefined ? [] : [open.oldest])].reduce<Date | undefined>(
    (least, time) => (least === undefined ? time : earlier(least, time)),
    undefined,
  );
  return {
    posts,
    raw: rawItems(answer.data),
    ids: items.map((item) => item.id),
    open: {
      ...open,
      pendingNewest: open.pendingNewest ?? answer.meta?.newest_id,
      token: answer.meta?.next_token,
      oldest,
      read: open.read + items.length,
    },
    gone,
    cost,
  };
}

/** 200 with `errors[]` alone is what X says of an account that it does not show. */
function goneOf({ data, errors }: XAnswer, id: string, at: Date): AccountFact | undefined {
  if (data !== undefined) return undefined;
  const status = errors?.map(statusIn).find((one) => one !== undefined);
  return status === undefined ? undefined : { platform: 'x', accountId: id, status, statusCheckedAt: at };
}
