/**
 * Stage two of CooRTweet: pairs become edges weighted by their number, and those above a quantile of the weights pass.
 *
 * Layers in, figures out; edges are made while they are read.
 */
import { createParts } from '../components.ts';
import { describeEdges, type PairEdge, rangesOf } from '../pair-edges.ts';
import { createPairWeights } from '../pair-weights.ts';
import type { CoortweetLayer, CoortweetOptions } from './options.ts';
import { type CoortweetPairs, coortweetPairs } from './pairs.ts';
import { quantileOf } from './quantile.ts';

export interface CoortweetNetworkOptions extends CoortweetOptions {
  /** 0 to 1; the median unless said. */
  readonly edgeQuantile?: number | undefined;
  /** A second, shorter window, whose network is counted beside. */
  readonly fastWindowSeconds?: number | undefined;
}

export interface CoortweetFigures {
  readonly pairs: number;
  /** Accounts in pairs, which are the nodes. */
  readonly accounts: number;
  readonly edges: number;
  readonly maxWeight: number;
  readonly components: number;
  /** Weight that an edge must exceed; none without edges. */
  readonly quantile: number | null;
  readonly passing: { readonly edges: number; readonly nodes: number; readonly components: number };
  /** Seconds between the posts of all pairs together. */
  readonly sumOfSeconds: number;
  /** Distinct posts in pairs. */
  readonly posts: number;
}

export interface CoortweetNetwork extends CoortweetFigures {
  readonly fast: (CoortweetFigures & { readonly windowSeconds: number }) | undefined;
  /** In order of both accounts; the weight of an edge is its number of pairs. */
  listEdges(): IterableIterator<PairEdge>;
}

/** Pairs counted at once, in a hash table of 256 MB at most. */
const mostPairs = 8_000_000;

export function coortweetNetwork(
  layers: readonly CoortweetLayer[],
  options: CoortweetNetworkOptions,
): CoortweetNetwork {
  const pairs = coortweetPairs(layers, options);
  const nodes = layers[0]?.accountIds.length ?? 0;
  const { edgeQuantile = 0.5, fastWindowSeconds } = options;
  const figures = figuresOf(pairs, nodes, edgeQuantile);
  return {
    ...figures,
    fast:
      fastWindowSeconds === undefined
        ? undefined
        : {
            windowSeconds: fastWindowSeconds,
            ...figuresOf(pairs.within(fastWindowSeconds), nodes, edgeQuantile),
          },
    listEdges: () => describeEdges(pairs, layers[0]?.accountIds ?? []),
  };
}

function figuresOf(pairs: CoortweetPairs, nodes: number, edgeQuantile: number): CoortweetFigures {
  const all = createParts(nodes);
  const weights = new Map<number, number>();
  // No weight is below 1, so the quantile is not either, and whatever passes weighs more.
  const repeated: { readonly a: number; readonly b: number; readonly weight: number }[] = [];
  for (const range of rangesOf(pairs, nodes, (account) => account, mostPairs)) {
    const counted = createPairWeights(range.pairs);
    let pair = 0;
    pairs.forEach((a, b) => {
      const smaller = Math.min(a, b);
      // The table takes 0 for a free place, and every pair for an object of its own.
      if (smaller >= range.from && smaller < range.to) counted.add(a + 1, b + 1, pair++, true);
    });
    counted.forEach((a, b, weight) => {
      all.join(a - 1, b - 1);
      weights.set(weight, (weights.get(weight) ?? 0) + 1);
      if (weight > 1) repeated.push({ a: a - 1, b: b - 1, weight });
    });
  }
  const quantile = quantileOf(weights, edgeQuantile);
  const passing = createParts(nodes);
  let passingEdges = 0;
  for (const { a, b, weight } of repeated) {
    if (weight <= (quantile ?? 0)) continue;
    passing.join(a, b);
    passingEdges++;
  }
  const { nodes: accounts, components } = all.count();
  return {
    ...sumsOf(pairs),
    accounts,
    edges: [...weights.values()].reduce((sum, edges) => sum + edges, 0),
    maxWeight: [...weights.keys()].reduce((most, weight) => Math.max(most, weight), 0),
    components,
    quantile: quantile ?? null,
    passing: { edges: passingEdges, ...passing.count() },
  };
}

function sumsOf(pairs: CoortweetPairs): Pick<CoortweetFigures, 'pairs' | 'posts' | 'sumOfSeconds'> {
  const isPaired = new Uint8Array(pairs.posts);
  let count = 0;
  let sumOfSeconds = 0;
  pairs.forEach((_a, _b, older, newer, seconds) => {
    count++;
    sumOfSeconds += seconds;
    isPaired[older] = 1;
    isPaired[newer] = 1;
  });
  return { pairs: count, sumOfSeconds, posts: isPaired.reduce((sum, paired) => sum + paired, 0) };
}
