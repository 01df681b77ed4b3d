/**
 * Features of very many accounts. A feature of d accounts joins d (d - 1) / 2 pairs: a post that 100,000 accounts
 * repeat would alone cost 5 billion steps and as many edges.
 *
 * The rule: features are taken from the rarest up while the pairs they join stay within `mostPairs`; features of as many
 * accounts are taken or left together. The rest is hot: it makes no edge by itself, but counts in full in every edge
 * that a rarer feature makes. So an edge that is given is exact, and what is left out are pairs with nothing but hot
 * features in common. Their cosine is at most √(hₐ h_b), h being the part of a row's squared length that is hot
 * (Cauchy-Schwarz); `missedAtMost` is the largest such bound.
 */
import type { Sums } from './sums.ts';
import type { WeighedRows } from './tf-idf.ts';

export interface HotFeatures {
  /** 1 by number of the feature. */
  readonly isHot: Uint8Array;
  /** How many there are; 0: every edge is there. */
  readonly features: number;
  /** Hot are features of more accounts than that. */
  readonly mostAccounts: number;
  /** Accounts with hot features alone: they have no edge at all. */
  readonly accountsLeftOut: number;
  /** No pair that is left out can have a higher cosine; 0 without hot features. */
  readonly missedAtMost: number;
}

/** 268 million: a few seconds of one core. Below it, as for a feature of 23,000 accounts, everything is exact. */
const usualMostPairs = 2 ** 28;

export function hotFeaturesOf(weighed: WeighedRows, mostPairs = usualMostPairs): HotFeatures {
  const { from } = weighed.postings;
  const features = from.length - 1;
  const mostAccounts = largestWithin(from, mostPairs);
  const isHot = new Uint8Array(features);
  let hot = 0;
  for (let feature = 0; feature < features; feature++) {
    if ((from[feature + 1] ?? 0) - (from[feature] ?? 0) <= mostAccounts) continue;
    isHot[feature] = 1;
    hot++;
  }
  if (hot === 0) return { isHot, features: 0, mostAccounts, accountsLeftOut: 0, missedAtMost: 0 };
  return { isHot, features: hot, mostAccounts, ...leftOut(weighed, isHot) };
}

/** The most accounts of a feature that still fits, all rarer ones counted first. */
function largestWithin(from: Uint32Array, mostPairs: number): number {
  const sizes = new Uint32Array(from.length - 1);
  for (let feature = 0; feature < sizes.length; feature++)
    sizes[feature] = (from[feature + 1] ?? 0) - (from[feature] ?? 0);
  sizes.sort();
  let pairs = 0;
  for (let n = 0; n < sizes.length; ) {
    const size = sizes[n] ?? 0;
    let next = n;
    while (next < sizes.length && sizes[next] === size) next++;
    pairs += ((next - n) * size * (size - 1)) / 2;
    if (pairs > mostPairs) return sizes[n - 1] ?? 0;
    n = next;
  }
  return sizes[sizes.length - 1] ?? 0;
}

function leftOut(
  { rows }: WeighedRows,
  isHot: Uint8Array,
): { readonly accountsLeftOut: number; readonly missedAtMost: number } {
  let accountsLeftOut = 0;
  let most = 0;
  let second = 0;
  for (let row = 0; row + 1 < rows.from.length; row++) {
    let part = 0;
    let others = 0;
    for (let at = rows.from[row] ?? 0; at < (rows.from[row + 1] ?? 0); at++) {
      if (isHot[rows.features[at] ?? 0] === 1) part += (rows.values[at] ?? 0) ** 2;
      else others++;
    }
    if (others === 0) accountsLeftOut++;
    if (part > most) {
      second = most;
      most = part;
    } else if (part > second) second = part;
  }
  return { accountsLeftOut, missedAtMost: Math.min(1, Math.ceil(Math.sqrt(most * second) * 1e12) / 1e12) };
}

/** Adds what the account has in common with its partners so far in hot features: both rows ascend, one pass a pair. */
export function addHotFeatures({ rows }: WeighedRows, isHot: Uint8Array, account: number, sums: Sums): void {
  const own = hotPlaces(rows.features, isHot, rows.from[account] ?? 0, rows.from[account + 1] ?? 0);
  if (own.length === 0) return;
  for (const partner of sums.partners.subarray(0, sums.size)) {
    const end = rows.from[partner + 1] ?? 0;
    let at = rows.from[partner] ?? 0;
    for (const place of own) {
      const feature = rows.features[place] ?? 0;
      while (at < end && (rows.features[at] ?? 0) < feature) at++;
      if (at === end) break;
      if (rows.features[at] !== feature) continue;
      sums.product[partner] = (sums.product[partner] ?? 0) + (rows.values[place] ?? 0) * (rows.values[at] ?? 0);
      sums.common[partner] = (sums.common[partner] ?? 0) + 1;
    }
  }
}

function hotPlaces(features: Uint32Array, isHot: Uint8Array, start: number, end: number): readonly number[] {
  const places: number[] = [];
  for (let at = start; at < end; at++) if (isHot[features[at] ?? 0] === 1) places.push(at);
  return places;
}
