/** Groups that grow together: each node points towards the root of its group; a root points at itself. */

/** The root of a node, halving the path on the way. */
export function rootOf(parent: Int32Array, start: number): number {
  let node = start;
  for (;;) {
    const up = parent[node] ?? node;
    if (up === node) return node;
    const next = parent[up] ?? up;
    parent[node] = next;
    node = next;
  }
}

/** The smaller number becomes the root, so that groups do not depend on the order in which pairs are found. */
export function joinGroups(parent: Int32Array, a: number, b: number): void {
  const x = rootOf(parent, a);
  const y = rootOf(parent, b);
  if (x < y) parent[y] = x;
  else parent[x] = y;
}
