import { createYoutube } from '../../../src/source/youtube/create-youtube.ts';
import { YoutubeSettings } from '../../../src/source/youtube/settings.ts';
import { describeSource, type Item } from '../../contract/source.ts';
import type { Exchange, Reply } from '../../fakes/web-server.ts';

const channelId = 'UCabcdefghijklmnopqrstuv';
const perPage = 3;

function idOf({ n }: Item): string {
  return `video-${String(n).padStart(5, '0')}`;
}

function uploads({ query }: Exchange, held: readonly Item[]): Reply {
  if (query.get('playlistId') !== `UU${channelId.slice(2)}`)
    return { status: 404, json: apiError(404, 'playlistNotFound') };
  const start = Number(query.get('pageToken')?.replace('after', '') ?? 0);
  const newestFirst = [...held].sort((a, b) => b.n - a.n);
  const items = newestFirst.slice(start, start + perPage).map((item) => ({
    kind: 'youtube#playlistItem',
    snippet: { title: item.text, channelId, resourceId: { kind: 'youtube#video', videoId: idOf(item) } },
    contentDetails: { videoId: idOf(item), videoPublishedAt: item.at.toISOString() },
    status: { privacyStatus: 'public' },
  }));
  const more = start + perPage < held.length ? { nextPageToken: `after${start + perPage}` } : {};
  return { json: { kind: 'youtube#playlistItemListResponse', items, ...more } };
}

function videos({ query }: Exchange, held: readonly Item[]): Reply {
  const wanted = new Set(query.get('id')?.split(','));
  if (wanted.size > 50) return { status: 400, json: apiError(400, 'invalidFilters') };
  const found = new Map(held.filter((item) => wanted.has(idOf(item))).map((item) => [item.n, item]));
  const items = [...found.values()].map((item) => ({
    kind: 'youtube#video',
    id: idOf(item),
    snippet: { publishedAt: item.at.toISOString(), channelId, title: item.text, description: `By ${item.author}` },
    statistics: { viewCount: '12', likeCount: '3' },
  }));
  return { json: { kind: 'youtube#videoListResponse', items } };
}

function apiError(code: number, reason: string): unknown {
  return { error: { code, message: 'no', errors: [{ message: 'no', domain: 'youtube.api', reason }] } };
}

describeSource('youtube:uploads', {
  token: 'AIza-a-key-of-the-test',
  create: ({ url, http, log, token }) =>
    createYoutube(YoutubeSettings.parse({ apiUrl: url, channels: [channelId] }), token, { http, log }).sources[0]!,
  idOf,
  answer: (exchange, held) => (exchange.path === '/playlistItems' ? uploads(exchange, held) : videos(exchange, held)),
  isPage: ({ path }) => path === '/playlistItems',
  limited: (until, now) => ({
    status: 429,
    headers: { 'retry-after': String(Math.ceil((until.getTime() - now.getTime()) / 1000)) },
    json: apiError(429, 'rateLimitExceeded'),
  }),
  errorText: { json: { message: 'try again later' } },
});
