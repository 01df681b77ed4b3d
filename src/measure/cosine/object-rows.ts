/** Who shared what, from the object columns of a log: each object of each column is a feature. */
import type { Names, NumberedShares } from '../share-log.ts';
import { type FeatureRows, featureRowsOf } from './feature-rows.ts';

/** One object column, its numbers beside those of the others; all have the same accounts. */
export interface ObjectColumn extends NumberedShares {
  readonly column: string;
}

/**
 * The same id in two columns is two features.
 *
 * @param dropRepeats rows alike in object, account, post and time count once
 */
export function objectRows(layers: readonly ObjectColumn[], dropRepeats = false): FeatureRows {
  const rows = layers.reduce((sum, { objects }) => sum + objects.length, 0);
  const accounts = new Int32Array(rows);
  const features = new Int32Array(rows);
  let row = 0;
  let first = 0;
  for (const layer of layers) {
    const isRepeat = dropRepeats ? repeatsOf(layer) : undefined;
    for (const [at, object] of layer.objects.entries()) {
      if (isRepeat?.[at] === 1) continue;
      accounts[row] = layer.accounts[at] ?? 0;
      features[row++] = first + object;
    }
    first += layer.objectIds.length;
  }
  return featureRowsOf({
    accountIds: layers[0]?.accountIds ?? [],
    featureIds: joinedNames(layers),
    accounts: accounts.subarray(0, row),
    features: features.subarray(0, row),
  });
}

/** One byte a row: 1 where an earlier row of the file is alike. */
function repeatsOf({ objects, accounts, posts, times }: NumberedShares): Uint8Array {
  const columns = [objects, accounts, posts, times];
  const compare = (x: number, y: number): number => {
    for (const column of columns) {
      const apart = (column[x] ?? 0) - (column[y] ?? 0);
      if (apart !== 0) return apart;
    }
    return 0;
  };
  const rows = Int32Array.from(objects, (_, row) => row).sort((x, y) => compare(x, y) || x - y);
  const isRepeat = new Uint8Array(rows.length);
  for (let at = 1; at < rows.length; at++) {
    if (compare(rows[at - 1] ?? 0, rows[at] ?? 0) === 0) isRepeat[rows[at] ?? 0] = 1;
  }
  return isRepeat;
}

function joinedNames(layers: readonly ObjectColumn[]): Names {
  const [only, ...others] = layers;
  if (only !== undefined && others.length === 0) return only.objectIds;
  return {
    length: layers.reduce((sum, { objectIds }) => sum + objectIds.length, 0),
    at(index) {
      let place = index;
      for (const { column, objectIds } of layers) {
        if (place < objectIds.length) return `${column}:${objectIds.at(place)}`;
        place -= objectIds.length;
      }
      return undefined;
    },
  };
}
