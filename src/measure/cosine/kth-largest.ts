/**
 * The k-th largest of cosines without sorting them: they are counted in narrow bins, and only the bin in which the k-th
 * lies is looked at closely.
 */

/** @param values from 0 to 1, left as they are @param k from 1 to the number of values */
export function kthLargest(values: Float64Array, k: number): number {
  const counts = new Uint32Array(bins);
  for (let n = 0; n < values.length; n++) {
    const bin = binOf(values[n] ?? 0);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  let above = 0;
  let bin = bins - 1;
  while (bin > 0 && above + (counts[bin] ?? 0) < k) above += counts[bin--] ?? 0;
  const inBin = new Float64Array(counts[bin] ?? 0);
  let size = 0;
  for (let n = 0; n < values.length; n++) {
    const value = values[n] ?? 0;
    if (binOf(value) === bin) inBin[size++] = value;
  }
  return inBin.sort()[size - (k - above)] ?? Number.NaN;
}

/** Most cosines are far below 1, so that the few best of thousands are alone with few others. */
const bins = 4096;

function binOf(cosine: number): number {
  return Math.min(bins - 1, (cosine * bins) | 0);
}
