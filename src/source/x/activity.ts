/** `x:activity`: posts, deletions and new handles of the watched accounts, as X's Activity API tells them. */
import { z } from 'zod';
import type { Page, PollContext, Source, SourceLog } from '../source.ts';
import { readEvents } from './activity-events.ts';
import type { XApi } from './api.ts';
import { idsOf, KnownHandles, nobodyKnown, resolveHandles } from './handles.ts';
import { createLive, type Live, type LiveTimings, usualTimings } from './live.ts';
import { createMeter, type Meter } from './meter.ts';
import { isPassing } from './problem.ts';
import { createRecent, type Recent } from './recent.ts';
import { isOver, pageOf, readCursor, Time, toCursor } from './run.ts';
import type { XSettings } from './settings.ts';
import { budgetPlan } from './spend.ts';
import { syncSubscriptions } from './subscriptions.ts';

export interface ActivityDeps {
  readonly api: XApi;
  readonly log: SourceLog;
  readonly timings?: LiveTimings | undefined;
}

const Cursor = z.object({
  handles: KnownHandles,
  aliveAt: Time.optional(),
  /** Accounts that X follows for us. */
  followed: z.int().min(0),
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
}

const mostRecent = 5_000;

export function createXActivity(settings: XSettings, { api, log, timings = usualTimings }: ActivityDeps): Source {
  const parts = { settings, api, log, timings, live: createLive(api, timings), recent: createRecent(mostRecent) };
  return {
    id: 'x:activity',
    platform: 'x',
    everyMinutes: 0,
    coverage: 'part',
    // X keeps no events for a stream that is not connected.
    catchesUp: false,
    budget: budgetPlan(settings),
    poll: (cursor, context) => poll(parts, cursor, context),
  };
}

async function* poll(
  parts: Omit<Run, 'context' | 'cursor'>,
  given: unknown,
  context: PollContext,
): AsyncGenerator<Page> {
  const { state, gaps } = readCursor(Cursor, given, { handles: nobodyKnown(), followed: 0 }, context.now);
  const run: Run = { ...parts, context, cursor: state };
  if (gaps.length > 0) yield pageOf({ gaps, cursor: toCursor(run.cursor) });
  if (context.watched.accounts.length > 0 || run.cursor.followed > 0) yield* follow(run);
  if (run.cursor.followed === 0) {
    yield pageOf({ cursor: toCursor(run.cursor), watermark: context.now, done: true });
    return;
  }
  const meter = createMeter(context.budget, parts.settings.prices.activity);
  await meter.open();
  try {
    yield* listen(run, meter);
  } finally {
    await meter.close();
  }
}

async function* listen(run: Run, meter: Meter): AsyncGenerator<Page> {
  const { context, timings, live, recent, log } = run;
  let followedAt = context.clock();
  for await (const step of live.read({ limit: 'activity', path: '/2/activity/stream' }, context)) {
    const now = context.clock();
    if (step.step === 'connected') {
      yield connected(run, now);
      continue;
    }
    // Before the page is given: a reader may stop there.
    meter.use(step.items.length);
    const isQuiet = step.items.length === 0;
    if (!isQuiet || isOver(run.cursor.aliveAt, timings.keepMs, now)) {
      run.cursor = { ...run.cursor, aliveAt: now };
      const read = readEvents(step.items, now, recent);
      const unreadable = step.broken + read.unreadable;
      if (unreadable > 0) log.warn({ source: 'x:activity', unreadable }, 'events could not be read');
      const cost = isQuiet ? undefined : meter.costOf(step.items.length);
      yield pageOf({ ...read.found, cursor: toCursor(run.cursor), watermark: now, cost });
    }
    await meter.refill();
    if (isOver(followedAt, timings.syncMs, now)) {
      followedAt = now;
      yield* followIfPossible(run);
    }
  }
}

/** X's subscriptions are made equal to what is watched. */
async function* follow(run: Run): AsyncGenerator<Page> {
  const { settings, api, log, context } = run;
  const { accounts } = context.watched;
  for await (const step of resolveHandles(api, settings.prices.user, accounts, run.cursor.handles, context)) {
    run.cursor = { ...run.cursor, handles: step.known };
    yield pageOf({ accounts: step.accounts, cost: step.cost, cursor: toCursor(run.cursor) });
  }
  const ids = idsOf(accounts, run.cursor.handles);
  const { left, refused } = await syncSubscriptions(api, ids, context);
  if (left > 0 || refused > 0) log.warn({ source: 'x:activity', left, refused }, 'subscriptions are missing');
  run.cursor = { ...run.cursor, followed: ids.length };
}

/** Those that are followed go on being read while X is busy. */
async function* followIfPossible(run: Run): AsyncGenerator<Page> {
  try {
    yield* follow(run);
  } catch (error) {
    if (!isPassing(error)) throw error;
    run.log.warn({ source: 'x:activity' }, 'the subscriptions could not be compared');
  }
}

/** What happened while nobody was connected is lost. */
function connected(run: Run, now: Date): Page {
  const { aliveAt } = run.cursor;
  run.cursor = { ...run.cursor, aliveAt: now };
  const isLost = aliveAt !== undefined && now > aliveAt;
  const gaps = isLost ? [{ from: aliveAt, to: now, reason: 'X: the stream was not connected' }] : [];
  return pageOf({ gaps, cursor: toCursor(run.cursor) });
}
