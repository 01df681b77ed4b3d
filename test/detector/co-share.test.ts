import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoShareEdge, coShareNetwork, createShareLog, type ShareLog } from '../../src/detector/co-share.ts';

type Row = readonly [object: string, account: string, seconds: number, post?: string];

function logOf(rows: readonly Row[]): ShareLog {
  const log = createShareLog();
  for (const [object, account, seconds, post] of rows) log.add(object, account, seconds, post);
  return log.build();
}

function edgesOf(rows: readonly Row[], windowSeconds: number, more: object = {}): readonly CoShareEdge[] {
  return [...coShareNetwork(logOf(rows), { windowSeconds, minWeight: 1, ...more }).listEdges()];
}

/** The definition, written down: every two rows of an object are looked at. */
function naiveWeights(rows: readonly Row[], windowSeconds: number): ReadonlyMap<string, number> {
  const objects = new Map<string, Set<string>>();
  for (const [object, a, from] of rows) {
    for (const [other, b, to] of rows) {
      if (object !== other || a >= b || Math.abs(from - to) > windowSeconds) continue;
      const key = `${a} ${b}`;
      objects.set(key, (objects.get(key) ?? new Set()).add(object));
    }
  }
  return new Map([...objects].map(([key, shared]) => [key, shared.size]));
}

const someRows = fc.array(
  fc.tuple(fc.constantFrom('o1', 'o2', 'o3', 'o4'), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.nat(300)),
  { maxLength: 60 },
);

