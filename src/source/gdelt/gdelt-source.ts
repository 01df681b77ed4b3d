/**
 * News about queries and watched tags, as counts and as articles.
 *
 * There is no cursor in GDELT: the time since the last reading is asked for anew, two hours earlier each time, in spans
 * that keep its resolution of 15 minutes. A query that failed leaves nothing behind: unknown is not zero.
 */
import { z } from 'zod';
import { dayMs, hourMs, minuteMs, type Span } from '../../post/post.ts';
import type { PlatformDeps } from '../platform.ts';
import type { CountBucket, Gap, Page, PollContext, Source } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { GdeltApi } from './api.ts';
import { listArticles } from './list-articles.ts';
import { countsOf, readSeries } from './read-answers.ts';
import type { GdeltSettings } from './settings.ts';

const GdeltCursor = z.object({
  version: z.literal(1),
  /** Up to when each query was answered. */
  readTo: z.record(z.string(), z.iso.datetime()),
});
type GdeltCursor = z.infer<typeof GdeltCursor>;

interface Query {
  readonly key: string;
  readonly query: string;
}

/** Articles come in late: translation takes its time. */
const lookBackMs = 2 * hourMs;
const firstReachMs = 2 * dayMs;
/** Longer spans are answered by the hour (72 hours and more) or by the day. */
const longestSpanMs = 2 * dayMs;
/** Shorter ones may be refused: "Timespan is too short". */
const shortestSpanMs = hourMs;
/** GDELT keeps three months; a day less, so that no question falls out of it meanwhile. */
const keptMs = 89 * dayMs;
/** The newest bucket is still being filled. */
const unfinishedMs = 15 * minuteMs;

export function createGdeltSource(settings: GdeltSettings, api: GdeltApi, { log }: PlatformDeps): Source {
  return {
    id: 'gdelt:news',
    platform: 'news',
    everyMinutes: settings.everyMinutes,
    coverage: 'platform',
    catchesUp: true,
    async *poll(cursor, context) {
      const { now } = context;
      const before = cursor === undefined || cursor === null ? undefined : GdeltCursor.safeParse(cursor).data;
      const queries = queriesOf(settings, context);
      let next: GdeltCursor = { version: 1, readTo: keptMarks(before, queries) };
      const gaps = gapsBefore(cursor, before, next, now);
      if (gaps.length > 0) yield { posts: [], deletes: [], gaps, cursor: next };
      let refusal: SourceError | undefined;
      const answered: string[] = [];
      for (const query of queries) {
        try {
          for await (const { page, readTo } of readQuery(query, next.readTo[query.key], settings, api, context)) {
            next = moved(next, query.key, readTo);
            yield { ...page, cursor: next };
          }
          answered.push(query.key);
        } catch (error) {
          // One query that GDELT does not take must not cost the others.
          if (!(error instanceof SourceError) || error.kind !== 'refused') throw error;
          refusal = error;
          log.warn({ source: 'gdelt:news', key: query.key, reason: error.message }, 'GDELT does not take a query');
        }
      }
      if (refusal !== undefined && answered.length === 0) throw refusal;
      yield { posts: [], deletes: [], gaps: [], cursor: next, watermark: watermarkOf(next, answered, now), done: true };
    },
  };
}

/** A watched tag is one phrase: where its words end cannot be told from its lower case. */
function queriesOf({ queries }: GdeltSettings, { watched }: PollContext): readonly Query[] {
  const byKey = new Map(queries.map((query) => [query.key, query]));
  for (const tag of watched.tags) {
    if (!byKey.has(tag)) byKey.set(tag, { key: tag, query: `"${tag.replaceAll('"', ' ')}"` });
  }
  return [...byKey.values()];
}

function keptMarks(before: GdeltCursor | undefined, queries: readonly Query[]): Record<string, string> {
  const marks: Record<string, string> = {};
  for (const { key } of queries) if (before?.readTo[key] !== undefined) marks[key] = before.readTo[key];
  return marks;
}

function gapsBefore(given: unknown, before: GdeltCursor | undefined, next: GdeltCursor, now: Date): readonly Gap[] {
  const reach = new Date(now.getTime() - firstReachMs);
  if (given !== undefined && given !== null && before === undefined) {
    return [{ from: new Date(reach.getTime() - dayMs), to: reach, reason: 'the place that was read to is lost' }];
  }
  const kept = new Date(now.getTime() - keptMs);
  const oldest = Object.values(next.readTo).sort()[0];
  if (oldest === undefined || new Date(oldest) >= kept) return [];
  return [{ from: new Date(oldest), to: kept, reason: 'GDELT keeps three months only' }];
}

/** Never back: what lies before was read already, and is read again only because articles come in late. */
function moved(cursor: GdeltCursor, key: string, to: Date | undefined): GdeltCursor {
  const before = cursor.readTo[key];
  if (to === undefined || (before !== undefined && new Date(before) >= to)) return cursor;
  return { version: 1, readTo: { ...cursor.readTo, [key]: to.toISOString() } };
}

/** What a run left for the next one holds it back; a query that is not taken does not. */
function watermarkOf({ readTo }: GdeltCursor, answered: readonly string[], now: Date): Date {
  const times = answered.map((key) =>
    readTo[key] === undefined ? now.getTime() - firstReachMs : Date.parse(readTo[key]),
  );
  return new Date(Math.min(now.getTime(), ...times) - lookBackMs);
}

interface Step {
  readonly page: Omit<Page, 'cursor'>;
  /** With this page everything up to here was read. */
  readonly readTo?: Date | undefined;
}

async function* readQuery(
  query: Query,
  mark: string | undefined,
  settings: GdeltSettings,
  api: GdeltApi,
  context: PollContext,
): AsyncGenerator<Step> {
  for (const span of spansSince(mark, context.now)) {
    context.signal.throwIfAborted();
    const counts = await readCounts(query, span, api, context);
    yield { page: { posts: [], deletes: [], gaps: [], counts } };
    if (!settings.articles) {
      yield { page: { posts: [], deletes: [], gaps: [] }, readTo: span.to };
    } else if (!(yield* listArticles(query.query, span, settings.maxRecords, api, context))) {
      return;
    }
  }
}

async function readCounts(
  { key, query }: Query,
  { from, to }: Span,
  api: GdeltApi,
  context: PollContext,
): Promise<readonly CountBucket[]> {
  // Both ends belong to the question.
  const question = { query, from, to: new Date(to.getTime() - 1000) };
  const volume = readSeries(await api.ask({ ...question, mode: 'timelinevolraw' }, context));
  const finished = new Date(Math.min(to.getTime(), context.now.getTime() - unfinishedMs));
  // Without articles there is no tone to ask for.
  if (volume.values.size === 0) return [];
  const tone = readSeries(await api.ask({ ...question, mode: 'timelinetone' }, context));
  return countsOf(key, volume, tone, { from, to: finished });
}

function* spansSince(mark: string | undefined, now: Date): Generator<Span> {
  const begin = mark === undefined ? now.getTime() - firstReachMs : Date.parse(mark) - lookBackMs;
  // Buckets begin at the quarter of an hour.
  const quarter = 15 * minuteMs;
  let from = Math.floor(Math.max(begin, now.getTime() - keptMs) / quarter) * quarter;
  while (from < now.getTime()) {
    const to = Math.min(from + longestSpanMs, now.getTime());
    // What is left at the end may be minutes only; some time before it is then asked for twice.
    const begun = Math.min(from, Math.floor((to - shortestSpanMs) / quarter) * quarter);
    yield { from: new Date(begun), to: new Date(to) };
    from = to;
  }
}
