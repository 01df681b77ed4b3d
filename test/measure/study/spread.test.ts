import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureSpread } from '../../../src/measure/study/spread.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, manyPosts, someRows, tableIn } from './listed.ts';

const start = Date.parse('2026-03-02T12:00:00Z');

function on(platform: string, minute: number, given: Partial<Post>): Post {
  return aPost({ platform, createdAt: new Date(start + minute * 60_000), ...given });
}

describe('F19, spread over platforms', () => {
  it('finds what is on several platforms, in which order and how much later', () => {
    const posts = [
      on('x', 10, { links: ['a.example/1'], accountId: 'one' }),
      on('x', 12, { links: ['a.example/1'], accountId: 'two' }),
      on('facebook', 40, { links: ['a.example/1'], accountId: 'three' }),
      on('bluesky', 0, { links: ['a.example/1'], accountId: 'four' }),
      on('bluesky', 100, { links: ['b.example/2'] }),
      on('x', 120, { links: ['b.example/2'] }),
      ...manyPosts(58, (index) => ({ links: [`c.example/${index}`] })),
    ];

    const found = measureSpread(tableIn(posts), 'link');

    expect(found).toMatchObject({ shared: { share: { n: 2, of: 60 } }, medianLagMs: 15 * 60_000 });
    expect(found.shared.behind().rows).toEqual(Uint32Array.of(0, 1, 2, 3, 4, 5));
    expect(found.top).toMatchObject([
      {
        name: 'a.example/1',
        n: 4,
        accounts: 4,
        arrivals: [
          { platform: 'bluesky', lagMs: 0, posts: 1 },
          { platform: 'x', lagMs: 600_000, posts: 2 },
          { platform: 'facebook', lagMs: 2_400_000, posts: 1 },
        ],
      },
      { name: 'b.example/2', n: 2 },
    ]);
    expect(found.top[1]?.behind().rows).toEqual(Uint32Array.of(4, 5));
    expect(found.pairs.find(({ earlier, later }) => earlier === 'bluesky' && later === 'x')).toMatchObject({
      first: { n: 2, of: 2 },
      medianLagMs: 15 * 60_000,
    });
    expect(found.pairs.find(({ earlier, later }) => earlier === 'x' && later === 'bluesky')).toMatchObject({
      first: { n: 0, of: 2 },
      medianLagMs: undefined,
    });
  });

  it('does not take the number of an upload on one platform for the same on another, only a hash', () => {
    const hash = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
    const posts = ['x', 'facebook'].map((platform) => on(platform, 0, { media: ['3_1345', hash] }));

    expect(measureSpread(tableIn(posts), 'media', { minN: 1 })).toMatchObject({
      shared: { share: { n: 1, of: 2 } },
      top: [{ name: hash }],
    });
  });

  it('leaves reposts out: they stay where they are', () => {
    const posts = [on('x', 0, { tags: ['vote'] }), on('facebook', 1, { tags: ['vote'], kind: 'repost' })];

    expect(measureSpread(tableIn(posts), 'tag', { minN: 1 }).shared.share).toMatchObject({ n: 0, of: 1 });
  });

  it('gives one moment to neither', () => {
    const posts = [on('x', 0, { tags: ['vote'] }), on('facebook', 0, { tags: ['vote'] })];

    expect(measureSpread(tableIn(posts), 'tag', { minN: 1 })).toMatchObject({
      medianLagMs: 0,
      pairs: [{ first: { n: 0, of: 1 } }, { first: { n: 0, of: 1 } }],
      top: [{ arrivals: [{ platform: 'facebook' }, { platform: 'x' }] }],
    });
  });

  it('has nothing to say of one platform or no posts', () => {
    expect(measureSpread(tableIn([on('x', 0, { tags: ['vote'] })]), 'tag')).toMatchObject({ pairs: [], top: [] });
    expect(measureSpread(tableIn([]), 'media')).toMatchObject({ shared: { share: { of: 0 } }, medianLagMs: undefined });
  });

  it('counts the platforms of an object beyond 255', () => {
    const table = tableIn([
      ...Array.from({ length: 260 }, (_, n) => aPost({ platform: `p${n}`, links: ['wide.example'] })),
      ...Array.from({ length: 5 }, (_, n) => aPost({ platform: `p${n}`, links: ['narrow.example'] })),
    ]);

    expect(measureSpread(table, 'link').top.map(({ name }) => name)).toEqual(['wide.example', 'narrow.example']);
  });

  it('agrees with counting by hand', () => {
    const platforms = fc.array(fc.constantFrom('x', 'facebook', 'bluesky'), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(somePosts, platforms, draws, (given, drawn, draw) => {
        const posts = given.map((post, index) => ({ ...post, platform: drawn[index] ?? 'x' }));
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measureSpread(table, 'tag', { rows, minN: 0 });
        const written = chosen(posts, rows).filter(({ kind }) => kind !== 'repost');
        const tags = [...new Set(written.flatMap((post) => post.tags))];
        const firsts = tags.map((tag) =>
          ['x', 'facebook', 'bluesky']
            .flatMap((platform) => {
              const times = written
                .filter((post) => post.platform === platform && post.tags.includes(tag))
                .map(({ createdAt }) => createdAt.getTime());
              return times.length === 0 ? [] : [Math.min(...times)];
            })
            .sort((a, b) => a - b),
        );
        const lags = firsts.flatMap(([first = 0, second]) => (second === undefined ? [] : [second - first]));

        expect(found.shared.share).toMatchObject({ n: lags.length, of: tags.length });
        expect(found.medianLagMs).toBe(
          lags.length === 0 ? undefined : lags.length === 1 ? lags[0] : ((lags[0] ?? 0) + (lags[1] ?? 0)) / 2,
        );
        for (const { name, n, accounts, behind } of found.top) {
          const theirs = written.filter((post) => post.tags.includes(name));
          expect([n, behind().rows.length]).toEqual([theirs.length, theirs.length]);
          expect(accounts).toBe(new Set(theirs.map((post) => `${post.platform}:${post.accountId}`)).size);
        }
      }),
    );
  });
});
