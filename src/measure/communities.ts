/**
 * Communities of a network: groups of accounts with more edges inside than chance would give (Louvain, modularity).
 *
 * The random order in which the method visits the accounts is drawn from a fixed seed: the same edges give the same groups.
 */
import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';

export interface NetworkEdge {
  /** Numbers of two different nodes. */
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

export interface Communities {
  /** Members of each community, ascending; larger ones first, then by their first member. */
  readonly groups: readonly (readonly number[])[];
  /** Between -0.5 and 1; 0 without edges. Below 0.3 the groups mean little (Newman and Girvan 2004). */
  readonly modularity: number;
}

export function findCommunities(edges: readonly NetworkEdge[]): Communities {
  if (edges.length === 0) return { groups: [], modularity: 0 };
  const graph = new UndirectedGraph();
  // The order of nodes and edges is part of the outcome.
  for (const { a, b, weight } of [...edges].sort((x, y) => x.a - y.a || x.b - y.b)) {
    graph.mergeNode(a);
    graph.mergeNode(b);
    graph.updateEdge(a, b, (before) => ({ weight: Number(before['weight'] ?? 0) + weight }));
  }
  const { communities, modularity } = louvain.detailed(graph, { getEdgeWeight: 'weight', rng: createDraw() });
  const members = new Map<number, number[]>();
  for (const [node, community] of Object.entries(communities)) {
    const known = members.get(community);
    if (known === undefined) members.set(community, [Number(node)]);
    else known.push(Number(node));
  }
  const groups = [...members.values()].map((group) => group.sort((x, y) => x - y));
  return { groups: groups.sort((x, y) => y.length - x.length || (x[0] ?? 0) - (y[0] ?? 0)), modularity };
}

/** Mulberry32, a small generator of numbers in 0..1. */
function createDraw(): () => number {
  let state = 0x7065_6163;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
