/**
 * Sizes of earlier cases in bins that grow with the size, and the share of cases of a size or more: counted where there
 * are cases, and beyond them by the power with which the largest fall off.
 */

/** Counts up to here have a bin each; above, eight bins to a doubling. */
const exactUpTo = 16;
const binsPerDoubling = 8;
/** Share of the cases above which sizes are taken as a Pareto tail (design: lane B), and the cases it needs. */
const tailShare = 0.05;
const leastTailCases = 5;

/** Weight of the cases per bin; changed in place. */
export type SizeBins = number[];

export function addSize(bins: SizeBins, size: number, cases = 1): void {
  const bin = sizeBin(size);
  while (bins.length <= bin) bins.push(0);
  bins[bin] = (bins[bin] ?? 0) + cases;
}

export function decaySizes(bins: SizeBins, keep: number): void {
  for (let i = 0; i < bins.length; i++) bins[i] = (bins[i] ?? 0) * keep;
}

/** Weight of all cases. */
export function casesIn(bins: SizeBins): number {
  return sumFrom(bins, 0);
}

/** Weight of the cases at least so large. */
export function casesAtLeast(bins: SizeBins, size: number): number {
  return sumFrom(bins, sizeBin(size));
}

/** Share of cases at least so large; exponents of the tail are believed between 1 and `steepest`. */
export function shareAtLeast(bins: SizeBins, size: number, steepest: number): number {
  const cases = casesIn(bins);
  return Math.min(empiricalShare(bins, cases, size), paretoShare(bins, cases, size, steepest));
}

/** The size that this share of the cases does not exceed. */
export function sizeAtShare(bins: SizeBins, share: number): number {
  return largestIn(binAtShare(bins, casesIn(bins), share));
}

function empiricalShare(bins: SizeBins, cases: number, size: number): number {
  return (1 + sumFrom(bins, sizeBin(size))) / (1 + cases);
}

/** Beyond the 95 % point the sizes fall off as a power, its exponent by Hill's estimator; half a count for continuity. */
function paretoShare(bins: SizeBins, cases: number, size: number, steepest: number): number {
  if (cases === 0) return 1;
  const edge = binAtShare(bins, cases, 1 - tailShare);
  const from = largestIn(edge) + 0.5;
  const above = sumFrom(bins, edge + 1);
  if (size <= from) return 1;
  let logs = 0;
  for (let bin = edge + 1; bin < bins.length; bin++) logs += (bins[bin] ?? 0) * Math.log(largestIn(bin) / from);
  const hill = above < leastTailCases ? 1 : above / logs;
  const exponent = Math.min(Math.max(hill, 1), steepest);
  return (Math.max(above, 1) / cases) * (size / from) ** -exponent;
}

function sumFrom(bins: SizeBins, bin: number): number {
  let sum = 0;
  for (let i = bin; i < bins.length; i++) sum += bins[i] ?? 0;
  return sum;
}

function binAtShare(bins: SizeBins, cases: number, share: number): number {
  let sum = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    sum += bins[bin] ?? 0;
    if (sum >= share * cases) return bin;
  }
  return Math.max(0, bins.length - 1);
}

function sizeBin(size: number): number {
  const whole = Math.round(size);
  if (whole <= exactUpTo) return whole;
  return exactUpTo + Math.ceil(binsPerDoubling * Math.log2(whole / exactUpTo) - 1e-9);
}

/** The largest count that falls into a bin. */
function largestIn(bin: number): number {
  if (bin <= exactUpTo) return bin;
  return Math.floor(exactUpTo * 2 ** ((bin - exactUpTo) / binsPerDoubling) + 1e-9);
}
