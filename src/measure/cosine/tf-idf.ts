/**
 * Feature rows weighed by TF-IDF and brought to length 1, so that the product of two rows is their cosine.
 *
 * idf = ln((1 + n) / (1 + df)) + 1, n = accounts that still have a feature, df = accounts with the feature (Luceri et al.,
 * WWW 2024, which is scikit-learn's default). Accounts and features are numbered in the order of their ids, so that the
 * order of the acts changes nothing, not even the last digit.
 */
import type { Names } from '../share-log.ts';
import { type FeatureRows, type SparseRows, startsOf } from './feature-rows.ts';

/** `once`: done or not (co-repost). `count`: how often (fast repost). `log`: 1 + ln of that (Pacheco et al. 2021). */
type TermWeight = 'once' | 'count' | 'log';

export interface TfIdfOptions {
  /** Accounts with fewer acts, repeated ones counted, take no part; 1 unless said (Luceri: 20 reposts). */
  readonly minActions?: number | undefined;
  /** `once` unless said. */
  readonly term?: TermWeight | undefined;
  /** An account's feature that came less often is not one; 1 unless said (fast repost: 2). */
  readonly minValue?: number | undefined;
  /** Features of fewer accounts say nothing about two of them; 2 unless said. */
  readonly minAccounts?: number | undefined;
}

export interface WeighedRows {
  /** Accounts with enough acts, whether or not a feature was left to them. */
  readonly users: number;
  /** Those with a feature, ascending. */
  readonly accountIds: readonly string[];
  /** Features of at least two of them, ascending. */
  readonly featureIds: readonly string[];
  /** By account; squares of a row's values add up to 1, features ascend. */
  readonly rows: SparseRows;
  /** The same by feature; here `features` holds accounts, ascending. */
  readonly postings: SparseRows;
}

export function weighTfIdf(given: FeatureRows, options: TfIdfOptions = {}): WeighedRows {
  const { minActions = 1, minValue = 1, minAccounts = 2, term = 'once' } = options;
  const isActive = (account: number): boolean => (given.actions[account] ?? 0) >= minActions;
  const users = given.actions.reduce((sum, acts) => (acts >= minActions ? sum + 1 : sum), 0);
  const frequency = accountsByFeature(given, isActive, minValue);
  const isKept = (at: number): boolean =>
    (given.values[at] ?? 0) >= minValue && (frequency[given.features[at] ?? 0] ?? 0) >= Math.max(1, minAccounts);
  const accounts = inOrderOfIds(given.accountIds, (account) => isActive(account) && hasAny(given, account, isKept));
  const features = inOrderOfIds(given.featureIds, (feature) => (frequency[feature] ?? 0) >= Math.max(1, minAccounts));
  const bare = renumbered(given, accounts.numbers, features.numbers, isKept);
  const byFeature = transposed(bare, features.ids.length);
  weigh(byFeature, accounts.ids.length, term);
  const rows = transposed(byFeature, accounts.ids.length);
  normalise(rows);
  return {
    users,
    accountIds: accounts.ids,
    featureIds: features.ids,
    rows,
    postings: transposed(rows, features.ids.length),
  };
}

function accountsByFeature(
  { from, features, values }: SparseRows,
  isActive: (account: number) => boolean,
  minValue: number,
): Uint32Array {
  const frequency = new Uint32Array(features.reduce((most, feature) => Math.max(most, feature + 1), 0));
  for (let account = 0; account + 1 < from.length; account++) {
    if (!isActive(account)) continue;
    for (let at = from[account] ?? 0; at < (from[account + 1] ?? 0); at++) {
      if ((values[at] ?? 0) < minValue) continue;
      const feature = features[at] ?? 0;
      frequency[feature] = (frequency[feature] ?? 0) + 1;
    }
  }
  return frequency;
}

function hasAny({ from }: SparseRows, account: number, isKept: (at: number) => boolean): boolean {
  for (let at = from[account] ?? 0; at < (from[account + 1] ?? 0); at++) if (isKept(at)) return true;
  return false;
}

