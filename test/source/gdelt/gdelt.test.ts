import { afterEach, describe, expect, it } from 'vitest';
import { createGdelt } from '../../../src/source/gdelt/create-gdelt.ts';
import { GdeltSettings } from '../../../src/source/gdelt/settings.ts';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { CountBucket, Page } from '../../../src/source/source.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aContext, aTime, pagesOf } from '../a-poll.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Article {
  readonly url: string;
  readonly at: Date;
  readonly more?: Readonly<Record<string, unknown>>;
}

interface Gdelt {
  /** Articles of the last days, found by every query. */
  articles: Article[];
  /** Answers instead, when it gives something. */
  refuse: (exchange: Exchange) => Reply | undefined;
  readonly logged: string[];
  readonly server: WebServer;
  poll(cursor?: unknown, now?: Date, tags?: readonly string[]): Promise<readonly Page[]>;
}

let gdelt: Gdelt;
afterEach(() => gdelt.server.close());

/** As the service: one request per five seconds, known parameters only, 250 articles at most, its own resolution. */
async function aGdelt(settings: Readonly<Record<string, unknown>> = {}): Promise<Gdelt> {
  let now = aTime;
  let lastAt = Number.NEGATIVE_INFINITY;
  const logged: string[] = [];
  const server = await startWebServer((exchange) => {
    const early = now.getTime() - lastAt < 5000;
    lastAt = now.getTime();
    if (early) return { status: 429, text: 'Please limit requests to one every 5 seconds or contact us.' };
    if (exchange.headers['user-agent'] !== 'Tocsin/test') return { status: 429, text: 'who are you' };
    return made.refuse(exchange) ?? answer(exchange, made.articles);
  });
  const http = createHttp(
    { userAgent: 'Tocsin/test', clock: () => now },
    { random: () => 0.5, sleep: async (ms) => void (now = new Date(now.getTime() + ms)) },
  );
  const log = (fields: unknown, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const parsed = GdeltSettings.parse({ apiUrl: `${server.url}/api/v2/doc/doc`, ...settings });
  const source = createGdelt(parsed, { http, log: { warn: log, info: log } }).sources[0]!;
  const made: Gdelt = {
    articles: [],
    refuse: () => undefined,
    logged,
    server,
    poll: async (cursor, at = aTime, tags = []) => {
      now = at;
      lastAt = Number.NEGATIVE_INFINITY;
      return pagesOf(source, cursor, aContext({ now: at, clock: () => now, watched: { tags } }), 1000);
    },
  };
  return made;
}

function answer({ query }: Exchange, articles: readonly Article[]): Reply {
  const from = timeOf(query.get('startdatetime') ?? '');
  const to = timeOf(query.get('enddatetime') ?? '');
  if (query.get('format') !== 'json' || Number.isNaN(from) || Number.isNaN(to)) return { text: 'Invalid query' };
  if (to - from < 0) return { text: 'Timespan is too short.' };
  const found = articles.filter(({ at }) => at.getTime() >= from && at.getTime() <= to);
  switch (query.get('mode') ?? '') {
    case 'artlist':
      return { json: listOf(found, Math.min(Number(query.get('maxrecords') ?? 75), 250)) };
    case 'timelinevolraw':
      return { json: found.length === 0 ? {} : timeline('Article Count', found, from, to, (n) => n) };
    case 'timelinetone':
      return { json: found.length === 0 ? {} : timeline('Average Tone', found, from, to, (n) => -n / 10) };
    default:
      return { text: 'Invalid mode' };
  }
}

function listOf(found: readonly Article[], most: number): unknown {
  if (found.length === 0) return {};
  const newestFirst = [...found].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most);
  return {
    articles: newestFirst.map(({ url, at, more }) => ({
      url,
      url_mobile: '',
      title: 'Lanterns over the river',
      seendate: stamp(at),
      socialimage: '',
      domain: new URL(url).hostname,
      language: 'Chinese',
      sourcecountry: 'China',
      ...more,
    })),
  };
}

function timeline(
  series: string,
  found: readonly Article[],
  from: number,
  to: number,
  value: (articles: number) => number,
): unknown {
  const step = to - from < 72 * hour ? 15 * minute : hour;
  const data: unknown[] = [];
  for (let at = Math.floor(from / step) * step; at <= to; at += step) {
    const count = found.filter((article) => article.at.getTime() >= at && article.at.getTime() < at + step).length;
    data.push({ date: stamp(new Date(at)), value: value(count), norm: 1000 });
  }
  return { query_details: { date_resolution: '15m' }, timeline: [{ series, data }] };
}

