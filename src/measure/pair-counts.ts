/**
 * Counts for every two accounts how often they shared the same objects within a time window.
 *
 * A log in, edges out. The log is sorted by object and time and a window slides over each object, so the cost is the
 * number of pairs inside windows and not the square of an object's shares. Edges live in an open hash table.
 */
import { forEachPair } from './pair-slide.ts';
import { createPairTable, type PairTable } from './pair-table.ts';
import { createPairWeights } from './pair-weights.ts';
import type { NumberedShares } from './share-log.ts';
import { hasNeighbour, type SortedShares, selectShares, sortShares } from './sorted-shares.ts';

export interface PairOptions {
  /** Two posts at most so many seconds apart (inclusive) are a co-share. */
  readonly windowSeconds: number;
  /** Edges with fewer distinct objects are left out; 1 keeps all. */
  readonly minWeight: number;
  /** 2: an edge needs two distinct posts on each side, because one post with a tag and a link is one act. */
  readonly minPosts?: 1 | 2 | undefined;
  /**
   * A post whose object has more than so many other posts in the window that ends with it looks for no partner and is
   * counted in `postsSkipped`; later posts may still find it. Without it a hot object costs the square of its posts a
   * window, and its pairs say nothing (precision 0.19 against 0.94 on a log with one hot object and planted groups).
   */
  readonly hotObjectCap?: number | undefined;
  /** One byte an object; an edge needs at least one object whose byte is 0. */
  readonly supporting?: Uint8Array | undefined;
}

/** Edges as columns; `a` and `b` are account numbers of the log, a < b. */
export interface PairCounts {
  readonly edges: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Distinct objects shared within the window. */
  readonly weight: Int32Array;
  /** Sum over co-shares of 1 / (posts of the object in the window that ends with the newer post): Newman's weight. */
  readonly rarity: Float64Array;
  /** Co-shares, that is pairs of posts. */
  readonly pairs: Int32Array;
  /** Seconds: the oldest and the newest post of the edge. */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** Co-shares in which the one or the other was strictly earlier. */
  readonly aLeads: Int32Array;
  readonly bLeads: Int32Array;
  /** One byte a row of the log: 1 when the row is part of an edge. */
  readonly rowsPaired: Uint8Array;
  readonly postsSkipped: number;
  /** By account number: rarity of all its co-shares, those of no edge included; its own neighbouring posts count too. */
  readonly rarityOfAll: Float64Array;
}

export function countPairs(log: NumberedShares, options: PairOptions): PairCounts {
  const all = sortShares(log, options.windowSeconds);
  const cap = options.hotObjectCap ?? Number.POSITIVE_INFINITY;
  const active = withCompany(all, options, log.accountIds.length);
  const heavy = heavyPairs(active, options, cap);
  const kept = options.minPosts === 2 ? withoutOneSided(log, active, options, cap, heavy) : heavy;
  const edges = createEdges(kept, log.objects.length);
  const isInside = accountsOf(kept.table, log.accountIds.length);
  const rest = selectShares(active, (at) => isInside[active.accounts[at] ?? 0] === 1);
  describeEdges(rest, options, cap, kept.table, edges);
  const rarityOfAll = sumRarity(all, log.accountIds.length, options.windowSeconds, cap);
  return { ...edges, rarityOfAll, postsSkipped: countAbove(all.preceding, cap) };
}

/**
 * Only rows that can matter: with a neighbour inside the window, of an account that has such rows in `minWeight`
 * objects. Lossless, since an edge of that weight needs as many objects of each side.
 */
function withCompany(shares: SortedShares, options: PairOptions, accounts: number): SortedShares {
  const lastObject = new Int32Array(accounts).fill(-1);
  const objectsOf = new Int32Array(accounts);
  const withNeighbour = selectShares(shares, (at, object) => {
    if (!hasNeighbour(shares, at, object, options.windowSeconds)) return false;
    const account = shares.accounts[at] ?? 0;
    if (lastObject[account] !== object) {
      lastObject[account] = object;
      objectsOf[account] = (objectsOf[account] ?? 0) + 1;
    }
    return true;
  });
  if (options.minWeight <= 1) return withNeighbour;
  return selectShares(withNeighbour, (at) => (objectsOf[withNeighbour.accounts[at] ?? 0] ?? 0) >= options.minWeight);
}

interface WeightedPairs {
  readonly table: PairTable;
  /** Distinct objects of each pair of the table. */
  readonly weights: readonly number[];
}

function heavyPairs(shares: SortedShares, options: PairOptions, cap: number): WeightedPairs {
  let expected = 0;
  for (const preceding of shares.preceding) if (preceding <= cap) expected += preceding;
  const counted = createPairWeights(expected);
  const { supporting } = options;
  const { accounts } = shares;
  forEachPair(shares, options.windowSeconds, cap, (older, newer, object) => {
    const isFirm = supporting === undefined || supporting[object] === 0;
    counted.add(accounts[older] ?? 0, accounts[newer] ?? 0, object, isFirm);
  });
  const table = createPairTable();
  const weights: number[] = [];
  counted.forEach((a, b, weight, isFirm) => {
    if (weight < options.minWeight || !isFirm) return;
    table.add(a, b);
    weights.push(weight);
  });
  return { table, weights };
}

