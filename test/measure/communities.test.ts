import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCommunities, type NetworkEdge } from '../../src/measure/communities.ts';

function clique(from: number, size: number): readonly NetworkEdge[] {
  const edges: NetworkEdge[] = [];
  for (let a = from; a < from + size; a++) for (let b = a + 1; b < from + size; b++) edges.push({ a, b, weight: 2 });
  return edges;
}

describe('communities of a network', () => {
  it('are the groups with edges inside, larger ones first', () => {
    const { groups, modularity } = findCommunities([...clique(0, 4), ...clique(10, 6), { a: 3, b: 10, weight: 1 }]);

    expect(groups).toEqual([
      [10, 11, 12, 13, 14, 15],
      [0, 1, 2, 3],
    ]);
    expect(modularity).toBeGreaterThan(0.3);
  });

  it('are the same each time, where many answers are as good', () => {
    const ring = Array.from({ length: 300 }, (_, n) => ({ a: n, b: (n + 1) % 300, weight: 1 }));
    const found = Array.from({ length: 4 }, () => findCommunities(ring));

    expect(found[0]?.groups.length).toBeGreaterThan(5);
    expect(new Set(found.map(({ groups }) => JSON.stringify(groups))).size).toBe(1);
  });

  it('are none without edges', () => {
    expect(findCommunities([])).toEqual({ groups: [], modularity: 0 });
  });

  it('hold each account once, and are the same whatever the order of the edges', () => {
    const edge = fc.record({
      a: fc.nat(9),
      b: fc.integer({ min: 10, max: 20 }),
      weight: fc.integer({ min: 1, max: 5 }),
    });
    const edges = fc.uniqueArray(edge, { minLength: 1, selector: ({ a, b }) => `${a} ${b}` });
    fc.assert(
      fc.property(
        edges.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const { groups } = findCommunities(list);

          expect(findCommunities(shuffled).groups).toEqual(groups);
          expect(groups.flat().sort((x, y) => x - y)).toEqual(
            [...new Set(list.flatMap(({ a, b }) => [a, b]))].sort((x, y) => x - y),
          );
        },
      ),
    );
  });
});
