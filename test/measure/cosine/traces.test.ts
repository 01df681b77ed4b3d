import { describe, expect, it } from 'vitest';
import { cosineEdges } from '../../../src/measure/cosine/cosine-edges.ts';
import { fastRepostRows, isFast } from '../../../src/measure/cosine/fast-repost.ts';
import type { FeatureRows } from '../../../src/measure/cosine/feature-rows.ts';
import type { Trace } from '../../../src/measure/cosine/fuse.ts';
import { logSequenceRows } from '../../../src/measure/cosine/log-sequences.ts';
import { objectRows } from '../../../src/measure/cosine/object-rows.ts';
import { weighTfIdf } from '../../../src/measure/cosine/tf-idf.ts';
import { type TraceOptions, tracesOf } from '../../../src/measure/cosine/traces.ts';
import { createShareLog } from '../../../src/measure/share-log.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';

const start = Date.parse('2026-03-02T12:00:00Z');

function later(seconds: number): Date {
  return new Date(start + seconds * 1000);
}

/** `account: feature × value`, in order. */
function actsOf(rows: FeatureRows): readonly string[] {
  return Array.from(rows.actions, (_, account) =>
    Array.from(rows.features.subarray(rows.from[account], rows.from[account + 1]), (feature, at) => {
      const value = rows.values[(rows.from[account] ?? 0) + at];
      return `${rows.accountIds.at(account)}: ${rows.featureIds.at(feature)} × ${value}`;
    }),
  )
    .flat()
    .sort();
}

function actsOfTrace(trace: Trace, posts: readonly Post[], options: TraceOptions = {}): readonly string[] {
  return tracesOf(posts, { ...options, traces: [trace] }).flatMap(({ rows }) => actsOf(rows));
}

function edgesOfTrace(trace: Trace, posts: readonly Post[], options: TraceOptions = {}): readonly string[] {
  return tracesOf(posts, { ...options, traces: [trace] }).flatMap(({ rows, weighing }) => {
    const { accountIds, a, b } = cosineEdges(weighTfIdf(rows, weighing));
    return Array.from(a, (from, edge) => `${accountIds[from]} ${accountIds[b[edge] ?? -1]}`);
  });
}

describe('traces of posts', () => {
  it('are what was reposted, by platform, without reposts of something unknown', () => {
    const posts = [
      aPost({ accountId: 'a', kind: 'repost', parentId: '1' }),
      aPost({ accountId: 'a', kind: 'repost', parentId: '1', platform: 'bluesky' }),
      aPost({ accountId: 'a', kind: 'repost' }),
      aPost({ accountId: 'a', kind: 'quote', parentId: '1' }),
    ];

    expect(actsOfTrace('co-repost', posts)).toEqual(['bluesky:a: repost:bluesky:1 × 1', 'x:a: repost:x:1 × 1']);
  });

  it('join accounts of two platforms by the same links', () => {
    const posts = ['x', 'bluesky'].flatMap((platform) =>
      Array.from({ length: 20 }, (_, n) => aPost({ platform, accountId: 'a', links: [`paper.example/${n}`] })),
    );

    expect(edgesOfTrace('co-link', posts)).toEqual(['bluesky:a x:a']);
    expect(edgesOfTrace('co-link', posts.slice(1))).toEqual([]);
  });

  it('leave synchronised activity out unless it is asked for', () => {
    expect(tracesOf([]).map(({ trace }) => trace)).toEqual(['co-repost', 'co-link', 'tag-sequence', 'fast-repost']);
  });

  it('count activity in half hours from the first post', () => {
    const posts = [0, 1799, 1800, 5400].map((seconds) => aPost({ accountId: 'a', createdAt: later(seconds) }));

    expect(actsOfTrace('synchronised', posts.reverse())).toEqual([
      'x:a: time:2026-03-02T12:00:00.000Z × 2',
      'x:a: time:2026-03-02T12:30:00.000Z × 1',
      'x:a: time:2026-03-02T13:30:00.000Z × 1',
    ]);
  });
});

describe('sequences of tags', () => {
  const five = ['one', 'two', 'three', 'four', 'five'];
  const other = ['two', 'one', 'three', 'four', 'five'];
  const twice = (accountId: string, tags: readonly string[]) => [
    aPost({ accountId, tags }),
    aPost({ accountId, tags }),
  ];

  it('are different when the order is, and the same as a set', () => {
    const posts = [...twice('a', five), ...twice('b', other), ...twice('c', five)];

    expect(edgesOfTrace('tag-sequence', posts)).toEqual(['x:a x:c']);
    expect(edgesOfTrace('tag-sequence', posts, { sequence: 'set' })).toHaveLength(3);
  });

  it('have at least five tags, in posts that are no reposts', () => {
    const posts = [
      aPost({ accountId: 'a', tags: five.slice(1) }),
      aPost({ accountId: 'a', tags: five, kind: 'repost', parentId: '1' }),
      aPost({ accountId: 'a', tags: five, kind: 'reply' }),
    ];

    expect(actsOfTrace('tag-sequence', posts)).toEqual(['x:a: tags:one two three four five × 1']);
    expect(actsOfTrace('tag-sequence', posts, { minTags: 4 })).toHaveLength(2);
  });

  it('of a day are all its tags in the order of time, from five posts with tags on', () => {
    const posts = five.map((tag, n) => aPost({ accountId: 'a', tags: [tag], createdAt: later(n * 60) }));

    expect(actsOfTrace('tag-sequence', [...posts].reverse(), { sequence: 'day' })).toEqual([
      'x:a: tags of 2026-03-02:one two three four five × 1',
    ]);
    expect(actsOfTrace('tag-sequence', posts.slice(1), { sequence: 'day' })).toEqual([]);
    expect(actsOfTrace('tag-sequence', posts, { sequence: 'day', minTags: 6 })).toEqual([]);
  });
});

