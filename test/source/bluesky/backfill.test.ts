import { afterEach, describe, expect, it } from 'vitest';
import { dayMs } from '../../../src/post/post.ts';
import { createBluesky } from '../../../src/source/bluesky/create-bluesky.ts';
import { serverOfDid } from '../../../src/source/bluesky/identity.ts';
import { BlueskySettings } from '../../../src/source/bluesky/settings.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { describeSource, type Item } from '../../contract/source.ts';
import { type Exchange, type Reply, startWebServer } from '../../fakes/web-server.ts';
import { aContext, aTime, pagesOf } from '../a-poll.ts';
import { aBluesky } from './a-bluesky.ts';
import { aDid, aRecord, otherDid, uriOf } from './a-jetstream.ts';

const letters = '234567abcdefghijklmnopqrstuvwxyz';

/** A record key as servers make it. */
function tidOf(at: Date, n = 0): string {
  let value = ((BigInt(at.getTime()) * 1000n) << 10n) | BigInt(n);
  let tid = '';
  for (let left = 13; left > 0; left -= 1) {
    tid = letters[Number(value % 32n)]! + tid;
    value /= 32n;
  }
  return tid;
}

interface Held {
  readonly rkey: string;
  readonly value: unknown;
}

/** com.atproto.repo.listRecords as documented: newest key first, `cursor` is the last key of the page before. */
function listRecords({ query }: Exchange, held: readonly Held[], perPage: number): Reply {
  const before = query.get('cursor');
  const limit = Number(query.get('limit'));
  if (!(limit >= 1 && limit <= 100)) return { status: 400, json: { error: 'InvalidRequest' } };
  const rest = held
    .toSorted((a, b) => (a.rkey < b.rkey ? 1 : -1))
    .filter(({ rkey }) => before === null || rkey < before);
  const page = rest.slice(0, perPage);
  const records = page.map(({ rkey, value }) => ({
    uri: uriOf(rkey, query.get('repo')!, query.get('collection')!),
    cid: 'bafyrecord',
    value,
  }));
  const cursor = page.at(-1)?.rkey;
  return { json: { records, ...(cursor === undefined ? {} : { cursor }) } };
}

function didDocument(url: string): Reply {
  const service = { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: url };
  return { json: { id: aDid, service: [service] } };
}

const isPosts = ({ query }: Exchange): boolean => query.get('collection') === 'app.bsky.feed.post';
const rkeyOf = (item: Item): string => tidOf(item.at, item.n);

describeSource('bluesky:backfill', {
  create: ({ url, http, log }) => {
    const settings = BlueskySettings.parse({ plcUrl: url, appViewUrl: url, backfillDays: 3 });
    return createBluesky(settings, { http, log }).sources.find(({ id }) => id === 'bluesky:backfill')!;
  },
  watched: { accounts: [{ nativeId: aDid }] },
  idOf: (item) => uriOf(rkeyOf(item)),
  answer: (exchange, held) => {
    if (exchange.path === `/${aDid}`) return didDocument(`http://${String(exchange.headers['host'])}`);
    if (!isPosts(exchange)) return { json: { records: [] } };
    const once = [...new Map(held.map((item) => [item.n, item])).values()];
    const records = once.map((item) => ({ rkey: rkeyOf(item), value: aRecord({ text: item.text }) }));
    return listRecords(exchange, records, 3);
  },
  isPage: isPosts,
  limited: (until) => ({
    status: 429,
    headers: { 'ratelimit-limit': '3000', 'ratelimit-remaining': '0', 'ratelimit-reset': `${until.getTime() / 1000}` },
    json: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
  }),
  errorText: { json: { error: 'InternalServerError', message: 'Internal Server Error' } },
  cannot: {
    'posts that arrive while pages are read': 'what is new comes by the stream; this source reads what was before it',
    'posts known from earlier polls': 'what is new comes by the stream',
    'late posts, out of order': 'what is new comes by the stream',
    'a broken or foreign cursor': 'the suite adds posts after it, which come by the stream',
    'a gap after a broken cursor': 'everything is read again, so nothing is lost',
    'kill between page and store': 'the suite adds posts after it, which come by the stream; see below',
  },
});

const servers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Account {
  readonly posts?: readonly Held[];
  readonly reposts?: readonly Held[];
  readonly refusal?: Reply;
}

async function aNetwork(accounts: Readonly<Record<string, Account>>, perPage = 2) {
  const server = await startWebServer((exchange) => {
    const account = accounts[exchange.query.get('repo') ?? ''];
    if (exchange.path.startsWith('/did:plc:')) return didDocument(server.url);
    if (account === undefined) return { status: 400, json: { error: 'RepoNotFound', message: 'Could not find repo' } };
    if (account.refusal !== undefined) return account.refusal;
    return listRecords(exchange, (isPosts(exchange) ? account.posts : account.reposts) ?? [], perPage);
  });
  servers.push(server);
  const create = (backfillDays = 3) =>
    aBluesky({ plcUrl: server.url, appViewUrl: server.url, backfillDays }).named('backfill');
  return { server, create };
}

const at = (daysAgo: number) => new Date(aTime.getTime() - daysAgo * dayMs);
const posted = (daysAgo: number): Held => ({
  rkey: tidOf(at(daysAgo)),
  value: aRecord({ createdAt: at(daysAgo).toISOString() }),
});
const context = (...dids: readonly string[]) =>
  aContext({ watched: { accounts: dids.map((nativeId) => ({ nativeId })) } });

