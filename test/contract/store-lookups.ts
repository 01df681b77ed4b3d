/** What the answers to commands promise. */
import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import type { Opened } from './store.ts';

const now = new Date('2026-03-05T00:00:00Z');

export function describeLookups(opened: Opened): void {
  describe('lookups', () => {
    const keep = async (...posts: Post[]) => opened().store.posts.keepPage('s', { posts }, now);

    it('tells how much a tag was used, by whom, when and together with what', async () => {
      await keep(
        aPost({
          accountId: 'a',
          createdAt: new Date('2026-02-28T23:59:59Z'),
          tags: ['t', 'u'],
          links: ['l.example/1'],
        }),
        aPost({
          accountId: 'a',
          createdAt: new Date('2026-03-01T00:00:00Z'),
          tags: ['t', 'u'],
          links: ['l.example/1'],
        }),
        aPost({
          accountId: 'b',
          createdAt: new Date('2026-03-01T08:00:00Z'),
          tags: ['t', 'v'],
          links: ['l.example/1', 'l.example/2'],
        }),
        aPost({ accountId: 'a', createdAt: new Date('2026-03-03T08:00:00Z'), tags: ['t'], platform: 'bluesky' }),
        aPost({ accountId: 'c', createdAt: new Date('2026-03-03T08:00:00Z'), tags: ['u'] }),
      );

      expect(await opened().store.lookups.tagActivity('#T', {})).toEqual({
        tag: 't',
        posts: 4,
        accounts: 3,
        first: new Date('2026-02-28T23:59:59Z'),
        last: new Date('2026-03-03T08:00:00Z'),
        platforms: [
          { platform: 'x', posts: 3 },
          { platform: 'bluesky', posts: 1 },
        ],
        days: [
          { day: '2026-02-28', posts: 1, accounts: 1 },
          { day: '2026-03-01', posts: 2, accounts: 2 },
          { day: '2026-03-03', posts: 1, accounts: 1 },
        ],
        topLinks: [
          { link: 'l.example/1', posts: 3, accounts: 2 },
          { link: 'l.example/2', posts: 1, accounts: 1 },
        ],
        coTags: [
          { tag: 'u', posts: 2 },
          { tag: 'v', posts: 1 },
        ],
      });
    });

    it('counts a tag in a span, its start included and its end not', async () => {
      const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
      await keep(
        ...[1, 2, 3, 4].map((hour) => aPost({ createdAt: at(hour), tags: ['t'], links: [`l.example/${hour}`] })),
      );
      const { lookups } = opened().store;

      const activity = await lookups.tagActivity('t', { from: at(2), to: at(4) });

      expect(activity).toMatchObject({ posts: 2, first: at(2), last: at(3) });
      expect(activity?.topLinks.map(({ link }) => link)).toEqual(['l.example/2', 'l.example/3']);
      expect((await lookups.tagActivity('t', { from: at(3) }))?.posts).toBe(2);
      expect((await lookups.tagActivity('t', { to: at(3) }))?.posts).toBe(2);
      expect(await lookups.tagActivity('t', { from: at(5) })).toBeUndefined();
      expect(await lookups.tagActivity('never', {})).toBeUndefined();
    });

    it('suggests tags that are a slip away, the nearest first and the most used among them', async () => {
      const used = { xinjiang: 3, xinjinag: 1, xinjian: 2, shanghai: 9, 新疆: 1, 新疆人: 1 };
      await keep(
        ...Object.entries(used).flatMap(([tag, posts]) => Array.from({ length: posts }, () => aPost({ tags: [tag] }))),
      );
      const { lookups } = opened().store;

      expect(await lookups.nearestTags('#Xinjang', 3)).toEqual([
        { tag: 'xinjiang', posts: 3 },
        { tag: 'xinjian', posts: 2 },
        { tag: 'xinjinag', posts: 1 },
      ]);
      expect(await lookups.nearestTags('新强', 5)).toEqual([{ tag: '新疆', posts: 1 }]);
      expect(await lookups.nearestTags('somethingelse', 3)).toEqual([]);
      expect(await lookups.nearestTags('', 3)).toEqual([]);
    });

    it('completes a tag with the most used first, and takes no letter for a wildcard', async () => {
      await keep(
        aPost({ tags: ['stop', 'stopit'] }),
        aPost({ tags: ['stopit', 'sto_p'] }),
        aPost({ tags: ['100%', '1000'] }),
      );
      const { lookups } = opened().store;

      expect(await lookups.tagsStartingWith('#STO', 2)).toEqual(['stopit', 'sto_p']);
      expect(await lookups.tagsStartingWith('sto_', 5)).toEqual(['sto_p']);
      expect(await lookups.tagsStartingWith('100%', 5)).toEqual(['100%']);
    });

    it('finds an account by handle without case, or by id, on every platform', async () => {
      await keep(
        aPost({ platform: 'x', accountId: '42', handle: 'Example_Daily' }),
        aPost({ platform: 'bluesky', accountId: 'did:example', handle: 'example_daily' }),
        aPost({ platform: 'facebook', accountId: '42' }),
      );
      const { lookups } = opened().store;

      expect(await lookups.findAccounts('@EXAMPLE_daily')).toEqual([
        { platform: 'bluesky', accountId: 'did:example' },
        { platform: 'x', accountId: '42' },
      ]);
      expect(await lookups.findAccounts('42')).toEqual([
        { platform: 'facebook', accountId: '42' },
        { platform: 'x', accountId: '42' },
      ]);
      expect(await lookups.findAccounts('nobody')).toEqual([]);
      expect(await lookups.findAccounts(' @ ')).toEqual([]);
    });

    it('gives a handle that changed hands to who has it now, and an old one to who had it', async () => {
      const seen = (day: number) => ({ seenAt: new Date(Date.UTC(2026, 2, day)) });
      await keep(
        aPost({ accountId: 'a', handle: 'first', ...seen(1) }),
        aPost({ accountId: 'b', handle: 'other', ...seen(1) }),
      );
      await keep(aPost({ accountId: 'a', handle: 'renamed', ...seen(3) }));
      // An archive read later tells of an earlier time.
      await keep(aPost({ accountId: 'a', handle: 'oldest', ...seen(0) }));
      const { lookups } = opened().store;
      const before = await lookups.findAccounts('first');
      await keep(aPost({ accountId: 'b', handle: 'first', ...seen(4) }));

      expect(before).toEqual([{ platform: 'x', accountId: 'a' }]);
      expect(await lookups.findAccounts('first')).toEqual([{ platform: 'x', accountId: 'b' }]);
      expect(await lookups.findAccounts('renamed')).toEqual([{ platform: 'x', accountId: 'a' }]);
      expect(await lookups.findAccounts('oldest')).toEqual([{ platform: 'x', accountId: 'a' }]);
      expect((await lookups.accountActivity('x', 'a', {}))?.handle).toBe('renamed');
    });

    it('tells what is known of an account', async () => {
      const created = new Date('2020-01-01');
      const checked = new Date('2026-03-04');
      await keep(
        aPost({
          accountId: 'a',
          handle: 'h',
          followers: 10,
          accountCreatedAt: created,
          createdAt: new Date('2026-02-01T05:30:00Z'),
          tags: ['t', 'u'],
        }),
        aPost({
          accountId: 'a',
          followers: 12,
          createdAt: new Date('2026-03-01T05:10:00Z'),
          kind: 'repost',
          tags: ['t'],
          seenAt: now,
        }),
        aPost({
          accountId: 'a',
          createdAt: new Date('2026-03-01T23:10:00Z'),
          status: 'suspended',
          statusCheckedAt: checked,
        }),
        aPost({ accountId: 'b', createdAt: new Date('2026-03-01T23:10:00Z'), tags: ['t'] }),
      );
      const { lookups } = opened().store;
      const hours = Array.from({ length: 24 }, () => 0);

      expect(await lookups.accountActivity('x', 'a', {})).toEqual({
        platform: 'x',
        accountId: 'a',
        handle: 'h',
        createdAt: created,
        followers: 12,
        status: 'suspended',
        statusCheckedAt: checked,
        posts: 3,
        reposts: 1,
        first: new Date('2026-02-01T05:30:00Z'),
        last: new Date('2026-03-01T23:10:00Z'),
        topTags: [
          { tag: 't', posts: 2 },
          { tag: 'u', posts: 1 },
        ],
        hours: hours.with(5, 2).with(23, 1),
      });
      expect(
        await lookups.accountActivity('x', 'a', { from: new Date('2026-03-01'), to: new Date('2026-03-02') }),
      ).toMatchObject({
        posts: 2,
        first: new Date('2026-03-01T05:10:00Z'),
        topTags: [{ tag: 't', posts: 1 }],
      });
      expect(await lookups.accountActivity('x', 'a', { from: now })).toMatchObject({
        posts: 0,
        first: undefined,
        hours,
      });
      expect(await lookups.accountActivity('bluesky', 'a', {})).toBeUndefined();
    });

    it('counts posts and accounts of a group', async () => {
      const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
      await keep(
        aPost({ accountId: 'a', createdAt: at(1) }),
        aPost({ accountId: 'a', createdAt: at(2) }),
        aPost({ accountId: 'b', createdAt: at(2) }),
        aPost({ accountId: 'b', createdAt: at(3) }),
        aPost({ accountId: 'c', createdAt: at(2) }),
        aPost({ accountId: 'a', createdAt: at(2), platform: 'bluesky' }),
      );
      const { lookups } = opened().store;
      const span = { from: at(1), to: at(3) };

      expect(await lookups.countPosts('x', ['a', 'b', 'd'], span)).toEqual({ posts: 3, accounts: 2 });
      expect(await lookups.countPosts('x', [], span)).toEqual({ posts: 0, accounts: 0 });
    });

    it('counts posts per language, "und" where none is known', async () => {
      const createdAt = new Date('2026-03-01');
      await keep(
        aPost({ createdAt, lang: 'zh' }),
        aPost({ createdAt, lang: 'zh' }),
        aPost({ createdAt }),
        aPost({ createdAt: now, lang: 'en' }),
      );

      expect(await opened().store.lookups.languages({ from: createdAt, to: now })).toEqual([
        { lang: 'zh', posts: 2 },
        { lang: 'und', posts: 1 },
      ]);
    });
  });
}
