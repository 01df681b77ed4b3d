/**
 * Edges of the cosine network: for each account the products of its row with all rows that share a feature, through an
 * inverted index, so that no accounts × accounts table is ever made.
 */
import { createColumn, floats, ints } from '../table/column.ts';
import type { SparseRows } from './feature-rows.ts';
import { addHotFeatures, type HotFeatures, hotFeaturesOf } from './hot-features.ts';
import { kthLargest } from './kth-largest.ts';
import type { Sums } from './sums.ts';
import type { WeighedRows } from './tf-idf.ts';

export interface EdgeOptions {
  /**
   * An edge stays when it is among so many best ones of either of its accounts (Pacheco et al.: 100): memory grows with
   * the accounts, not with their pairs. All edges unless said. Of equal edges, those to the earlier account win.
   */
  readonly topPartners?: number | undefined;
  /** See `hotFeaturesOf`. */
  readonly mostPairs?: number | undefined;
  /** Features that both accounts must have; 1 unless said. */
  readonly minCommon?: number | undefined;
  /** Edges below are not kept; 0 unless said. */
  readonly minCosine?: number | undefined;
}

export interface CosineEdges {
  readonly accountIds: readonly string[];
  /** Numbers of accounts, a < b. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Above 0 and at most 1, rounded to 2^-40: beyond is only the order of adding up. */
  readonly cosine: Float64Array;
  /** Features that both have. */
  readonly common: Int32Array;
  readonly hot: HotFeatures;
}

export function cosineEdges(weighed: WeighedRows, options: EdgeOptions = {}): CosineEdges {
  const { topPartners, minCommon = 1, minCosine = 0 } = options;
  const accounts = weighed.accountIds.length;
  const hot = hotFeaturesOf(weighed, options.mostPairs);
  const columns = {
    a: createColumn(ints),
    b: createColumn(ints),
    cosine: createColumn(floats),
    common: createColumn(ints),
  };
  const sums = createSums(accounts);
  const best = topPartners === undefined ? undefined : createBest(accounts, topPartners);
  const cursor = weighed.postings.from.slice();
  for (let account = 0; account < accounts; account++) {
    addRow(weighed, hot.isHot, account, sums, best === undefined ? cursor : undefined);
    if (hot.features > 0) addHotFeatures(weighed, hot.isHot, account, sums);
    if (minCommon > 1 || minCosine > 0) sums.leaveOutBelow(minCommon, minCosine);
    for (const partner of best === undefined ? sums.partners.subarray(0, sums.size) : best.choose(account, sums)) {
      columns.a.push(Math.min(account, partner));
      columns.b.push(Math.max(account, partner));
      columns.cosine.push(rounded(sums.product[partner] ?? 0));
      columns.common.push(sums.common[partner] ?? 0);
    }
    sums.clear();
  }
  const { a, b, cosine, common } = columns;
  return {
    accountIds: weighed.accountIds,
    a: a.done(),
    b: b.done(),
    cosine: cosine.done(),
    common: common.done(),
    hot,
  };
}

/** Adds the products with all partners; with a cursor only with later ones: rows come in order, as do postings. */
function addRow(
  { rows, postings }: WeighedRows,
  isHot: Uint8Array,
  account: number,
  sums: Sums,
  cursor: Uint32Array | undefined,
): void {
  const end = rows.from[account + 1] ?? 0;
  for (let at = rows.from[account] ?? 0; at < end; at++) {
    const feature = rows.features[at] ?? 0;
    if (isHot[feature] === 1) continue;
    let start = postings.from[feature] ?? 0;
    if (cursor !== undefined) {
      start = (cursor[feature] ?? 0) + 1;
      cursor[feature] = start;
    }
    addProducts(sums, postings, start, postings.from[feature + 1] ?? 0, rows.values[at] ?? 0, account);
  }
}