interface Ordered {
  /** Old numbers in their new order. */
  readonly numbers: Uint32Array;
  readonly ids: readonly string[];
}

/** Names are made of what is kept alone: a log has millions that nobody will see. */
function inOrderOfIds(ids: Names, isKept: (index: number) => boolean): Ordered {
  const kept: { readonly number: number; readonly id: string }[] = [];
  for (let number = 0; number < ids.length; number++)
    if (isKept(number)) kept.push({ number, id: ids.at(number) ?? '' });
  kept.sort((x, y) => (x.id < y.id ? -1 : 1));
  return { numbers: Uint32Array.from(kept, ({ number }) => number), ids: kept.map(({ id }) => id) };
}

/** What is kept, under the new numbers of accounts and features. */
function renumbered(
  { from, features, values }: SparseRows,
  accounts: Uint32Array,
  kept: Uint32Array,
  isKept: (at: number) => boolean,
): SparseRows {
  const numberOf = new Int32Array(features.reduce((most, feature) => Math.max(most, feature + 1), 0));
  for (let feature = 0; feature < kept.length; feature++) numberOf[kept[feature] ?? 0] = feature;
  const size = from[from.length - 1] ?? 0;
  const newFrom = new Uint32Array(accounts.length + 1);
  const newFeatures = new Uint32Array(size);
  const newValues = new Float64Array(size);
  let end = 0;
  for (let row = 0; row < accounts.length; row++) {
    const account = accounts[row] ?? 0;
    for (let at = from[account] ?? 0; at < (from[account + 1] ?? 0); at++) {
      if (!isKept(at)) continue;
      newFeatures[end] = numberOf[features[at] ?? 0] ?? 0;
      newValues[end] = values[at] ?? 0;
      end++;
    }
    newFrom[row + 1] = end;
  }
  return { from: newFrom, features: newFeatures.subarray(0, end), values: newValues.subarray(0, end) };
}

/** Rows become columns: in the result the numbers of each row ascend. */
function transposed({ from, features, values }: SparseRows, columns: number): SparseRows {
  const sizes = new Uint32Array(columns);
  for (let at = 0; at < features.length; at++) {
    const column = features[at] ?? 0;
    sizes[column] = (sizes[column] ?? 0) + 1;
  }
  const starts = startsOf(sizes);
  const next = starts.slice();
  const turned = {
    from: starts,
    features: new Uint32Array(features.length),
    values: new Float64Array(features.length),
  };
  for (let row = 0; row + 1 < from.length; row++) {
    for (let at = from[row] ?? 0; at < (from[row + 1] ?? 0); at++) {
      const column = features[at] ?? 0;
      const place = next[column] ?? 0;
      turned.features[place] = row;
      turned.values[place] = values[at] ?? 0;
      next[column] = place + 1;
    }
  }
  return turned;
}

/** Term weight times idf, in place. */
function weigh({ from, values }: SparseRows, accounts: number, term: TermWeight): void {
  for (let feature = 0; feature + 1 < from.length; feature++) {
    const start = from[feature] ?? 0;
    const end = from[feature + 1] ?? 0;
    const idf = Math.log((1 + accounts) / (1 + end - start)) + 1;
    for (let at = start; at < end; at++) {
      const times = values[at] ?? 0;
      values[at] = idf * (term === 'once' ? 1 : term === 'count' ? times : 1 + Math.log(times));
    }
  }
}

/** Each row divided by its length, in place. */
function normalise({ from, values }: SparseRows): void {
  for (let row = 0; row + 1 < from.length; row++) {
    const start = from[row] ?? 0;
    const end = from[row + 1] ?? 0;
    let squares = 0;
    for (let at = start; at < end; at++) squares += (values[at] ?? 0) ** 2;
    const length = Math.sqrt(squares);
    for (let at = start; at < end; at++) values[at] = (values[at] ?? 0) / length;
  }
}
