import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureReplies } from '../../../src/measure/study/reply-profile.ts';
import { createRegistry } from '../../../src/registry/create-registry.ts';
import { anEntry, aPost } from '../../builders.ts';
import { chosen, draws, listed, manyPosts, mixedRegistry, someRows, tableIn } from './listed.ts';
import { relatedPosts } from './related-posts.ts';

const registry = listed({
  daily: { kind: 'state-media', state: 'XX', name: 'Example Daily' },
  embassy: { kind: 'diplomat', state: 'YY' },
});

describe('F15, replies', () => {
  it('counts replies to classes of targets and names registry entries only', () => {
    const posts = [
      aPost({ id: 'of-daily', accountId: 'daily' }),
      ...manyPosts(40, () => ({ kind: 'reply', accountId: 'r', parentId: 'of-daily', parentAccountId: 'daily' })),
      ...manyPosts(10, () => ({ kind: 'reply', accountId: 'r', parentId: 'else', parentAccountId: 'embassy' })),
      ...manyPosts(50, (index) => ({
        kind: 'reply',
        accountId: 'r',
        parentId: `else${index % 5}`,
        parentAccountId: `private${index % 5}`,
      })),
      ...manyPosts(3, () => ({ kind: 'reply', accountId: 'r', parentId: 'else' })),
      ...manyPosts(7, () => ({ kind: 'reply', accountId: 'r', parentId: 'own', parentAccountId: 'r' })),
      ...manyPosts(89, () => ({ kind: 'original' })),
      ...manyPosts(20, () => ({ kind: 'repost', parentId: 'of-daily', parentAccountId: 'daily' })),
    ];

    const found = measureReplies(tableIn(posts, registry), { registry });

    expect(found).toMatchObject({
      replies: { share: { n: 110, of: 200 } },
      toSelf: { share: { n: 7, of: 107 } },
      unknownTarget: { n: 3 },
      unknownClass: { n: 0 },
      targets: 7,
      topFive: { share: { n: 40 + 10 + 10 + 10 + 10, of: 100 } },
    });
    expect(found.classes.map(({ class: name, targets, share }) => [name, targets, share.n, share.of])).toEqual([
      ['state-media', 1, 40, 100],
      ['diplomat', 1, 10, 100],
      ['unattributed', 5, 50, 100],
    ]);
    expect(found.entries.map(({ entry, n }) => [entry.id, n])).toEqual([
      ['daily', 40],
      ['embassy', 10],
    ]);
    expect(JSON.stringify(found)).not.toContain('private');
    expect(found.unknownTarget.behind().rows).toHaveLength(3);
    expect(found.classes[2]?.behind().rows).toHaveLength(50);
  });

  it('counts a target whose class changes in the time of the set in both', () => {
    const changing = createRegistry({
      version: '2026-03-01',
      entries: [
        anEntry({
          id: 'embassy',
          kind: 'diplomat',
          accounts: [{ platform: 'x', nativeId: 'embassy', validTo: new Date('2026-03-02') }],
        }),
      ],
    });
    const posts = ['2026-03-01T12:00:00Z', '2026-03-03T12:00:00Z'].flatMap((at) =>
      manyPosts(2, () => ({ kind: 'reply', parentId: 'else', parentAccountId: 'embassy', createdAt: new Date(at) })),
    );

    const { targets, classes } = measureReplies(tableIn(posts, changing), { registry: changing, minN: 1 });

    expect(targets).toBe(1);
    expect(classes.map(({ class: name, targets: of, share }) => [name, of, share.n])).toEqual([
      ['diplomat', 1, 2],
      ['unattributed', 1, 2],
    ]);
  });

  it('does not call a target unattributed while nobody was asked about it', () => {
    const posts = manyPosts(60, () => ({ kind: 'reply', parentId: 'else', parentAccountId: 'embassy' }));

    expect(measureReplies(tableIn(posts, registry))).toMatchObject({
      unknownClass: { n: 60 },
      classes: [],
      targets: 1,
    });
  });

  it('finds the class of a target outside the set in what it wrote in the set', () => {
    const posts = [
      aPost({ accountId: 'embassy' }),
      ...manyPosts(60, () => ({ kind: 'reply', parentId: 'else', parentAccountId: 'embassy' })),
    ];

    expect(measureReplies(tableIn(posts, registry)).classes).toMatchObject([{ class: 'diplomat', share: { n: 60 } }]);
  });

  it('agrees with counting by hand', () => {
    fc.assert(
      fc.property(relatedPosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measureReplies(table, { rows, registry: mixedRegistry, minN: 0 });
        const some = chosen(posts, rows);
        const replies = some.filter(({ kind }) => kind === 'reply');
        const toOthers = replies.filter(
          ({ accountId, parentAccountId }) => parentAccountId !== undefined && parentAccountId !== accountId,
        );
        const byTarget = [...new Set(toOthers.map(({ parentAccountId }) => parentAccountId))]
          .map((target) => toOthers.filter(({ parentAccountId }) => parentAccountId === target).length)
          .sort((a, b) => b - a);

        expect(found.replies.share).toMatchObject({
          n: replies.length,
          of: some.filter(({ kind }) => kind !== 'repost').length,
        });
        expect(found.targets).toBe(byTarget.length);
        expect(found.topFive.share).toMatchObject({
          n: byTarget.slice(0, 5).reduce((sum, count) => sum + count, 0),
          of: toOthers.length,
        });
        expect(found.classes.find((one) => one.class === 'state-media')?.share.n ?? 0).toBe(
          toOthers.filter(({ parentAccountId }) => parentAccountId === 'a').length,
        );
        expect(found.classes.reduce((sum, { share }) => sum + share.n, 0)).toBe(toOthers.length);
        for (const { share, behind } of found.classes) expect(behind().rows).toHaveLength(share.n);
      }),
    );
  });
});
