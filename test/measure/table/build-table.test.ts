import { describe, expect, it } from 'vitest';
import { createTable, tableOf } from '../../../src/measure/table/build-table.ts';
import type { ListColumn } from '../../../src/measure/table/post-table.ts';
import { createRegistry } from '../../../src/registry/create-registry.ts';
import { anEntry, aPost } from '../../builders.ts';

const registry = createRegistry({
  version: '2026-03-01',
  entries: [
    anEntry({
      id: 'xx-daily',
      accounts: [
        {
          platform: 'x',
          nativeId: 'daily',
          validFrom: new Date('2026-01-01'),
          validTo: new Date('2026-03-02T13:00:00Z'),
        },
      ],
    }),
  ],
});

function listed({ from, values, names }: ListColumn, row: number): readonly string[] {
  return [...values.subarray(from[row], from[row + 1])].map((index) => names.at(index));
}

describe('posts as a table', () => {
  it('has a row for each post, with what is unknown told from zero', () => {
    const table = tableOf(
      [
        aPost({
          id: '1',
          likes: 0,
          reposts: 4,
          quotes: 2,
          tags: ['a', 'b'],
          links: ['l.example/1'],
          lang: 'en',
          text: 'A text that is long enough to be compared VUBQ',
        }),
        aPost({ id: '2', platform: 'facebook', accountId: 'f', deletedAt: new Date(), media: ['m'] }),
      ],
      { registry },
    );

    expect(table.rows).toBe(2);
    expect([[...table.likes], [...table.reposts], [...table.replies], [...table.quotes]]).toEqual([
      [0, -1],
      [4, -1],
      [-1, -1],
      [2, -1],
    ]);
    expect([table.id.at(0), table.id.at(1), table.platforms]).toEqual(['x:1', 'facebook:2', ['x', 'facebook']]);
    expect([listed(table.tags, 0), listed(table.tags, 1), listed(table.links, 0), listed(table.media, 1)]).toEqual([
      ['a', 'b'],
      [],
      ['l.example/1'],
      ['m'],
    ]);
    expect([table.langs[table.lang[0] ?? 9], table.langs[table.lang[1] ?? 9]]).toEqual(['en', 'und']);
    expect([table.text[1], table.tails.at(table.tail[0] ?? -1), [...table.deleted]]).toEqual([-1, 'VUBQ', [0, 1]]);
  });

  it('takes a post that comes again once: with its further tags and the newest counters', () => {
    const first = aPost({ id: '1', tags: ['a'], likes: 5, seenAt: new Date('2026-03-02T12:00:00Z') });
    const table = tableOf(
      [
        first,
        { ...first, tags: ['b', 'a'], likes: 9, seenAt: new Date('2026-03-03') },
        { ...first, tags: ['a'], likes: 1, replies: 3, seenAt: new Date('2026-03-01') },
        aPost({ tags: ['c'] }),
      ],
      { registry },
    );

    expect(table.rows).toBe(2);
    expect([listed(table.tags, 0), listed(table.tags, 1)]).toEqual([['a', 'b'], ['c']]);
    expect([table.likes[0], table.replies[0]]).toEqual([9, 3]);
  });

  it('finds the parent whichever comes first, and its author where only that is known', () => {
    const parent = aPost({ id: 'p', accountId: 'author' });
    const table = tableOf(
      [
        aPost({ kind: 'repost', parentId: 'p' }),
        parent,
        aPost({ kind: 'reply', parentId: 'elsewhere', parentAccountId: 'author' }),
        aPost({ kind: 'quote', parentId: 'nowhere' }),
        aPost({ kind: 'repost', platform: 'bluesky', parentId: 'p' }),
      ],
      { registry },
    );
    const author = table.account[1];

    expect([...table.parent]).toEqual([1, -1, -1, -1, -1]);
    expect([...table.parentAccount]).toEqual([author, -1, author, -1, -1]);
  });

  it('attributes each post as of its own time', () => {
    const posts = ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-03-02T12:59:59Z', '2026-03-02T13:00:00Z'].map(
      (at) => aPost({ accountId: 'daily', createdAt: new Date(at) }),
    );

    const table = tableOf([...posts, aPost()], { registry });

    expect([...table.entry]).toEqual([-1, 0, 0, -1, -1]);
    expect([table.entries[0]?.id, table.registryVersion]).toEqual(['xx-daily', '2026-03-01']);
  });

  it('knows of an account what was found last, from posts and from what is told without one', () => {
    const builder = createTable({ registry });
    const at = (day: string) => new Date(`2026-03-${day}`);
    builder.addAccount({
      platform: 'x',
      accountId: 'a',
      status: 'suspended',
      statusCheckedAt: at('20'),
      followers: 7,
      accountCreatedAt: at('01'),
    });
    builder.addAccount({ platform: 'x', accountId: 'without-posts', followers: 1 });
    builder.add(
      aPost({
        accountId: 'a',
        handle: 'new',
        followers: 3,
        status: 'active',
        statusCheckedAt: at('10'),
        seenAt: at('10'),
      }),
    );
    builder.add(aPost({ accountId: 'a', handle: 'old', followers: 2, seenAt: at('05') }));

    const { accounts } = builder.build();

    expect([accounts.size, accounts.key.at(0), accounts.handle(0)]).toEqual([1, 'x:a', 'new']);
    expect([accounts.status[0], accounts.statusAt[0]]).toEqual([2, at('20').getTime()]);
    expect(accounts.createdAt[0]).toBe(at('01').getTime());
  });

  it('takes handle and followers of the latest post where a file gave all at one moment, in any order', () => {
    const posts = [1, 3, 2].map((day) =>
      aPost({
        accountId: 'a',
        handle: `handle${day}`,
        followers: day,
        createdAt: new Date(`2026-03-0${day}`),
        seenAt: new Date('2026-04-01'),
      }),
    );

    const { accounts } = tableOf(posts, { registry });

    expect([accounts.handle(0), accounts.followers[0]]).toEqual(['handle3', 3]);
  });

  it('tells more than 256 platforms apart', () => {
    const { accounts, platforms } = tableOf(
      Array.from({ length: 300 }, (_, n) => aPost({ platform: `p${n}` })),
      { registry },
    );

    expect(platforms[accounts.platform[299] ?? 0]).toBe('p299');
  });

  it('is empty without posts', () => {
    const table = tableOf([], { registry });

    expect([table.rows, table.accounts.size, table.tags.from.length]).toEqual([0, 0, 1]);
  });
});
