import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoShareSettings, createCoShareDetector } from '../../src/detector/co-share-detector.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import { dayMs, hourMs, minuteMs, type Post } from '../../src/post/post.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { aPost } from '../builders.ts';

const start = Date.parse('2026-03-02T08:00:00Z');
const noRegistry: Registry = {
  version: 'none',
  entries: [],
  findAccount: () => undefined,
  findHost: () => undefined,
  nearestHandles: () => [],
  nearestHosts: () => [],
};

function aDetector(settings: Partial<CoShareSettings> = {}): Detector {
  return createCoShareDetector(CoShareSettings.parse(settings));
}

function at(sinceStartMs: number): Date {
  return new Date(start + sinceStartMs);
}

let lastId = 0;
function share(accountId: string, sinceStartMs: number, given: Partial<Post>): Post {
  lastId += 1;
  return aPost({ id: `s${String(lastId).padStart(6, '0')}`, accountId, createdAt: at(sinceStartMs), ...given });
}

/** `members` accounts that put out each of `objects` links within seconds, one link an hour. */
function campaign(members: number, objects: number, fromMs = 0, prefix = 'm'): readonly Post[] {
  return [...Array(objects).keys()].flatMap((object) =>
    [...Array(members).keys()].map((member) =>
      share(`${prefix}${10 + member}`, fromMs + object * hourMs + member * 2000, {
        links: [`example.org/${prefix}/${object}`],
        tags: ['vote'],
      }),
    ),
  );
}

function tick(detector: Detector, posts: readonly Post[], sinceStartMs: number): readonly Detection[] {
  detector.observe(posts, noRegistry);
  return detector.detect(at(sinceStartMs));
}