describe('a co-share network', () => {
  it('joins two accounts that shared an object within the window, its edge included', () => {
    const rows: Row[] = [
      ['link', 'a', 0],
      ['link', 'b', 60],
      ['link', 'c', 120.5],
    ];

    expect(edgesOf(rows, 60).map(({ a, b }) => [a, b])).toEqual([['a', 'b']]);
  });

  it('finds a pair that fixed bins would cut apart', () => {
    expect(
      edgesOf(
        [
          ['link', 'a', 59],
          ['link', 'b', 61],
        ],
        60,
      ),
    ).toHaveLength(1);
  });

  it('weighs distinct objects, not repetitions', () => {
    const rows: Row[] = [...Array(100).keys()].map((second) => ['link', 'a', second] as const);

    const [edge] = edgesOf([...rows, ['link', 'b', 50]], 600);

    expect(edge).toMatchObject({ weight: 1, pairs: 100 });
  });

  it('never joins an account with itself', () => {
    expect(
      edgesOf(
        [
          ['link', 'a', 0],
          ['link', 'a', 5],
        ],
        60,
      ),
    ).toEqual([]);
  });

  it('says when the pair acted and who came first', () => {
    const rows: Row[] = [
      ['one', 'z', 100],
      ['one', 'b', 110],
      ['two', 'z', 200],
      ['two', 'b', 230],
      ['three', 'b', 300],
      ['three', 'z', 301],
      ['four', 'b', 400],
      ['four', 'z', 400],
    ];

    expect(edgesOf(rows, 60)).toEqual([
      { a: 'b', b: 'z', weight: 4, rarity: 4, pairs: 4, firstAt: 100, lastAt: 400, aLeads: 1, bLeads: 2 },
    ]);
  });

  it('counts a co-share of a popular object for less', () => {
    const rows: Row[] = ['a', 'b', 'c', 'd', 'e'].map((account, second) => ['link', account, second] as const);

    const rarityOf = (a: string, b: string) => edgesOf(rows, 60).find((edge) => edge.a === a && edge.b === b)?.rarity;

    expect(rarityOf('a', 'b')).toBe(1);
    expect(rarityOf('a', 'e')).toBe(1 / 4);
  });

  it('counts edges of exactly each weight and keeps those of at least the minimum', () => {
    const rows: Row[] = [
      ['one', 'a', 0],
      ['one', 'b', 1],
      ['one', 'c', 2],
      ['two', 'a', 100],
      ['two', 'b', 101],
    ];

    const all = coShareNetwork(logOf(rows), { windowSeconds: 60, minWeight: 1 });
    const heavy = coShareNetwork(logOf(rows), { windowSeconds: 60, minWeight: 2 });

    expect(all).toMatchObject({ rows: 5, objects: 2, sharedObjects: 2, accounts: 3, edges: 3, maxWeight: 2 });
    expect(all.edgesByWeight).toEqual({ 1: 2, 2: 1 });
    expect(heavy).toMatchObject({ accounts: 2, edges: 1, edgesByWeight: { 2: 1 } });
  });

  it('can ask for two posts on each side, because one post with a tag and a link is one act', () => {
    const once: Row[] = [
      ['tag', 'a', 0, 'p1'],
      ['link', 'a', 0, 'p1'],
      ['tag', 'b', 5, 'p2'],
      ['link', 'b', 5, 'p2'],
    ];
    const twice: Row[] = [...once, ['tag', 'a', 500, 'p3'], ['tag', 'b', 505, 'p4']];

    expect(edgesOf(once, 60, { minWeight: 2 })).toHaveLength(1);
    expect(edgesOf(once, 60, { minWeight: 2, minPosts: 2 })).toEqual([]);
    expect(edgesOf(twice, 60, { minWeight: 2, minPosts: 2 })).toHaveLength(1);
  });

  it('lists connected parts, largest first', () => {
    const rows: Row[] = [
      ['one', 'y', 0],
      ['one', 'x', 1],
      ['two', 'c', 0],
      ['two', 'a', 50],
      ['two', 'b', 100],
    ];

    expect(coShareNetwork(logOf(rows), { windowSeconds: 60, minWeight: 1 }).components).toEqual([
      { accounts: ['a', 'b', 'c'], edges: 2 },
      { accounts: ['x', 'y'], edges: 1 },
    ]);
  });

  it('has nothing to say of an empty log', () => {
    const network = coShareNetwork(logOf([]), { windowSeconds: 60, minWeight: 1 });

    expect(network).toMatchObject({ rows: 0, accounts: 0, edges: 0, maxWeight: 0, edgesByWeight: {}, components: [] });
    expect([...network.listEdges()]).toEqual([]);
  });

  it('survives an object that a hundred thousand posts share, and says how many looked for no partner', () => {
    const log = createShareLog();
    for (let post = 0; post < 120_000; post++) log.add('hot', `a${post % 30_000}`, post / 50);
    for (const account of ['x', 'y']) for (const object of ['one', 'two']) log.add(object, account, 5);

    const network = coShareNetwork(log.build(), { windowSeconds: 60, minWeight: 2, hotObjectCap: 200 });

    expect([...network.listEdges()].map(({ a, b }) => [a, b])).toEqual([['x', 'y']]);
    // 50 posts a second: from the 202nd post on there are more than 200 before.
    expect(network.postsSkipped).toBe(120_000 - 201);
  });

  it('gives the weights of the definition for any log', () => {
    fc.assert(
      fc.property(someRows, fc.nat(120), (rows, windowSeconds) => {
        const found = edgesOf(rows, windowSeconds).map(({ a, b, weight }) => [`${a} ${b}`, weight] as const);

        expect(new Map(found)).toEqual(naiveWeights(rows, windowSeconds));
      }),
    );
  });

  it('leaves out nothing but the lighter edges when a minimum is asked for', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 2, max: 4 }), (rows, minWeight) => {
        const heavy = edgesOf(rows, 60).filter((edge) => edge.weight >= minWeight);

        expect(edgesOf(rows, 60, { minWeight })).toEqual(heavy);
      }),
    );
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(
        someRows.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          const plain = (edges: readonly CoShareEdge[]) =>
            edges.map((edge) => ({ ...edge, rarity: Number(edge.rarity.toFixed(9)) }));

          expect(plain(edgesOf(shuffled, 60, { hotObjectCap: 3 }))).toEqual(
            plain(edgesOf(rows, 60, { hotObjectCap: 3 })),
          );
        },
      ),
    );
  });

  it('numbers components so that their accounts and edges add up', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const network = coShareNetwork(logOf(rows), { windowSeconds: 30, minWeight: 1 });
        const weights = Object.values(network.edgesByWeight);

        expect(weights.reduce((sum, count) => sum + count, 0)).toBe(network.edges);
        expect(network.components.reduce((sum, part) => sum + part.edges, 0)).toBe(network.edges);
        expect(new Set(network.components.flatMap((part) => part.accounts)).size).toBe(network.accounts);
      }),
    );
  });
});
