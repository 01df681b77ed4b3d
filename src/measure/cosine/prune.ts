/** What is left of a network: edges at or above a cosine, between accounts at or above a centrality. */

/** What pruning looks at, so that it works on a single trace and on the union of several. */
export interface Graph {
  readonly accountIds: readonly string[];
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly cosine: Float64Array;
}

export interface Bounds {
  readonly minCosine: number;
  /** By account, see `eigenvectorCentrality`; not looked at unless given. */
  readonly centrality?: Float64Array | undefined;
  readonly minCentrality?: number | undefined;
}

export interface Pruned {
  /** Numbers of the edges that stay, ascending. */
  readonly edges: Uint32Array;
  /** Numbers of the accounts that still have one, ascending. */
  readonly accounts: Uint32Array;
}

/** Both bounds belong to what stays; an account without an edge is dropped. */
export function pruneNetwork({ accountIds, a, b, cosine }: Graph, bounds: Bounds): Pruned {
  const { minCosine, centrality, minCentrality = 0 } = bounds;
  const isCentral = (account: number): boolean =>
    centrality === undefined || (centrality[account] ?? 0) >= minCentrality;
  const edges: number[] = [];
  const stays = new Uint8Array(accountIds.length);
  for (let edge = 0; edge < a.length; edge++) {
    const [from, to] = [a[edge] ?? 0, b[edge] ?? 0];
    if ((cosine[edge] ?? 0) < minCosine || !isCentral(from) || !isCentral(to)) continue;
    edges.push(edge);
    stays[from] = 1;
    stays[to] = 1;
  }
  const accounts: number[] = [];
  for (let account = 0; account < stays.length; account++) if (stays[account] === 1) accounts.push(account);
  return { edges: Uint32Array.from(edges), accounts: Uint32Array.from(accounts) };
}
