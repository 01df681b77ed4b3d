import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenAccounts, givenPosts } from '../../src/store/post-rows.ts';
import { aPost } from '../builders.ts';

describe('rows of a page', () => {
  it('have each post once, the first of it, with what the others add', () => {
    const post = aPost({ id: 'p', text: '', likes: 3, tags: ['a'] });

    const rows = givenPosts([
      post,
      aPost({ id: 'q' }),
      { ...post, text: 'later', likes: 2, replies: 1, tags: ['b', 'a'], createdAt: new Date('2026-09-01') },
    ]);

    expect(rows.map(({ id }) => id)).toEqual(['p', 'q']);
    expect(rows[0]).toMatchObject({
      text: 'later',
      likes: 3,
      replies: 1,
      tags: ['a', 'b'],
      created_at: post.createdAt,
    });
  });

  it('hold whole numbers, and none for what is no number', () => {
    const [row] = givenPosts([
      aPost({ likes: 1.4, reposts: Number.NaN, replies: Number.POSITIVE_INFINITY, followers: 0 }),
    ]);

    expect(row).toMatchObject({ likes: 1, reposts: undefined, replies: undefined, followers: 0 });
  });

  it.each([new Date(Number.NaN), new Date(-62_198_755_200_000), new Date(253_402_300_800_000)])(
    'refuse a date that no calendar of the database has: %s',
    (createdAt) => {
      expect(() => givenPosts([aPost({ id: 'p9', createdAt })])).toThrow(/x:p9/);
    },
  );

  it('leave out other dates that no calendar of the database has', () => {
    const far = new Date(8.64e15);
    const post = aPost({ deletedAt: far, accountCreatedAt: far, status: 'suspended', statusCheckedAt: far });

    expect(givenPosts([post])[0]?.deleted_at).toBeUndefined();
    expect(givenAccounts([post], [], new Date('2026-01-01T00:00:00Z'))[0]).toMatchObject({
      created_at: undefined,
      status: 'suspended',
      status_checked_at: undefined,
    });
  });

  it('have the newest of each account, in whatever order its posts come', () => {
    const day = (n: number) => new Date(Date.UTC(2026, 2, n));
    const posts = [
      aPost({ accountId: 'a', seenAt: day(1), createdAt: day(9), handle: 'old', followers: 1 }),
      aPost({ accountId: 'a', seenAt: day(3), createdAt: day(1), handle: 'new', accountCreatedAt: day(0) }),
      aPost({ accountId: 'a', seenAt: day(2), createdAt: day(2), followers: 2 }),
      aPost({ accountId: 'a', seenAt: day(4), createdAt: day(3), status: 'active', statusCheckedAt: day(1) }),
      aPost({ accountId: 'a', seenAt: day(1), createdAt: day(3), status: 'suspended', statusCheckedAt: day(2) }),
    ];

    fc.assert(
      fc.property(fc.shuffledSubarray(posts, { minLength: posts.length }), (shuffled) => {
        expect(givenAccounts(shuffled, [], new Date('2026-01-01T00:00:00Z'))).toEqual([
          {
            platform: 'x',
            account_id: 'a',
            handle: 'new',
            handle_seen_at: day(3),
            created_at: day(0),
            followers: 2,
            followers_seen_at: day(2),
            status: 'suspended',
            status_checked_at: day(2),
            last_post_at: day(9),
          },
        ]);
      }),
    );
  });
});
