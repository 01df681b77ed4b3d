/** Small share tables and networks, and the cosine network as plainly as it can be written. */
import { createFeatureRows, type FeatureRows } from '../../../src/measure/cosine/feature-rows.ts';
import type { Graph } from '../../../src/measure/cosine/prune.ts';

export type Act = readonly [account: string, feature: string];

export function rowsOf(acts: readonly Act[]): FeatureRows {
  const rows = createFeatureRows();
  for (const [account, feature] of acts) rows.add(account, feature);
  return rows.build();
}

interface PlainEdge {
  readonly accounts: string;
  readonly cosine: number;
  readonly common: number;
}

export interface PlainOptions {
  readonly minActions?: number;
  readonly minValue?: number;
  readonly term?: 'once' | 'count' | 'log';
}

/** Every account against every other one, over objects and maps: coordination study 1.4 word by word. */
export function plainCosines(acts: readonly Act[], options: PlainOptions = {}): readonly PlainEdge[] {
  const { minActions = 1, minValue = 1, term = 'once' } = options;
  const counts = new Map<string, Map<string, number>>();
  for (const [account, feature] of acts) {
    const own = counts.get(account) ?? new Map<string, number>();
    counts.set(account, own.set(feature, (own.get(feature) ?? 0) + 1));
  }
  for (const [account, own] of counts) {
    if ([...own.values()].reduce((sum, n) => sum + n, 0) < minActions) counts.delete(account);
    for (const [feature, n] of own) if (n < minValue) own.delete(feature);
  }
  const users = (feature: string): number => [...counts.values()].filter((own) => own.has(feature)).length;
  const df = new Map([...new Set(acts.map(([, feature]) => feature))].map((feature) => [feature, users(feature)]));
  for (const [account, own] of counts) {
    for (const feature of own.keys()) if ((df.get(feature) ?? 0) < 2) own.delete(feature);
    if (own.size === 0) counts.delete(account);
  }
  const vectors = [...counts].map(([account, own]) => {
    const weights = [...own].map(([feature, n]) => {
      const idf = Math.log((1 + counts.size) / (1 + (df.get(feature) ?? 0))) + 1;
      return [feature, idf * (term === 'once' ? 1 : term === 'count' ? n : 1 + Math.log(n))] as const;
    });
    const length = Math.hypot(...weights.map(([, weight]) => weight));
    return { account, weights: new Map(weights.map(([feature, weight]) => [feature, weight / length])) };
  });
  vectors.sort((x, y) => (x.account < y.account ? -1 : 1));
  return vectors.flatMap((x, at) =>
    vectors.slice(at + 1).flatMap((y) => {
      const both = [...x.weights.keys()].filter((feature) => y.weights.has(feature));
      if (both.length === 0) return [];
      const cosine = both.reduce((sum, f) => sum + (x.weights.get(f) ?? 0) * (y.weights.get(f) ?? 0), 0);
      return [{ accounts: `${x.account} ${y.account}`, cosine, common: both.length }];
    }),
  );
}

export type EdgeRow = readonly [a: number, b: number, cosine?: number];

/** A network of accounts 0, 1, 2 … */
export function graphOf(accounts: number, edges: readonly EdgeRow[]): Graph {
  return {
    accountIds: Array.from({ length: accounts }, (_, n) => `a${String(n).padStart(3, '0')}`),
    a: Int32Array.from(edges, ([a]) => a),
    b: Int32Array.from(edges, ([, b]) => b),
    cosine: Float64Array.from(edges, ([, , cosine = 1]) => cosine),
  };
}

export function cliqueOf(members: readonly number[], cosine = 1): readonly EdgeRow[] {
  return members.flatMap((a, at) => members.slice(at + 1).map((b): EdgeRow => [a, b, cosine]));
}
