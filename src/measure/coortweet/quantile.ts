/** Quantiles of whole numbers that are counted by value. */

/**
 * R's default quantile, type 7: linear between the two values around place 1 + (n - 1) p, computed as R computes it.
 *
 * @param counts how often each value occurs
 */
export function quantileOf(counts: ReadonlyMap<number, number>, p: number): number | undefined {
  const values = [...counts].sort(([x], [y]) => x - y);
  const n = values.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return undefined;
  const place = 1 + (n - 1) * p;
  const low = valueAt(values, Math.floor(place));
  const high = valueAt(values, Math.ceil(place));
  const part = place - Math.floor(place);
  return low === high ? low : (1 - part) * low + part * high;
}

/** @param place 1-based */
function valueAt(values: readonly (readonly [value: number, count: number])[], place: number): number {
  let before = 0;
  for (const [value, count] of values) {
    before += count;
    if (before >= place) return value;
  }
  return values.at(-1)?.[0] ?? 0;
}
