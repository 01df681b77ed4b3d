import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureThinAccounts } from '../../../src/measure/study/thin-accounts.ts';
import { measureThin } from '../../../src/measure/thin.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, idsBehind, manyPosts, someRows, tableIn } from './listed.ts';

describe('F13, thin accounts', () => {
  it('prints the three shares of a set built to them: 73 % none, 97 % under five, 98 % without an interaction', () => {
    const posts = manyPosts(200, (index) => ({
      accountId: `t${index % 100}`,
      followers: index % 100 < 73 ? 0 : index % 100 < 97 ? 4 : 5000,
      likes: 0,
      reposts: index < 4 ? 1 : 0,
    }));

    const found = measureThinAccounts(tableIn(posts));

    expect(found).toMatchObject({
      noFollowers: { share: { n: 73, of: 100 } },
      underFive: { share: { n: 97, of: 100 } },
      withoutInteraction: { share: { n: 196, of: 200, value: 0.98 } },
      medianFollowers: 0,
      formulas: ['x: likes + reposts'],
    });
    expect(found.underFive.behind().rows).toHaveLength(97);
    expect(found.withoutInteraction.behind().rows).toHaveLength(196);
  });

  it('keeps unknown followers and counters out of the shares, and shows them', () => {
    const table = tableIn([
      ...manyPosts(60, (index) => ({ accountId: `k${index}`, followers: 10, likes: 2 })),
      aPost({ id: 'unknown', accountId: 'u' }),
    ]);

    const found = measureThinAccounts(table);

    expect(found).toMatchObject({
      followersKnown: { n: 60, of: 61 },
      noFollowers: { share: { n: 0, of: 60 } },
      countersKnown: { n: 60, of: 61 },
      withoutInteraction: { share: { n: 0, of: 60 } },
    });
    expect(found.followersUnknown.behind()).toEqual({ of: 'accounts', rows: Uint32Array.of(60) });
    expect(idsBehind(table, found.countersUnknown.behind().rows)).toEqual(['x:unknown']);
  });

  it('never takes a repost for a post with the counters of its parent', () => {
    const posts = manyPosts(60, (index) => ({ kind: index < 50 ? 'original' : 'repost', likes: 0, reposts: 0 }));

    expect(measureThinAccounts(tableIn(posts)).withoutInteraction.share).toMatchObject({ n: 50, of: 50 });
  });

  it('counts interactions as each platform gives them', () => {
    const posts = [
      aPost({ platform: 'bluesky', likes: 0, reposts: 0, quotes: 1 }),
      aPost({ platform: 'x', likes: 0, reposts: 0, quotes: 1 }),
    ];

    expect(measureThinAccounts(tableIn(posts), { minN: 1 })).toMatchObject({
      withoutInteraction: { share: { n: 1, of: 2 } },
      formulas: ['bluesky: likes + reposts + quotes', 'x: likes + reposts'],
    });
  });

  it('withholds shares of fewer than 50', () => {
    expect(measureThinAccounts(tableIn(manyPosts(49, () => ({ followers: 0, likes: 0 }))))).toMatchObject({
      noFollowers: { share: { withheld: true, n: 49, of: 49 } },
      withoutInteraction: { share: { withheld: true } },
    });
  });

  it('agrees with the measure over posts', () => {
    fc.assert(
      fc.property(somePosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const some = chosen(posts, rows);
        const found = measureThinAccounts(table, { rows, minN: 0 });
        const expected = measureThin(some);

        expect(found.withoutInteraction.share).toEqual(expected.withoutInteraction);
        expect(found.countersUnknown.n).toBe(expected.countersUnknown);
        expect(found.withoutInteraction.behind().rows).toHaveLength(expected.withoutInteraction.n);
      }),
    );
  });

  it('takes the number of the latest post that gives one, not the first one met', () => {
    const seen = [5, 1, 3].map((hour) => new Date(Date.UTC(2026, 2, 2, hour)));
    const posts = [undefined, 0, 9].map((followers, index) =>
      aPost({ accountId: 'a', followers, seenAt: seen[index] ?? new Date(0) }),
    );

    expect(measureThinAccounts(tableIn(posts), { minN: 1 }).noFollowers.share).toMatchObject({ n: 0, of: 1 });
  });

  it('takes the same number, in whatever order they were read', () => {
    fc.assert(
      fc.property(somePosts, (posts) => {
        const moments = posts.map((post, index) => new Date(post.seenAt.getTime() + index));
        const distinct = posts.map((post, index) => ({
          ...post,
          createdAt: moments[index] ?? post.createdAt,
          seenAt: moments[index] ?? post.seenAt,
        }));
        const found = measureThinAccounts(tableIn(distinct), { minN: 0 });
        const expected = measureThin(distinct);

        expect(found.noFollowers.share).toEqual(expected.noFollowers);
        expect(found.underFive.share).toEqual(expected.underFive);
        expect(found.followersUnknown.n).toBe(expected.followersUnknown);
      }),
    );
  });
});
