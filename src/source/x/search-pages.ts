/** One search, page by page from the newest post to the oldest, within what a run may cost. */
import type { Gap, Page, PollContext, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { postFields, type XApi } from './api.ts';
import { searchReachMs } from './count-request.ts';
import { mapXPost } from './map-post.ts';
import { isOurBudget, isSinceTooOld, isTokenRefused } from './problem.ts';
import { before, earlier, later, pageOf, rawItems, secondsIso, toCursor } from './run.ts';
import { readEach, type XAnswer, XPost } from './schema.ts';
import { type OpenSearch, type SearchState, withKey } from './search-state.ts';
import type { XSettings } from './settings.ts';
import { idBefore, laterId } from './snowflake.ts';
import { affordable, paid } from './spend.ts';

/** What a run has left, and where it stands. */
export interface SearchRun {
  readonly api: XApi;
  readonly log: SourceLog;
  readonly settings: XSettings;
  readonly context: PollContext;
  state: SearchState;
  pagesLeft: number;
  usdLeft: number;
  /** Queries that X did not take. */
  refused: number;
  refusal?: SourceError | undefined;
  /** Counts and searches that X took. */
  fine: number;
}

/** X's page (docs.x.com, recent search). */
const pageSize = { least: 10, most: 100 };
/** Pages without a post are no end while X names a next one, and cost nothing; for ever they are no search. */
export const mostEmptyPages = 10;
/** X searches up to 30 s before now. */
const searchDelayMs = 30_000;

/** Ends with the search done, or left open in the run's state where the run may spend no more. */
export async function* readSearch(run: SearchRun, begun: OpenSearch): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let empty = 0;
  let open = begun;
  for (;;) {
    run.context.signal.throwIfAborted();
    if (run.pagesLeft <= 0 || run.usdLeft < pageSize.least * run.settings.prices.post) {
      run.state = { ...run.state, open };
      return;
    }
    let asked: Awaited<ReturnType<typeof askPage>>;
    try {
      asked = await askPage(run, open);
    } catch (error) {
      const restarted = restart(run, open, error);
      if (restarted === undefined) {
        yield* giveUp(run, open, error);
        return;
      }
      open = restarted.open;
      run.state = { ...run.state, open: undefined };
      if (restarted.gaps.length > 0) yield pageOf({ gaps: restarted.gaps, cursor: toCursor({ ...run.state, open }) });
      continue;
    }
    const { answer, cost } = asked;
    const read = mapPage(run, answer);
    run.pagesLeft -= 1;
    run.usdLeft -= cost.amount;
    empty = read.ids.length === 0 ? empty + 1 : 0;
    const isEndless = empty === 0 ? read.ids.every((id) => seen.has(id)) : empty > mostEmptyPages;
    for (const id of read.ids) seen.add(id);
    open = {
      ...open,
      // Later pages have newest ids of their own, which are not the newest.
      pendingNewest: open.pendingNewest ?? answer.meta?.newest_id,
      nextToken: answer.meta?.next_token,
      oldest: read.oldest === undefined ? open.oldest : earlier(read.oldest, open.oldest ?? read.oldest),
    };
    const page = { posts: read.posts, raw: read.raw, cost };
    if (open.nextToken === undefined) {
      run.state = done(run.state, open);
      run.fine += 1;
      yield pageOf({ ...page, cursor: toCursor(run.state) });
      return;
    }
    if (isEndless) {
      // What was read is kept; the place to read on from is not moved, so that nothing is lost.
      run.state = { ...run.state, open: undefined };
      yield pageOf({ ...page, cursor: toCursor(run.state) });
      throw new SourceError('garbage', 'X: the pages of a search do not end');
    }
    run.state = { ...run.state, open };
    yield pageOf({ ...page, cursor: toCursor(run.state) });
  }
}

