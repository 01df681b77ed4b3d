/** Eigenvector centrality, unweighted: an account counts as much as its partners do, whatever the cosine of an edge. */

export interface Centrality {
  /** By node; squares add up to 1. Nodes outside the component with the densest core get next to nothing. */
  readonly values: Float64Array;
  /** False when the numbers still moved after 500 rounds; they are used all the same. */
  readonly converged: boolean;
}

/** As in Luceri et al. (WWW 2024). */
const mostRounds = 500;
/** The numbers together move by less than this times the nodes; networkx stops at 1e-6. */
const tolerance = 1e-9;
/** Nine digits: below them is only the order of adding up, which must not decide who is dropped. */
const rounding = 1e9;

/**
 * Power iteration from equal numbers, on the adjacency matrix plus the identity: without it a star swings for ever
 * between its centre and its rays.
 */
export function eigenvectorCentrality(nodes: number, a: Int32Array, b: Int32Array): Centrality {
  let values = new Float64Array(nodes).fill(1 / Math.sqrt(nodes));
  if (a.length === 0) return { values, converged: true };
  let next = new Float64Array(nodes);
  let converged = false;
  for (let round = 0; round < mostRounds && !converged; round++) {
    next.set(values);
    for (let edge = 0; edge < a.length; edge++) {
      const from = a[edge] ?? 0;
      const to = b[edge] ?? 0;
      next[from] = (next[from] ?? 0) + (values[to] ?? 0);
      next[to] = (next[to] ?? 0) + (values[from] ?? 0);
    }
    converged = normalise(next, values) < tolerance * nodes;
    [values, next] = [next, values];
  }
  return { values: values.map((value) => Math.round(value * rounding) / rounding), converged };
}

/** Brings the vector to length 1 and says how far it is from the one before. */
function normalise(vector: Float64Array, before: Float64Array): number {
  let squares = 0;
  for (let node = 0; node < vector.length; node++) squares += (vector[node] ?? 0) ** 2;
  const length = Math.sqrt(squares);
  let moved = 0;
  for (let node = 0; node < vector.length; node++) {
    const value = (vector[node] ?? 0) / length;
    moved += Math.abs(value - (before[node] ?? 0));
    vector[node] = value;
  }
  return moved;
}
