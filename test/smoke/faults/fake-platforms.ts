/** Every live platform on loopback, at the machine's own time, and the settings that lead there. Texts and ids are invented. */
import { feedIdOf } from '../../../src/source/feed/create-feeds.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aFakePost, startXApi, type XServer } from '../../fakes/x-api.ts';
import { aCommit, aRecord, type JetstreamServer, startJetstream, uriOf } from '../../source/bluesky/a-jetstream.ts';
import { anAccount, aStatus, day, instance, statusPage } from '../../source/mastodon/a-mastodon.ts';
import { type PreviewBlock, previewAnswer } from '../../source/telegram/a-preview.ts';

export const theTag = 'lanternday';
export const theChannel = 'lantern_news';
const youtubeChannel = 'UCabcdefghijklmnopqrstuv';

/** Long enough that none is found in a text by chance. */
export const tokens = {
  x: 'xbearer-Q7Zk2mWd9Vt4Rp',
  youtube: 'AIza-Lk8Nn3Tz6Yb1Xc',
  mastodon: 'masto-Hf5Gj0Ws7Qe2Ua',
  telegramHash: '0f9e8d7c6b5a49382716051423324150',
  telegramSession: 'AwQAAAAXsession-Dr4Mv9Pk1Sb6Jt',
  feed: 'feedkey-Yx3Bq8Zn5Lw0Gc',
} as const;

/** What the servers hold besides what a test adds; all of it within the last hours. */
export interface FakePlatforms {
  readonly x: XServer;
  readonly jetstream: JetstreamServer;
  readonly servers: Readonly<Record<PageName, WebServer>>;
  /** Answers instead, when it gives something. */
  refuse: (name: PageName, exchange: Exchange) => Reply | undefined | Promise<Reply | undefined>;
  /** Messages of the Telegram channel. */
  readonly messages: PreviewBlock[];
  readonly statuses: Readonly<Record<string, unknown>>[];
  /** `sources` of the configuration file: every source is due at every tick. */
  settings(): SourceSettings;
  readonly ids: Readonly<Record<'rss' | 'atom' | 'closed' | 'mastodon', string>>;
  /** Says posts on the stream; their ids. */
  say(...names: readonly string[]): readonly string[];
  close(): Promise<void>;
}

type SourceSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const pageNames = ['rss', 'atom', 'closed', 'telegram', 'mastodon', 'gdelt', 'youtube', 'nobody'] as const;
type PageName = (typeof pageNames)[number];

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

export async function startPlatforms(): Promise<FakePlatforms> {
  const beganAt = Date.now();
  const before = (ms: number): Date => new Date(beganAt - ms);
  const x = await startXApi(() => new Date(), tokens.x);
  x.posts.push(...[1, 2, 3, 4, 5].map((n) => aFakePost({ at: before(hourMs + n * 1000), n })));
  const jetstream = await startJetstream();
  const messages: PreviewBlock[] = [1, 2, 3].map((id) => ({
    id,
    at: before(hourMs - id * 60_000).toISOString(),
    text: `lanterns, message ${id}`,
  }));
  const statuses: Readonly<Record<string, unknown>>[] = [1, 2, 3, 4].map((n) =>
    aStatus(n, before(hourMs + n * 60_000)),
  );
  const answers: Readonly<Record<PageName, (exchange: Exchange) => Reply>> = {
    rss: () => rss(before),
    atom: () => atom(before),
    // Status 200 and a page for people, as behind many a wall.
    closed: ({ query }) => ({
      headers: { 'content-type': 'text/html' },
      text: `<!doctype html><html><title>Please log in</title><p>Your key ${query.get('key')} is not enough.</p></html>`,
    }),
    telegram: (exchange) => previewAnswer(exchange, theChannel, { blocks: messages }),
    mastodon: (exchange) => mastodon(exchange, statuses),
    gdelt: (exchange) => gdelt(exchange, new Date(Math.floor(before(3 * hourMs).getTime() / quarterMs) * quarterMs)),
    youtube: (exchange) => youtube(exchange, before(hourMs)),
    nobody: () => ({ status: 400, json: { error: 'InvalidRequest', message: 'Unable to resolve handle' } }),
  };
  const entries = await Promise.all(
    pageNames.map(async (name) => {
      const server = await startWebServer(
        async (exchange) => (await fake.refuse(name, exchange)) ?? answers[name](exchange),
      );
      return [name, server] as const;
    }),
  );
  const servers = Object.fromEntries(entries) as Record<PageName, WebServer>;
  const feeds = {
    rss: `${servers.rss.url}/rss.xml?key=${tokens.feed}`,
    atom: `${servers.atom.url}/atom.xml`,
    closed: `${servers.closed.url}/closed.xml?key=${tokens.feed}`,
  };
  let said = 0;
  const fake: FakePlatforms = {
    x,
    jetstream,
    servers,
    refuse: () => undefined,
    messages,
    statuses,
    ids: {
      rss: feedIdOf(feeds.rss),
      atom: feedIdOf(feeds.atom),
      closed: feedIdOf(feeds.closed),
      mastodon: `mastodon:${new URL(servers.mastodon.url).host}`,
    },
    settings: () => ({
      x: {
        apiUrl: x.url,
        counts: { everyMinutes: 1 },
        search: { everyMinutes: 1, always: [theTag], usdPerRun: 1000, pagesPerRun: 1000 },
        budget: { usdPerDay: 10_000, usdPerMonth: 100_000 },
      },
      feeds: {
        everyMinutes: 1,
        spacingMs: 0,
        list: [{ url: feeds.rss }, { url: feeds.atom }, { url: feeds.closed }],
      },
      // The token stands in the environment, but nobody is logged in: the real network is no place for a test.
      telegram: {
        enabled: true,
        way: 'preview',
        channels: [theChannel],
        listed: false,
        everyMinutes: 1,
        previewUrl: servers.telegram.url,
      },
      bluesky: {
        enabled: true,
        jetstreamUrls: [jetstream.url],
        idleSeconds: 0,
        appViewUrl: servers.nobody.url,
        plcUrl: servers.nobody.url,
      },
      mastodon: { enabled: true, servers: [{ url: servers.mastodon.url }], everyMinutes: 1, accounts: false },
      gdelt: { enabled: true, apiUrl: `${servers.gdelt.url}/api/v2/doc/doc`, everyMinutes: 15, spacingMs: 0 },
      youtube: { apiUrl: servers.youtube.url, channels: [youtubeChannel], everyMinutes: 1 },
    }),
    say(...names) {
      for (const name of names) {
        const at = Date.now();
        said += 1;
        // Microseconds apart, as events of one millisecond are.
        const record = aRecord({ createdAt: new Date(at).toISOString() });
        jetstream.say({ ...aCommit({ at, rkey: name, record }), time_us: at * 1000 + (said % 1000) });
      }
      return names.map((name) => uriOf(name));
    },
    async close() {
      await Promise.all([x.close(), jetstream.close(), ...Object.values(servers).map((server) => server.close())]);
    },
  };
  return fake;
}

