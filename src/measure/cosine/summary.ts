/** A cosine network in a few numbers. */
import type { CosineEdges } from './cosine-edges.ts';
import { quantileOf } from './quantile.ts';

export interface CosineSummary {
  /** Accounts with an edge. */
  readonly nodes: number;
  readonly edges: number;
  /** Of the edges' cosines; null without edges. */
  readonly mean: number | null;
  readonly q50: number | null;
  readonly q95: number | null;
  readonly q995: number | null;
  /** Edges at or above the last. */
  readonly edgesAtQ995: number;
}

export function summaryOf({ accountIds, a, b, cosine }: CosineEdges): CosineSummary {
  const sorted = cosine.slice().sort();
  const at = (p: number): number | null => rounded(quantileOf(sorted, p));
  const q995 = quantileOf(sorted, 0.995);
  return {
    nodes: nodesOf(accountIds.length, a, b),
    edges: sorted.length,
    mean: sorted.length === 0 ? null : rounded(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    q50: at(0.5),
    q95: at(0.95),
    q995: at(0.995),
    edgesAtQ995: q995 === undefined ? 0 : sorted.reduce((sum, value) => (value >= q995 ? sum + 1 : sum), 0),
  };
}

/** Six digits, as such figures are published. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1e6) / 1e6;
}

function nodesOf(accounts: number, a: Int32Array, b: Int32Array): number {
  const hasEdge = new Uint8Array(accounts);
  for (let edge = 0; edge < a.length; edge++) {
    hasEdge[a[edge] ?? 0] = 1;
    hasEdge[b[edge] ?? 0] = 1;
  }
  return hasEdge.reduce((sum, mark) => sum + mark, 0);
}