describe('the co-share detector', () => {
  it('tells a network of accounts that repeat each other within seconds', () => {
    const [detection, ...others] = tick(aDetector(), campaign(8, 3), 3 * hourMs);

    expect(others).toEqual([]);
    expect(detection).toMatchObject({
      kind: 'co-share',
      keyKind: 'network',
      key: 'm10',
      open: true,
      accounts: 8,
      posts: 24,
      effectiveAccounts: 8,
      tags: ['vote'],
      from: at(0),
      to: at(2 * hourMs + 14_000),
      usual: { hours: 24, low: 0, observed: 28, unit: 'pairs' },
    });
    expect(detection?.accountIds).toHaveLength(8);
    expect(detection?.links).toHaveLength(3);
    expect(detection?.logP).toBeLessThan(-4);
    expect(detection?.reason).toMatch(
      /^usually 0-\d pairs? of accounts in 24 h .* this network 28 pairs \(8 accounts, 24 posts\)/,
    );
  });

  it('is silent while nothing changes, tells growth by a tenth, and closes after a day without a new pair', () => {
    const detector = aDetector();
    tick(detector, campaign(10, 2), 2 * hourMs);

    expect(tick(detector, [], 3 * hourMs)).toEqual([]);
    const grown = tick(detector, campaign(11, 2, 4 * hourMs), 6 * hourMs);
    expect(grown).toMatchObject([{ open: true, accounts: 11, posts: 42, key: 'm10' }]);
    expect(tick(detector, [], 20 * hourMs)).toEqual([]);
    const closed = tick(detector, [], 5 * hourMs + 20_000 + dayMs);
    expect(closed).toMatchObject([{ open: false, accounts: 11, episode: grown[0]?.episode }]);
    expect(tick(detector, [], 40 * hourMs)).toEqual([]);
  });

  it('keeps the episode and its key when members change, as long as half of them stay', () => {
    const detector = aDetector();
    const [first] = tick(detector, campaign(8, 2), 2 * hourMs);
    const later = campaign(10, 3, 30 * hourMs).filter((post) => Number(post.accountId.slice(1)) >= 14);

    const told = [...tick(detector, campaign(8, 1, 20 * hourMs), 21 * hourMs), ...tick(detector, later, 33 * hourMs)];

    expect(told).toMatchObject([{ key: 'm10', episode: first?.episode, accounts: 10 }]);
  });

  it('takes one post with a link and a tag for one act', () => {
    expect(tick(aDetector(), campaign(8, 1), hourMs)).toEqual([]);
  });

  it('does not take a common topic for a network: tags alone join nobody', () => {
    const chat = [...Array(10).keys()].flatMap((turn) =>
      [...Array(8).keys()].map((member) =>
        share(`c${member}`, turn * 90_000 + member * 1000, { tags: ['a', `t${turn}`] }),
      ),
    );

    expect(tick(aDetector(), chat, hourMs)).toEqual([]);
  });

  it('joins accounts that repost the same posts, and those that write the same text', () => {
    const reposts = [1, 2, 3].flatMap((parent) =>
      [...Array(6).keys()].map((member) =>
        share(`r${member}`, parent * hourMs + member * 1000, { kind: 'repost', parentId: `parent${parent}` }),
      ),
    );
    const texts = [1, 2, 3].flatMap((text) =>
      [...Array(6).keys()].map((member) =>
        share(`t${member}`, parent(text) + member * 1000, {
          text: `The harvest of the valley is better than ever, part ${'x'.repeat(text)} ABCD`,
        }),
      ),
    );

    expect(tick(aDetector(), [...reposts, ...texts], 5 * hourMs).map(({ key, accounts }) => [key, accounts])).toEqual([
      ['r0', 6],
      ['t0', 6],
    ]);

    function parent(text: number): number {
      return text * hourMs;
    }
  });

  it('joins accounts that post the same pictures', () => {
    const pictures = [1, 2, 3].flatMap((picture) =>
      [...Array(6).keys()].map((member) =>
        share(`v${member}`, picture * hourMs + member * 1000, { text: '', media: [`upload${picture}`] }),
      ),
    );

    expect(tick(aDetector(), pictures, 5 * hourMs)).toMatchObject([{ key: 'v0', accounts: 6, posts: 18 }]);
  });

  it('finds nothing in a crowd that passes on what everybody passes on', () => {
    // 20 posts of the day, each reposted 300 times by some of 1,000 accounts, most within minutes: pairs meet twice.
    const random = seeded(11);
    const crowd = [...Array(6000).keys()].map((turn) =>
      share(`c${Math.floor(random() * 1000)}`, (turn % 20) * 30 * minuteMs - Math.log(1 - random()) * 10 * minuteMs, {
        kind: 'repost',
        parentId: `story${turn % 20}`,
      }),
    );

    expect(tick(aDetector({ minRarity: 0, minRarityShare: 0 }), crowd, 20 * hourMs)).not.toEqual([]);
    expect(tick(aDetector(), crowd, 20 * hourMs)).toEqual([]);
  });

  it('keeps two networks apart that have one account in common', () => {
    const both = ['x10', 'y10'].map((account) => account);
    const bridge = [
      ...campaign(8, 3, 0, 'x'),
      ...campaign(8, 3, 10 * minuteMs, 'y'),
      ...both.flatMap((_, object) => [
        share('x11', 40 * minuteMs + object * hourMs, { links: [`example.net/${object}`] }),
        share('y11', 40 * minuteMs + object * hourMs + 3000, { links: [`example.net/${object}`] }),
      ]),
    ];

    // The bridge gives both ends a third kind of partner; the two groups stay joined only through it.
    expect(tick(aDetector(), bridge, 4 * hourMs).map(({ accounts }) => accounts)).toEqual([16]);
    const pendant = bridge.filter(
      (post) => post.accountId !== 'y11' || post.links[0]?.startsWith('example.net') === true,
    );
    expect(tick(aDetector(), pendant, 4 * hourMs).map(({ accounts }) => accounts)).toEqual([8, 7]);
  });

  it('counts platforms apart', () => {
    const posts = campaign(8, 2).map((post, index) => ({ ...post, platform: index % 2 === 0 ? 'x' : 'bluesky' }));

    expect(tick(aDetector(), posts, 2 * hourMs)).toEqual([]);
  });

  it('forgets co-shares older than the hours kept', () => {
    const detector = aDetector();
    tick(detector, campaign(8, 1), hourMs);

    expect(
      tick(
        detector,
        campaign(8, 1, 25 * hourMs, 'm').map((post) => ({ ...post, links: ['example.org/other'] })),
        26 * hourMs,
      ),
    ).toEqual([]);
  });

  it('sees a network of the past in its own hours when a tick reaches far back', () => {
    const told = tick(aDetector(), [...campaign(8, 3), ...campaign(8, 3, 20 * dayMs, 'n')], 30 * dayMs);

    expect(told.map(({ key, open }) => [key, open])).toEqual([
      ['m10', true],
      ['m10', false],
      ['n10', true],
      ['n10', false],
    ]);
  });

  it('finds a network less surprising where such pairs are usual', () => {
    const pairs = (day: number) =>
      [...Array(20).keys()].flatMap((pair) =>
        [...Array(6).keys()].flatMap((object) =>
          ['a', 'b', 'c'].map((side, second) =>
            share(`p${pair}${side}`, day * dayMs + (pair * 7 + object * 60) * minuteMs + second * 1000, {
              links: [`example.com/${day}/${pair}/${object}`],
            }),
          ),
        ),
      );
    const [quiet] = tick(aDetector(), campaign(12, 3), 4 * hourMs);
    const [busy] = tick(aDetector(), [...campaign(12, 3), ...pairs(0)], 15 * hourMs);

    expect(busy?.accounts).toBe(12);
    expect(busy?.logP).toBeGreaterThan(quiet?.logP ?? 0);
    expect(busy?.usual.high).toBeGreaterThan(quiet?.usual.high ?? 0);
  });

  it('does not tell a known network again after a restart, and still closes it', () => {
    const before = aDetector();
    const posts = campaign(8, 3);
    const [told] = tick(before, posts, 3 * hourMs);
    const stored = JSON.parse(JSON.stringify(before.takeChanges()));
    expect(before.takeChanges()).toEqual([]);

    const after = aDetector();
    after.restore(stored);

    expect(tick(after, posts, 4 * hourMs)).toEqual([]);
    expect(tick(after, [], 30 * hourMs)).toMatchObject([
      { open: false, episode: told?.episode, posts: 24, accounts: 8 },
    ]);
    expect(after.takeChanges()).toContainEqual({ detector: 'co-share', key: told?.episode, state: null });
  });

  it('says the same whatever the order of posts within a tick', () => {
    const posts = [...campaign(7, 3), ...campaign(6, 4, 20 * minuteMs, 'n')];
    const expected = tick(aDetector(), posts, 5 * hourMs);
    expect(expected).toHaveLength(2);

    fc.assert(
      fc.property(fc.shuffledSubarray(posts, { minLength: posts.length }), (shuffled) => {
        expect(tick(aDetector(), shuffled, 5 * hourMs)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('remembers no more shares than it may', () => {
    const detector = aDetector({ maxShares: 1000 });
    const noise = [...Array(5000).keys()].map((post) =>
      share(`u${post}`, post * 1000, { links: [`example.com/${post}`] }),
    );

    expect(tick(detector, [...noise, ...campaign(8, 2, 2 * hourMs)], 4 * hourMs)).toMatchObject([{ accounts: 8 }]);
  });

  it('finds planted groups among unrelated accounts, and only them', () => {
    const random = seeded(7);
    const noise = [...Array(6000).keys()].map(() =>
      share(`u${Math.floor(random() ** 2 * 2000)}`, random() * 40 * hourMs, {
        links: [`example.com/${Math.floor(random() ** 3 * 400)}`],
      }),
    );
    const planted = ['k', 'l', 'm'].flatMap((group) =>
      [...Array(6).keys()].flatMap((act) =>
        [...Array(12).keys()]
          .filter(() => random() < 0.8)
          .map((member) =>
            share(`${group}${10 + member}`, (act * 3 + 1) * hourMs + groupOffset(group) + random() * 30_000, {
              // Every other act is on an object that others share too.
              links: [act % 2 === 0 ? `example.org/${group}/${act}` : `example.com/${50 + act}`],
            }),
          ),
      ),
    );

    const told = tick(aDetector(), [...noise, ...planted], 41 * hourMs).filter(({ open }) => open);

    expect(new Set(told.map(({ key }) => key))).toEqual(new Set(['k10', 'l10', 'm10']));
    for (const { key, accountIds } of told) expect(accountIds.every((id) => id.startsWith(key.slice(0, 1)))).toBe(true);
  });
});

function groupOffset(group: string): number {
  return group.charCodeAt(0) * 10 * minuteMs;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}
