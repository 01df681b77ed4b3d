/**
 * Videos that match a text. A search costs a hundredth of the day and a page is a search, so few pages are read; what
 * lies behind them is a gap. Search is late by hours and never complete: it finds, it does not count.
 */
import { z } from 'zod';
import { dayMs, hourMs } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import type { PlatformDeps } from '../platform.ts';
import type { Gap, Page, PollContext, Source } from '../source.ts';
import { costOf, itemsOf, type YoutubeApi, youtubeBudget } from './api.ts';
import { readVideos } from './read-videos.ts';
import { FoundVideo } from './schema.ts';
import type { YoutubeSettings } from './settings.ts';

const SearchCursor = z.object({
  version: z.literal(1),
  /** Up to when each text was searched. */
  readTo: z.record(z.string(), z.iso.datetime()),
  /** Where a run that was broken off goes on. */
  next: z.string().optional(),
});
type SearchCursor = z.infer<typeof SearchCursor>;

const firstReachMs = dayMs;
/** Videos are found hours after they were published. */
const lookBackMs = 6 * hourMs;

export function createSearchSource(settings: YoutubeSettings, api: YoutubeApi, { log }: PlatformDeps): Source {
  return {
    id: 'youtube:search',
    platform: 'youtube',
    everyMinutes: settings.search.everyHours * 60,
    coverage: 'part',
    catchesUp: true,
    budget: youtubeBudget(settings),
    async *poll(cursor, context) {
      const before = cursor === undefined || cursor === null ? undefined : SearchCursor.safeParse(cursor).data;
      const lost = cursor !== undefined && cursor !== null && before === undefined;
      const { now } = context;
      let next: SearchCursor = { version: 1, readTo: keptMarks(before, settings.searches) };
      const searches = rotated(settings.searches, before?.next);
      if (lost) {
        const gap = {
          from: new Date(now.getTime() - 2 * firstReachMs),
          to: now,
          reason: 'the place that was read to is lost',
        };
        yield { posts: [], deletes: [], gaps: [gap], cursor: next };
      }
      for (const [at, text] of searches.entries()) {
        const mark = next.readTo[text];
        const from = mark === undefined ? now.getTime() - firstReachMs : Date.parse(mark) - lookBackMs;
        const found = await search(text, new Date(from), settings.search.maxPages, api, context);
        const read = await readVideos(found.ids, api, context);
        const left = found.broken + read.broken;
        if (left > 0) log.warn({ source: 'youtube:search', left }, 'items of YouTube could not be read');
        const following = searches[at + 1];
        next = {
          version: 1,
          readTo: { ...next.readTo, [text]: now.toISOString() },
          ...(following === undefined ? {} : { next: following }),
        };
        yield pageOf(read, found, next, following === undefined, now);
      }
      if (searches.length === 0) yield { posts: [], deletes: [], gaps: [], cursor: next, done: true };
    },
  };
}

function keptMarks(before: SearchCursor | undefined, searches: readonly string[]): Record<string, string> {
  const marks: Record<string, string> = {};
  for (const text of searches) if (before?.readTo[text] !== undefined) marks[text] = before.readTo[text];
  return marks;
}

function rotated(values: readonly string[], first: string | undefined): readonly string[] {
  const at = first === undefined ? 0 : Math.max(0, values.indexOf(first));
  return [...values.slice(at), ...values.slice(0, at)];
}

interface Found {
  readonly ids: readonly string[];
  readonly gaps: readonly Gap[];
  readonly broken: number;
  readonly calls: number;
}

async function search(
  text: string,
  from: Date,
  maxPages: number,
  api: YoutubeApi,
  context: PollContext,
): Promise<Found> {
  const ids = new Set<string>();
  let oldest = context.now;
  let [broken, calls] = [0, 0];
  let token: string | undefined;
  do {
    const parameters = {
      part: 'snippet',
      type: 'video',
      order: 'date',
      q: text,
      publishedAfter: from.toISOString().replace(/\.\d+Z$/, 'Z'),
      maxResults: '50',
      ...(token === undefined ? {} : { pageToken: token }),
    };
    const answer = await api.list('search', parameters, context);
    calls += 1;
    const sizeBefore = ids.size;
    const page = itemsOf(answer, FoundVideo);
    broken += page.broken;
    for (const { id, snippet } of page.items) {
      ids.add(id.videoId);
      const time = parseTime(snippet?.publishedAt ?? '');
      if (time !== undefined && time < oldest) oldest = time;
    }
    token = answer.nextPageToken;
    // Search promises further pages that are empty or the same.
    if (ids.size === sizeBefore) token = undefined;
  } while (token !== undefined && calls < maxPages);
  const reason = `a search gives ${ids.size} videos at once only`;
  const gaps = token !== undefined && from < oldest ? [{ from, to: oldest, reason }] : [];
  return { ids: [...ids], gaps, broken, calls };
}

function pageOf(
  read: Awaited<ReturnType<typeof readVideos>>,
  { gaps, calls }: Found,
  cursor: SearchCursor,
  last: boolean,
  now: Date,
): Page {
  return {
    raw: read.raw,
    posts: read.posts,
    deletes: read.deletes,
    gaps,
    cursor,
    cost: costOf('search', calls),
    ...(last ? { watermark: new Date(now.getTime() - lookBackMs), done: true } : {}),
  };
}
