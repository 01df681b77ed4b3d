/** `x:stream`: posts within seconds, by rule; what came while the connection was lost is searched for. */
import { z } from 'zod';
import type { Gap, Page, PollContext, Source, SourceLog } from '../source.ts';
import { postFields, type XApi } from './api.ts';
import { idsOf, KnownHandles, nobodyKnown, resolveHandles } from './handles.ts';
import { createLive, type Live, type LiveTimings, usualTimings } from './live.ts';
import { mapXPost } from './map-post.ts';
import { createMeter, type Meter } from './meter.ts';
import { isPassing } from './problem.ts';
import { createRecent, type Recent } from './recent.ts';
import { syncRules, type WantedRule, wantedRules } from './rules.ts';
import { before, isOver, pageOf, rawItems, readCursor, Time, toCursor } from './run.ts';
import { readEach, XStreamItem } from './schema.ts';
import type { XSettings } from './settings.ts';
import { budgetPlan } from './spend.ts';
import { searchLost } from './stream-fill.ts';

export interface StreamDeps {
  readonly api: XApi;
  readonly log: SourceLog;
  readonly timings?: LiveTimings | undefined;
}

const Cursor = z.object({
  handles: KnownHandles,
  /** Everything before is read, or told to be a gap. */
  aliveAt: Time.optional(),
  /** Rules at X that are ours. */
  rules: z.int().min(0),
});
type Cursor = z.output<typeof Cursor>;

interface Run {
  readonly settings: XSettings;
  readonly api: XApi;
  readonly log: SourceLog;
  readonly timings: LiveTimings;
  readonly live: Live;
  readonly recent: Recent;
  readonly context: PollContext;
  cursor: Cursor;
  wanted: readonly WantedRule[];
}

/** X delivers 99 of 100 posts within 7 s (docs.x.com, filtered stream). */
const lateMs = 10_000;
/** Two minutes of the most that X delivers to a self-serve key, 250 posts a second. */
const mostRecent = 30_000;

export function createXStream(settings: XSettings, { api, log, timings = usualTimings }: StreamDeps): Source {
  const parts = { settings, api, log, timings, live: createLive(api, timings), recent: createRecent(mostRecent) };
  return {
    id: 'x:stream',
    platform: 'x',
    everyMinutes: 0,
    coverage: 'part',
    catchesUp: true,
    budget: budgetPlan(settings),
    poll: (cursor, context) => poll(parts, cursor, context),
  };
}

async function* poll(
  parts: Omit<Run, 'context' | 'cursor' | 'wanted'>,
  given: unknown,
  context: PollContext,
): AsyncGenerator<Page> {
  const { state, gaps } = readCursor(Cursor, given, { handles: nobodyKnown(), rules: 0 }, context.now);
  const run: Run = { ...parts, context, cursor: state, wanted: [] };
  if (gaps.length > 0) yield pageOf({ gaps, cursor: toCursor(run.cursor) });
  yield* agree(run);
  if (run.wanted.length === 0) {
    yield pageOf({ cursor: toCursor(run.cursor), watermark: context.now, done: true });
    return;
  }
  const meter = createMeter(context.budget, parts.settings.prices.post);
  await meter.open();
  try {
    yield* listen(run, meter);
  } finally {
    await meter.close();
  }
}

async function* listen(run: Run, meter: Meter): AsyncGenerator<Page> {
  const { context, timings, live } = run;
  const call = { limit: 'stream', path: '/2/tweets/search/stream', query: { 'tweet.fields': postFields } };
  let agreedAt = context.clock();
  for await (const step of live.read(call, context)) {
    const now = context.clock();
    if (step.step === 'connected') {
      yield* fill(run, now);
      continue;
    }
    // Before the page is given: a reader may stop there.
    meter.use(step.items.length);
    const isQuiet = step.items.length === 0;
    if (!isQuiet || isOver(run.cursor.aliveAt, timings.keepMs, now)) {
      run.cursor = { ...run.cursor, aliveAt: now };
      const found = readItems(run, step.items, step.broken, now);
      const cost = isQuiet ? undefined : meter.costOf(step.items.length);
      yield pageOf({ ...found, cursor: toCursor(run.cursor), watermark: before(now, lateMs), cost });
    }
    await meter.refill();
    if (isOver(agreedAt, timings.syncMs, now)) {
      agreedAt = now;
      yield* agreeIfPossible(run);
    }
  }
}

/** X's rules are made equal to what is wanted. */
async function* agree(run: Run): AsyncGenerator<Page> {
  const { settings, api, log, context } = run;
  const accounts = settings.accounts === 'stream' ? context.watched.accounts : [];
  for await (const step of resolveHandles(api, settings.prices.user, accounts, run.cursor.handles, context)) {
    run.cursor = { ...run.cursor, handles: step.known };
    yield pageOf({ accounts: step.accounts, cost: step.cost, cursor: toCursor(run.cursor) });
  }
  run.wanted = wantedRules(settings, idsOf(accounts, run.cursor.handles));
  if (run.wanted.length > 0 || run.cursor.rules > 0) {
    const refused = await syncRules(api, run.wanted, context);
    if (refused > 0) log.warn({ source: 'x:stream', refused }, 'rules were refused');
  }
  run.cursor = { ...run.cursor, rules: run.wanted.length };
}

/** The stream goes on by the old rules while X is busy. */
async function* agreeIfPossible(run: Run): AsyncGenerator<Page> {
  try {
    yield* agree(run);
  } catch (error) {
    if (!isPassing(error)) throw error;
    run.log.warn({ source: 'x:stream' }, 'the rules could not be compared');
  }
}

async function* fill(run: Run, now: Date): AsyncGenerator<Page> {
  const from = run.cursor.aliveAt;
  let gaps: readonly Gap[] = [];
  if (from !== undefined && now > from) {
    const lost = searchLost(run, run.wanted, { from, to: now }, run.context);
    for (let step = await lost.next(); ; step = await lost.next()) {
      if (step.done === true) {
        gaps = step.value;
        break;
      }
      yield { ...step.value, cursor: toCursor(run.cursor) };
    }
  }
  run.cursor = { ...run.cursor, aliveAt: now };
  yield pageOf({ gaps, cursor: toCursor(run.cursor) });
}

function readItems({ recent, log }: Run, items: readonly unknown[], broken: number, now: Date) {
  const { items: found, refused } = readEach(XStreamItem, items);
  const fresh = found.filter(({ data }) => recent.isNew(data.id));
  const posts = fresh
    .map(({ data, includes }) => mapXPost(data, { seenAt: now, includes }))
    .filter((post) => post !== undefined);
  const unreadable = broken + refused + fresh.length - posts.length;
  if (unreadable > 0) log.warn({ source: 'x:stream', unreadable }, 'posts could not be read');
  const ids = new Set(fresh.map(({ data }) => data.id));
  const payloads = readEach(z.object({ data: z.unknown() }), items).items.map(({ data }) => data);
  return { posts, raw: rawItems(payloads).filter(({ id }) => ids.delete(id)) };
}