function stamp(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

function timeOf(text: string): number {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z');
  return iso === text ? Number.NaN : Date.parse(iso);
}

function countsIn(pages: readonly Page[]): readonly CountBucket[] {
  return pages.flatMap(({ counts = [] }) => counts);
}

function lastCursor(pages: readonly Page[]): unknown {
  return JSON.parse(JSON.stringify(pages.at(-1)?.cursor));
}

function someArticles(count: number, minutesApart: number): Article[] {
  return Array.from({ length: count }, (_, n) => ({
    url: `https://outlet${n % 7}.example/news/${n}?utm_source=x`,
    at: new Date(aTime.getTime() - 30 * minute - n * minutesApart * minute),
  }));
}

describe('counts of news', () => {
  it('are kept by quarter of an hour with their tone, under the key of the query', async () => {
    gdelt = await aGdelt({
      queries: [{ key: 'lanterns', query: '"lantern day" sourcelang:chinese' }],
      articles: false,
    });
    const at = new Date('2026-03-02T10:15:00Z');
    gdelt.articles = [1, 2, 3].map((n) => ({ url: `https://a.example/${n}`, at: new Date(at.getTime() + n * minute) }));

    const counts = countsIn(await gdelt.poll());

    expect(counts.filter(({ posts }) => posts > 0)).toEqual([
      { platform: 'news', key: 'lanterns', at, seconds: 900, posts: 3, tone: -0.3 },
    ]);
    expect(counts.find(({ posts }) => posts === 0)).toMatchObject({ posts: 0, tone: undefined });
    expect(gdelt.server.requests.every(({ query }) => query.get('query') === '"lantern day" sourcelang:chinese')).toBe(
      true,
    );
  });

  it('leave out the bucket that is still being filled', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], articles: false });
    gdelt.articles = [{ url: 'https://a.example/1', at: new Date(aTime.getTime() - minute) }];

    const latest = Math.max(...countsIn(await gdelt.poll()).map(({ at }) => at.getTime()));

    expect(new Date(latest)).toEqual(new Date(aTime.getTime() - 30 * minute));
  });

  it('are read again for two hours, with the newest number', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], articles: false });
    const at = new Date(aTime.getTime() - hour);
    gdelt.articles = [{ url: 'https://a.example/1', at }];
    const first = await gdelt.poll();
    gdelt.articles.push({ url: 'https://a.example/2', at });

    const second = await gdelt.poll(lastCursor(first), new Date(aTime.getTime() + hour));

    const ofBucket = (pages: readonly Page[]): readonly number[] =>
      countsIn(pages).flatMap((count) => (count.at.getTime() === at.getTime() ? [count.posts] : []));
    expect([ofBucket(first), ofBucket(second)]).toEqual([[1], [2]]);
    expect(second.at(-1)?.watermark).toEqual(new Date(aTime.getTime() - hour));
  });

  it('keep their resolution after a long pause', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], articles: false });
    gdelt.articles = [{ url: 'https://a.example/1', at: new Date(aTime.getTime() - 5 * 24 * hour) }];
    const cursor = { version: 1, readTo: { k: new Date(aTime.getTime() - 10 * 24 * hour).toISOString() } };

    const counts = countsIn(await gdelt.poll(cursor));

    expect(new Set(counts.map(({ seconds }) => seconds))).toEqual(new Set([900]));
    expect(counts.reduce((sum, { posts }) => sum + posts, 0)).toBe(1);
  });

  it('are unknown, not zero, where GDELT says nothing', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });

    expect(countsIn(await gdelt.poll())).toEqual([]);
  });
});

