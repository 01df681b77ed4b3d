import { afterEach, describe, expect, it } from 'vitest';
import { createFeeds, feedIdOf } from '../../../src/source/feed/create-feeds.ts';
import { FeedSettings } from '../../../src/source/feed/settings.ts';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Page, Source } from '../../../src/source/source.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aContext, aTime } from '../a-poll.ts';
import { encode } from './bytes.ts';

const hourMs = 3_600_000;
let server: WebServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Reader {
  readonly source: Source;
  readonly lines: readonly { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
  /** One poll at a time after `aTime`, from the cursor of the last one. */
  poll(afterHours?: number, cursor?: unknown): Promise<Page>;
}

async function aReader(
  answer: (exchange: Exchange) => Reply,
  feed: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Reader> {
  server = await startWebServer(answer);
  const settings = FeedSettings.parse({ list: [{ url: `${server.url}/rss.xml`, ...feed }], spacingMs: 0, ...more });
  return readerOf(settings);
}

function readerOf(settings: FeedSettings): Reader {
  const lines: { fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const log = {
    warn: (fields: Readonly<Record<string, unknown>>, message: string) => void lines.push({ fields, message }),
    info: (fields: Readonly<Record<string, unknown>>, message: string) => void lines.push({ fields, message }),
  };
  let now = aTime;
  const http = createHttp({ userAgent: 'Tocsin/test', clock: () => now });
  const source = createFeeds(settings, { http, log }).sources[0]!;
  let last: unknown;
  return {
    source,
    lines,
    async poll(afterHours = 0, ...cursor) {
      now = new Date(aTime.getTime() + afterHours * hourMs);
      const from = cursor.length > 0 ? cursor[0] : last;
      const pages: Page[] = [];
      for await (const page of source.poll(from, aContext({ now, clock: () => now }))) pages.push(page);
      expect(pages).toHaveLength(1);
      last = JSON.parse(JSON.stringify(pages[0]!.cursor));
      return pages[0]!;
    },
  };
}

function rss(items: readonly string[], head = ''): Reply {
  const text = `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>${head}${items.join('')}</channel></rss>`;
  return { headers: { 'content-type': 'application/rss+xml' }, text };
}

/** `hours` before `aTime`. */
function anItem(id: string, hours: number, more = ''): string {
  const time = new Date(aTime.getTime() - hours * hourMs).toUTCString();
  return `<item><title>Item ${id}</title><guid isPermaLink="false">urn:x:${id}</guid><pubDate>${time}</pubDate>${more}</item>`;
}

describe('posts of a feed', () => {
  it('are made of title, description, links and `#tags`, under the host of the feed', async () => {
    const item = `<item><title>Lanterns &amp;amp; more #LanternDay</title><link>/news/1?utm_source=rss</link>
      <guid isPermaLink="false">77</guid><category>World</category><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>
      <description>&lt;p&gt;Read &lt;a href="https://b.example/a"&gt;this&lt;/a&gt;.&lt;/p&gt;</description></item>`;
    const reader = await aReader(() => rss([item], '<language>zh_cn</language>'));

    const { posts, raw } = await reader.poll();

    const host = new URL(server!.url).host;
    expect(posts).toEqual([
      {
        platform: 'web',
        id: '127.0.0.1:77',
        accountId: '127.0.0.1',
        handle: '127.0.0.1',
        createdAt: new Date('2026-03-02T10:00:00Z'),
        claimedAt: undefined,
        seenAt: aTime,
        text: 'Lanterns & more #LanternDay\nRead this.',
        lang: 'zh-CN',
        kind: 'original',
        tags: ['lanternday'],
        links: [`${host}/news/1`, 'b.example/a'],
        likes: undefined,
        edit: undefined,
      },
    ]);
    expect(raw).toMatchObject([{ platform: 'web', id: '127.0.0.1:77', payload: { categories: [{ name: 'World' }] } }]);
  });

  it('are of the account and the platform that are configured', async () => {
    const reader = await aReader(() => rss([anItem('1', 1)]), { account: 'outlet.example', platform: 'podcast' });

    const { posts } = await reader.poll();

    expect(posts).toMatchObject([{ platform: 'podcast', accountId: 'outlet.example', id: 'urn:x:1' }]);
  });

  it('are known by guid, else by link, else by their words and time', async () => {
    const reader = await aReader(() =>
      rss([
        '<item><title>A</title><guid>https://outlet.example/a#1</guid></item>',
        '<item><title>B</title><link>https://www.outlet.example/b/?utm_medium=x</link></item>',
        '<item><title>C</title><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>',
        '<item><title>C</title><pubDate>Mon, 02 Mar 2026 11:00:00 GMT</pubDate></item>',
        '<item></item>',
      ]),
    );

    const { posts } = await reader.poll();

    const ids = posts.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(['https://outlet.example/a#1', 'outlet.example/b']);
    expect(new Set(ids).size).toBe(4);
    expect((await reader.poll(1)).posts).toEqual([]);
  });

  it('are told apart by link where a feed gives all items one guid', async () => {
    const item = (n: number): string =>
      `<item><title>T${n}</title><guid>same</guid><link>https://outlet.example/${n}</link></item>`;
    let items = [item(1), item(2)];
    const reader = await aReader(() => rss(items));
    await reader.poll();
    items = [item(3)];

    const { posts } = await reader.poll(1);

    expect(posts.map(({ id }) => id)).toEqual(['outlet.example/3']);
  });

  it('are read from another charset', async () => {
    const text =
      '<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><item><title>新疆是个好地方</title><guid>1</guid></item></channel></rss>';
    const reader = await aReader(() => ({ bytes: encode(text, 'gb2312'), headers: { 'content-type': 'text/xml' } }));

    expect((await reader.poll()).posts).toMatchObject([{ text: '新疆是个好地方' }]);
  });
});

describe('times of posts', () => {
  it('are those of the zone that is configured, where a date names none', async () => {
    const item = '<item><title>A</title><guid>1</guid><pubDate>2026-03-02 19:00</pubDate></item>';
    const reader = await aReader(() => rss([item]), { zone: 'Asia/Shanghai' });

    expect((await reader.poll()).posts).toMatchObject([{ createdAt: new Date('2026-03-02T11:00:00Z') }]);
  });

  it('are the times of reading where there are none, and that is said', async () => {
    const reader = await aReader(() => rss(['<item><title>A</title><guid>1</guid><pubDate>soon</pubDate></item>']));

    const { posts } = await reader.poll();

    expect(posts).toMatchObject([{ createdAt: aTime, claimedAt: undefined }]);
    expect(reader.lines).toMatchObject([{ fields: { undated: 1 } }]);
  });

  it('are never in the future; the claim is kept', async () => {
    let title = 'Tomorrow';
    const reader = await aReader(() =>
      rss([`<item><title>${title}</title><guid>1</guid><pubDate>Tue, 03 Mar 2026 12:00:00 GMT</pubDate></item>`]),
    );
    const first = await reader.poll();
    title = 'Tomorrow, corrected';

    const later = await reader.poll(48);

    const claimedAt = new Date('2026-03-03T12:00:00Z');
    expect(first.posts).toMatchObject([{ createdAt: aTime, claimedAt }]);
    expect(later.posts).toMatchObject([{ createdAt: aTime, claimedAt, edit: 1 }]);
  });
});

describe('reading on', () => {
  it('gives what is new, and what was rewritten with one edit more', async () => {
    let items = [anItem('1', 2), anItem('2', 1)];
    const reader = await aReader(() => rss(items));
    const first = await reader.poll();
    items = [anItem('1', 2), anItem('2', 1, '<description>now with a text</description>'), anItem('3', 0)];
    const second = await reader.poll(1);
    items = [anItem('2', 1, '<description>and another one</description>')];
    const third = await reader.poll(2);

    expect(first.posts.map(({ id, edit }) => [id, edit])).toEqual([
      ['urn:x:1', undefined],
      ['urn:x:2', undefined],
    ]);
    expect(second.posts.map(({ id, edit }) => [id, edit])).toEqual([
      ['urn:x:2', 1],
      ['urn:x:3', undefined],
    ]);
    expect(third.posts.map(({ id, edit }) => [id, edit])).toEqual([['urn:x:2', 2]]);
    expect(third.deletes).toEqual([]);
  });

  it('asks with what the server gave, and takes "not modified" for a reading', async () => {
    const modified = 'Mon, 02 Mar 2026 11:00:00 GMT';
    const reader = await aReader(({ headers }) => {
      if (headers['if-none-match'] === '"v1"' && headers['if-modified-since'] === modified) return { status: 304 };
      const reply = rss([anItem('1', 1)]);
      return { ...reply, headers: { ...reply.headers, etag: '"v1"', 'last-modified': modified } };
    });
    await reader.poll();

    const second = await reader.poll(1);
    await reader.poll(2);

    expect(second).toMatchObject({ posts: [], gaps: [], done: true });
    expect(second.watermark).toEqual(new Date(aTime.getTime() + 0.75 * hourMs));
    expect(server!.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"', '"v1"']);
  });

  it('tells the gap when everything in the feed is new since the last reading', async () => {
    let items = [anItem('1', 2), anItem('2', 1)];
    const reader = await aReader(() => rss(items));
    await reader.poll();
    items = [anItem('8', -10), anItem('9', -11)];

    const { gaps, posts } = await reader.poll(12);

    expect(posts).toHaveLength(2);
    expect(gaps).toEqual([
      { from: aTime, to: new Date(aTime.getTime() + 10 * hourMs), reason: 'the feed holds 2 items only' },
    ]);
  });

  it('has no gap while something known still stands in the feed', async () => {
    let items = [anItem('1', 1)];
    const reader = await aReader(() => rss(items));
    await reader.poll();
    items = [anItem('1', 1), anItem('2', -10)];

    expect((await reader.poll(12)).gaps).toEqual([]);
  });

  it('remembers a bounded number of items', async () => {
    let from = 0;
    const reader = await aReader(() => rss(Array.from({ length: 300 }, (_, n) => anItem(String(from + n), 1))));
    for (let round = 0; round < 5; round += 1) {
      from = round * 300;
      await reader.poll(round);
    }

    const { cursor } = await reader.poll(6);

    expect(cursor).toMatchObject({ version: 1 });
    expect((cursor as { known: unknown[] }).known.length).toBeLessThanOrEqual(800);
  });
});

describe('a feed that is refused', () => {
  it('is no matter of a token where its address holds none', async () => {
    const reader = await aReader(() => ({ status: 403, text: 'no' }));

    await expect(reader.poll()).rejects.toMatchObject({ kind: 'unavailable', status: 403 });
  });

  it('is one where its address may hold a key', async () => {
    const { url } = (server = await startWebServer(() => ({ status: 403, text: 'no' })));
    const reader = readerOf(FeedSettings.parse({ list: [{ url: `${url}/rss.xml?key=abc` }], spacingMs: 0 }));

    await expect(reader.poll()).rejects.toMatchObject({ kind: 'credential', status: 403 });
  });
});

describe('a feed that falls silent', () => {
  const daily = [anItem('1', 72), anItem('2', 48), anItem('3', 24)];

  it('is stale after ten times its usual pause, and says so once', async () => {
    const reader = await aReader(() => rss(daily));
    await reader.poll();

    const before = await reader.poll(9 * 24 - 1);
    const at = await reader.poll(9 * 24 + 1);
    const after = await reader.poll(10 * 24);

    const newest = new Date(aTime.getTime() - 24 * hourMs);
    expect(before.gaps).toEqual([]);
    expect(at.gaps).toMatchObject([{ from: newest, reason: 'stale: newest item of 2026-03-01' }]);
    expect(after.gaps).toEqual([]);
    expect(reader.lines.map(({ message }) => message)).toEqual(['a feed is stale']);
  });

  it('is not stale while too few items are known to have a rhythm', async () => {
    const reader = await aReader(() => rss([anItem('1', 24 * 30), anItem('2', 24 * 20)]));

    const page = await reader.poll();

    expect(page.gaps).toEqual([]);
    expect(reader.lines).toEqual([]);
  });

  it('is stale no longer when items come again, and the silence since is a gap, too', async () => {
    let items = daily;
    const reader = await aReader(() => rss(items), {}, { staleAfterHours: 48 });
    await reader.poll();
    const said = await reader.poll(30);
    items = [...daily, anItem('4', -40)];

    const again = await reader.poll(41);
    const silentAgain = await reader.poll(90);

    expect(said.gaps).toHaveLength(1);
    expect(again.gaps).toEqual([
      {
        from: new Date(aTime.getTime() + 30 * hourMs),
        to: new Date(aTime.getTime() + 40 * hourMs),
        reason: 'stale: no items until 2026-03-04',
      },
    ]);
    expect(silentAgain.gaps).toMatchObject([{ reason: 'stale: newest item of 2026-03-04' }]);
  });
});

describe('servers of feeds', () => {
  it('may move a feed for good: it is followed, and said once without the query', async () => {
    const reader = await aReader(({ path }) =>
      path === '/rss.xml' ? { status: 301, headers: { location: '/new.xml?key=secret' } } : rss([anItem('1', 1)]),
    );

    const { posts } = await reader.poll();
    await reader.poll(1);

    const host = new URL(server!.url).host;
    expect(posts).toHaveLength(1);
    expect(reader.lines).toEqual([
      {
        fields: { source: `feed:${host}/rss.xml`, name: undefined, from: `${host}/rss.xml`, to: `${host}/new.xml` },
        message: 'a feed has moved: change its address',
      },
    ]);
  });

  it('may send a reader elsewhere for now: nothing has moved', async () => {
    const reader = await aReader(({ path }) =>
      path === '/rss.xml' ? { status: 302, headers: { location: '/cache/1.xml' } } : rss([anItem('1', 1)]),
    );

    expect((await reader.poll()).posts).toHaveLength(1);
    expect(reader.lines).toEqual([]);
  });

  it('may send an HTML page with status 200, which costs nothing that was read before', async () => {
    let broken = true;
    const reader = await aReader(() => (broken ? { text: '<html><body>Sorry</body></html>' } : rss([anItem('1', 1)])));

    await expect(reader.poll()).rejects.toMatchObject({ kind: 'garbage' });
    broken = false;
    expect((await reader.poll(1)).posts).toHaveLength(1);
  });

  it('may send no more than 20 MB', async () => {
    const reader = await aReader(() => rss([`<item><title>${'x'.repeat(20_000_001)}</title></item>`]));

    await expect(reader.poll()).rejects.toMatchObject({ kind: 'garbage' });
  });
});

describe('feeds of YouTube channels', () => {
  it('give videos of the channel under their own ids', async () => {
    const channel = 'UCabcdefghijklmnopqrstuv';
    const entry = `<entry><id>yt:video:abcdefghijk</id><yt:videoId>abcdefghijk</yt:videoId><yt:channelId>${channel}</yt:channelId>
      <title>Lanterns &lt;live&gt;</title><link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghijk"/>
      <published>2026-03-02T10:00:00+00:00</published><updated>2026-03-02T11:00:00+00:00</updated>
      <media:group><media:description>All of #LanternDay: https://a.example/x</media:description><media:community>
      <media:starRating count="12" average="5.00" min="1" max="5"/><media:statistics views="345"/></media:community></media:group></entry>`;
    const text = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015"
      xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"><title>c</title>${entry}</feed>`;
    server = await startWebServer(({ query }) => (query.get('channel_id') === channel ? { text } : { status: 404 }));
    const reader = readerOf(
      FeedSettings.parse({ youtubeChannels: [channel], youtubeUrl: `${server.url}/feeds/videos.xml`, spacingMs: 0 }),
    );

    const { posts, raw } = await reader.poll();

    expect(reader.source).toMatchObject({
      id: `feed:youtube.com/channel/${channel}`,
      platform: 'youtube',
      coverage: 'part',
    });
    expect(posts).toMatchObject([
      {
        platform: 'youtube',
        id: 'abcdefghijk',
        accountId: channel,
        text: 'Lanterns <live>\nAll of #LanternDay: https://a.example/x',
        tags: ['lanternday'],
        links: ['youtube.com/watch?v=abcdefghijk', 'a.example/x'],
        likes: 12,
        createdAt: new Date('2026-03-02T10:00:00Z'),
      },
    ]);
    expect(raw).toMatchObject([{ payload: { media: { groups: [{ community: { statistics: { views: 345 } } }] } } }]);
  });
});

describe('names of feeds', () => {
  it('are short, stable, unlike for unlike queries, and never hold the query', () => {
    const [first, second] = ['https://a.example/rss?key=secret1', 'https://a.example/rss?key=secret2'].map(feedIdOf);

    expect(feedIdOf('https://a.example/rss.xml')).toBe('feed:a.example/rss.xml');
    expect(first).toMatch(/^feed:a\.example\/rss~[\w-]{6}$/);
    expect(first).not.toBe(second);
    expect(feedIdOf(`https://a.example/${'p'.repeat(500)}`).length).toBeLessThan(120);
  });
});

describe('settings of feeds', () => {
  it('refuse what cannot be a feed, a channel or a zone', () => {
    const refused = [
      { list: [{ url: 'ftp://a.example/rss' }] },
      { list: [{ url: 'a.example/rss' }] },
      { list: [{ url: 'https://a.example/rss', zone: 'Mars/Base' }] },
      { list: [{ url: 'https://a.example/rss', plattform: 'web' }] },
      { youtubeChannels: ['@name'] },
    ];

    for (const settings of refused) expect(FeedSettings.safeParse(settings).success).toBe(false);
    expect(FeedSettings.parse({})).toMatchObject({ list: [], youtubeChannels: [], everyMinutes: 15, spacingMs: 1000 });
  });
});
