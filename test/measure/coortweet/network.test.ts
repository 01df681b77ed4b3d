import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoortweetNetworkOptions, coortweetNetwork } from '../../../src/measure/coortweet/network.ts';
import { layersOf, type ShareRow } from './layer.ts';
import { type PlainPair, plainEdges, plainlyActive, plainPairs } from './plain.ts';

const rules: CoortweetNetworkOptions = { windowSeconds: 60, minParticipation: 1 };

function networkOf(rows: readonly ShareRow[], options: Partial<CoortweetNetworkOptions> = {}) {
  return coortweetNetwork(layersOf(rows), { ...rules, ...options });
}

/** `object account post seconds`, as many as there are. */
function rowsFrom(...lines: readonly string[]): readonly ShareRow[] {
  return lines.map((line) => {
    const [object = '', account = '', post = '', seconds = ''] = line.split(' ');
    return { object, account, post, seconds: Number(seconds) };
  });
}

describe('a CooRTweet network', () => {
  it('takes the edge of the window in', () => {
    expect(networkOf(rowsFrom('o a p1 0', 'o b p2 60', 'o c p3 121')).pairs).toBe(1);
  });

  it('finds a pair that straddles the border of two fixed minutes', () => {
    expect(networkOf(rowsFrom('o a p1 59', 'o b p2 61')).pairs).toBe(1);
  });

  it('keeps a pair when either side is active in pairs, not both', () => {
    const rows = rowsFrom('o a p1 0', 'o b p2 1', 'n a p3 500', 'n c p4 501', 'x b p5 9000', 'y c p6 9000');

    const network = networkOf(rows, { minParticipation: 2 });

    // b and c have two rows each, but only one in pairs; a has two.
    expect(network).toMatchObject({ pairs: 2, accounts: 3, edges: 2 });
  });

  it('counts rows and not posts: a post with two tags takes part twice', () => {
    const rows = rowsFrom('t1 a p1 0', 't2 a p1 0', 't1 b p2 1', 't2 b p2 1');

    expect(networkOf(rows, { minParticipation: 2 })).toMatchObject({ pairs: 2, edges: 1, maxWeight: 2 });
    expect(networkOf(rows, { minParticipation: 3 }).pairs).toBe(0);
  });

  it('leaves out loops: one account, one post, a post that is the object', () => {
    const rows = rowsFrom('o a p1 0', 'o a p2 1', 'o b o 2', 'o c p1 3');

    // Left: p1 of c with p2 of a.
    expect(networkOf(rows)).toMatchObject({ pairs: 1, accounts: 2 });
    expect(networkOf(rows, { keepLoops: true })).toMatchObject({ pairs: 6, accounts: 3, edges: 4 });
  });

  it('lets only edges pass that are heavier than the quantile', () => {
    const twice = rowsFrom('o a p1 0', 'o b p2 1', 'n a p3 500', 'n b p4 501');
    const once = rowsFrom('m c p5 0', 'm d p6 1');

    expect(networkOf([...twice, ...once])).toMatchObject({
      quantile: 1.5,
      passing: { edges: 1, nodes: 2, components: 1 },
    });
    expect(networkOf(twice)).toMatchObject({ quantile: 2, passing: { edges: 0, nodes: 0, components: 0 } });
    expect(networkOf([...twice, ...once], { edgeQuantile: 0 })).toMatchObject({ quantile: 1, passing: { edges: 1 } });
    expect(networkOf([...twice, ...once], { edgeQuantile: 1 })).toMatchObject({ quantile: 2, passing: { edges: 0 } });
  });

  it('has a weight of 100 for a hundred posts against one, and says that the one is one', () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ object: 'o', account: 'a', post: `p${n}`, seconds: n }));

    const network = networkOf([...many, ...rowsFrom('o b q 50')], { windowSeconds: 600 });

    const [edge] = [...network.listEdges()];
    expect(network.maxWeight).toBe(100);
    expect(edge).toMatchObject({ a: 'a', b: 'b', pairs: 100, aPosts: 100, bPosts: 1, aLeads: 50, bLeads: 49 });
    // The reference's columns do not follow its accounts: fifty-one and fifty look like two equals.
    expect(edge).toMatchObject({ olderPosts: 52, newerPosts: 50 });
  });

  it('takes of two posts of one second the one of the account that came first for the older', () => {
    const rows = rowsFrom('x b q0 0', 'o a p1 5', 'o b p2 5', 'o a p3 5');

    const [edge] = [...networkOf(rows).listEdges()];

    // b appears first in the log, so its one post is the older of both pairs.
    expect(edge).toMatchObject({ olderPosts: 1, newerPosts: 2, aLeads: 0, bLeads: 0 });
  });

  it('stacks columns: pairs of each, one network', () => {
    const links = rowsFrom('l a p1 0', 'l b p2 1');
    const tags = rowsFrom('l a p1 0', 't b p2 1', 't a p3 2');

    expect(coortweetNetwork(layersOf(links, tags), rules)).toMatchObject({ pairs: 2, edges: 1, maxWeight: 2 });
  });

  it('counts rows repeated in full once when asked to', () => {
    const rows = rowsFrom('o a p1 0', 'o a p1 0', 'o b p2 1');

    expect(networkOf(rows).pairs).toBe(2);
    expect(networkOf(rows, { dropRepeats: true }).pairs).toBe(1);
    expect(networkOf(rows, { dropRepeats: true, minParticipation: 2 }).pairs).toBe(0);
  });

  it('counts a faster network beside, its accounts looked at anew', () => {
    const rows = rowsFrom('o a p1 0', 'o b p2 5', 'n a p3 500', 'n b p4 550');

    expect(networkOf(rows, { minParticipation: 1, fastWindowSeconds: 10 }).fast).toMatchObject({
      windowSeconds: 10,
      pairs: 1,
      maxWeight: 1,
    });
    // Only one row of each account is in a fast pair.
    expect(networkOf(rows, { minParticipation: 2, fastWindowSeconds: 10 }).fast).toMatchObject({ pairs: 0, edges: 0 });
  });

  it('marks a pair as fast by its two posts alone, as the reference does', () => {
    const rows = rowsFrom('o a p1 100', 'o b p2 101', 'n a p1 100', 'n b p2 150');

    expect(networkOf(rows, { fastWindowSeconds: 10 }).fast).toMatchObject({ pairs: 2, sumOfSeconds: 51 });
  });

  it('has nothing to say of an empty log', () => {
    const network = networkOf([]);

    expect(network).toMatchObject({ pairs: 0, accounts: 0, edges: 0, maxWeight: 0, components: 0, quantile: null });
    expect([...network.listEdges()]).toEqual([]);
  });

  it('is the written definition, for any log', () => {
    const rows = fc.array(
      fc.record({
        object: fc.constantFrom('o1', 'o2', 'p1'),
        account: fc.constantFrom('c', 'a', 'd', 'b'),
        post: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'),
        seconds: fc.nat(30),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.nat(12),
        fc.nat(5),
        fc.boolean(),
        (links, tags, windowSeconds, minParticipation, keepLoops) => {
          const given = { windowSeconds, minParticipation, keepLoops };
          const pairs = [links, tags].flatMap((table) => plainPairs(table, given));
          const fast = [links, tags].flatMap((table) => {
            const all = plainPairs(table, given);
            const short = all.filter(({ seconds }) => seconds <= 3);
            const posts = plainlyActive(table, short, minParticipation).map(postsOf);
            return all.filter((pair) => posts.includes(postsOf(pair)));
          });

          const network = coortweetNetwork(layersOf(links, tags), { ...given, fastWindowSeconds: 3 });

          const found = [...network.listEdges()].map((edge) => [
            `${edge.a} ${edge.b}`,
            [
              edge.pairs,
              Math.round(edge.meanSeconds * edge.pairs),
              edge.olderPosts,
              edge.newerPosts,
              ...(edge.a === edge.b ? [] : [edge.aPosts, edge.bPosts, edge.aLeads, edge.bLeads]),
            ],
          ]);
          const expected = [...plainEdges(pairs)]
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, counts]) => [key, isLoop(key) ? counts.slice(0, 4) : counts]);
          expect(found).toEqual(expected);
          expect(network).toMatchObject({ pairs: pairs.length, edges: expected.length });
          expect(network.fast).toMatchObject({ pairs: fast.length, edges: plainEdges(fast).size });
        },
      ),
      { numRuns: 400 },
    );
  });
});

function postsOf({ older, newer }: PlainPair): string {
  return `${older.post} ${newer.post}`;
}

function isLoop(key: string): boolean {
  const [a, b] = key.split(' ');
  return a === b;
}
