import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenvectorCentrality } from '../../../src/measure/cosine/centrality.ts';
import { pickThreshold } from '../../../src/measure/cosine/pick-threshold.ts';
import { pruneNetwork } from '../../../src/measure/cosine/prune.ts';
import { quantileOf } from '../../../src/measure/cosine/quantile.ts';
import { cliqueOf, type EdgeRow, graphOf } from './networks.ts';

function centralityOf(accounts: number, edges: readonly EdgeRow[]) {
  const { a, b } = graphOf(accounts, edges);
  return eigenvectorCentrality(accounts, a, b);
}

describe('eigenvector centrality', () => {
  it('of a star is 1/√2 at the centre and 1/√(2n) at each of n rays', () => {
    const { values, converged } = centralityOf(
      6,
      [1, 2, 3, 4, 5].map((ray): EdgeRow => [0, ray]),
    );

    expect(converged).toBe(true);
    expect(values[0]).toBeCloseTo(1 / Math.sqrt(2), 6);
    for (const ray of [1, 2, 3, 4, 5]) expect(values[ray]).toBeCloseTo(1 / Math.sqrt(10), 6);
  });

  it('of a clique is the same for all', () => {
    expect(new Set(centralityOf(5, cliqueOf([0, 1, 2, 3, 4])).values)).toEqual(new Set([0.447213595]));
  });

  it('of a path of three is 1/2, 1/√2, 1/2', () => {
    const { values } = centralityOf(3, [
      [0, 1],
      [1, 2],
    ]);

    expect([...values].map((value) => value.toFixed(6))).toEqual(['0.500000', '0.707107', '0.500000']);
  });

  it('falls along the tail of a clique by the ratio that its eigenvalue demands', () => {
    // Clique 0-3, then 3-4-5. λ v = A v must hold in each account.
    const edges: readonly EdgeRow[] = [...cliqueOf([0, 1, 2, 3]), [3, 4], [4, 5]];
    const { values: v } = centralityOf(6, edges);
    const at = (account: number): number => v[account] ?? Number.NaN;

    const lambda = at(4) / at(5);
    expect(at(0)).toBeCloseTo(at(1), 8);
    expect((at(3) + at(5)) / at(4)).toBeCloseTo(lambda, 5);
    expect((at(0) + at(1) + at(2) + at(4)) / at(3)).toBeCloseTo(lambda, 5);
    expect((at(1) + at(2) + at(3)) / at(0)).toBeCloseTo(lambda, 5);
    expect(at(3)).toBeGreaterThan(at(0));
    expect(at(0)).toBeGreaterThan(at(4));
  });

  it('does not look at the cosine, and is next to nothing outside the densest component', () => {
    const edges: readonly EdgeRow[] = [...cliqueOf([0, 1, 2, 3], 0.1), [4, 5, 1]];

    const { values } = centralityOf(6, edges);

    expect(values[0]).toBeCloseTo(0.5, 6);
    expect(values[4]).toBeLessThan(1e-6);
  });
});

describe('pruning', () => {
  const network = graphOf(5, [...cliqueOf([0, 1, 2], 0.9), [2, 3, 0.5], [3, 4, 0.2]]);

  it('keeps edges at the bound and drops accounts without an edge', () => {
    expect(pruneNetwork(network, { minCosine: 0.5 })).toEqual({
      edges: Uint32Array.of(0, 1, 2, 3),
      accounts: Uint32Array.of(0, 1, 2, 3),
    });
  });

  it('drops an edge when one of its accounts is too far from the middle', () => {
    const centrality = Float64Array.of(0.5, 0.5, 0.6, 0.3, 0.1);

    expect(pruneNetwork(network, { minCosine: 0, centrality, minCentrality: 0.5 })).toEqual({
      edges: Uint32Array.of(0, 1, 2),
      accounts: Uint32Array.of(0, 1, 2),
    });
  });

  it('of everything leaves nothing', () => {
    expect(pruneNetwork(network, { minCosine: 1 })).toEqual({ edges: new Uint32Array(), accounts: new Uint32Array() });
  });
});