async function askPage({ api, settings, context, usdLeft }: SearchRun, open: OpenSearch) {
  const price = settings.prices.post;
  const most = price === 0 ? pageSize.most : Math.min(pageSize.most, Math.floor(usdLeft / price + 1e-6));
  const size = await affordable(context.budget, price, { least: pageSize.least, most });
  const call = () =>
    api.get({
      limit: 'search',
      path: '/2/tweets/search/recent',
      query: {
        query: open.query,
        max_results: String(size),
        'tweet.fields': postFields,
        since_id: 'id' in open.since ? open.since.id : undefined,
        start_time: 'time' in open.since ? secondsIso(open.since.time) : undefined,
        next_token: open.nextToken,
      },
      context,
    });
  const asked = await paid(context.budget, size * price, call, ({ data }) =>
    Array.isArray(data) ? data.length * price : 0,
  );
  // Without a post X still says that there is none.
  if (asked.answer.data !== undefined || asked.answer.meta !== undefined) return asked;
  throw new SourceError('garbage', 'X: an answer without posts that does not say so');
}

function mapPage({ context, log }: SearchRun, { data, includes }: XAnswer) {
  const { items, refused } = readEach(XPost, data);
  const seenAt = context.clock();
  const posts = items.map((item) => mapXPost(item, { seenAt, includes })).filter((post) => post !== undefined);
  const unreadable = refused + items.length - posts.length;
  if (unreadable > 0) log.warn({ source: 'x:search', unreadable }, 'posts could not be read');
  const oldest = posts.reduce<Date | undefined>(
    (least, { createdAt }) => (least === undefined ? createdAt : earlier(least, createdAt)),
    undefined,
  );
  return { posts, raw: rawItems(data), ids: items.map(({ id }) => id), oldest };
}

/** Errors after which the search can be begun again. */
function restart(
  { context }: SearchRun,
  open: OpenSearch,
  error: unknown,
): { readonly open: OpenSearch; readonly gaps: readonly Gap[] } | undefined {
  const { keys, query, deep, from } = open;
  const time = before(context.now, searchReachMs);
  if (isSinceTooOld(error) && ('id' in open.since || open.since.time < time)) {
    const gaps = from < time ? [{ from, to: time, reason: 'X searches 7 days back only' }] : [];
    const since = { time };
    return { open: { keys, query, deep, from: later(from, time), askedAt: context.clock(), since }, gaps };
  }
  if (open.nextToken !== undefined && isTokenRefused(error)) {
    return { open: { keys, query, deep, from, askedAt: context.clock(), since: open.since }, gaps: [] };
  }
  return undefined;
}

/**
 * Our own budget that ran out within a search leaves a gap: tomorrow's is for tomorrow's posts. After any other trouble
 * the search is gone on with from its last page.
 */
async function* giveUp(run: SearchRun, open: OpenSearch, error: unknown): AsyncGenerator<Page> {
  if (!(error instanceof SourceError)) throw error;
  if (isOurBudget(error) && open.nextToken !== undefined) {
    run.state = done(run.state, open);
    yield pageOf({ gaps: unread(open, 'X: the budget was spent'), cursor: toCursor(run.state) });
  }
  if (error.kind !== 'refused') throw error;
  // A query that X does not take must not cost the others.
  run.refused += 1;
  run.refusal = error;
  run.state = { ...run.state, open: undefined };
}

/** Newest first: what was not read is what lies before the oldest post that was. */
function unread({ from, oldest, askedAt }: OpenSearch, reason: string): readonly Gap[] {
  const to = oldest ?? askedAt;
  return to > from ? [{ from, to, reason }] : [];
}

function done(state: SearchState, open: OpenSearch): SearchState {
  const sinceId = open.pendingNewest ?? idBefore(before(open.askedAt, searchDelayMs));
  return open.keys.reduce<SearchState>(
    (next, key) =>
      withKey(next, key, {
        sinceId: laterId(next.keys[key]?.sinceId, sinceId),
        ...(open.deep ? { deepAt: open.askedAt } : {}),
      }),
    { ...state, open: undefined },
  );
}
