/**
 * One feed as a source: the whole document is read each time, and what is new or was rewritten becomes posts. An answer
 * "not modified" is a reading, too. A feed is a window: what leaves it is not deleted, and what passed through it
 * between two readings is a gap.
 */
import { dayMs, minuteMs } from '../../post/post.ts';
import { shutOut } from '../http/failure.ts';
import type { HttpAnswer } from '../http/http.ts';
import type { PlatformDeps } from '../platform.ts';
import type { Gap, Page, PollContext, Source } from '../source.ts';
import { decodeFeed } from './charset.ts';
import { type FeedCursor, type KnownItem, mostItems, readFeedCursor, remembered } from './feed-cursor.ts';
import { type FeedOrigin, idsOf, type ReadItem, readItem } from './feed-post.ts';
import { parseFeed } from './parse-feed.ts';
import { judgeSilence, usualPause } from './rhythm.ts';

export interface FeedSourceSettings extends FeedOrigin {
  readonly id: string;
  /** What people call it. */
  readonly name?: string | undefined;
  readonly everyMinutes: number;
  readonly staleAfterHours?: number | undefined;
  readonly spacingMs: number;
}

/** Feeds are made by caches: an item may stand there some minutes after its time. */
const latenessMs = 15 * minuteMs;

/** What one reading gave, before it is judged. */
interface Reading {
  readonly items: readonly ReadItem[];
  readonly gaps: readonly Gap[];
  readonly byLink: boolean;
  readonly cursor: Pick<FeedCursor, 'etag' | 'lastModified' | 'known' | 'usualPauseMs'>;
}

export function createFeedSource(feed: FeedSourceSettings, deps: PlatformDeps): Source {
  return {
    id: feed.id,
    platform: feed.platform,
    everyMinutes: feed.everyMinutes,
    coverage: 'part',
    // Where a feed has lost items meanwhile, the page says so itself.
    catchesUp: true,
    async *poll(cursor, context) {
      const { cursor: before, lost } = readFeedCursor(cursor);
      const answer = await ask(feed, before, deps, context);
      const reading =
        answer.status === 304 && before !== undefined
          ? unchanged(before)
          : readDocument(feed, answer, before, deps, context);
      const lostGap = lost ? [gapBefore(reading.items, context.now)] : [];
      yield pageOf(feed, reading, lostGap, before, movedTo(feed, answer, before, deps), deps, context);
    },
  };
}

const accepted = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1';

