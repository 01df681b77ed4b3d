/**
 * Counts the co-share network of a whole log: figures of all edges, and the edges that rarity lets pass.
 *
 * A log in, figures and columns out. Pairs are counted in ranges of accounts, so that memory stays bounded however many
 * edges there are; only the edges that pass are kept.
 */
import { createParts } from './components.ts';
import type { PairSource } from './pair-edges.ts';
import { cutRanges, type PairRange } from './pair-ranges.ts';
import { createRarityTable } from './pair-rarity.ts';
import { forEachPair } from './pair-slide.ts';
import { createPairTable } from './pair-table.ts';
import type { NumberedShares } from './share-log.ts';
import { type SortedShares, sortNearShares, withNeighbours, withoutRepeats } from './sorted-shares.ts';

/**
 * Nearly two objects that nobody else shared at the time, or many more that some did. Between 1.6 and 2.0 planted groups
 * are found with F1 of 0.98 and more, with and without a hot object in the log (docs/coordinate.md).
 */
export const usualMinRarity = 1.8;
/** What is left out counts less than a hundredth each: 180 of it make no edge that passes. */
export const usualHotObjectCap = 100;

export interface PairNetworkOptions {
  /** Two posts at most so many seconds apart, inclusive. */
  readonly windowSeconds: number;
  /** Distinct objects that an edge must have. */
  readonly minWeight: number;
  /** Rarity that an edge must reach to pass: see `PairCounts.rarity`. */
  readonly minRarity: number;
  /** A post whose object has more other posts than this in the window that ends with it looks for no partner. */
  readonly hotObjectCap: number;
}

export interface PairNetwork {
  readonly pairs: number;
  readonly edges: number;
  readonly accounts: number;
  readonly components: number;
  /** Number of edges by weight. */
  readonly weights: ReadonlyMap<number, number>;
  /** Objects with posts that looked for no partner, and those posts. */
  readonly hot: { readonly objects: number; readonly posts: number };
  readonly passing: {
    readonly edges: number;
    readonly nodes: number;
    readonly components: number;
    /** As columns, a < b as account numbers. */
    readonly a: Int32Array;
    readonly b: Int32Array;
    readonly weight: Int32Array;
    readonly rarity: Float64Array;
  };
  /** The pairs behind those edges of `passing` that `isWanted`, by their place. */
  pairsOf(isWanted: (edge: number) => boolean): PairSource;
}

/** Pairs counted at once: 48 MB of table at most. */
const mostPairs = 1_000_000;
/** Thirds must add up to one whatever their order. */
const rounding = 1e-9;

export function countPairNetwork(log: NumberedShares, options: PairNetworkOptions): PairNetwork {
  const shares = sharesInPairs(log, options.windowSeconds);
  const nodes = log.accountIds.length;
  const all = createParts(nodes);
  const passing = createParts(nodes);
  const weights = new Map<number, number>();
  const kept: KeptEdges = { a: [], b: [], weight: [], rarity: [] };
  let pairs = 0;
  for (const range of rangesOf(shares, options, nodes)) {
    const table = createRarityTable(range.pairs);
    forEachPair(shares, options.windowSeconds, options.hotObjectCap, (older, newer, object) => {
      const a = shares.accounts[older] ?? 0;
      const b = shares.accounts[newer] ?? 0;
      const smaller = a < b ? a : b;
      if (smaller < range.from || smaller >= range.to) return;
      pairs++;
      table.add(a, b, object, 1 / (shares.preceding[newer] ?? 1));
    });
    table.forEach((a, b, weight, rarity) => {
      if (weight < options.minWeight) return;
      weights.set(weight, (weights.get(weight) ?? 0) + 1);
      all.join(a, b);
      if (rarity < options.minRarity - rounding) return;
      passing.join(a, b);
      kept.a.push(a);
      kept.b.push(b);
      kept.weight.push(weight);
      kept.rarity.push(rarity);
    });
  }
  const { nodes: accounts, components } = all.count();
  return {
    pairs,
    edges: [...weights.values()].reduce((sum, edges) => sum + edges, 0),
    accounts,
    components,
    weights,
    hot: hotObjectsOf(shares, options.hotObjectCap),
    pairsOf: (isWanted) => pairsOf(log, shares, options, kept, isWanted),
    passing: {
      edges: kept.a.length,
      ...passing.count(),
      a: Int32Array.from(kept.a),
      b: Int32Array.from(kept.b),
      weight: Int32Array.from(kept.weight),
      rarity: Float64Array.from(kept.rarity),
    },
  };
}

/** Without its repeats a row may have nobody near it any more. */
function sharesInPairs(log: NumberedShares, windowSeconds: number): SortedShares {
  const near = sortNearShares(log, windowSeconds);
  const once = withoutRepeats(near, windowSeconds);
  return once === near ? near : withNeighbours(once, windowSeconds);
}

interface KeptEdges {
  readonly a: number[];
  readonly b: number[];
  readonly weight: number[];
  readonly rarity: number[];
}

function rangesOf(shares: SortedShares, options: PairNetworkOptions, nodes: number): readonly PairRange[] {
  let atMost = 0;
  for (const preceding of shares.preceding) if (preceding <= options.hotObjectCap) atMost += preceding;
  if (atMost <= mostPairs) return [{ from: 0, to: nodes, pairs: atMost }];
  const pairsOf = new Float64Array(nodes);
  forEachPair(shares, options.windowSeconds, options.hotObjectCap, (older, newer) => {
    const a = shares.accounts[older] ?? 0;
    const b = shares.accounts[newer] ?? 0;
    const smaller = a < b ? a : b;
    pairsOf[smaller] = (pairsOf[smaller] ?? 0) + 1;
  });
  return cutRanges(pairsOf, mostPairs);
}

function hotObjectsOf({ preceding, starts }: SortedShares, cap: number): PairNetwork['hot'] {
  let objects = 0;
  let posts = 0;
  for (let object = 0; object + 1 < starts.length; object++) {
    const before = posts;
    const end = starts[object + 1] ?? 0;
    for (let at = starts[object] ?? 0; at < end; at++) if ((preceding[at] ?? 0) > cap) posts++;
    if (posts > before) objects++;
  }
  return { objects, posts };
}

function pairsOf(
  log: NumberedShares,
  shares: SortedShares,
  options: PairNetworkOptions,
  { a, b }: KeptEdges,
  isWanted: (edge: number) => boolean,
): PairSource {
  const wanted = createPairTable();
  for (const [edge, from] of a.entries()) if (isWanted(edge)) wanted.add(from, b[edge] ?? 0);
  const named = log.posts.reduce((most, post) => Math.max(most, post), -1) + 1;
  const unnamed = log.posts.reduce((least, post) => Math.min(least, post), 0);
  const postOf = (at: number): number => {
    const post = log.posts[shares.rows[at] ?? 0] ?? 0;
    return post < 0 ? named - 1 - post : post;
  };
  return {
    posts: named - unnamed,
    forEach: (visit) =>
      forEachPair(shares, options.windowSeconds, options.hotObjectCap, (older, newer) => {
        const from = shares.accounts[older] ?? 0;
        const to = shares.accounts[newer] ?? 0;
        if (wanted.find(from, to) < 0) return;
        visit(from, to, postOf(older), postOf(newer), (shares.times[newer] ?? 0) - (shares.times[older] ?? 0));
      }),
  };
}
