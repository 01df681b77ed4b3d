/** `x:timelines`: what each watched account posted since it was read last, account by account. */
import { z } from 'zod';
import { type AccountFact, dayMs, minuteMs } from '../../post/post.ts';
import type { Gap, Page, PollContext, Source, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import { idsOf, KnownHandles, nobodyKnown, resolveHandles } from './handles.ts';
import { isOurBudget } from './problem.ts';
import { before, earlier, pageOf, readCursor, Time, toCursor } from './run.ts';
import { XId } from './schema.ts';
import { mostEmptyPages } from './search-pages.ts';
import type { XSettings } from './settings.ts';
import { budgetPlan } from './spend.ts';
import { askTimeline, OpenTimeline } from './timeline-page.ts';

export interface TimelinesDeps {
  readonly api: XApi;
  readonly log: SourceLog;
}

const Account = z.object({
  sinceId: XId.optional(),
  /** When it was last read to the end. */
  readAt: Time.optional(),
  /** Gone or closed: not asked before. */
  notBefore: Time.optional(),
  open: OpenTimeline.optional(),
});
type Account = z.output<typeof Account>;

const Cursor = z.object({ handles: KnownHandles, accounts: z.record(z.string(), Account) });
type Cursor = z.output<typeof Cursor>;

interface Run {
  readonly settings: XSettings;
  readonly deps: TimelinesDeps;
  readonly context: PollContext;
  state: Cursor;
  pagesLeft: number;
  fine: number;
  refused: number;
  refusal?: SourceError | undefined;
}

export function createXTimelines(settings: XSettings, deps: TimelinesDeps): Source {
  return {
    id: 'x:timelines',
    platform: 'x',
    everyMinutes: settings.timelines.everyMinutes,
    coverage: 'part',
    catchesUp: true,
    budget: budgetPlan(settings),
    poll: (cursor, context) => poll(settings, deps, cursor, context),
  };
}

async function* poll(
  settings: XSettings,
  deps: TimelinesDeps,
  given: unknown,
  context: PollContext,
): AsyncGenerator<Page> {
  const fresh = { handles: nobodyKnown(), accounts: {} };
  const { state, gaps } = readCursor(Cursor, given, fresh, context.now);
  const run: Run = { settings, deps, context, state, pagesLeft: settings.timelines.pagesPerRun, fine: 0, refused: 0 };
  if (gaps.length > 0) yield pageOf({ gaps, cursor: toCursor(run.state) });
  const { accounts: watched } = context.watched;
  for await (const step of resolveHandles(deps.api, settings.prices.user, watched, state.handles, context)) {
    run.state = { ...run.state, handles: step.known };
    yield pageOf({ accounts: step.accounts, cost: step.cost, cursor: toCursor(run.state) });
  }
  const ids = idsOf(watched, run.state.handles);
  run.state = { ...run.state, accounts: pick(run.state.accounts, ids) };
  for (const id of longestUnreadFirst(ids, run.state)) {
    if (run.pagesLeft <= 0) break;
    yield* readAccount(run, id);
  }
  if (run.refused > 0) deps.log.warn({ source: 'x:timelines', refused: run.refused }, 'timelines were refused');
  if (run.refusal !== undefined && run.fine === 0) throw run.refusal;
  yield pageOf({ cursor: toCursor(run.state), watermark: watermarkOf(run, ids), done: true });
}

function pick(accounts: Cursor['accounts'], ids: readonly string[]): Cursor['accounts'] {
  const wanted = new Set(ids);
  return Object.fromEntries(Object.entries(accounts).filter(([id]) => wanted.has(id)));
}

/** When a run may not read all, the next one begins with what it left. */
function longestUnreadFirst(ids: readonly string[], { accounts }: Cursor): readonly string[] {
  const readAt = (id: string): number => accounts[id]?.readAt?.getTime() ?? 0;
  return [...ids].sort((a, b) => readAt(a) - readAt(b));
}

/** Accounts that cannot be read hold nothing back. */
function watermarkOf({ state, context }: Run, ids: readonly string[]): Date | undefined {
  let least: Date | undefined = context.now;
  for (const id of ids) {
    const account = state.accounts[id];
    if (account?.notBefore !== undefined) continue;
    if (account?.readAt === undefined) return undefined;
    least = earlier(least, account.readAt);
  }
  return least;
}

/** An account that is gone is asked for again the next day only. */
function tomorrow(now: Date): Date {
  return new Date(now.getTime() + dayMs);
}

/** Several servers answer, and not all of them know the newest post. */
const lookBackMs = 2 * minuteMs;
/** X gives the newest 3,200 posts of a timeline and then says that there are no more (docs.x.com, timelines). */
const longestTimeline = 3200;

async function* readAccount(run: Run, id: string): AsyncGenerator<Page> {
  const { context, settings, deps } = run;
  const known = run.state.accounts[id] ?? {};
  if (known.notBefore !== undefined && known.notBefore > context.now) return;
  let open = known.open ?? {
    askedAt: context.clock(),
    sinceId: known.sinceId,
    from: known.readAt ?? before(context.now, settings.timelines.firstDays * dayMs),
    read: 0,
  };
  const seen = new Set<string>();
  let empty = 0;
  while (run.pagesLeft > 0) {
    context.signal.throwIfAborted();
    run.pagesLeft -= 1;
    try {
      const page = await askTimeline({ api: deps.api, log: deps.log, settings, context, lookBackMs }, id, open);
      empty = page.ids.length === 0 ? empty + 1 : 0;
      const isEndless = empty === 0 ? page.ids.every((one) => seen.has(one)) : empty > mostEmptyPages;
      for (const one of page.ids) seen.add(one);
      open = page.open;
      const isEnd = open.token === undefined;
      setAccount(run, id, isEnd ? afterRead(known, open, page.gone, context.now) : { ...known, open });
      yield pageOf({
        posts: page.posts,
        raw: page.raw,
        gaps: isEnd ? cutOff(open) : [],
        accounts: page.gone === undefined ? [] : [page.gone],
        cost: page.cost,
        cursor: toCursor(run.state),
      });
      if (!isEnd && isEndless) {
        run.refused += 1;
        run.refusal = new SourceError('garbage', 'X: the pages of a timeline do not end');
        setAccount(run, id, { ...known, open: undefined });
        return;
      }
      run.fine += 1;
      if (!isEnd) continue;
      // What came while the pages of the last run waited is read now, not in an hour.
      if (known.open !== undefined && page.gone === undefined) yield* readAccount(run, id);
      return;
    } catch (error) {
      yield* giveUp(run, id, open, error);
      return;
    }
  }
}

/** What X does not give of a long timeline. */
function cutOff({ read, oldest, from }: OpenTimeline): readonly Gap[] {
  if (read < longestTimeline || oldest === undefined || oldest <= from) return [];
  return [{ from, to: oldest, reason: 'X keeps the newest 3,200 posts of a timeline' }];
}

function afterRead(known: Account, open: OpenTimeline, gone: AccountFact | undefined, now: Date): Account {
  if (gone !== undefined) return { ...known, open: undefined, notBefore: tomorrow(now) };
  return { sinceId: open.pendingNewest ?? known.sinceId, readAt: open.askedAt };
}

/** One account that X does not give must not cost the others; anything else ends the run. */
async function* giveUp(run: Run, id: string, open: OpenTimeline, error: unknown): AsyncGenerator<Page> {
  if (!(error instanceof SourceError)) throw error;
  if (isOurBudget(error) && open.token !== undefined) {
    const gap = { from: open.from, to: open.oldest ?? open.askedAt, reason: 'X: the budget was spent' };
    setAccount(run, id, afterRead(run.state.accounts[id] ?? {}, open, undefined, run.context.now));
    yield pageOf({ gaps: gap.to > gap.from ? [gap] : [], cursor: toCursor(run.state) });
  }
  if (error.kind !== 'refused') throw error;
  run.refused += 1;
  run.refusal = error;
  const known = { ...run.state.accounts[id], open: undefined };
  // A page that is not taken may only be the wrong one; a timeline that is not taken is none.
  setAccount(run, id, open.token === undefined ? { ...known, notBefore: tomorrow(run.context.now) } : known);
}

function setAccount(run: Run, id: string, account: Account): void {
  run.state = { ...run.state, accounts: { ...run.state.accounts, [id]: account } };
}
