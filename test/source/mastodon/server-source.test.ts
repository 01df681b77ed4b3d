import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import { createMastodon } from '../../../src/source/mastodon/create-mastodon.ts';
import { MastodonSettings } from '../../../src/source/mastodon/settings.ts';
import type { Page, PollContext, Source } from '../../../src/source/source.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aContext, aTime, pagesOf } from '../a-poll.ts';
import { anAccount, aStatus, day, instance, type PageOptions, statusPage } from './a-mastodon.ts';

type Status = Readonly<Record<string, unknown>>;

interface FakeServer {
  statuses: readonly Status[];
  readonly options?: PageOptions;
  /** By account id. */
  readonly ofAccounts?: Readonly<Record<string, readonly Status[]>>;
  readonly accounts?: readonly Status[];
  history?: readonly Status[] | undefined;
  instance?: Status | undefined;
  /** Answers first, where it wants to. */
  special?: ((exchange: Exchange) => Reply | undefined) | undefined;
}

const notFound: Reply = { status: 404, json: { error: 'Record not found' } };
const webs: WebServer[] = [];

afterEach(async () => {
  for (const web of webs.splice(0)) await web.close();
});

function answer(exchange: Exchange, fake: FakeServer): Reply {
  const { path, query } = exchange;
  const special = fake.special?.(exchange);
  if (special !== undefined) return special;
  if (path === '/api/v2/instance') return fake.instance === undefined ? notFound : { json: fake.instance };
  if (path.startsWith('/api/v1/tags/')) {
    return fake.history === undefined ? notFound : { json: { name: path.slice(13), history: fake.history } };
  }
  if (path.startsWith('/api/v1/timelines/tag/')) return statusPage(exchange, fake.statuses, fake.options);
  if (path === '/api/v1/accounts/lookup') {
    const name = (query.get('acct') ?? '').split('@')[0];
    const account = fake.accounts?.find(({ username }) => username === name);
    return account === undefined ? notFound : { json: account };
  }
  const [, id, what] = /^\/api\/v1\/accounts\/([^/]+)(\/statuses)?$/.exec(path) ?? [];
  if (id !== undefined && what !== undefined) {
    if (query.get('exclude_reblogs') !== 'false') return { status: 400, json: { error: 'reblogs' } };
    const statuses = fake.ofAccounts?.[id];
    return statuses === undefined ? notFound : statusPage(exchange, statuses, fake.options);
  }
  const account = fake.accounts?.find((one) => one['id'] === id);
  if (account !== undefined) return { json: account };
  const status = /^\/api\/v1\/statuses\/(.+)$/.exec(path)?.[1];
  const found = fake.statuses.find((one) => one['id'] === status);
  return found === undefined ? notFound : { json: found };
}

async function aServer(fake: FakeServer, token?: string) {
  const web = await startWebServer((exchange) => answer(exchange, fake));
  webs.push(web);
  const http = createHttp({ userAgent: 'Tocsin/test', clock: () => aTime }, { random: () => 0, sleep: async () => {} });
  const settings = MastodonSettings.parse({ enabled: true, servers: [{ url: web.url }] });
  const { host } = new URL(web.url);
  const tokens = new Map(token === undefined ? [] : [[host, token]]);
  const { sources, checker } = createMastodon(settings, tokens, { http, log: { warn() {}, info() {} } });
  const [source] = sources as [Source];
  let cursor: unknown;
  const poll = async (context: PollContext): Promise<readonly Page[]> => {
    const pages = await pagesOf(source, cursor, context);
    cursor = JSON.parse(JSON.stringify(pages.at(-1)?.cursor ?? null));
    return pages;
  };
  return { fake, web, host, source, checker, poll, cursor: () => cursor };
}

const at = (minutes: number): Date => new Date(aTime.getTime() + minutes * 60_000);
const after = (minutes: number, watched = { tags: ['lanternday'] }): PollContext =>
  aContext({ now: at(minutes), watched });
const idsOf = (pages: readonly Page[]): readonly string[] => pages.flatMap(({ posts }) => posts.map(({ id }) => id));
const paths = ({ requests }: WebServer): readonly string[] => requests.map(({ path }) => path);