/** The pairs of which each side took part with more than one post. */
function withoutOneSided(
  log: NumberedShares,
  shares: SortedShares,
  options: PairOptions,
  cap: number,
  { table, weights }: WeightedPairs,
): WeightedPairs {
  const { a, b } = table.ends();
  // Per pair and side the first post seen, and whether there was another.
  const firstPost = new Float64Array(table.size * 2).fill(Number.NaN);
  const hasOther = new Uint8Array(table.size * 2);
  const note = (pair: number, position: number): void => {
    const side = pair * 2 + (shares.accounts[position] === a[pair] ? 0 : 1);
    const post = log.posts[shares.rows[position] ?? 0] ?? 0;
    const first = firstPost[side] ?? Number.NaN;
    if (Number.isNaN(first)) firstPost[side] = post;
    else if (first !== post) hasOther[side] = 1;
  };
  forEachPair(shares, options.windowSeconds, cap, (older, newer) => {
    const pair = table.find(shares.accounts[older] ?? 0, shares.accounts[newer] ?? 0);
    if (pair < 0) return;
    note(pair, older);
    note(pair, newer);
  });
  const kept = createPairTable();
  const isKept = (pair: number): boolean => hasOther[pair * 2] === 1 && hasOther[pair * 2 + 1] === 1;
  for (let pair = 0; pair < table.size; pair++) if (isKept(pair)) kept.add(a[pair] ?? 0, b[pair] ?? 0);
  return { table: kept, weights: weights.filter((_, pair) => isKept(pair)) };
}

function accountsOf(table: PairTable, accounts: number): Uint8Array {
  const { a, b } = table.ends();
  const isInside = new Uint8Array(accounts);
  for (const account of a) isInside[account] = 1;
  for (const account of b) isInside[account] = 1;
  return isInside;
}

type EdgeColumns = Omit<PairCounts, 'postsSkipped' | 'rarityOfAll'>;

function createEdges({ table, weights }: WeightedPairs, rows: number): EdgeColumns {
  const edges = table.size;
  return {
    edges,
    ...table.ends(),
    weight: Int32Array.from(weights),
    rarity: new Float64Array(edges),
    pairs: new Int32Array(edges),
    firstAt: new Float64Array(edges).fill(Number.POSITIVE_INFINITY),
    lastAt: new Float64Array(edges).fill(Number.NEGATIVE_INFINITY),
    aLeads: new Int32Array(edges),
    bLeads: new Int32Array(edges),
    rowsPaired: new Uint8Array(rows),
  };
}

function describeEdges(
  shares: SortedShares,
  options: PairOptions,
  cap: number,
  table: PairTable,
  edges: EdgeColumns,
): void {
  const { rarity, pairs, firstAt, lastAt, rowsPaired } = edges;
  forEachPair(shares, options.windowSeconds, cap, (older, newer) => {
    const leader = shares.accounts[older] ?? 0;
    const edge = table.find(leader, shares.accounts[newer] ?? 0);
    if (edge < 0) return;
    const from = shares.times[older] ?? 0;
    const to = shares.times[newer] ?? 0;
    rarity[edge] = (rarity[edge] ?? 0) + 1 / (shares.preceding[newer] ?? 1);
    pairs[edge] = (pairs[edge] ?? 0) + 1;
    if (from < (firstAt[edge] ?? 0)) firstAt[edge] = from;
    if (to > (lastAt[edge] ?? 0)) lastAt[edge] = to;
    if (from < to) {
      const leads = edges.a[edge] === leader ? edges.aLeads : edges.bLeads;
      leads[edge] = (leads[edge] ?? 0) + 1;
    }
    rowsPaired[shares.rows[older] ?? 0] = 1;
    rowsPaired[shares.rows[newer] ?? 0] = 1;
  });
}

/** A co-share counts for both sides: once for the newer post, and 1 / (its posts before) for each of those before. */
function sumRarity(shares: SortedShares, accounts: number, windowSeconds: number, cap: number): Float64Array {
  const { times, preceding, starts } = shares;
  const rarity = new Float64Array(accounts);
  const rarityOf = (at: number): number => {
    const before = preceding[at] ?? 0;
    return before === 0 || before > cap ? 0 : 1 / before;
  };
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    let next = starts[object] ?? 0;
    // Sum over the posts after this one that are still inside its window.
    let following = 0;
    for (let at = next; at < end; at++) {
      const time = times[at] ?? 0;
      for (; next < end && (times[next] ?? 0) - time <= windowSeconds; next++) following += rarityOf(next);
      following -= rarityOf(at);
      const account = shares.accounts[at] ?? 0;
      rarity[account] = (rarity[account] ?? 0) + following + (rarityOf(at) > 0 ? 1 : 0);
    }
  }
  return rarity;
}

function countAbove(values: Int32Array, limit: number): number {
  let count = 0;
  for (const value of values) if (value > limit) count++;
  return count;
}