describe('reading what an account wrote before', () => {
  it('goes back as many days as it is told, for posts and reposts', async () => {
    const repost = { subject: { uri: uriOf('3lbsubject', otherDid), cid: 'x' }, createdAt: at(1).toISOString() };
    const { create } = await aNetwork({
      [aDid]: {
        posts: [0.1, 1, 2, 2.9, 3.1, 4, 5, 6, 7].map(posted),
        reposts: [{ rkey: tidOf(at(1)), value: repost }],
      },
    });

    const pages = await pagesOf(create(), undefined, context(aDid));

    const posts = pages.flatMap((page) => page.posts);
    expect(posts.map(({ kind, createdAt }) => [kind, createdAt])).toEqual([
      ...[0.1, 1, 2, 2.9].map((days) => ['original', at(days)]),
      ['repost', at(1)],
    ]);
    expect(pages.at(-1)?.done).toBe(true);
  });

  it('reads an account once, unless more days are asked for', async () => {
    const { server, create } = await aNetwork({ [aDid]: { posts: [1, 2, 4].map(posted) } });
    const first = await pagesOf(create(3), undefined, context(aDid));
    const asked = server.requests.length;
    const second = await pagesOf(create(3), first.at(-1)?.cursor, context(aDid));
    const askedAgain = server.requests.length;

    const third = await pagesOf(create(9), second.at(-1)?.cursor, context(aDid));

    expect(askedAgain).toBe(asked);
    expect(second.flatMap(({ posts }) => posts)).toEqual([]);
    expect(third.flatMap(({ posts }) => posts)).toHaveLength(3);
  });

  it('goes on where it was stopped, after any page', async () => {
    const days = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4];
    const { create } = await aNetwork({ [aDid]: { posts: days.map(posted) }, [otherDid]: { posts: [posted(1)] } });
    const whole = await pagesOf(create(), undefined, context(aDid, otherDid));

    for (let stop = 1; stop < whole.length; stop += 1) {
      const before = await pagesOf(create(), undefined, context(aDid, otherDid), stop);
      const kept = JSON.parse(JSON.stringify(before.at(-1)?.cursor)) as unknown;
      const after = await pagesOf(create(), kept, context(aDid, otherDid));

      const ids = [...before, ...after].flatMap(({ posts }) => posts.map(({ id }) => id));
      expect(ids).toEqual(whole.flatMap(({ posts }) => posts.map(({ id }) => id)));
    }
  });

  it('takes the time of the key before the author’s claim, and the claim where the key has none', async () => {
    const backdated = { rkey: tidOf(at(1)), value: aRecord({ createdAt: '2020-01-01T00:00:00Z' }) };
    const named = { rkey: 'self-made', value: aRecord({ createdAt: at(2).toISOString() }) };
    const neither = { rkey: 'nothing', value: aRecord({ createdAt: 'yesterday' }) };
    const { create } = await aNetwork({ [aDid]: { posts: [backdated, named, neither] } });

    const posts = (await pagesOf(create(), undefined, context(aDid))).flatMap((page) => page.posts);

    expect(posts.map(({ createdAt, claimedAt }) => [createdAt, claimedAt])).toEqual([
      [at(2), undefined],
      [at(1), new Date('2020-01-01T00:00:00Z')],
    ]);
  });

  it('is done with an account that its server holds no longer', async () => {
    const { server, create } = await aNetwork({
      [aDid]: { refusal: { status: 400, json: { error: 'RepoTakendown', message: 'taken down' } } },
    });
    const first = await pagesOf(create(), undefined, context(aDid));
    const asked = server.requests.length;

    const second = await pagesOf(create(), first.at(-1)?.cursor, context(aDid));

    expect(server.requests.length).toBe(asked);
    expect(second.at(-1)?.done).toBe(true);
  });

  it('reads the others when one account’s server is down, and says so at the end', async () => {
    const { create } = await aNetwork({ [aDid]: { refusal: { status: 500 } }, [otherDid]: { posts: [posted(1)] } });
    const found: string[] = [];

    const reading = (async () => {
      for await (const page of create().poll(undefined, context(aDid, otherDid)))
        found.push(...page.posts.map((p) => p.accountId));
    })();

    await expect(reading).rejects.toThrow(SourceError);
    expect(found).toEqual([otherDid]);
  });

  it('does not follow an account’s document into the house', async () => {
    const inside = await startWebServer(() => ({ json: { records: [] } }));
    servers.push(inside);
    const endpoints = [
      inside.url,
      'https://127.0.0.1',
      'https://localhost',
      'https://[::1]/',
      'https://metadata',
      'https://db.internal',
      'ftp://example.org',
      'https://user@example.org',
      'https://pds.example.org/x',
    ];
    const origins = await Promise.all(
      endpoints.map((serviceEndpoint) => {
        const json = { service: [{ id: '#atproto_pds', serviceEndpoint }] };
        const answer = {
          status: 200,
          headers: new Headers(),
          bytes: new Uint8Array(),
          text: () => '',
          json: () => json,
        };
        const http = {
          request: async () => answer,
          stream: async () => Promise.reject(new Error()),
          skews: () => new Map(),
        };
        return serverOfDid(aDid, { http, settings: BlueskySettings.parse({}) }, new AbortController().signal);
      }),
    );

    expect(origins.filter((origin) => origin !== undefined)).toEqual(['https://pds.example.org']);
  });
});
