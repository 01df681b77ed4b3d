/** Connected components of an undirected graph given as two columns of node numbers (union-find with path halving). */
import { joinGroups, rootOf } from './union-find.ts';

/**
 * @param nodes how many nodes there are; only those with an edge appear in the result
 * @returns node numbers of each component in ascending order; larger components first, then by their smallest node
 */
export function componentsOf(
  nodes: number,
  a: Int32Array,
  b: Int32Array,
  isKept: (edge: number) => boolean = () => true,
): readonly (readonly number[])[] {
  const parent = new Int32Array(nodes).fill(-1);
  for (let edge = 0; edge < a.length; edge++) {
    if (isKept(edge)) join(parent, a[edge] ?? 0, b[edge] ?? 0);
  }
  const members = new Map<number, number[]>();
  for (let node = 0; node < nodes; node++) {
    if (parent[node] === -1) continue;
    const root = rootOf(parent, node);
    const component = members.get(root);
    if (component === undefined) members.set(root, [node]);
    else component.push(node);
  }
  return [...members.values()].sort((x, y) => y.length - x.length || (x[0] ?? 0) - (y[0] ?? 0));
}

export interface Parts {
  join(a: number, b: number): void;
  /** Nodes that have an edge, and the connected parts they make. */
  count(): { readonly nodes: number; readonly components: number };
}

/** The same for edges that come one after another and are only counted. */
export function createParts(size: number): Parts {
  const parent = new Int32Array(size).fill(-1);
  return {
    join: (a, b) => join(parent, a, b),
    count() {
      let nodes = 0;
      let components = 0;
      for (let node = 0; node < size; node++) {
        if (parent[node] === -1) continue;
        nodes++;
        if (rootOf(parent, node) === node) components++;
      }
      return { nodes, components };
    },
  };
}

function join(parent: Int32Array, first: number, second: number): void {
  if (parent[first] === -1) parent[first] = first;
  if (parent[second] === -1) parent[second] = second;
  joinGroups(parent, first, second);
}
