import { describe, expect, it } from 'vitest';
import { measureAttributed } from '../../src/measure/attributed.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { anEntry, aPost } from '../builders.ts';
import { aRegistry } from './a-registry.ts';

const registry = aRegistry({ daily: 'xx-example-daily', envoy: 'xx-ministry', office: 'xx-ministry' }, [
  'daily.example',
]);

function at(minute: number): Date {
  return new Date(Date.parse('2026-03-02T12:00:00Z') + minute * 60_000);
}

describe('the attributed part', () => {
  it('counts accounts, written posts and the organisations behind them, with the version of the list', () => {
    const posts = [
      aPost({ accountId: 'one', createdAt: at(0) }),
      aPost({ accountId: 'envoy', createdAt: at(2), kind: 'repost' }),
      aPost({ accountId: 'office', createdAt: at(3) }),
      aPost({ accountId: 'daily', createdAt: at(4) }),
      aPost({ accountId: 'daily', createdAt: at(5) }),
    ];

    const found = measureAttributed(posts, registry);

    expect(found).toMatchObject({
      registryVersion: 'registry-1',
      accounts: { n: 3, of: 4 },
      posts: { n: 3, of: 4 },
      firstAttributedAt: at(2),
      order: { place: 2, of: 4 },
    });
    expect(found.organisations.map(({ entry, ...numbers }) => ({ id: entry.id, ...numbers }))).toEqual([
      { id: 'xx-example-daily', accounts: 1, posts: 2, reposts: 0, firstAt: at(4) },
      { id: 'xx-ministry', accounts: 2, posts: 1, reposts: 1, firstAt: at(2) },
    ]);
  });

  it('counts broadcasters that answer to no government and reported networks apart', () => {
    const registry = createRegistry({
      version: 'registry-1',
      entries: [
        anEntry({ id: 'xx-daily', kind: 'state-media', accounts: [{ platform: 'x', nativeId: 'daily' }], hosts: [] }),
        anEntry({
          id: 'xx-public',
          kind: 'public-service-media',
          accounts: [{ platform: 'x', nativeId: 'public' }],
          hosts: ['public.example'],
        }),
        anEntry({
          id: 'xx-net',
          kind: 'proxy-reported',
          accounts: [
            { platform: 'x', nativeId: 'n1' },
            { platform: 'x', nativeId: 'n2' },
          ],
        }),
      ],
    });
    const posts = ['daily', 'public', 'n1', 'n2', 'n2', 'somebody'].map((accountId, n) =>
      aPost({ accountId, likes: n, links: ['public.example/a'] }),
    );

    const found = measureAttributed(posts, registry);

    expect(found.accounts).toMatchObject({ n: 1, of: 5 });
    expect([found.posts.n, found.top?.n, found.links.n]).toEqual([1, 1, 0]);
    expect(found.otherwise).toEqual([
      { kind: 'proxy-reported', accounts: 2 },
      { kind: 'public-service-media', accounts: 1 },
    ]);
    expect(found.organisations.map(({ entry }) => entry.id)).toEqual(['xx-daily']);
  });

  it('ranks written posts by likes and reposts, earlier first when equal, and never a repost with its parent’s counters', () => {
    const posts = [
      aPost({ accountId: 'one', likes: 5, reposts: 5, createdAt: at(2) }),
      aPost({ accountId: 'daily', likes: 10, createdAt: at(1) }),
      aPost({ accountId: 'two', likes: 3, createdAt: at(0) }),
      aPost({ accountId: 'envoy', kind: 'repost', likes: 9000, reposts: 9000 }),
    ];

    expect(measureAttributed(posts, registry, 1).top).toMatchObject({ n: 1, of: 1 });
    expect(measureAttributed(posts, registry, 3).top).toMatchObject({ n: 1, of: 3 });
  });

  it('does not know the most interactive posts of a platform without counters', () => {
    expect(measureAttributed([aPost({ accountId: 'daily' })], registry).top).toBeUndefined();
  });

  it('counts links to listed hosts among the posts with links', () => {
    const posts = [
      aPost({ links: ['www2.daily.example/a'] }),
      aPost({ links: ['notdaily.example/a', 'daily.example/b'] }),
      aPost({ links: ['example.com/c'] }),
      aPost(),
    ];

    expect(measureAttributed(posts, registry).links).toMatchObject({ n: 2, of: 3 });
  });

  it('asks the list as of each post', () => {
    const fromNoon = {
      ...registry,
      findAccount: (_: unknown, when: Date) =>
        when >= at(0) ? { entry: anEntry(), by: 'handle' as const } : undefined,
    };

    const found = measureAttributed(
      [aPost({ accountId: 'x', createdAt: at(-1) }), aPost({ accountId: 'y', createdAt: at(1) })],
      fromNoon,
    );

    expect(found.accounts).toMatchObject({ n: 1, of: 2 });
  });

  it('says that none of the accounts is on the list', () => {
    expect(measureAttributed([aPost(), aPost()], registry)).toMatchObject({
      accounts: { n: 0, of: 2 },
      organisations: [],
      firstAttributedAt: undefined,
      order: undefined,
    });
  });
});