describe('a tag timeline', () => {
  for (const link of [true, false]) {
    it(`finds posts that arrive late and lie below the cursor, ${link ? 'with' : 'without'} Link`, async () => {
      const statuses = Array.from({ length: 90 }, (_, n) => aStatus(n + 1, at(-n - 1)));
      const { fake, poll } = await aServer({ statuses, options: { link } });
      const first = await poll(after(0));

      const late = aStatus(500, at(-5 * 60));
      const tooLate = aStatus(501, at(-7 * 60));
      fake.statuses = [...statuses, late, tooLate, aStatus(600, at(5))];
      const second = await poll(after(10));

      expect(new Set(idsOf(first))).toEqual(new Set(statuses.map(({ uri }) => uri)));
      expect(idsOf(second)).toContain(late.uri);
      expect(idsOf(second)).toContain(aStatus(600, at(5)).uri);
      expect(second.at(-1)).toMatchObject({ done: true, watermark: at(10) });
    });
  }

  it('reads upwards without a hole after a long pause', async () => {
    const { fake, poll } = await aServer({ statuses: [aStatus(1, at(-1))] });
    await poll(after(0));

    fake.statuses = Array.from({ length: 500 }, (_, n) => aStatus(n + 1, at(n)));
    const pages = await poll(after(3 * 24 * 60));

    expect(new Set(idsOf(pages)).size).toBe(500);
  });

  it('goes on below where a look back had to stop', async () => {
    const statuses = Array.from({ length: 1000 }, (_, n) => aStatus(n + 1, at(-n / 3)));
    const { fake, poll } = await aServer({ statuses });
    await poll(after(0));
    const late = aStatus(2000, at(-300));
    fake.statuses = [...statuses, late];

    const found: boolean[] = [];
    for (const minutes of [1, 2, 3]) found.push(idsOf(await poll(after(minutes))).includes(late.uri));

    expect(found).toEqual([false, false, true]);
  });

  it('gives a gap when there is more than a first turn reads', async () => {
    const statuses = Array.from({ length: 1500 }, (_, n) => aStatus(n + 1, at(-n / 6)));
    const { poll } = await aServer({ statuses });

    const pages = await poll(after(0));

    expect(pages.flatMap(({ gaps }) => gaps)).toMatchObject([
      { from: at(-360), reason: 'more posts than one turn reads' },
    ]);
  });

  it('keeps what each post was made of, and costs one broken item only that item', async () => {
    const statuses = [aStatus(1, at(-2)), { ...aStatus(2, at(-1)), account: null }];
    const { poll } = await aServer({ statuses });

    const [page] = await poll(after(0));

    expect(page?.posts).toHaveLength(1);
    expect(page?.raw).toEqual([{ platform: 'mastodon', id: statuses[0]?.uri, payload: statuses[0] }]);
  });
});

describe('the counter of a tag', () => {
  const history = (...uses: readonly (readonly [string, string])[]) =>
    uses.map(([date, count]) => ({ day: day(date), uses: count, accounts: '2' }));

  it('keeps the timeline unread while nobody uses the tag', async () => {
    const { fake, web, poll } = await aServer({
      statuses: [],
      history: history(['2026-03-02', '0'], ['2026-03-01', '0']),
    });
    await poll(after(0));

    expect(paths(web)).toEqual(['/api/v2/instance', '/api/v1/tags/lanternday']);

    fake.history = history(['2026-03-02', '1'], ['2026-03-01', '0']);
    fake.statuses = [aStatus(1, at(5))];
    expect(idsOf(await poll(after(10)))).toHaveLength(1);
  });

  it('gives each day that is over once', async () => {
    const { poll } = await aServer({
      statuses: [],
      history: history(['2026-03-02', '4'], ['2026-03-01', '31'], ['2026-02-28', '7']),
    });

    const first = await poll(after(0));
    const second = await poll(after(10));
    const nextDay = await poll(after(13 * 60));

    const counts = (pages: readonly Page[]) => pages.flatMap(({ counts: given = [] }) => given);
    expect(counts(first)).toEqual([
      { platform: 'mastodon', key: 'lanternday', at: new Date('2026-03-01'), seconds: 86_400, posts: 31 },
      { platform: 'mastodon', key: 'lanternday', at: new Date('2026-02-28'), seconds: 86_400, posts: 7 },
    ]);
    expect(counts(second)).toEqual([]);
    expect(counts(nextDay)).toMatchObject([{ at: new Date('2026-03-02'), posts: 4 }]);
  });
});