describe('articles', () => {
  it('become posts of the outlet, under their link', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    gdelt.articles = [
      {
        url: 'https://www.outlet.example/news/1/?utm_source=x',
        at: new Date('2026-03-02T10:15:00Z'),
        more: { title: 'Lanterns &amp; lights # LanternDay #LanternDay', domain: 'www.outlet.example' },
      },
      { url: 'https://b.example/2', at: new Date('2026-03-02T10:00:00Z'), more: { language: 'Klingon' } },
      { url: 'not an address', at: new Date('2026-03-02T10:00:00Z'), more: { domain: 'x' } },
    ].filter(({ url }) => URL.canParse(url));

    const posts = (await gdelt.poll()).flatMap((page) => page.posts);

    expect(posts.find(({ id }) => id === 'outlet.example/news/1')).toMatchObject({
      platform: 'news',
      accountId: 'outlet.example',
      handle: 'outlet.example',
      createdAt: new Date('2026-03-02T10:15:00Z'),
      text: 'Lanterns & lights # LanternDay #LanternDay',
      lang: 'zh',
      tags: ['lanternday'],
      links: ['outlet.example/news/1'],
      kind: 'original',
    });
    expect(posts.find(({ id }) => id === 'b.example/2')).toMatchObject({ lang: undefined });
  });

  it('are found by a watched tag as one phrase, or by the query that is configured for it', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'lanternday', query: '"lantern day"' }] });

    await gdelt.poll(undefined, aTime, ['lanternday', '元宵节']);

    expect([...new Set(gdelt.server.requests.map(({ query }) => query.get('query')))]).toEqual([
      '"lantern day"',
      '"元宵节"',
    ]);
  });

  it('are all found where there are more than one answer holds, and asked for in halves', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    gdelt.articles = someArticles(700, 4);

    const pages = await gdelt.poll();

    const ids = new Set(pages.flatMap(({ posts }) => posts.map(({ id }) => id)));
    expect(ids.size).toBe(700);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
    const marks = pages.map(({ cursor }) => (cursor as { readTo: Record<string, string> }).readTo['k'] ?? '');
    expect([...marks].sort()).toEqual(marks);
  });

  it('are a gap where one minute holds more than an answer', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], maxRecords: 10 });
    gdelt.articles = someArticles(30, 0);

    const gaps = (await gdelt.poll()).flatMap((page) => page.gaps);

    expect(gaps).toMatchObject([{ reason: 'more than 10 articles at once' }]);
    expect(gaps[0]!.to.getTime() - gaps[0]!.from.getTime()).toBeLessThan(2 * minute);
  });

  it('are not there, and no token is missed, where GDELT shuts us out', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    gdelt.refuse = () => ({ status: 403, text: 'no' });

    await expect(gdelt.poll()).rejects.toMatchObject({ kind: 'unavailable', status: 403 });
  });

  it('are kept with a gap where GDELT takes no span as short as they need', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], maxRecords: 10 });
    gdelt.articles = someArticles(30, 0);
    gdelt.refuse = ({ query }) => {
      const lengthMs = timeOf(query.get('enddatetime') ?? '') - timeOf(query.get('startdatetime') ?? '');
      return lengthMs < 15 * minute ? { text: 'Timespan is too short.' } : undefined;
    };

    const pages = await gdelt.poll();

    const gaps = pages.flatMap((page) => page.gaps);
    expect(new Set(pages.flatMap(({ posts }) => posts.map(({ id }) => id))).size).toBe(10);
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.every(({ to, from }) => to.getTime() - from.getTime() < 30 * minute)).toBe(true);
    expect(pages.at(-1)).toMatchObject({ done: true });
  });

  it('are asked for in spans of an hour at least, also where minutes are left', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    gdelt.refuse = ({ query }) => {
      const lengthMs = timeOf(query.get('enddatetime') ?? '') - timeOf(query.get('startdatetime') ?? '');
      return lengthMs < hour - 1000 ? { text: 'Timespan is too short.' } : undefined;
    };

    const pages = await gdelt.poll(undefined, new Date(aTime.getTime() + 3 * minute));

    expect(pages.at(-1)).toMatchObject({ done: true });
  });

  it('are read on in the next run where one run would take too long', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], maxRecords: 3 });
    gdelt.articles = someArticles(120, 20);
    const ids = new Set<string>();
    let cursor: unknown;
    let polls = 0;
    let watermark: Date | undefined;
    while (ids.size < 120 && polls < 20) {
      const pages = await gdelt.poll(cursor);
      for (const { posts } of pages) for (const { id } of posts) ids.add(id);
      cursor = lastCursor(pages);
      if (polls === 0) watermark = pages.at(-1)?.watermark;
      polls += 1;
    }

    expect(ids.size).toBe(120);
    expect(polls).toBeGreaterThan(1);
    // What is left of the first run lies after its watermark.
    expect(watermark!.getTime()).toBeLessThan(aTime.getTime() - 3 * hour);
  }, 20_000);

  it('of another time than was asked for end the reading', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], maxRecords: 2 });
    const fixed = listOf(someArticles(2, 1), 2);
    gdelt.refuse = ({ query }) => (query.get('mode') === 'artlist' ? { json: fixed } : undefined);

    await expect(gdelt.poll()).rejects.toMatchObject({ kind: 'garbage' });
  });
});

