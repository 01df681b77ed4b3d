/**
 * `x:search`: posts of what is posted unusually often, or is to be read always.
 *
 * Counts first, since a count costs as much as one post; then the search that was not done, then new ones.
 */
import { minuteMs } from '../../post/post.ts';
import type { Gap, Page, PollContext, Source, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import type { CountBoard } from './count-board.ts';
import { searchReachMs } from './count-request.ts';
import { joined, packQueries, queriesOf, type XQuery } from './queries.ts';
import { before, earlier, later, pageOf, readCursor, toCursor } from './run.ts';
import { freshCounts, isAlways, readFrom } from './search-counts.ts';
import { readSearch, type SearchRun } from './search-pages.ts';
import { type OpenSearch, SearchState, withKey } from './search-state.ts';
import type { XSettings } from './settings.ts';
import { idBefore, timeOfId } from './snowflake.ts';
import { budgetPlan } from './spend.ts';

export interface SearchDeps {
  readonly api: XApi;
  readonly board: CountBoard;
  readonly log: SourceLog;
}

/** Posts come into X's index late. */
const indexDelayMs = 2 * minuteMs;

export function createXSearch(settings: XSettings, deps: SearchDeps): Source {
  return {
    id: 'x:search',
    platform: 'x',
    everyMinutes: settings.search.everyMinutes,
    coverage: 'platform',
    catchesUp: true,
    budget: budgetPlan(settings),
    poll: (cursor, context) => poll(settings, deps, cursor, context),
  };
}

interface DueQuery extends XQuery {
  readonly from: Date;
  readonly sinceId?: string | undefined;
}

async function* poll(
  settings: XSettings,
  deps: SearchDeps,
  given: unknown,
  context: PollContext,
): AsyncGenerator<Page> {
  const queries = queriesOf(settings, context.watched.tags);
  const { state, gaps } = readCursor(SearchState, given, { keys: {} }, context.now);
  const run: SearchRun = {
    api: deps.api,
    log: deps.log,
    settings,
    context,
    state: forget(state, queries),
    pagesLeft: settings.search.pagesPerRun,
    usdLeft: settings.search.usdPerRun,
    refused: 0,
    fine: 0,
  };
  if (gaps.length > 0) yield pageOf({ gaps, cursor: toCursor(run.state) });
  if (run.state.open !== undefined) yield* readSearch(run, run.state.open);
  yield* count(run, deps, queries);
  for (const pack of plan(run, queries)) {
    // A search that is not done is gone on with in the next run, before any other.
    if (run.state.open !== undefined) break;
    const { open, gaps: lost } = begin(run, pack);
    if (lost.length > 0) yield pageOf({ gaps: lost, cursor: toCursor(run.state) });
    yield* readSearch(run, open);
  }
  if (run.refused > 0) deps.log.warn({ source: 'x:search', refused: run.refused }, 'queries were refused');
  if (run.refusal !== undefined && run.fine === 0) throw run.refusal;
  const readTo = before(context.now, indexDelayMs);
  const watermark = run.state.open === undefined ? readTo : earlier(readTo, run.state.open.from);
  yield pageOf({ cursor: toCursor(run.state), watermark, done: true });
}

/** What is watched no longer is neither counted nor gone on with. */
function forget(state: SearchState, queries: readonly XQuery[]): SearchState {
  const wanted = new Set(queries.map(({ key }) => key));
  const keys = Object.fromEntries(Object.entries(state.keys).filter(([key]) => wanted.has(key)));
  const open = state.open?.keys.some((key) => wanted.has(key)) === true ? state.open : undefined;
  return { keys, open };
}

async function* count(run: SearchRun, deps: SearchDeps, queries: readonly XQuery[]): AsyncGenerator<Page> {
  const { settings, context } = run;
  for (const query of queries) {
    if (isAlways(settings, query.key)) continue;
    context.signal.throwIfAborted();
    try {
      const { change, cost } = await freshCounts(deps, settings, query, run.state.keys[query.key], context);
      run.state = withKey(run.state, query.key, change);
      run.fine += 1;
      if (cost !== undefined) yield pageOf({ cursor: toCursor(run.state), cost });
    } catch (error) {
      if (!(error instanceof SourceError) || error.kind !== 'refused') throw error;
      run.refused += 1;
      run.refusal = error;
    }
  }
}

/** Tags that go back to the same time share one request. */
function plan({ settings, state, context }: SearchRun, queries: readonly XQuery[]): readonly (readonly DueQuery[])[] {
  const due = queries.flatMap((query): DueQuery[] => {
    const known = state.keys[query.key];
    const from = readFrom(settings, query, known, context.now);
    // Only where reading goes on from the last id is that id of use.
    const goesOn = known?.sinceId !== undefined && from !== undefined && timeOfId(known.sinceId) >= from;
    return from === undefined ? [] : [{ ...query, from, sinceId: goesOn ? known.sinceId : undefined }];
  });
  const sorted = due.sort((a, b) => a.from.getTime() - b.from.getTime());
  return packQueries(sorted, (a, b) => b.from.getTime() - a.from.getTime() <= indexDelayMs);
}

function begin(
  { settings, state, context }: SearchRun,
  pack: readonly DueQuery[],
): { readonly open: OpenSearch; readonly gaps: readonly Gap[] } {
  const askedAt = context.clock();
  const keys = pack.map(({ key }) => key);
  const first = pack.reduce((least, { from }) => earlier(least, from), context.now);
  const editMs = settings.search.editLookBackMinutes * minuteMs;
  // Reading back for edits each time would pay for every post many times over; once in each such span is enough.
  const deep = editMs > 0 && keys.every((key) => (state.keys[key]?.deepAt ?? new Date(0)) < before(askedAt, editMs));
  const wanted = before(first, Math.max(indexDelayMs, deep ? editMs : 0));
  const oldest = before(context.now, searchReachMs);
  const search = { keys, query: joined(pack), askedAt, deep, from: later(first, oldest) };
  const goesOn = pack.every(({ sinceId }) => sinceId !== undefined) && wanted >= oldest;
  // `since_id` and `start_time` together are refused.
  const since = goesOn ? { id: idBefore(wanted) } : { time: later(wanted, oldest) };
  const gaps = first < oldest ? [{ from: first, to: oldest, reason: 'X searches 7 days back only' }] : [];
  return { open: { ...search, since }, gaps };
}