describe('the threshold that is picked', () => {
  it('cuts a crew out of a loose crowd and says why in numbers', () => {
    const crew = [0, 1, 2, 3, 4, 5, 6, 7];
    const crowd = Array.from({ length: 60 }, (_, n): EdgeRow => [8 + (n % 30), 38 + ((n * 7) % 22), 0.1 + n / 1000]);
    const bridges = crew.map((member): EdgeRow => [member, 8 + member, 0.3]);

    const found = pickThreshold(graphOf(60, [...cliqueOf(crew, 0.95), ...crowd, ...bridges]));

    expect([...(found?.kept.accounts ?? [])]).toEqual(crew);
    expect(found).toMatchObject({ density: 1, minCosine: 0.3 });
    expect(found?.densityBefore).toBeLessThan(1);
    expect(found?.reason).toBe(
      `cut at similarity percentile ${found?.similarityPercentile} (cosine 0.300 or more) and centrality percentile ${found?.centralityPercentile}: there the density of the thinnest component rises most, from ${found?.densityBefore.toFixed(2)} to 1.00; 8 of 60 accounts and 28 of 96 edges remain`,
    );
  });

  it('keeps a lone clique whole: no step makes it denser', () => {
    const found = pickThreshold(graphOf(6, cliqueOf([0, 1, 2, 3, 4, 5], 0.8)));

    expect(found).toMatchObject({ similarityPercentile: 70, centralityPercentile: 70, density: 1, densityBefore: 1 });
    expect(found?.kept.accounts).toHaveLength(6);
    expect(found?.reason).toContain('no step of the grid');
  });

  it('never leaves a pair, which is always dense', () => {
    const found = pickThreshold(graphOf(9, [...cliqueOf([0, 1, 2, 3, 4, 5], 0.5), [6, 7, 0.99], [5, 8, 0.4]]));

    expect(found?.kept.accounts.length).toBeGreaterThanOrEqual(5);
  });

  it('is none without five accounts that hang together', () => {
    expect(pickThreshold(graphOf(3, []))).toBeUndefined();
    expect(pickThreshold(graphOf(6, [...cliqueOf([0, 1, 2, 3]), [4, 5]]))).toBeUndefined();
    expect(pickThreshold(graphOf(5, cliqueOf([0, 1, 2, 3, 4])))).toBeDefined();
  });

  it('is the step with the largest rise of the smallest density, as a plain walk over the grid finds it', () => {
    const edge = fc.tuple(fc.nat(11), fc.nat(11), fc.integer({ min: 1, max: 10 }));
    const edges = fc
      .uniqueArray(edge, { minLength: 1, maxLength: 50, selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` })
      .map((list) =>
        list.filter(([a, b]) => a !== b).map(([a, b, n]): EdgeRow => [Math.min(a, b), Math.max(a, b), n / 10]),
      )
      .filter((list) => list.length > 0);
    fc.assert(
      fc.property(edges, (list) => {
        const found = pickThreshold(graphOf(12, list));
        const { values } = centralityOf(12, list);
        const density = (similarity: number, central: number): number =>
          plainDensity(list, values, similarity, central);
        const rises = grid.flatMap((s) => grid.slice(1).map((c) => density(s, c) - density(s, c - 2)));

        const {
          density: after = 0,
          densityBefore = 0,
          similarityPercentile = 98,
          centralityPercentile = 98,
        } = found ?? {};

        expect(after - densityBefore).toBeCloseTo(Math.max(0, ...rises), 9);
        expect(
          found === undefined || Math.abs(after - density(similarityPercentile, centralityPercentile)) < 1e-9,
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

const grid = Array.from({ length: 15 }, (_, n) => 70 + 2 * n);

function plainDensity(
  edges: readonly EdgeRow[],
  centrality: Float64Array,
  similarity: number,
  central: number,
): number {
  const minCosine = quantileOf(Float64Array.from(edges, ([, , c = 1]) => c).sort(), similarity / 100) ?? 0;
  const minCentrality = quantileOf(centrality.slice().sort(), central / 100) ?? 0;
  const isCentral = (account: number): boolean => (centrality[account] ?? 0) >= minCentrality;
  const kept = edges.filter(([a, b, cosine = 1]) => cosine >= minCosine && isCentral(a) && isCentral(b));
  const left = new Set(kept.flatMap(([a, b]) => [a, b]));
  const densities: number[] = [];
  let largest = 0;
  for (const start of left) {
    const component = new Set([start]);
    for (const member of component)
      for (const [a, b] of kept) if (a === member || b === member) component.add(a).add(b);
    largest = Math.max(largest, component.size);
    const inside = kept.filter(([a]) => component.has(a)).length;
    densities.push((2 * inside) / (component.size * (component.size - 1)));
  }
  return largest < 5 ? 0 : Math.min(...densities);
}

describe('quantile', () => {
  it.each([
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.95, 3.85],
    [[7], 0.3, 7],
    [[1, 5], 1, 5],
  ])('of %j at %d is %d, as numpy has it', (values, p, expected) => {
    expect(quantileOf(Float64Array.from(values), p)).toBeCloseTo(expected, 12);
  });

  it('of nothing is unknown', () => {
    expect(quantileOf(new Float64Array(), 0.5)).toBeUndefined();
  });
});
