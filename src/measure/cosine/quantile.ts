/** Quantiles by linear interpolation at (n - 1) p, as numpy does by default and R calls type 7. */

/** @param sorted ascending; undefined of none */
export function quantileOf(sorted: Float64Array, p: number): number | undefined {
  if (sorted.length === 0) return undefined;
  const at = (sorted.length - 1) * p;
  const lower = Math.floor(at);
  const low = sorted[lower] ?? 0;
  const high = sorted[Math.min(lower + 1, sorted.length - 1)] ?? 0;
  return low + (at - lower) * (high - low);
}