describe('a server that does not show tag timelines', () => {
  it('is a gap where they are switched off, not silence', async () => {
    const { web, poll } = await aServer({ statuses: [], instance: instance('disabled', 'disabled') });
    await poll(after(0));

    const pages = await poll(after(10));

    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([{ from: at(0), to: at(10), reason: 'timeline switched off' }]);
    expect(pages.at(-1)?.watermark).toBeUndefined();
    expect(paths(web)).not.toContain('/api/v1/timelines/tag/lanternday');
  });

  it('needs a token where only users see them', async () => {
    const closed = instance('authenticated', 'authenticated');
    const withoutToken = await aServer({ statuses: [], instance: closed });
    const withToken = await aServer({ statuses: [aStatus(1, at(-1))], instance: closed }, 'token-of-a-user');

    await expect(withoutToken.poll(after(0))).rejects.toMatchObject({ kind: 'credential' });
    expect(idsOf(await withToken.poll(after(0)))).toHaveLength(1);
    expect(withToken.web.requests.every(({ headers }) => headers['authorization'] === 'Bearer token-of-a-user')).toBe(
      true,
    );
  });

  it('is understood when it says so with 422', async () => {
    const { poll } = await aServer({
      statuses: [],
      special: ({ path }) =>
        path.includes('timelines')
          ? { status: 422, json: { error: 'This method requires an authenticated user' } }
          : undefined,
    });

    await expect(poll(after(0))).rejects.toMatchObject({
      kind: 'credential',
      message: expect.stringContaining('token'),
    });
  });

  it('loses only a tag that it does not take', async () => {
    const special = ({ path }: Exchange): Reply | undefined =>
      path.endsWith('/timelines/tag/no%20tag') ? { status: 422, json: { error: 'invalid' } } : undefined;
    const { poll } = await aServer({ statuses: [aStatus(1, at(-1))], special }, 'token');

    expect(idsOf(await poll(after(0, { tags: ['no tag', 'lanternday'] })))).toHaveLength(1);
    await expect(poll(after(10, { tags: ['no tag'] }))).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is read where only posts from elsewhere are hidden', async () => {
    const { poll } = await aServer({ statuses: [aStatus(1, at(-1))], instance: instance('public', 'disabled') });

    expect(idsOf(await poll(after(0)))).toHaveLength(1);
  });
});

describe('listed accounts', () => {
  const watching = (...handles: readonly string[]) => ({ tags: [], accounts: handles.map((handle) => ({ handle })) });
  const context = (minutes: number, ...handles: readonly string[]): PollContext =>
    aContext({ now: at(minutes), watched: watching(...handles) });

  it('are looked up once, then read upwards with their boosts', async () => {
    const ada = anAccount('ada', 'far.example');
    const boost = aStatus(2, at(-1), {
      account: ada,
      reblog: aStatus(9, at(-90)),
      uri: `${ada.uri}/statuses/2/activity`,
    });
    const own = aStatus(1, at(-3000), { account: ada });
    const posts: Record<string, readonly Status[]> = { [ada.id]: [own, boost] };
    const { web, poll } = await aServer({ statuses: [], accounts: [ada], ofAccounts: posts });
    const first = await poll(context(0, '@ada@far.example'));

    posts[ada.id] = [own, boost, aStatus(3, at(5), { account: ada })];
    const second = await poll(context(10, '@ada@far.example'));

    expect(first.flatMap((page) => page.posts.map(({ kind }) => kind))).toEqual(['repost', 'original']);
    expect(first.flatMap(({ accounts = [] }) => accounts)).toMatchObject([
      { accountId: ada.uri, handle: 'ada@far.example', followers: 120, status: 'active' },
    ]);
    // An old post of an account read for the first time is old, not backdated.
    expect(first.flatMap((page) => page.posts).every(({ claimedAt }) => claimedAt === undefined)).toBe(true);
    expect(idsOf(second)).toEqual(['https://far.example/users/ada/statuses/3']);
    expect(paths(web).filter((path) => path.endsWith('/lookup'))).toHaveLength(1);
  });

  it('that the server does not know are asked for once a day', async () => {
    const { web, poll } = await aServer({ statuses: [] });

    await poll(context(0, 'nobody@far.example'));
    await poll(context(10, 'nobody@far.example'));
    await poll(context(25 * 60, 'nobody@far.example'));

    expect(paths(web)).toEqual(['/api/v1/accounts/lookup', '/api/v1/accounts/lookup']);
  });

  it('are told when they are suspended', async () => {
    const ada = anAccount('ada', 'far.example', { suspended: true });
    const { poll } = await aServer({ statuses: [], accounts: [ada], ofAccounts: { [ada.id]: [] } });

    const pages = await poll(context(0, 'ada@far.example'));

    expect(pages.flatMap(({ accounts = [] }) => accounts)).toMatchObject([{ status: 'suspended' }]);
  });
});

