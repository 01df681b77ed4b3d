import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseTraces, type TraceEdges, traceNames } from '../../../src/measure/cosine/fuse.ts';
import { measureSimilarity } from '../../../src/measure/cosine/similarity.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';

/** A pair of accounts on the letters of their names. */
function traceEdges(
  trace: TraceEdges['trace'],
  edges: readonly (readonly [pair: string, cosine: number])[],
): TraceEdges {
  const accountIds = [...new Set(edges.flatMap(([pair]) => pair.split('')))].sort();
  const numberAt = (pair: string, place: number) => accountIds.indexOf(pair[place] ?? '');
  return {
    trace,
    accountIds,
    a: Int32Array.from(edges, ([pair]) => numberAt(pair, 0)),
    b: Int32Array.from(edges, ([pair]) => numberAt(pair, 1)),
    cosine: Float64Array.from(edges, ([, cosine]) => cosine),
    common: Int32Array.from(edges, () => 2),
  };
}

describe('traces as one network', () => {
  it('are the union of edges, as strong as in the strongest, each with its traces', () => {
    const network = fuseTraces([
      traceEdges('co-repost', [
        ['bd', 0.4],
        ['ab', 0.3],
      ]),
      traceEdges('tag-sequence', [
        ['ac', 0.1],
        ['ab', 0.2],
        ['bd', 0.7],
      ]),
    ]);

    expect(network.accountIds).toEqual(['a', 'b', 'c', 'd']);
    expect([...network.a]).toEqual([0, 0, 1]);
    expect([...network.b]).toEqual([1, 2, 3]);
    expect([...network.cosine]).toEqual([0.3, 0.1, 0.7]);
    expect([...network.common]).toEqual([4, 2, 4]);
    expect([...network.traces]).toEqual([5, 4, 5]);
  });

  it('hold no account without an edge, and nothing of nothing', () => {
    const lonely = { ...traceEdges('co-link', [['ab', 0.5]]), accountIds: ['a', 'b', 'z'] };

    expect(fuseTraces([lonely]).accountIds).toEqual(['a', 'b']);
    expect(fuseTraces([])).toMatchObject({ accountIds: [], a: new Int32Array() });
  });

  it('have a bit each', () => {
    expect(traceNames.length).toBeLessThanOrEqual(8);
  });
});

const start = Date.parse('2026-03-02T12:00:00Z');

/** Numbers in 0..1, the same each time. */
function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function reposts(accountId: string, parents: readonly number[]): readonly Post[] {
  return parents.map((parent, n) =>
    aPost({
      id: `${accountId}-${n}`,
      accountId,
      kind: 'repost',
      parentId: `parent-${parent}`,
      createdAt: new Date(start + n * 60_000),
    }),
  );
}

/** Everyone reposts six of 400 posts, some of which are popular. */
function crowd(accounts: number): readonly Post[] {
  const draw = createDraw(7);
  return Array.from({ length: accounts }, (_, n) =>
    reposts(
      `crowd-${n}`,
      Array.from({ length: 6 }, () => Math.floor(400 * draw() ** 2)),
    ),
  ).flat();
}

/** Each reposts seven of the same nine posts. */
function crew(accounts: number): readonly Post[] {
  return Array.from({ length: accounts }, (_, n) =>
    reposts(
      `crew-${n}`,
      Array.from({ length: 7 }, (_unused, at) => 1000 + ((n + at) % 9)),
    ),
  ).flat();
}

describe('similarity of the accounts of a campaign', () => {
  it('finds the accounts that repost the same, and what it is', () => {
    const found = measureSimilarity([...crowd(150), ...crew(12)]);

    const [group] = found?.groups ?? [];
    expect(group?.accountIds.every((id) => id.startsWith('x:crew-'))).toBe(true);
    expect(group).toMatchObject({ density: 1, edges: 66 });
    expect(found?.largestGroup).toBe(12);
    expect(group?.features).toHaveLength(5);
    expect(
      group?.features.every(({ trace, feature }) => trace === 'co-repost' && /^repost:x:parent-10\d\d$/.test(feature)),
    ).toBe(true);
    expect(found?.linked).toMatchObject({ of: 162 });
    expect(found?.linked.n).toBeGreaterThanOrEqual(12);
    expect(found?.linked.n).toBeLessThan(24);
    expect(found?.threshold?.reason).toContain('cut at similarity percentile');
    expect(found?.core).toMatchObject({ n: found?.threshold?.kept.accounts.length, of: 162 });
    expect(found?.core.n).toBeGreaterThanOrEqual(5);
  });

  it('links next to nobody in a crowd', () => {
    const found = measureSimilarity(crowd(150));

    expect(found?.linked.value).toBeLessThan(0.08);
    expect(found?.linked.of).toBe(150);
  });

  it('counts traces apart, and an account of two of them once', () => {
    const tags = ['one', 'two', 'three', 'four', 'five'];
    const sequences = ['x:crew-0', 'x:crew-1', 'x:new'].flatMap((key) =>
      [0, 1].map((n) => aPost({ id: `${key}-tags-${n}`, accountId: key.slice(2), tags })),
    );

    const found = measureSimilarity([...crew(12), ...sequences]);

    expect(found?.linked).toMatchObject({ n: 13, of: 13 });
    expect(found?.traces).toEqual([
      { trace: 'co-repost', accounts: 12, pairs: 66 },
      { trace: 'co-link', accounts: 0, pairs: 0 },
      { trace: 'tag-sequence', accounts: 3, pairs: 3 },
      { trace: 'fast-repost', accounts: 0, pairs: 0 },
    ]);
  });

  it('does not take one popular post in common for likeness', () => {
    const posts = Array.from({ length: 12 }, (_, n) =>
      reposts(`a${n}`, [1, 100 + 5 * n, 101 + 5 * n, 102 + 5 * n, 103 + 5 * n]),
    ).flat();

    expect(measureSimilarity(posts)?.linked).toMatchObject({ n: 0, of: 12 });
    expect(measureSimilarity(posts)?.threshold).toBeUndefined();
  });

  it.each([
    ['no posts', []],
    ['one account', crew(1)],
    ['nine that act often enough', crew(9)],
    ['accounts that repost four times each', crowd(50).filter(({ id }) => !/-[45]$/.test(id))],
  ])('is unknown for %s', (_, posts) => {
    expect(measureSimilarity(posts)).toBeUndefined();
  });

  it('looks at the busiest accounts only, and says how many it left out', () => {
    const found = measureSimilarity([...crew(20), ...reposts('busy', [1, 2, 3, 4, 5, 6, 7, 8, 9])], {
      mostAccounts: 15,
    });

    expect(found).toMatchObject({ accountsLeftOut: 6, linked: { n: 14, of: 15 } });
  });

  it('does not depend on the order of the posts', () => {
    const posts = [...crowd(25), ...crew(11)];
    const expected = measureSimilarity(posts, { mostAccounts: 30 });
    fc.assert(
      fc.property(fc.shuffledSubarray(posts, { minLength: posts.length }), (shuffled) => {
        expect(measureSimilarity(shuffled, { mostAccounts: 30 })).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
