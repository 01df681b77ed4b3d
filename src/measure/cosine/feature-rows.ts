/**
 * What accounts did, as a sparse table of account and feature (a reposted post, a link, a sequence of tags): the input of
 * the cosine network. Numbers in typed arrays; ids only for what is shown.
 */
import { createIds, type Ids, type Names } from '../share-log.ts';
import { createColumn, ints } from '../table/column.ts';

/** Row r holds `features[from[r]] … features[from[r + 1] - 1]`, each once, and the values beside them. */
export interface SparseRows {
  /** rows + 1 numbers. */
  readonly from: Uint32Array;
  readonly features: Uint32Array;
  readonly values: Float64Array;
}

export interface FeatureRows extends SparseRows {
  readonly accountIds: Names;
  readonly featureIds: Names;
  /** Acts of each account, repeated ones counted again: what `minActions` is compared with. */
  readonly actions: Uint32Array;
}

export interface FeatureRowsBuilder {
  /** One act. The value of an account's feature is how often it was added. */
  add(account: string, feature: string): void;
  build(): FeatureRows;
}

export function createFeatureRows(): FeatureRowsBuilder {
  const accountIds: Ids = createIds();
  const featureIds: Ids = createIds();
  const accounts = createColumn(ints);
  const features = createColumn(ints);
  return {
    add(account, feature) {
      accounts.push(accountIds.of(account));
      features.push(featureIds.of(feature));
    },
    build: () =>
      featureRowsOf({
        accountIds: accountIds.list,
        featureIds: featureIds.list,
        accounts: accounts.done(),
        features: features.done(),
      }),
  };
}

/** Acts as two columns of numbers, one entry an act. */
export interface Acts {
  readonly accountIds: Names;
  readonly featureIds: Names;
  readonly accounts: Int32Array;
  readonly features: Int32Array;
}

export function featureRowsOf({ accountIds, featureIds, accounts, features }: Acts): FeatureRows {
  const actions = new Uint32Array(accountIds.length);
  for (let act = 0; act < accounts.length; act++) {
    const account = accounts[act] ?? 0;
    actions[account] = (actions[account] ?? 0) + 1;
  }
  const grouped = groupedFeatures(accounts, features, startsOf(actions));
  return { accountIds, featureIds, actions, ...mergeRepeats(grouped, actions, featureIds.length) };
}

/** Where each group begins when groups of these sizes follow each other; one number more than there are groups. */
export function startsOf(sizes: Uint32Array): Uint32Array {
  const starts = new Uint32Array(sizes.length + 1);
  for (let group = 0; group < sizes.length; group++) starts[group + 1] = (starts[group] ?? 0) + (sizes[group] ?? 0);
  return starts;
}

/** The features of all acts, those of one account beside each other. */
function groupedFeatures(accounts: Int32Array, features: Int32Array, starts: Uint32Array): Uint32Array {
  const next = starts.slice();
  const grouped = new Uint32Array(features.length);
  for (let act = 0; act < accounts.length; act++) {
    const account = accounts[act] ?? 0;
    const place = next[account] ?? 0;
    grouped[place] = features[act] ?? 0;
    next[account] = place + 1;
  }
  return grouped;
}

/** Writes each account's features once, with how often they came, over the place where all of them stood. */
function mergeRepeats(grouped: Uint32Array, actions: Uint32Array, featureCount: number): SparseRows {
  const from = new Uint32Array(actions.length + 1);
  const values = new Float64Array(grouped.length);
  const placeOf = new Int32Array(featureCount).fill(-1);
  let end = 0;
  let read = 0;
  for (let account = 0; account < actions.length; account++) {
    const start = end;
    for (const stop = read + (actions[account] ?? 0); read < stop; read++) {
      const feature = grouped[read] ?? 0;
      const known = placeOf[feature] ?? -1;
      if (known >= start) {
        values[known] = (values[known] ?? 0) + 1;
        continue;
      }
      placeOf[feature] = end;
      grouped[end] = feature;
      values[end] = 1;
      end++;
    }
    from[account + 1] = end;
  }
  return { from, features: grouped.subarray(0, end), values: values.subarray(0, end) };
}