/** What a server says that repeats all it was asked with. */
export function echo({ path, query, headers }: Exchange): string {
  return `You asked ${path}?${query.toString()} with ${JSON.stringify(headers)}: ${Object.values(headers).join(' ')}`;
}

type Before = (ms: number) => Date;

function rss(before: Before): Reply {
  const items = [1, 2, 3].map(
    (n) =>
      `<item><guid>rss-${n}</guid><title>Harbour lights ${n} #LanternDay</title><link>https://news.example/${n}</link>` +
      `<pubDate>${before(hourMs + n * 60_000).toUTCString()}</pubDate></item>`,
  );
  const head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern News</title>';
  return { headers: { 'content-type': 'application/rss+xml' }, text: `${head}${items.join('')}</channel></rss>` };
}

function atom(before: Before): Reply {
  const entries = [1, 2].map(
    (n) =>
      `<entry><id>tag:paper.example,2026:${n}</id><title>Paper lanterns ${n}</title>` +
      `<link href="https://paper.example/${n}"/><updated>${before(hourMs + n * 60_000).toISOString()}</updated></entry>`,
  );
  const head = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title><id>p</id>';
  return { headers: { 'content-type': 'application/atom+xml' }, text: `${head}${entries.join('')}</feed>` };
}

function mastodon(exchange: Exchange, statuses: readonly Readonly<Record<string, unknown>>[]): Reply {
  const { path, headers } = exchange;
  if (path === '/api/v2/instance') return { json: instance('authenticated', 'authenticated') };
  if (headers['authorization'] !== `Bearer ${tokens.mastodon}`) return { status: 401, json: { error: echo(exchange) } };
  if (path === `/api/v1/tags/${theTag}`) {
    const today = new Date().toISOString().slice(0, 10);
    return { json: { name: theTag, history: [{ day: day(today), uses: '4', accounts: '2' }] } };
  }
  if (path === `/api/v1/timelines/tag/${theTag}`) return statusPage(exchange, statuses);
  if (path.startsWith('/api/v1/accounts')) return { json: anAccount() };
  return { status: 404, json: { error: 'Record not found' } };
}

/** `YYYYMMDDTHHMMSSZ`; in questions without the letters. */
function stampOf(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Two articles at one time, where the question reaches to it. */
function gdelt({ query }: Exchange, at: Date): Reply {
  const asked = (name: string): string => query.get(name) ?? '';
  const digits = stampOf(at).replace(/\D/g, '');
  if (digits < asked('startdatetime') || digits > asked('enddatetime')) return { json: {} };
  if (asked('mode') === 'artlist') {
    const articles = [1, 2].map((n) => ({
      url: `https://news${n}.example/lanterns`,
      title: `Lanterns over the river ${n}`,
      seendate: stampOf(at),
      domain: `news${n}.example`,
      language: 'English',
    }));
    return { json: { articles } };
  }
  const series = asked('mode') === 'timelinetone' ? 'Average Tone' : 'Article Count';
  const data = [0, 1].map((n) => ({ date: stampOf(new Date(at.getTime() + n * quarterMs)), value: 2 - 2 * n }));
  return { json: { timeline: [{ series, data }] } };
}

function youtube(exchange: Exchange, at: Date): Reply {
  const { path, query, headers } = exchange;
  if (headers['x-goog-api-key'] !== tokens.youtube)
    return { status: 400, json: { error: { message: echo(exchange) } } };
  const ids = ['video-00001', 'video-00002'];
  if (path === '/playlistItems') {
    const items = ids.map((videoId) => ({
      snippet: { title: videoId, resourceId: { kind: 'youtube#video', videoId } },
      contentDetails: { videoId, videoPublishedAt: at.toISOString() },
      status: { privacyStatus: 'public' },
    }));
    return { json: { kind: 'youtube#playlistItemListResponse', items } };
  }
  if (path === '/channels') return { json: { kind: 'youtube#channelListResponse' } };
  if (path !== '/videos') return { status: 404 };
  const wanted = query.get('id')?.split(',') ?? [];
  const items = ids
    .filter((id) => wanted.includes(id))
    .map((id) => ({
      kind: 'youtube#video',
      id,
      snippet: { publishedAt: at.toISOString(), channelId: youtubeChannel, title: `Lanterns ${id}`, description: '' },
      statistics: { viewCount: '12' },
    }));
  return { json: { kind: 'youtube#videoListResponse', items } };
}
