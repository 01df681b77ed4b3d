/** Groups inside a pruned network, and what each has in common. */
import { findCommunities, type NetworkEdge } from '../communities.ts';
import type { SparseRows } from './feature-rows.ts';
import type { Network, Trace } from './fuse.ts';
import type { Graph } from './prune.ts';
import type { WeighedRows } from './tf-idf.ts';

export interface SimilarGroup {
  /** Ascending. */
  readonly accountIds: readonly string[];
  /** Edges between two of them. */
  readonly edges: number;
  /** Edges / pairs of accounts. */
  readonly density: number;
  readonly meanCosine: number;
  /** Strongest first: the weight of a feature added up over the accounts. */
  readonly features: readonly SharedFeature[];
}

interface SharedFeature {
  readonly trace: Trace;
  /** As the trace names it: `repost:x:123`, `link:example.com/a`, `tags:one two three four five`. */
  readonly feature: string;
  /** Accounts of the group that have it. */
  readonly accounts: number;
}

export interface GroupOptions {
  /** Groups described, larger first; 20 unless said. */
  readonly mostGroups?: number | undefined;
  /** Features a group; 5 unless said. */
  readonly mostFeatures?: number | undefined;
}

export interface TraceWeights {
  readonly trace: Trace;
  readonly weighed: WeighedRows;
}

/** Louvain with a fixed seed, weights are cosines. */
export function communitiesOf(
  network: Graph | Network,
  edges: Uint32Array,
  weights: readonly TraceWeights[],
  { mostGroups = 20, mostFeatures = 5 }: GroupOptions = {},
): readonly SimilarGroup[] {
  const list: NetworkEdge[] = [];
  for (const edge of edges) {
    list.push({ a: network.a[edge] ?? 0, b: network.b[edge] ?? 0, weight: network.cosine[edge] ?? 0 });
  }
  const groups = findCommunities(list).groups.slice(0, mostGroups);
  const groupOf = new Int32Array(network.accountIds.length).fill(-1);
  for (const [number, group] of groups.entries()) for (const account of group) groupOf[account] = number;
  const inside = edgesInside(list, groupOf, groups.length);
  return groups.map((group, number) => {
    const accountIds = group.map((account) => network.accountIds[account] ?? '');
    const count = inside.edges[number] ?? 0;
    return {
      accountIds,
      edges: count,
      density: (2 * count) / (group.length * (group.length - 1)),
      meanCosine: count === 0 ? 0 : (inside.cosine[number] ?? 0) / count,
      features: sharedFeatures(accountIds, weights).slice(0, mostFeatures),
    };
  });
}

function edgesInside(
  list: readonly NetworkEdge[],
  groupOf: Int32Array,
  groups: number,
): { readonly edges: Uint32Array; readonly cosine: Float64Array } {
  const edges = new Uint32Array(groups);
  const cosine = new Float64Array(groups);
  for (const { a, b, weight } of list) {
    const group = groupOf[a] ?? -1;
    if (group < 0 || group !== groupOf[b]) continue;
    edges[group] = (edges[group] ?? 0) + 1;
    cosine[group] = (cosine[group] ?? 0) + weight;
  }
  return { edges, cosine };
}

/** What at least two of the accounts have. */
function sharedFeatures(accountIds: readonly string[], weights: readonly TraceWeights[]): readonly SharedFeature[] {
  const found = weights.flatMap(({ trace, weighed }) => {
    const sums = new Map<number, { accounts: number; weight: number }>();
    for (const id of accountIds) addRow(sums, weighed.rows, placeOf(weighed.accountIds, id));
    return [...sums].map(([feature, sum]) => ({ trace, feature: weighed.featureIds[feature] ?? '', ...sum }));
  });
  return found
    .filter(({ accounts }) => accounts > 1)
    .sort((x, y) => y.weight - x.weight || (x.feature < y.feature ? -1 : 1))
    .map(({ trace, feature, accounts }) => ({ trace, feature, accounts }));
}

function addRow(sums: Map<number, { accounts: number; weight: number }>, rows: SparseRows, row: number): void {
  if (row < 0) return;
  for (let at = rows.from[row] ?? 0; at < (rows.from[row + 1] ?? 0); at++) {
    const feature = rows.features[at] ?? 0;
    const known = sums.get(feature);
    if (known === undefined) sums.set(feature, { accounts: 1, weight: rows.values[at] ?? 0 });
    else {
      known.accounts++;
      known.weight += rows.values[at] ?? 0;
    }
  }
}

/** Place of an id in ascending ids, -1 when it is not there. */
function placeOf(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] ?? '';
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
