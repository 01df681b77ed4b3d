import { createHash } from 'node:crypto';
import { createFeeds } from '../../../src/source/feed/create-feeds.ts';
import { FeedSettings } from '../../../src/source/feed/settings.ts';
import { describeSource, type Item } from '../../contract/source.ts';
import type { Exchange, Reply } from '../../fakes/web-server.ts';

function theFeed(items: readonly Item[]): string {
  const entries = [...items]
    .reverse()
    .map(
      ({ n, at, text, author }) =>
        `<item><title>${text}</title><link>https://outlet.example/${n}</link>` +
        `<guid isPermaLink="false">urn:outlet:${n}</guid><pubDate>${at.toUTCString()}</pubDate>` +
        `<description>&lt;p&gt;By ${author}&lt;/p&gt;</description></item>`,
    );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>${entries.join('')}</channel></rss>`;
}

/** As web servers do: unchanged since the tag that the client names is 304 without a body. */
function serve({ headers }: Exchange, items: readonly Item[]): Reply {
  const text = theFeed(items);
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 12)}"`;
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  return { headers: { 'content-type': 'application/rss+xml; charset=utf-8', etag }, text };
}

describeSource('feed', {
  create: ({ url, http, log }) => {
    const settings = FeedSettings.parse({ list: [{ url: `${url}/rss.xml` }], spacingMs: 0 });
    return createFeeds(settings, { http, log }).sources[0]!;
  },
  idOf: ({ n }) => `urn:outlet:${n}`,
  answer: (exchange, held) => serve(exchange, held),
  onePage: true,
  limited: (until, now) => ({
    status: 429,
    headers: { 'retry-after': String(Math.ceil((until.getTime() - now.getTime()) / 1000)) },
    text: 'too many requests',
  }),
  errorText: { text: 'Error establishing a database connection' },
  garbage: { headers: { 'content-type': 'application/rss+xml' }, text: '<rss version="2.0"><channel><item><title>Bro' },
});
