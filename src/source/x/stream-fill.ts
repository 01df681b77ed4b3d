/** What a stream gave nobody while its connection was lost, searched for; what search does not give either is a gap. */
import { minuteMs, type Span } from '../../post/post.ts';
import type { Gap, Page, PollContext, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import { searchReachMs } from './count-request.ts';
import { packTerms } from './queries.ts';
import type { WantedRule } from './rules.ts';
import { before, later } from './run.ts';
import { readSearch, type SearchRun } from './search-pages.ts';
import { longestQuery, type XSettings } from './settings.ts';

export interface FillDeps {
  readonly api: XApi;
  readonly log: SourceLog;
  readonly settings: XSettings;
}

const reason = 'X: the stream was not connected';

/** Pages of the posts found; their cursors are the search's own and not to be kept. Ends with what is missing. */
export async function* searchLost(
  deps: FillDeps,
  rules: readonly WantedRule[],
  { from, to }: Span,
  context: PollContext,
): AsyncGenerator<Page, readonly Gap[]> {
  const oldest = later(from, before(to, searchReachMs));
  const gaps: Gap[] = oldest > from ? [{ from, to: oldest, reason: 'X searches 7 days back only' }] : [];
  const { queries, unknown } = searchable(rules);
  if (unknown > 0) gaps.push({ from: oldest, to, reason: 'X: a rule that search does not know' });
  for (const query of queries) gaps.push(...(yield* searchOne(deps, query, { from: oldest, to }, context)));
  return gaps;
}

async function* searchOne(
  { api, log, settings }: FillDeps,
  query: string,
  { from, to }: Span,
  context: PollContext,
): AsyncGenerator<Page, readonly Gap[]> {
  const run: SearchRun = {
    api,
    log,
    settings,
    context,
    state: { keys: {} },
    pagesLeft: settings.search.pagesPerRun,
    usdLeft: settings.search.usdPerRun,
    refused: 0,
    fine: 0,
  };
  // A minute more is for what came late.
  const since = { time: later(before(from, minuteMs), before(to, searchReachMs)) };
  const gap = (until: Date): readonly Gap[] => (until > from ? [{ from, to: until, reason }] : []);
  let told = false;
  try {
    for await (const page of readSearch(run, { keys: ['lost'], query, since, from, askedAt: to, deep: false })) {
      told ||= page.gaps.length > 0;
      yield page;
    }
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    return told ? [] : gap(to);
  }
  if (run.refused > 0) return gap(to);
  return run.state.open === undefined ? [] : gap(run.state.open.oldest ?? to);
}

/** Operators that search does not have (docs.x.com, recovery and redundancy). */
const streamOnly = /\b(?:sample|bio|bio_name|bio_location|followers_count|tweets_count|following_count|listed_count):/i;
const accountsForm = /^from:\d+(?: OR from:\d+)*$/;

/** Rules as queries: accounts are packed anew, since a query is shorter than a rule. */
function searchable(rules: readonly WantedRule[]): { readonly queries: readonly string[]; readonly unknown: number } {
  const values = rules.map(({ value }) => value);
  const accounts = values.filter((value) => accountsForm.test(value)).flatMap((value) => value.split(' OR '));
  const others = values.filter((value) => !accountsForm.test(value));
  const good = others.filter((value) => value.length <= longestQuery && !streamOnly.test(value));
  return { queries: [...good, ...packTerms(accounts, longestQuery)], unknown: others.length - good.length };
}
