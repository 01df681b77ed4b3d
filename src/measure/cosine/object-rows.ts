/** Who shared what, from the object columns of a log: each object of each column is a feature. */
import type { Names, NumberedShares } from '../share-log.ts';
import { type FeatureRows, featureRowsOf } from './feature-rows.ts';

/** One object column, its numbers beside those of the others; all have the same accounts. */
export interface ObjectColumn extends NumberedShares {
  readonly column: string;
}

/** The same id in two columns is two features. */
export function objectRows(layers: readonly ObjectColumn[]): FeatureRows {
  const rows = layers.reduce((sum, { objects }) => sum + objects.length, 0);
  const accounts = new Int32Array(rows);
  const features = new Int32Array(rows);
  let row = 0;
  let first = 0;
  for (const layer of layers) {
    accounts.set(layer.accounts, row);
    for (const object of layer.objects) features[row++] = first + object;
    first += layer.objectIds.length;
  }
  return featureRowsOf({
    accountIds: layers[0]?.accountIds ?? [],
    featureIds: joinedNames(layers),
    accounts,
    features,
  });
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
