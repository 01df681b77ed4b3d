/**
 * Where to cut a network of similar accounts: the pair (percentile of the cosine, percentile of the centrality) at which
 * the thinnest component gets denser most, and why.
 *
 * For each percentile of the cosine the percentile of the centrality is raised in steps; the pick is the step with the
 * largest rise of the smallest component density (Minici et al. 2024, cross-platform co-link networks of the US
 * election). Of equal rises the one that keeps more: the lower cosine, then the lower centrality. A pair is always as
 * dense as can be, so a step after which no five accounts hang together is none.
 */
import { joinGroups, rootOf } from '../union-find.ts';
import { count, counted } from '../words.ts';
import { eigenvectorCentrality } from './centrality.ts';
import { type Graph, type Pruned, pruneNetwork } from './prune.ts';
import { quantileOf } from './quantile.ts';

export interface Threshold {
  readonly similarityPercentile: number;
  readonly centralityPercentile: number;
  readonly minCosine: number;
  readonly minCentrality: number;
  /** Density of the thinnest component one step of centrality before the pick, and at it. */
  readonly densityBefore: number;
  readonly density: number;
  readonly kept: Pruned;
  /** A sentence with these numbers. */
  readonly reason: string;
}

/** 70, 72 … 98. */
const percentileGrid: readonly number[] = Array.from({ length: 15 }, (_, n) => 70 + 2 * n);

/** Accounts that the largest component must have for a step to be looked at. */
const fewest = 5;

/** @returns undefined for a network in which no five accounts hang together at the loosest step */
export function pickThreshold(network: Graph): Threshold | undefined {
  if (network.a.length === 0) return undefined;
  const { values: centrality, converged } = eigenvectorCentrality(network.accountIds.length, network.a, network.b);
  const cosines = network.cosine.slice().sort();
  const centralities = centrality.slice().sort();
  const atCentrality = percentileGrid.map((percentile) => quantileOf(centralities, percentile / 100) ?? 0);
  const measure = createDensityMeasure(network.accountIds.length);
  let best: Pick | undefined;
  for (const similarityPercentile of percentileGrid) {
    const minCosine = quantileOf(cosines, similarityPercentile / 100) ?? 0;
    const edges = edgesFrom(network, minCosine);
    let before: number | undefined;
    for (const [step, minCentrality] of atCentrality.entries()) {
      const density = measure(network, edges, centrality, minCentrality);
      const rise = before === undefined ? 0 : density - before;
      if (best === undefined || rise > best.rise + 1e-12) {
        const centralityPercentile = percentileGrid[step] ?? 0;
        best = { similarityPercentile, centralityPercentile, minCosine, minCentrality, density, rise };
      }
      before = density;
    }
  }
  if (best === undefined || best.density === 0) return undefined;
  const kept = pruneNetwork(network, { minCosine: best.minCosine, centrality, minCentrality: best.minCentrality });
  return {
    similarityPercentile: best.similarityPercentile,
    centralityPercentile: best.centralityPercentile,
    minCosine: best.minCosine,
    minCentrality: best.minCentrality,
    densityBefore: best.density - best.rise,
    density: best.density,
    kept,
    reason: reasonOf(best, kept, network, converged),
  };
}

interface Pick {
  readonly similarityPercentile: number;
  readonly centralityPercentile: number;
  readonly minCosine: number;
  readonly minCentrality: number;
  readonly density: number;
  readonly rise: number;
}

function reasonOf(pick: Pick, kept: Pruned, network: Graph, converged: boolean): string {
  const cut = `cut at similarity percentile ${pick.similarityPercentile} (cosine ${pick.minCosine.toFixed(3)} or more) and centrality percentile ${pick.centralityPercentile}`;
  const why =
    pick.rise > 0
      ? `there the density of the thinnest component rises most, from ${(pick.density - pick.rise).toFixed(2)} to ${pick.density.toFixed(2)}`
      : `no step of the grid makes the thinnest component denser than ${pick.density.toFixed(2)}, so the loosest is taken`;
  const rest = `${count(kept.accounts.length)} of ${counted(network.accountIds.length, 'account')} and ${count(kept.edges.length)} of ${counted(network.a.length, 'edge')} remain`;
  const doubt = converged ? '' : '; the centralities had not settled after 500 rounds';
  return `${cut}: ${why}; ${rest}${doubt}`;
}

function edgesFrom({ cosine }: Graph, minCosine: number): Uint32Array {
  const edges: number[] = [];
  for (let edge = 0; edge < cosine.length; edge++) if ((cosine[edge] ?? 0) >= minCosine) edges.push(edge);
  return Uint32Array.from(edges);
}

type DensityMeasure = (graph: Graph, edges: Uint32Array, centrality: Float64Array, minCentrality: number) => number;

/** Smallest density of a component, edges / pairs of its accounts; 0 when none is large enough. */
function createDensityMeasure(accounts: number): DensityMeasure {
  const parent = new Int32Array(accounts);
  const members = new Uint32Array(accounts);
  const inside = new Uint32Array(accounts);
  return ({ a, b }, edges, centrality, minCentrality) => {
    for (let account = 0; account < accounts; account++) parent[account] = account;
    members.fill(0);
    inside.fill(0);
    const isIn = (edge: number): boolean =>
      (centrality[a[edge] ?? 0] ?? 0) >= minCentrality && (centrality[b[edge] ?? 0] ?? 0) >= minCentrality;
    for (const edge of edges) if (isIn(edge)) joinGroups(parent, a[edge] ?? 0, b[edge] ?? 0);
    for (const edge of edges) {
      if (!isIn(edge)) continue;
      const root = rootOf(parent, a[edge] ?? 0);
      inside[root] = (inside[root] ?? 0) + 1;
    }
    for (let account = 0; account < accounts; account++) {
      const root = rootOf(parent, account);
      members[root] = (members[root] ?? 0) + 1;
    }
    let thinnest = 1;
    let largest = 0;
    for (let root = 0; root < accounts; root++) {
      const size = members[root] ?? 0;
      largest = Math.max(largest, size);
      if (size > 1) thinnest = Math.min(thinnest, (2 * (inside[root] ?? 0)) / (size * (size - 1)));
    }
    return largest < fewest ? 0 : thinnest;
  };
}