describe('fast reposts', () => {
  const day = 24 * 60 * 60;
  const original = aPost({ id: 'o', accountId: 'author', createdAt: later(0) });
  const repost = (seconds: number, accountId = 'fan') =>
    aPost({ accountId, kind: 'repost', parentId: 'o', createdAt: later(seconds) });

  it.each([
    [0, true],
    [10, true],
    [10.001, false],
    [-1, false],
    [day + 5, false],
    [7 * day, false],
  ])('%d s after the original: %s', (delay, expected) => {
    expect(isFast(delay, 10)).toBe(expected);
  });

  it('a day and five seconds later are none', () => {
    expect(actsOfTrace('fast-repost', [original, repost(5), repost(day + 5)])).toEqual(['x:fan: author:x:author × 1']);
  });

  it('of oneself, and of posts that are not there, say nothing', () => {
    const posts = [
      original,
      repost(5, 'author'),
      aPost({ kind: 'repost', parentId: 'elsewhere', createdAt: later(5) }),
    ];

    expect(actsOfTrace('fast-repost', posts)).toEqual([]);
  });

  it('of one author count from two on', () => {
    const posts = [original, repost(1, 'a'), repost(2, 'a'), repost(1, 'b'), repost(3, 'b'), repost(1, 'c')];

    expect(edgesOfTrace('fast-repost', posts)).toEqual(['x:a x:b']);

    const second = aPost({ id: 'o2', accountId: 'other', createdAt: later(0) });
    const once = aPost({ accountId: 'c', kind: 'repost', parentId: 'o2', createdAt: later(1) });
    expect(edgesOfTrace('fast-repost', [...posts, second, once])).toEqual(['x:a x:b']);
  });
});

describe('traces of a log of shares', () => {
  it('are sequences of the objects of one post, in the order of its rows', () => {
    const log = createShareLog();
    const posts: readonly (readonly [account: string, post: string, objects: string])[] = [
      ['a', '1', 'abcde'],
      ['b', '2', 'abcde'],
      ['c', '3', 'bacde'],
      ['d', '4', 'abcd'],
    ];
    for (const [account, post, objects] of posts) for (const object of objects) log.add(object, account, 0, post);

    const { rows, tooShort } = logSequenceRows(log.build());

    expect(actsOf(rows)).toEqual(['a: a b c d e × 1', 'b: a b c d e × 1', 'c: b a c d e × 1']);
    expect(tooShort).toBe(1);
  });

  it('do not take two sequences for one because of a blank in a tag', () => {
    const log = createShareLog();
    for (const object of ['a b', 'c']) log.add(object, 'x', 0, '1');
    for (const object of ['a', 'b c']) log.add(object, 'y', 0, '2');

    expect(logSequenceRows(log.build(), 2).rows.featureIds).toHaveLength(2);
  });

  it('are fast reposts where the log holds the original', () => {
    const log = createShareLog();
    log.add('o', 'author', 100, 'o');
    log.add('o', 'a', 109, '1');
    log.add('o', 'a', 110, '2');
    log.add('o', 'b', 100 + 86_405, '3');
    log.add('q', 'b', 101, '4');
    log.add('o', 'author', 101, '5');

    const { rows, judged, withoutOriginal } = fastRepostRows(log.build(), Int32Array.of(0, -1), 10);

    expect(actsOf(rows)).toEqual(['a: author × 2']);
    expect({ judged, withoutOriginal }).toEqual({ judged: 3, withoutOriginal: 1 });
  });

  it('stack several columns of objects, the same id in two of them apart', () => {
    const log = createShareLog();
    log.add('1', 'a', 0);
    log.add('1', 'b', 0);
    const shares = log.build();

    const rows = objectRows([
      { ...shares, column: 'tag' },
      { ...shares, column: 'link' },
    ]);

    expect(actsOf(rows)).toEqual(['a: link:1 × 1', 'a: tag:1 × 1', 'b: link:1 × 1', 'b: tag:1 × 1']);
    expect(actsOf(objectRows([{ ...shares, column: 'tag' }]))).toEqual(['a: 1 × 1', 'b: 1 × 1']);
    expect(actsOf(objectRows([]))).toEqual([]);
  });

  it('count rows alike in object, account, post and time once when asked to', () => {
    const log = createShareLog();
    for (const post of ['p1', 'p1', 'p2']) log.add('o', 'a', 0, post);
    log.add('o', 'a', 7, 'p1');
    const layer = { ...log.build(), column: 'tag' };

    expect(actsOf(objectRows([layer]))).toEqual(['a: o × 4']);
    expect(actsOf(objectRows([layer], true))).toEqual(['a: o × 3']);
  });
});