async function ask(
  { url, spacingMs }: FeedSourceSettings,
  before: FeedCursor | undefined,
  { http }: PlatformDeps,
  { signal }: PollContext,
): Promise<HttpAnswer> {
  const { etag, lastModified } = before ?? {};
  const headers = {
    accept: accepted,
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
  const request = { url, headers, signal, spacingMs, accept: before === undefined ? [] : [304] };
  return http.request(request).catch((error: unknown) => {
    throw mayHoldKey(url) ? error : shutOut(error);
  });
}

function mayHoldKey(url: string): boolean {
  const { username, password, search } = new URL(url);
  return `${username}${password}${search}` !== '';
}

function unchanged({ etag, lastModified, known, usualPauseMs, byLink = false }: FeedCursor): Reading {
  return { items: [], gaps: [], byLink, cursor: { etag, lastModified, known, usualPauseMs } };
}

function readDocument(
  feed: FeedSourceSettings,
  answer: HttpAnswer,
  before: FeedCursor | undefined,
  { log }: PlatformDeps,
  { clock }: PollContext,
): Reading {
  const text = decodeFeed(answer.bytes, answer.headers.get('content-type') ?? undefined);
  const document = parseFeed(text, placeOf(feed.url));
  const origin: FeedOrigin = { ...feed, lang: feed.lang ?? document.lang };
  const { ids, byLink } = idsOf(document.items.slice(0, mostItems), origin, before?.byLink ?? false);
  const knownBefore = new Map((before?.known ?? []).map((known) => [known[0], known]));
  const seenAt = clock();
  const items = new Map<string, ReadItem>();
  let broken = 0;
  for (const [at, id] of ids.entries()) {
    const item = document.items[at];
    const read = item && readItem(item, origin, id, seenAt, (key) => knownBefore.get(key));
    if (read === undefined) broken += 1;
    // Twice in one document: the second one is no edit of the first.
    else if (!items.has(read.post.id)) items.set(read.post.id, read);
  }
  const left = document.items.length - ids.length;
  if (broken > 0 || left > 0)
    log.warn({ source: feed.id, name: feed.name, broken, left }, 'items of a feed were left out');
  const read = [...items.values()];
  const times = read.map(({ known }) => known[2]);
  return {
    items: read,
    gaps: passedThrough(read, knownBefore, before),
    byLink,
    cursor: {
      etag: answer.headers.get('etag') ?? undefined,
      lastModified: answer.headers.get('last-modified') ?? undefined,
      known: remembered(before?.known ?? [], byTime(read)),
      usualPauseMs: usualPause(times),
    },
  };
}

function byTime(items: readonly ReadItem[]): KnownItem[] {
  return items.map(({ known }) => known).sort((a, b) => a[2] - b[2]);
}

/** Everything in the feed is new since it was read: what came and went before its oldest item was not seen. */
function passedThrough(
  items: readonly ReadItem[],
  knownBefore: ReadonlyMap<string, KnownItem>,
  before: FeedCursor | undefined,
): readonly Gap[] {
  if (before === undefined || knownBefore.size === 0 || items.length === 0) return [];
  if (items.some(({ known: [key] }) => knownBefore.has(key))) return [];
  const from = new Date(before.readAt);
  const to = oldestOf(items);
  return to <= from ? [] : [{ from, to, reason: `the feed holds ${items.length} items only` }];
}

/** How far was read before is not known any more; a feed reaches back to its oldest item. */
function gapBefore(items: readonly ReadItem[], now: Date): Gap {
  const to = items.length === 0 ? now : oldestOf(items);
  return { from: new Date(to.getTime() - dayMs), to, reason: 'the place that was read to is lost' };
}

function oldestOf(items: readonly ReadItem[]): Date {
  return new Date(items.reduce((oldest, { known }) => Math.min(oldest, known[2]), Number.POSITIVE_INFINITY));
}

function pageOf(
  feed: FeedSourceSettings,
  { items, gaps, byLink, cursor }: Reading,
  lostGaps: readonly Gap[],
  before: FeedCursor | undefined,
  moved: string | undefined,
  { log }: PlatformDeps,
  { now }: PollContext,
): Page {
  const news = items.filter(({ changed }) => changed);
  const undated = news.filter((item) => item.undated).length;
  if (undated > 0) log.info({ source: feed.id, undated }, 'items without a readable time have the time of reading');
  const { gap, stale, began } = judgeSilence({
    times: cursor.known.map(([, , time]) => time),
    usualPauseMs: cursor.usualPauseMs,
    staleAfterHours: feed.staleAfterHours,
    before: before?.stale,
    now,
  });
  if (began) log.warn({ source: feed.id, name: feed.name, newest: stale?.since }, 'a feed is stale');
  const { etag, lastModified, known, usualPauseMs } = cursor;
  const next: FeedCursor = {
    version: 1,
    readAt: now.toISOString(),
    known,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(usualPauseMs === undefined ? {} : { usualPauseMs }),
    ...(byLink ? { byLink } : {}),
    ...(moved === undefined ? {} : { movedTo: moved }),
    ...(stale === undefined ? {} : { stale }),
  };
  return {
    raw: news.map(({ post, raw }) => ({ platform: post.platform, id: post.id, payload: raw })),
    posts: news.map(({ post }) => post),
    deletes: [],
    gaps: [...lostGaps, ...gaps, ...(gap === undefined ? [] : [gap])],
    cursor: next,
    watermark: new Date(now.getTime() - latenessMs),
    done: true,
  };
}

/** Said once for each new address. */
function movedTo(
  { id, name, url }: FeedSourceSettings,
  answer: HttpAnswer,
  before: FeedCursor | undefined,
  { log }: PlatformDeps,
): string | undefined {
  if (answer.movedTo === undefined) return undefined;
  const to = placeOf(answer.movedTo);
  if (to !== before?.movedTo)
    log.warn({ source: id, name, from: placeOf(url), to }, 'a feed has moved: change its address');
  return to;
}

/** Host and path: a query may hold a key. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
