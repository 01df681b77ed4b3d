/** A Data API that counts units and refuses what Google refuses. */

import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Platform } from '../../../src/source/platform.ts';
import { createYoutube } from '../../../src/source/youtube/create-youtube.ts';
import { YoutubeSettings } from '../../../src/source/youtube/settings.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aTime } from '../a-poll.ts';

export const theKey = 'AIza-a-key-of-the-test';
export const theChannel = 'UCabcdefghijklmnopqrstuv';

interface FakeVideo {
  readonly id: string;
  readonly channelId?: string;
  readonly title?: string;
  readonly description?: string;
  /** Absent: an hour before `aTime`. */
  readonly publishedAt?: string;
  readonly statistics?: Readonly<Record<string, string>>;
  readonly more?: Readonly<Record<string, unknown>>;
  /** As its owner or YouTube hides it: listed without time, unknown to `videos`. */
  readonly hiddenAs?: 'Private video' | 'Deleted video';
}

export interface FakeYoutube {
  /** In the order of uploading, newest first. */
  videos: FakeVideo[];
  channels: Readonly<Record<string, unknown>>[];
  /** Answers instead, when it gives something. */
  refuse: (exchange: Exchange) => Reply | undefined;
  readonly server: WebServer;
  readonly platform: Platform;
  readonly logged: readonly string[];
  calls(method: string): readonly Exchange[];
}

export async function aYoutube(settings: Readonly<Record<string, unknown>> = {}): Promise<FakeYoutube> {
  const logged: string[] = [];
  const log = (fields: unknown, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const server = await startWebServer((exchange) => {
    if (exchange.headers['x-goog-api-key'] !== theKey || exchange.query.has('key')) return apiError(400, 'keyInvalid');
    const method = exchange.path.slice(1);
    const refused = fake.refuse(exchange);
    if (refused !== undefined) return refused;
    if (Number(exchange.query.get('maxResults') ?? 5) > 50) return apiError(400, 'invalidValue');
    if (method === 'playlistItems') return playlistItems(exchange, fake.videos);
    if (method === 'videos')
      return byIds(exchange, 'youtube#videoListResponse', fake.videos.filter(isThere).map(video));
    if (method === 'channels') return byIds(exchange, undefined, fake.channels);
    if (method === 'search') return found(exchange, fake.videos);
    return { status: 404 };
  });
  const parsed = YoutubeSettings.parse({ apiUrl: server.url, channels: [theChannel], ...settings });
  const http = createHttp({ userAgent: 'Tocsin/test', clock: () => aTime });
  const fake: FakeYoutube = {
    videos: [],
    channels: [],
    refuse: () => undefined,
    server,
    platform: createYoutube(parsed, theKey, { http, log: { warn: log, info: log } }),
    logged,
    calls: (method) => server.requests.filter(({ path }) => path === `/${method}`),
  };
  return fake;
}

export function apiError(status: number, reason: string): Reply {
  const errors = [{ message: 'refused', domain: 'youtube.api', reason }];
  return { status, json: { error: { code: status, message: 'refused', errors } } };
}

function isThere({ hiddenAs }: FakeVideo): boolean {
  return hiddenAs === undefined;
}

function page<T>(
  all: readonly T[],
  { query }: Exchange,
): { readonly items: readonly T[]; readonly nextPageToken?: string } {
  const size = Number(query.get('maxResults') ?? 5);
  const start = Number(query.get('pageToken')?.slice(1) ?? 0);
  const more = start + size < all.length ? { nextPageToken: `t${start + size}` } : {};
  return { items: all.slice(start, start + size), ...more };
}

function playlistItems(exchange: Exchange, videos: readonly FakeVideo[]): Reply {
  const channelId = `UC${exchange.query.get('playlistId')?.slice(2)}`;
  const own = videos.filter((each) => (each.channelId ?? theChannel) === channelId);
  if (own.length === 0) return apiError(404, 'playlistNotFound');
  const { items, ...more } = page(own, exchange);
  return {
    json: {
      kind: 'youtube#playlistItemListResponse',
      ...more,
      items: items.map((each) => ({
        kind: 'youtube#playlistItem',
        snippet: {
          title: each.hiddenAs ?? each.title ?? each.id,
          resourceId: { kind: 'youtube#video', videoId: each.id },
        },
        contentDetails: each.hiddenAs === undefined ? { videoPublishedAt: timeOf(each) } : {},
        status: { privacyStatus: each.hiddenAs === 'Private video' ? 'private' : 'public' },
      })),
    },
  };
}

function byIds(
  { query }: Exchange,
  kind: string | undefined,
  all: readonly Readonly<Record<string, unknown>>[],
): Reply {
  const ids = query.get('id')?.split(',') ?? [];
  if (ids.length === 0 || ids.length > 50) return apiError(400, 'invalidFilters');
  const items = all.filter(({ id }) => ids.includes(String(id)));
  // Channels that are not there leave the key out altogether.
  if (kind === undefined)
    return { json: { kind: 'youtube#channelListResponse', ...(items.length > 0 ? { items } : {}) } };
  return { json: { kind, items } };
}

function video(each: FakeVideo): Readonly<Record<string, unknown>> {
  const { id, channelId = theChannel, title = id, description = '', statistics = {}, more = {} } = each;
  const snippet = { publishedAt: timeOf(each), channelId, title, description, ...more };
  return { kind: 'youtube#video', id, snippet, statistics };
}

function found(exchange: Exchange, videos: readonly FakeVideo[]): Reply {
  const after = exchange.query.get('publishedAfter') ?? '';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(after) || exchange.query.get('type') !== 'video') {
    return apiError(400, 'invalidSearchFilter');
  }
  const hits = videos.filter((each) => isThere(each) && timeOf(each) >= after);
  const { items, ...more } = page(hits, exchange);
  const json = items.map((each) => ({
    kind: 'youtube#searchResult',
    id: { kind: 'youtube#video', videoId: each.id },
    snippet: { publishedAt: timeOf(each) },
  }));
  return { json: { kind: 'youtube#searchListResponse', ...more, items: json } };
}

function timeOf({ publishedAt }: FakeVideo): string {
  return publishedAt ?? new Date(aTime.getTime() - 3_600_000).toISOString();
}

export function videoId(n: number): string {
  return `video-${String(n).padStart(5, '0')}`;
}