describe('what GDELT says instead', () => {
  it.each([
    ['Your query was too short or too long.', 'refused', 'use a longer phrase'],
    ['The specified phrase is too short.', 'refused', 'use a longer phrase'],
    ["Parentheses may only be used around OR'd statements.", 'refused', 'put them around words joined by OR'],
    ['Please limit requests to one every 5 seconds or contact us.', 'wait', 'slower'],
    ['Oops, an unknown error occurred.', 'garbage', 'the news volume is unknown'],
    ['<!doctype html><html>Invalid query</html>', 'garbage', 'an HTML page'],
    ['', 'garbage', 'nothing'],
    ['{"timeline": [{"series', 'garbage', 'broken JSON'],
    ['{"timeline": 7}', 'garbage', 'something else'],
  ])('"%s" is %s, and nothing is written', async (text, kind, message) => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    gdelt.refuse = () => ({ text });
    const pages: Page[] = [];

    const error: unknown = await gdelt.poll().then(
      (read) => void pages.push(...read),
      (thrown: unknown) => thrown,
    );

    expect(error).toMatchObject({ kind, message: expect.stringContaining(message) });
    expect(pages).toEqual([]);
  });

  it('with escapes that JSON does not know is read', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    const title = 'It\\\'s a \\"lantern\\" \\- day\t\\u00e9 \\\\ end';
    const list = `{"articles":[{"url":"https://a.example/1","title":"${title}","seendate":"20260302T101500Z","domain":"a.example"}]}`;
    gdelt.refuse = ({ query }) => (query.get('mode') === 'artlist' ? { text: list } : undefined);

    const posts = (await gdelt.poll()).flatMap((page) => page.posts);

    expect(posts).toMatchObject([{ text: 'It\\\'s a "lantern" \\- day é \\ end' }]);
  });

  it('of one query does not cost the others', async () => {
    gdelt = await aGdelt({
      queries: [
        { key: 'short', query: 'ab' },
        { key: 'k', query: 'lanterns' },
      ],
    });
    gdelt.articles = someArticles(3, 30);
    gdelt.refuse = ({ query }) =>
      query.get('query') === 'ab' ? { text: 'Your search contained a keyword that was too short.' } : undefined;

    const pages = await gdelt.poll();

    expect(pages.flatMap(({ posts }) => posts)).toHaveLength(3);
    expect(countsIn(pages).every(({ key }) => key === 'k')).toBe(true);
    expect(pages.at(-1)).toMatchObject({ done: true });
    expect(gdelt.logged).toEqual([expect.stringContaining('"key":"short"')]);
  });

  it('is not asked too fast', async () => {
    gdelt = await aGdelt({
      queries: [
        { key: 'a', query: 'lanterns' },
        { key: 'b', query: 'rivers' },
      ],
    });
    gdelt.articles = someArticles(3, 30);

    await expect(gdelt.poll()).resolves.not.toEqual([]);
    expect(gdelt.server.requests.length).toBe(6);
  });
});

describe('the place that was read to', () => {
  it('is not lost to what failed: the failed part is asked for again', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }] });
    gdelt.articles = someArticles(3, 30);
    const first = await gdelt.poll();
    const later = new Date(aTime.getTime() + 6 * hour);
    gdelt.articles.push({ url: 'https://late.example/1', at: new Date(aTime.getTime() + 5 * minute) });
    gdelt.refuse = ({ query }) => (query.get('mode') === 'artlist' ? { status: 500 } : undefined);
    await expect(gdelt.poll(lastCursor(first), later)).rejects.toMatchObject({ kind: 'unavailable' });
    gdelt.refuse = () => undefined;

    const posts = (await gdelt.poll(lastCursor(first), later)).flatMap((page) => page.posts);

    expect(posts.map(({ id }) => id)).toContain('late.example/1');
  });

  it('is older than what GDELT keeps: the difference is a gap', async () => {
    gdelt = await aGdelt({ queries: [{ key: 'k', query: 'lanterns' }], articles: false });
    const from = new Date(aTime.getTime() - 100 * 24 * hour);

    const gaps = (await gdelt.poll({ version: 1, readTo: { k: from.toISOString() } })).flatMap((page) => page.gaps);

    expect(gaps).toEqual([
      { from, to: new Date(aTime.getTime() - 89 * 24 * hour), reason: 'GDELT keeps three months only' },
    ]);
  });
});
