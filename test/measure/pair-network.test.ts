import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPairs } from '../../src/measure/pair-counts.ts';
import { describeEdges } from '../../src/measure/pair-edges.ts';
import { countPairNetwork, type PairNetworkOptions } from '../../src/measure/pair-network.ts';
import { cutRanges } from '../../src/measure/pair-ranges.ts';
import { createShareLog, type NumberedShares } from '../../src/measure/share-log.ts';
import { stackShares } from '../../src/measure/stacked-shares.ts';

type Row = readonly [object: string, account: string, seconds: number, post?: string];

function logOf(rows: readonly Row[]): NumberedShares {
  const log = createShareLog();
  for (const [object, account, seconds, post] of rows) log.add(object, account, seconds, post);
  return log.build();
}

const rules: PairNetworkOptions = { windowSeconds: 60, minWeight: 1, minRarity: 1.8, hotObjectCap: 100 };

function networkOf(rows: readonly Row[], options: Partial<PairNetworkOptions> = {}) {
  return countPairNetwork(logOf(rows), { ...rules, ...options });
}

describe('a pair network', () => {
  it('lets a pair pass that shares two objects alone, and none that meets in a crowd', () => {
    const pair: Row[] = [
      ['one', 'a', 0],
      ['one', 'b', 5],
      ['two', 'a', 500],
      ['two', 'b', 505],
    ];
    const crowd: Row[] = Array.from({ length: 40 }, (_, n) => [
      [`hot${n % 3}`, `c${n}`, 1000 + (n % 3) * 500 + n] as const,
      [`hot${(n + 1) % 3}`, `c${n}`, 1000 + ((n + 1) % 3) * 500 + n] as const,
    ]).flat();

    const network = networkOf([...pair, ...crowd]);

    expect(network.edges).toBeGreaterThan(100);
    expect(network.passing).toMatchObject({ edges: 1, nodes: 2, components: 1 });
    expect([...network.passing.weight, ...network.passing.rarity]).toEqual([2, 2]);
  });

  it('counts an account once for an object and a second, so that a repeated row makes nothing less rare', () => {
    const rows: Row[] = [
      ['one', 'a', 0],
      ['one', 'a', 0],
      ['one', 'b', 5],
      ['two', 'a', 500],
      ['two', 'b', 500],
      ['two', 'a', 500],
    ];

    expect(networkOf(rows)).toMatchObject({ pairs: 2, passing: { edges: 1 } });
  });

  it('says how many posts of how many objects looked for no partner', () => {
    const hot: Row[] = Array.from({ length: 50 }, (_, n) => ['hot', `a${n}`, n] as const);

    const network = networkOf([...hot, ['cold', 'x', 0], ['cold', 'y', 1]], { hotObjectCap: 10 });

    expect(network.hot).toEqual({ objects: 1, posts: 39 });
    expect(network.pairs).toBe(1 + (10 * 11) / 2);
  });

  it('survives an object that a hundred thousand posts share', () => {
    const log = createShareLog();
    for (let post = 0; post < 120_000; post++) log.add('hot', `a${post % 30_000}`, post / 50);
    for (const account of ['x', 'y']) for (const object of ['one', 'two']) log.add(object, account, 5);

    const network = countPairNetwork(log.build(), rules);

    expect(network.hot).toEqual({ objects: 1, posts: 120_000 - 101 });
    expect(network.passing).toMatchObject({ edges: 1, nodes: 2 });
  });

  it('describes the edges that are asked for: posts of both sides, and who leads', () => {
    const rows: Row[] = [
      ['one', 'z', 0, 'p1'],
      ['one', 'b', 10, 'p2'],
      ['two', 'z', 500, 'p3'],
      ['two', 'b', 500, 'p4'],
      ['three', 'z', 900, 'p1'],
      ['three', 'b', 905, 'p5'],
      ['four', 'c', 0, 'p6'],
      ['four', 'd', 1, 'p7'],
      ['five', 'c', 500],
      ['five', 'd', 501],
    ];
    const log = logOf(rows);
    const network = countPairNetwork(log, rules);

    const all = [
      ...describeEdges(
        network.pairsOf(() => true),
        log.accountIds,
      ),
    ];
    const second = [
      ...describeEdges(
        network.pairsOf((edge) => edge === 1),
        log.accountIds,
      ),
    ];

    expect(all).toMatchObject([
      { a: 'b', b: 'z', pairs: 3, meanSeconds: 5, aPosts: 3, bPosts: 2, aLeads: 0, bLeads: 2 },
      { a: 'c', b: 'd', pairs: 2, meanSeconds: 1, aPosts: 2, bPosts: 2, aLeads: 2, bLeads: 0 },
    ]);
    expect(second).toHaveLength(1);
  });

  it('is the pair count of the detector, whatever the log', () => {
    const someRows = fc.array(
      fc.tuple(
        fc.constantFrom('o1', 'o2', 'o3'),
        fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 1 }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        someRows,
        fc.nat(90),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 2, max: 9 }),
        (given, windowSeconds, minWeight, hotObjectCap) => {
          const rows = [
            ...new Map(
              given.map(([object, account, [seconds = 0]]) => [
                `${object} ${account} ${seconds}`,
                [object, account, seconds] as const,
              ]),
            ).values(),
          ];
          const counts = countPairs(logOf(rows), { windowSeconds, minWeight, hotObjectCap });

          const network = networkOf(rows, { windowSeconds, minWeight, hotObjectCap, minRarity: 0 });

          const edges = (a: Int32Array, b: Int32Array, weight: Int32Array, rarity: Float64Array) =>
            Array.from(a, (from, n) => `${from} ${b[n]} ${weight[n]} ${rarity[n]?.toFixed(9)}`).sort();
          const { passing } = network;
          expect(edges(passing.a, passing.b, passing.weight, passing.rarity)).toEqual(
            edges(counts.a, counts.b, counts.weight, counts.rarity),
          );
          expect(network).toMatchObject({ edges: counts.edges, hot: { posts: counts.postsSkipped } });
        },
      ),
    );
  });
});

describe('cutRanges', () => {
  it('covers every pair once, within the limit unless one account alone is above it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.integer({ min: 1, max: 25 }), (pairs, most) => {
        const ranges = cutRanges(Float64Array.from(pairs), most);

        const covered = pairs.map((_, n) => ranges.filter(({ from, to }) => n >= from && n < to).length);
        expect(pairs.every((count, n) => count === 0 || covered[n] === 1)).toBe(true);
        for (const range of ranges) {
          const inside = pairs.slice(range.from, range.to);
          expect(range.pairs).toBe(inside.reduce((sum, count) => sum + count, 0));
          expect(range.pairs <= most || inside.filter((count) => count > 0).length === 1).toBe(true);
        }
      }),
    );
  });
});

describe('stackShares', () => {
  it('keeps objects of two columns apart that have the same name', () => {
    const log = stackShares([logOf([['x', 'a', 0]]), logOf([['x', 'a', 5]])]);

    expect([...log.objects]).toEqual([0, 1]);
    expect([log.objectIds.length, log.objectIds.at(0), log.objectIds.at(1), log.objectIds.at(2)]).toEqual([
      2,
      'x',
      'x',
      undefined,
    ]);
  });
});
