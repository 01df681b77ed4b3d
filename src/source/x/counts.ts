/** `x:counts`: posts per minute of every watched tag and configured query, without reading a post. */
import { z } from 'zod';
import { hourMs, minuteMs } from '../../post/post.ts';
import type { CountBucket, Gap, Page, PollContext, Source, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import type { CountBoard } from './count-board.ts';
import { type Counted, type Granularity, reachMs, requestCounts } from './count-request.ts';
import { queriesOf, type XQuery } from './queries.ts';
import { before, earlier, pageOf, readCursor, Time } from './run.ts';
import type { XSettings } from './settings.ts';
import { budgetPlan } from './spend.ts';

export interface CountsDeps {
  readonly api: XApi;
  readonly board: CountBoard;
  readonly log: SourceLog;
}

const Cursor = z.object({
  /** By key: everything before is counted for good. */
  keys: z.record(z.string(), z.object({ to: Time })),
});
type Cursor = z.output<typeof Cursor>;

/** Posts come into X's index late. */
const lookBackMs = 2 * minuteMs;

export function createXCounts(settings: XSettings, deps: CountsDeps): Source {
  return {
    id: 'x:counts',
    platform: 'x',
    everyMinutes: settings.counts.everyMinutes,
    coverage: 'platform',
    catchesUp: true,
    budget: budgetPlan(settings),
    poll: (cursor, context) => poll(settings, deps, cursor, context),
  };
}

async function* poll(
  settings: XSettings,
  { api, board, log }: CountsDeps,
  given: unknown,
  context: PollContext,
): AsyncGenerator<Page> {
  const { state, gaps } = readCursor(Cursor, given, { keys: {} }, context.now);
  const queries = queriesOf(settings, context.watched.tags);
  // What is watched no longer is forgotten, and counted from anew if it comes back.
  const kept = queries.flatMap(({ key }) => (state.keys[key] === undefined ? [] : [[key, state.keys[key]] as const]));
  const keys = new Map(kept);
  if (gaps.length > 0) yield pageOf({ gaps, cursor: cursorOf(keys) });
  let refusal: unknown;
  let refused = 0;
  for (const query of queries) {
    context.signal.throwIfAborted();
    const span = spanOf(keys.get(query.key)?.to, context.now);
    let counted: Counted;
    try {
      counted = await requestCounts(api, settings.prices.count, { query: query.query, ...span }, context);
    } catch (error) {
      if (!(error instanceof SourceError) || error.kind !== 'refused') throw error;
      // One query that X does not take must not cost the others.
      [refusal, refused] = [error, refused + 1];
      continue;
    }
    board.put(query.key, counted, span.granularity, context.clock());
    const to = endOf(counted, span.granularity);
    if (to !== undefined) keys.set(query.key, { to });
    const counts = bucketsOf(query, counted, span.granularity);
    yield pageOf({ counts, gaps: span.gaps, cost: counted.cost, cursor: cursorOf(keys) });
  }
  if (refused > 0) log.warn({ source: 'x:counts', refused }, 'queries were refused');
  if (refused > 0 && refused === queries.length) throw refusal;
  const watermark = [...keys.values()].reduce((least, { to }) => earlier(least, to), context.now);
  yield pageOf({ cursor: cursorOf(keys), watermark, done: true });
}

/** 7 days by the hour at first, which is one request; then by the minute from where the last count ended. */
function spanOf(
  to: Date | undefined,
  now: Date,
): { readonly granularity: Granularity; readonly from?: Date; readonly gaps: readonly Gap[] } {
  if (to === undefined) return { granularity: 'hour', gaps: [] };
  const oldest = before(now, reachMs);
  const from = before(to, lookBackMs);
  if (from >= oldest) return { granularity: 'minute', from, gaps: [] };
  const gap = { from: to, to: oldest, reason: 'X counts 7 days back only' };
  return { granularity: 'minute', from: oldest, gaps: to < oldest ? [gap] : [] };
}

function endOf({ buckets, begun }: Counted, granularity: Granularity): Date | undefined {
  if (begun !== undefined) return begun.at;
  const last = buckets.at(-1);
  return last === undefined ? undefined : new Date(last.at.getTime() + msOf(granularity));
}

function bucketsOf({ key }: XQuery, { buckets }: Counted, granularity: Granularity): readonly CountBucket[] {
  const seconds = msOf(granularity) / 1000;
  return buckets.map(({ at, posts }) => ({ platform: 'x', key, at, seconds, posts }));
}

function msOf(granularity: Granularity): number {
  return granularity === 'minute' ? minuteMs : hourMs;
}

function cursorOf(keys: ReadonlyMap<string, { readonly to: Date }>): unknown {
  return { keys: Object.fromEntries([...keys].map(([key, { to }]) => [key, { to: to.toISOString() }])) };
}