describe('several servers', () => {
  it('give one id to one post, and each account has one reader', async () => {
    const near = await startWebServer((exchange) => answer(exchange, { statuses: [aStatus(1, at(-1))] }));
    const far = await startWebServer((exchange) =>
      answer(exchange, { statuses: [{ ...aStatus(1, at(-1)), id: '77' }], accounts: [] }),
    );
    webs.push(near, far);
    const http = createHttp(
      { userAgent: 'Tocsin/test', clock: () => aTime },
      { random: () => 0, sleep: async () => {} },
    );
    const settings = MastodonSettings.parse({ enabled: true, servers: [{ url: near.url }, { url: `${far.url}/` }] });
    const { sources } = createMastodon(settings, new Map(), { http, log: { warn() {}, info() {} } });
    const farHost = new URL(far.url).host;
    const watched = { tags: ['lanternday'], accounts: [{ handle: `eve@${farHost}` }, { handle: 'ada@third.example' }] };

    const ids = [];
    for (const source of sources) ids.push(...idsOf(await pagesOf(source, undefined, aContext({ watched }))));

    const lookups = ({ requests }: WebServer) =>
      requests.filter(({ path }) => path.endsWith('/lookup')).map(({ query }) => query.get('acct'));
    expect(sources.map(({ id }) => id)).toEqual([`mastodon:${new URL(near.url).host}`, `mastodon:${farHost}`]);
    expect(new Set(ids).size).toBe(1);
    expect(lookups(near)).toEqual(['ada@third.example']);
    expect(lookups(far)).toEqual([`eve@${farHost}`]);
  });
});

describe('the checker', () => {
  it('finds what was deleted where it was read, and says nothing of what it cannot know', async () => {
    const statuses = [aStatus(1, at(-1)), aStatus(2, at(-2))];
    const { fake, checker, poll } = await aServer({ statuses });
    await poll(after(0));

    fake.statuses = [statuses[1] as Status];
    const posts = [...statuses.map(({ uri }) => uri), 'https://third.example/users/x/statuses/1', 'no address'];
    const pages = [];
    for await (const page of checker?.lookUp({ posts, accounts: [] }, after(10)) ?? []) pages.push(page);

    expect(pages.flatMap(({ deletes }) => deletes)).toEqual([{ platform: 'mastodon', id: statuses[0]?.uri }]);
  });

  it('asks the post’s own server by the id in its address', async () => {
    const { host, checker, web } = await aServer({ statuses: [] });
    const uri = `http://${host}/users/ada/statuses/113`;

    const pages = [];
    for await (const page of checker?.lookUp({ posts: [uri], accounts: [] }, after(0)) ?? []) pages.push(page);

    expect(paths(web)).toEqual(['/api/v1/statuses/113']);
    expect(pages[0]?.deletes).toEqual([{ platform: 'mastodon', id: uri }]);
  });

  it('tells accounts that are active, suspended and gone', async () => {
    const special = ({ query }: Exchange): Reply | undefined =>
      query.get('acct') === 'cleo' ? { status: 410, json: { error: 'gone' } } : undefined;
    const accounts = [anAccount('ada'), anAccount('ben', 'social.example', { suspended: true })];
    const { host, checker } = await aServer({ statuses: [], accounts, special });
    const uri = (name: string): string => `http://${host}/users/${name}`;

    const pages = [];
    const question = { posts: [], accounts: ['ada', 'ben', 'cleo'].map(uri) };
    for await (const page of checker?.lookUp(question, after(0)) ?? []) pages.push(page);

    expect(pages.flatMap(({ accounts: facts = [] }) => facts)).toMatchObject([
      { accountId: uri('ada'), status: 'active', followers: 120, accountCreatedAt: new Date('2019-05-07') },
      { accountId: uri('ben'), status: 'suspended' },
      { accountId: uri('cleo'), status: 'deleted', statusCheckedAt: at(0) },
    ]);
  });
});