/** The innermost loop: everything it touches is a typed array. */
function addProducts(
  sums: Sums,
  { features: holders, values }: SparseRows,
  start: number,
  end: number,
  weight: number,
  account: number,
): void {
  const { product, common, partners } = sums;
  let size = sums.size;
  for (let at = start; at < end; at++) {
    const partner = holders[at] ?? 0;
    if (partner === account) continue;
    const before = common[partner] ?? 0;
    if (before === 0) partners[size++] = partner;
    common[partner] = before + 1;
    product[partner] = (product[partner] ?? 0) + weight * (values[at] ?? 0);
  }
  sums.size = size;
}

/** Adding and taking away 2^12 leaves 40 binary digits behind the point. */
function rounded(cosine: number): number {
  return Math.min(1, cosine + 4096 - 4096);
}

function createSums(accounts: number): Sums {
  const product = new Float64Array(accounts);
  const common = new Int32Array(accounts);
  const partners = new Int32Array(accounts);
  const forget = (partner: number): void => {
    product[partner] = 0;
    common[partner] = 0;
  };
  const sums: Sums = {
    product,
    common,
    partners,
    size: 0,
    leaveOutBelow(minCommon, minCosine) {
      let kept = 0;
      for (let n = 0; n < sums.size; n++) {
        const partner = partners[n] ?? 0;
        const isKept = (common[partner] ?? 0) >= minCommon && rounded(product[partner] ?? 0) >= minCosine;
        if (isKept) partners[kept++] = partner;
        else forget(partner);
      }
      sums.size = kept;
    },
    clear() {
      for (let n = 0; n < sums.size; n++) forget(partners[n] ?? 0);
      sums.size = 0;
    },
  };
  return sums;
}

interface Best {
  /** Its best partners, without those that had chosen the account when it was their turn. */
  choose(account: number, sums: Sums): readonly number[];
}

/**
 * Sums are added up in the order of the features, so that a cosine is the same from both sides to the last digit, and
 * the worst partner that an account keeps says who else is kept. Cosines are compared rounded.
 */
function createBest(accounts: number, most: number): Best {
  const worst = new Float64Array(accounts);
  const lastOfWorst = new Int32Array(accounts).fill(accounts);
  const scratch = new Float64Array(accounts);
  const hasChosen = (earlier: number, account: number, cosine: number): boolean => {
    const least = worst[earlier] ?? 0;
    return cosine > least || (cosine === least && account <= (lastOfWorst[earlier] ?? 0));
  };
  return {
    choose(account, { product, partners, size }) {
      const all = partners.subarray(0, size);
      const cosines = scratch.subarray(0, size);
      for (let n = 0; n < size; n++) cosines[n] = rounded(product[all[n] ?? 0] ?? 0);
      if (size > most) {
        const least = kthLargest(cosines, most);
        worst[account] = least;
        lastOfWorst[account] = lastOf(all, cosines, least, most);
      }
      return chosenOf(all, cosines, worst[account] ?? 0, lastOfWorst[account] ?? 0).filter(
        (partner) => partner > account || !hasChosen(partner, account, rounded(product[partner] ?? 0)),
      );
    },
  };
}

function chosenOf(partners: Int32Array, cosines: Float64Array, least: number, last: number): readonly number[] {
  const chosen: number[] = [];
  for (let n = 0; n < partners.length; n++) {
    const cosine = cosines[n] ?? 0;
    if (cosine < least) continue;
    const partner = partners[n] ?? 0;
    if (cosine > least || partner <= last) chosen.push(partner);
  }
  return chosen;
}

/** The last of the partners at the least cosine for whom there is room: those with lower numbers come first. */
function lastOf(partners: Int32Array, cosines: Float64Array, least: number, most: number): number {
  const equals: number[] = [];
  let above = 0;
  for (let n = 0; n < partners.length; n++) {
    const cosine = cosines[n] ?? 0;
    if (cosine > least) above++;
    else if (cosine === least) equals.push(partners[n] ?? 0);
  }
  return equals.sort((x, y) => x - y)[most - above - 1] ?? -1;
}
