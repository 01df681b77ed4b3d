/**
 * Recent shares in, the edges out that mean something, as the batch count over the same shares would give them.
 *
 * Most pairs meet once, or by popularity. Upper bounds leave few accounts, and only their shares are counted exactly; what
 * is dropped by a bound would have been dropped by the exact rule.
 */
import { type CoreRules, coreEdges, type RarePairs } from '../measure/core-edges.ts';
import { countPairs } from '../measure/pair-counts.ts';
import { forEachPair } from '../measure/pair-slide.ts';
import { createPairTable, type PairTable } from '../measure/pair-table.ts';
import { createIds } from '../measure/share-log.ts';
import { type SortedShares, sortShares } from '../measure/sorted-shares.ts';
import { isTag, logOfAll, logOfRows, type RecentShares } from './co-share-shares.ts';
import { rarityUnit } from './co-share-window.ts';

export interface EdgeRules extends CoreRules {
  readonly windowSeconds: number;
  readonly minWeight: number;
  readonly hotObjectCap: number;
}

/** Edges as columns, and the shares of the accounts that have one. */
export interface CoreShares {
  readonly edges: number;
  /** Account numbers, a < b. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly weight: Int32Array;
  readonly rarity: Float64Array;
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** Rows of the recent shares, topics left out, by object and time. */
  readonly shares: SortedShares;
  readonly table: PairTable;
}

export function coreShares(recent: RecentShares, rules: EdgeRules): CoreShares {
  const rarityOfAll = new Float64Array(recent.accounts.length);
  const first = prune({ ...possiblePairs(recent, rules), rarityOfAll }, { ...rules, minRarityShare: 0 });
  for (const account of accountsOf(first)) rarityOfAll[account] = rarityOf(recent, account);
  const possible = prune({ ...first, rarityOfAll }, rules);
  const named = sharesOf(recent, accountsOf(possible), rules.windowSeconds);
  const heavy = heavyEdges(recent, named, tableOf(possible), rules);
  const isKept = coreEdges(rarityOfAll.length, { ...heavy, rarityOfAll }, rules);
  const kept = selectEdges(heavy, isKept);
  return { ...kept, shares: named.shares, table: tableOf(kept) };
}

type Pairs = Pick<RarePairs, 'edges' | 'a' | 'b' | 'rarity'>;

/** Every pair that may have enough objects in common, with a rarity that is not too small. */
function possiblePairs(recent: RecentShares, rules: EdgeRules): Pairs {
  const { pairs } = recent.window;
  const { windowSeconds, minWeight, hotObjectCap } = rules;
  // Where there are more pairs than are kept, all shares are counted at each look.
  if (pairs === undefined) return countPairs(logOfAll(recent), { windowSeconds, minWeight, hotObjectCap });
  const [a, b, rarity]: [number[], number[], number[]] = [[], [], []];
  pairs.forEach((first, second, hasManyObjects, units) => {
    if (minWeight > 1 && !hasManyObjects) return;
    a.push(first);
    b.push(second);
    rarity.push(units / rarityUnit);
  });
  return { edges: a.length, a: Int32Array.from(a), b: Int32Array.from(b), rarity: Float64Array.from(rarity) };
}

function prune(pairs: RarePairs, rules: CoreRules): Pairs {
  const isKept = coreEdges(pairs.rarityOfAll.length, pairs, rules);
  const kept = numbersWhere(isKept);
  return {
    edges: kept.length,
    a: kept.map((pair) => pairs.a[pair] ?? 0),
    b: kept.map((pair) => pairs.b[pair] ?? 0),
    rarity: Float64Array.from(kept, (pair) => pairs.rarity[pair] ?? 0),
  };
}

function accountsOf({ a, b }: Pairs): ReadonlySet<number> {
  const accounts = new Set(a);
  for (const account of b) accounts.add(account);
  return accounts;
}

/** Of all co-shares of the account. */
function rarityOf({ window: { rows, topics } }: RecentShares, account: number): number {
  let rarity = 0;
  rows.forAccount(account, (row) => {
    if (!topics.has(rows.objects[row] ?? 0)) rarity += rows.around[row] ?? 0;
  });
  return rarity;
}

interface NamedShares {
  readonly shares: SortedShares;
  /** Names of the objects, which are numbered anew: those of all shares are too many to be gone through. */
  readonly objectIds: readonly string[];
}

