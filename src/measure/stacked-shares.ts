/** Several columns of objects as one log: an object of one column is never one of another. */
import type { Names, NumberedShares } from './share-log.ts';

export function stackShares(layers: readonly NumberedShares[]): NumberedShares {
  const [first] = layers;
  if (first !== undefined && layers.length === 1) return first;
  const rows = layers.reduce((sum, { objects }) => sum + objects.length, 0);
  const stacked = {
    objects: new Int32Array(rows),
    accounts: new Int32Array(rows),
    posts: new Int32Array(rows),
    times: new Float64Array(rows),
  };
  let row = 0;
  let before = 0;
  for (const layer of layers) {
    const shift = before;
    stacked.objects.set(
      layer.objects.map((object) => object + shift),
      row,
    );
    stacked.accounts.set(layer.accounts, row);
    stacked.posts.set(layer.posts, row);
    stacked.times.set(layer.times, row);
    row += layer.objects.length;
    before += layer.objectIds.length;
  }
  return {
    ...stacked,
    objectIds: stackNames(layers.map(({ objectIds }) => objectIds)),
    accountIds: first?.accountIds ?? [],
  };
}

function stackNames(parts: readonly Names[]): Names {
  return {
    length: parts.reduce((sum, { length }) => sum + length, 0),
    at(index) {
      let left = index;
      for (const part of parts) {
        if (left < part.length) return part.at(left);
        left -= part.length;
      }
      return undefined;
    },
  };
}
