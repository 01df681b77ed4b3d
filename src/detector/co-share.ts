/**
 * The co-share network of a whole log: who shared the same objects within seconds of whom.
 *
 * A log in, a network out. Two different accounts are joined when they shared the same object within the window; the
 * weight is the number of distinct objects. Counts agree with CooRTweet and the QUT coordination toolkit where those
 * count the same thing.
 */
import { componentsOf } from '../measure/components.ts';
import { countPairs, type PairCounts } from '../measure/pair-counts.ts';
import type { ShareLog } from '../measure/share-log.ts';

export { createShareLog, type ShareLog } from '../measure/share-log.ts';

export interface CoShareOptions {
  /** Largest distance in time of a co-share, seconds, inclusive. */
  readonly windowSeconds: number;
  /** Edges with fewer distinct objects are left out. */
  readonly minWeight: number;
  /** 2: each side must have taken part with two distinct posts. 1 unless said. */
  readonly minPosts?: 1 | 2 | undefined;
  /** Off unless said: see `PairOptions`. */
  readonly hotObjectCap?: number | undefined;
}

export interface CoShareEdge {
  /** a < b as strings. */
  readonly a: string;
  readonly b: string;
  /** Distinct objects. */
  readonly weight: number;
  /** Each co-share counted as 1 / (posts of that object in the window before it). */
  readonly rarity: number;
  /** Pairs of posts. */
  readonly pairs: number;
  /** Seconds since 1970: oldest and newest post of the pairs. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Pairs in which `a` (or `b`) posted strictly earlier; the rest were simultaneous. */
  readonly aLeads: number;
  readonly bLeads: number;
}

interface CoShareComponent {
  /** Sorted. */
  readonly accounts: readonly string[];
  readonly edges: number;
}

export interface CoShareNetwork {
  /** Rows and distinct objects of the log. */
  readonly rows: number;
  readonly objects: number;
  /** Objects behind at least one edge. */
  readonly sharedObjects: number;
  /** Accounts that have an edge. */
  readonly accounts: number;
  readonly edges: number;
  readonly pairs: number;
  /** 0 without edges. */
  readonly maxWeight: number;
  /** Number of edges of exactly that weight; they add up to `edges`. */
  readonly edgesByWeight: Readonly<Record<string, number>>;
  /** Posts that looked for no partner because of `hotObjectCap`. */
  readonly postsSkipped: number;
  /** Largest first, then by first account. */
  readonly components: readonly CoShareComponent[];
  /** Heaviest first, then by `a` and `b`; made while it is read. */
  listEdges(): IterableIterator<CoShareEdge>;
}

export function coShareNetwork(log: ShareLog, options: CoShareOptions): CoShareNetwork {
  const counts = countPairs(log, options);
  const components = describeComponents(log, counts);
  return {
    rows: log.objects.length,
    objects: log.objectIds.length,
    sharedObjects: countSharedObjects(log, counts),
    accounts: components.reduce((sum, component) => sum + component.accounts.length, 0),
    edges: counts.edges,
    pairs: counts.pairs.reduce((sum, pairs) => sum + pairs, 0),
    maxWeight: counts.weight.reduce((max, weight) => Math.max(max, weight), 0),
    edgesByWeight: countByWeight(counts.weight),
    postsSkipped: counts.postsSkipped,
    components,
    listEdges: () => listEdges(log, counts),
  };
}

function countSharedObjects(log: ShareLog, counts: PairCounts): number {
  const isShared = new Uint8Array(log.objectIds.length);
  for (let row = 0; row < log.objects.length; row++) {
    if (counts.rowsPaired[row] === 1) isShared[log.objects[row] ?? 0] = 1;
  }
  return isShared.reduce((sum, shared) => sum + shared, 0);
}

function countByWeight(weights: Int32Array): Readonly<Record<string, number>> {
  const byWeight: Record<string, number> = {};
  for (const weight of weights) byWeight[weight] = (byWeight[weight] ?? 0) + 1;
  return byWeight;
}

function describeComponents(log: ShareLog, counts: PairCounts): readonly CoShareComponent[] {
  const members = componentsOf(log.accountIds.length, counts.a, counts.b);
  const componentOf = new Int32Array(log.accountIds.length);
  for (const [index, accounts] of members.entries()) for (const account of accounts) componentOf[account] = index;
  const edges = new Int32Array(members.length);
  for (const a of counts.a) edges[componentOf[a] ?? 0] = (edges[componentOf[a] ?? 0] ?? 0) + 1;
  return members
    .map((accounts, index) => ({
      accounts: accounts.map((account) => log.accountIds[account] ?? '').sort(),
      edges: edges[index] ?? 0,
    }))
    .sort((x, y) => y.accounts.length - x.accounts.length || byText(x.accounts[0] ?? '', y.accounts[0] ?? ''));
}

function* listEdges(log: ShareLog, counts: PairCounts): IterableIterator<CoShareEdge> {
  const rank = rankAccounts(log, counts);
  const isSwapped = (edge: number): boolean => rankOf(counts.a, edge) > rankOf(counts.b, edge);
  const rankOf = (column: Int32Array, edge: number): number => rank[column[edge] ?? 0] ?? 0;
  const lower = (edge: number): number => Math.min(rankOf(counts.a, edge), rankOf(counts.b, edge));
  const upper = (edge: number): number => Math.max(rankOf(counts.a, edge), rankOf(counts.b, edge));
  const order = new Uint32Array(counts.edges)
    .map((_, edge) => edge)
    .sort((x, y) => (counts.weight[y] ?? 0) - (counts.weight[x] ?? 0) || lower(x) - lower(y) || upper(x) - upper(y));
  for (const edge of order) {
    const one = log.accountIds[counts.a[edge] ?? 0] ?? '';
    const other = log.accountIds[counts.b[edge] ?? 0] ?? '';
    const leads = [counts.aLeads[edge] ?? 0, counts.bLeads[edge] ?? 0] as const;
    const swapped = isSwapped(edge);
    yield {
      a: swapped ? other : one,
      b: swapped ? one : other,
      weight: counts.weight[edge] ?? 0,
      rarity: counts.rarity[edge] ?? 0,
      pairs: counts.pairs[edge] ?? 0,
      firstAt: counts.firstAt[edge] ?? 0,
      lastAt: counts.lastAt[edge] ?? 0,
      aLeads: swapped ? leads[1] : leads[0],
      bLeads: swapped ? leads[0] : leads[1],
    };
  }
}

/** Place of each account that has an edge in the order of account ids as strings. */
function rankAccounts(log: ShareLog, counts: PairCounts): Int32Array {
  const hasEdge = new Uint8Array(log.accountIds.length);
  for (const account of counts.a) hasEdge[account] = 1;
  for (const account of counts.b) hasEdge[account] = 1;
  const accounts: number[] = [];
  for (let account = 0; account < hasEdge.length; account++) if (hasEdge[account] === 1) accounts.push(account);
  accounts.sort((x, y) => byText(log.accountIds[x] ?? '', log.accountIds[y] ?? ''));
  const rank = new Int32Array(log.accountIds.length);
  for (const [place, account] of accounts.entries()) rank[account] = place;
  return rank;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