/** The shares of some accounts, topics left out, with what precedes them among all. */
function sharesOf(recent: RecentShares, accounts: ReadonlySet<number>, windowSeconds: number): NamedShares {
  const { rows, topics } = recent.window;
  const found: number[] = [];
  for (const account of accounts) {
    rows.forAccount(account, (row) => {
      if (!topics.has(rows.objects[row] ?? 0)) found.push(row);
    });
  }
  const chosen = Int32Array.from(found);
  const ids = createIds();
  const log = logOfRows(recent.window, chosen, recent.objects, recent.accounts);
  const objects = log.objects.map((object) => ids.of(recent.objects.at(object) ?? ''));
  const sorted = sortShares({ ...log, objects, objectIds: ids.list }, windowSeconds);
  const places = sorted.rows.map((row) => chosen[row] ?? 0);
  const shares = { ...sorted, rows: places, preceding: places.map((row) => rows.preceding[row] ?? 0) };
  return { shares, objectIds: ids.list };
}

function tableOf({ a, b }: Pairs): PairTable {
  const table = createPairTable();
  for (const [pair, first] of a.entries()) table.add(first, b[pair] ?? 0);
  return table;
}

type Edges = Omit<CoreShares, 'shares' | 'table'>;

/**
 * The pairs of the table with enough objects, one of them no tag, and on each side more than one post: one post with two
 * objects is one act.
 */
function heavyEdges(recent: RecentShares, named: NamedShares, table: PairTable, rules: EdgeRules): Edges {
  const { shares, objectIds } = named;
  const edges = table.size;
  const { posts } = recent.window.rows;
  const counts = {
    edges,
    ...table.ends(),
    weight: new Int32Array(edges),
    rarity: new Float64Array(edges),
    firstAt: new Float64Array(edges).fill(Number.POSITIVE_INFINITY),
    lastAt: new Float64Array(edges).fill(Number.NEGATIVE_INFINITY),
  };
  const lastObject = new Int32Array(edges).fill(-1);
  const isFirm = new Uint8Array(edges);
  // Per edge and side the first post seen, and whether there was another.
  const firstPost = new Int32Array(edges * 2).fill(-1);
  const hasOther = new Uint8Array(edges * 2);
  const note = (edge: number, position: number): void => {
    const side = edge * 2 + (shares.accounts[position] === counts.a[edge] ? 0 : 1);
    const post = posts[shares.rows[position] ?? 0] ?? 0;
    if (firstPost[side] === -1) firstPost[side] = post;
    else if (firstPost[side] !== post) hasOther[side] = 1;
  };
  forEachPair(shares, rules.windowSeconds, rules.hotObjectCap, (older, newer, object) => {
    const edge = table.find(shares.accounts[older] ?? 0, shares.accounts[newer] ?? 0);
    if (edge < 0) return;
    if (lastObject[edge] !== object) {
      lastObject[edge] = object;
      counts.weight[edge] = (counts.weight[edge] ?? 0) + 1;
      if (isFirm[edge] === 0 && !isTag(objectIds[object])) isFirm[edge] = 1;
    }
    counts.rarity[edge] = (counts.rarity[edge] ?? 0) + 1 / (shares.preceding[newer] ?? 1);
    counts.firstAt[edge] = Math.min(counts.firstAt[edge] ?? 0, shares.times[older] ?? 0);
    counts.lastAt[edge] = Math.max(counts.lastAt[edge] ?? 0, shares.times[newer] ?? 0);
    note(edge, older);
    note(edge, newer);
  });
  const isFull = (edge: number): boolean =>
    (counts.weight[edge] ?? 0) >= rules.minWeight &&
    isFirm[edge] === 1 &&
    hasOther[edge * 2] === 1 &&
    hasOther[edge * 2 + 1] === 1;
  return selectEdges(
    counts,
    Uint8Array.from({ length: edges }, (_, edge) => (isFull(edge) ? 1 : 0)),
  );
}

function selectEdges(edges: Edges, isWanted: Uint8Array): Edges {
  const wanted = numbersWhere(isWanted);
  return {
    edges: wanted.length,
    a: wanted.map((edge) => edges.a[edge] ?? 0),
    b: wanted.map((edge) => edges.b[edge] ?? 0),
    weight: wanted.map((edge) => edges.weight[edge] ?? 0),
    rarity: Float64Array.from(wanted, (edge) => edges.rarity[edge] ?? 0),
    firstAt: Float64Array.from(wanted, (edge) => edges.firstAt[edge] ?? 0),
    lastAt: Float64Array.from(wanted, (edge) => edges.lastAt[edge] ?? 0),
  };
}

function numbersWhere(isWanted: Uint8Array): Int32Array {
  const wanted: number[] = [];
  for (let number = 0; number < isWanted.length; number++) if (isWanted[number] === 1) wanted.push(number);
  return Int32Array.from(wanted);
}
