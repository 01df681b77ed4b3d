import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorOf, byTimeThenId, interactionsOf, writtenOf } from '../../../src/measure/post-groups.ts';
import { shareOf } from '../../../src/measure/share.ts';
import { measureInfluence } from '../../../src/measure/study/influence.ts';
import { studyShareText } from '../../../src/measure/study/study-words.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { aspiRegistry, aspiSet } from './aspi-set.ts';
import { chosen, draws, idsBehind, listed, manyPosts, mixedRegistry, someRows, tableIn } from './listed.ts';

describe('influence share', () => {
  it('prints the counts of the study that it follows', () => {
    const [facebook, x] = measureInfluence(tableIn(aspiSet(), aspiRegistry)).platforms;

    expect(facebook).toMatchObject({
      platform: 'facebook',
      formula: 'facebook: reactions + shares',
      topN: 400,
      isShort: false,
      written: 600,
      ranked: 600,
      attributed: { share: { n: 241, of: 400 } },
    });
    expect(studyShareText(facebook!.attributed.share)).toBe('60.3 % = 241 of 400 (95 % 55.4-64.9)');
    expect(x).toMatchObject({ topN: 1_000, attributed: { share: { n: 55, of: 1_000 } } });
    expect(studyShareText(x!.attributed.share)).toBe('5.5 % = 55 of 1,000 (95 % 4.2-7.1)');
  });

  it('keeps classes apart, and calls the rest unattributed', () => {
    const posts = manyPosts(200, (index) => ({ accountId: 'abcde'[index % 5] ?? '', likes: index }));

    const [x] = measureInfluence(tableIn(posts)).platforms;

    expect(x?.classes.map(({ name, share }) => [name, share.n])).toEqual([
      ['state-media', 40],
      ['diplomat', 40],
      ['proxy-reported', 40],
      ['public-service-media', 40],
      ['unattributed', 40],
    ]);
    expect(x?.attributed.share).toMatchObject({ n: 80, of: 200 });
  });

  it('counts listed accounts of other states apart when states are asked for', () => {
    const posts = manyPosts(100, (index) => ({ accountId: 'ab'[index % 2] ?? '', likes: index }));

    const [x] = measureInfluence(tableIn(posts), { states: ['YY'] }).platforms;

    expect(x?.attributed.share).toMatchObject({ n: 50, of: 100 });
    expect(x?.classes.map(({ name }) => name)).toEqual(['diplomat', 'other-states']);
  });

  it('counts disputed attributions, and says how many of the posts rest on them', () => {
    const registry = listed({ a: {}, b: { status: 'disputed' } });
    const posts = manyPosts(90, (index) => ({ accountId: 'abc'[index % 3] ?? '', likes: index }));

    const [x] = measureInfluence(tableIn(posts, registry)).platforms;

    expect(x?.attributed).toMatchObject({ share: { n: 60, of: 90 }, disputed: 30 });
  });

  it('weighs by interactions, with an interval as wide as few heavy posts deserve', () => {
    const posts = [
      aPost({ accountId: 'a', likes: 1_000_000 }),
      ...manyPosts(99, (index) => ({ accountId: `p${index}`, likes: 1, reposts: 0 })),
    ];

    const weighted = measureInfluence(tableIn(posts)).platforms[0]?.attributed.weighted;

    expect(weighted).toMatchObject({ n: 1_000_000, of: 1_000_099 });
    // The set weighs no more than one post, and of one post nothing is known.
    expect(weighted).toMatchObject({ low: expect.closeTo(shareOf(1, 1).low, 2) });
  });

  it('withholds both shares below the smallest denominator, and says that posts were short', () => {
    const posts = manyPosts(49, () => ({ accountId: 'a', likes: 1 }));

    const [x] = measureInfluence(tableIn(posts)).platforms;

    expect(x).toMatchObject({ isShort: true, topN: 1_000 });
    expect(x?.attributed.share).toEqual({ withheld: true, n: 49, of: 49, minN: 50 });
    expect(x?.attributed.weighted).toEqual(x?.attributed.share);
    expect(studyShareText(x!.attributed.share)).toBe('withheld (n < 50)');
  });

  it('does not rank posts without counters, and counts them', () => {
    const table = tableIn([aPost({ id: 'bare' }), aPost({ likes: 0 }), aPost({ id: 'half', reposts: 3 })]);

    const [x] = measureInfluence(table).platforms;

    expect(x).toMatchObject({ ranked: 2, unranked: { n: 1 } });
    expect(idsBehind(table, x!.top)[0]).toBe('x:half');
    expect(idsBehind(table, x!.unranked.behind().rows)).toEqual(['x:bare']);
  });

  it('counts posts that are only there as reposts', () => {
    const table = tableIn([
      aPost({ id: 'here', likes: 1 }),
      aPost({ kind: 'repost', parentId: 'here' }),
      aPost({ id: 'r1', kind: 'repost', parentId: 'gone1' }),
      aPost({ id: 'r2', kind: 'repost', parentId: 'gone1' }),
      aPost({ id: 'r3', kind: 'repost', parentId: 'gone2' }),
      aPost({ kind: 'quote', parentId: 'gone3' }),
      aPost({ kind: 'repost' }),
    ]);

    const [x] = measureInfluence(table).platforms;

    expect(x?.parentsOutside).toMatchObject({ n: 3, posts: 2 });
    expect(idsBehind(table, x!.parentsOutside.behind().rows)).toEqual(['x:r1', 'x:r2', 'x:r3']);
  });

  it('takes what is not among the rows looked at for outside', () => {
    const table = tableIn([aPost({ id: 'here', likes: 1 }), aPost({ kind: 'repost', parentId: 'here' })]);

    const [x] = measureInfluence(table, { rows: Uint32Array.of(1) }).platforms;

    expect(x).toMatchObject({ written: 0, ranked: 0, reposts: 1, parentsOutside: { n: 1, posts: 1 } });
  });

  it('breaks ties by the earlier post, then by id', () => {
    const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 9, minute));
    const table = tableIn([
      aPost({ id: 'c', likes: 1, createdAt: at(5) }),
      aPost({ id: 'b', likes: 1, createdAt: at(5) }),
      aPost({ id: 'd', likes: 1, createdAt: at(4) }),
      aPost({ id: 'a', likes: 0, createdAt: at(1) }),
    ]);

    const [x] = measureInfluence(table, { topN: { x: 3 } }).platforms;

    expect(idsBehind(table, x!.top)).toEqual(['x:d', 'x:b', 'x:c']);
  });

  it('has nothing to say of an empty table', () => {
    expect(measureInfluence(tableIn([])).platforms).toEqual([]);
  });

  it('says what a reference over posts says, whichever rows are looked at', () => {
    fc.assert(
      fc.property(somePosts, draws, fc.integer({ min: 1, max: 12 }), (posts, draw, topN) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const ranked = writtenOf(chosen(posts, rows)).filter((post) => interactionsOf(post) !== undefined);
        const top = [...ranked]
          .sort((a, b) => (interactionsOf(b) ?? 0) - (interactionsOf(a) ?? 0) || byTimeThenId(a, b))
          .slice(0, topN);
        const attributed = top.filter((post) => ['x:a', 'x:b'].includes(authorOf(post)));

        const [x] = measureInfluence(table, { rows, topN: { x: topN }, minN: 0 }).platforms;

        const sumOf = (some: readonly Post[]): number =>
          some.reduce((sum, post) => sum + (interactionsOf(post) ?? 0), 0);
        expect(idsBehind(table, x?.top ?? new Uint32Array())).toEqual(top.map(({ id }) => `x:${id}`));
        expect(x?.attributed.share.n ?? 0).toBe(attributed.length);
        expect(idsBehind(table, x?.attributed.behind().rows ?? new Uint32Array())).toEqual(
          attributed.map(({ id }) => `x:${id}`),
        );
        expect(x?.attributed.weighted.n ?? 0).toBe(sumOf(attributed));
        expect(x?.attributed.weighted.of ?? 0).toBe(sumOf(top));
        expect((x?.classes ?? []).reduce((sum, { share }) => sum + share.n, 0)).toBe(top.length);
        expect(x?.unranked.n ?? 0).toBe(x?.unranked.behind().rows.length ?? 0);
      }),
      { numRuns: 60 },
    );
  });

  it('names the edition of the registry', () => {
    expect(measureInfluence(tableIn([aPost()], mixedRegistry)).registryVersion).toBe('2026-03-01');
  });
});
