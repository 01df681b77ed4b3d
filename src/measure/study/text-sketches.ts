/**
 * Sketches of texts: of each text 64 bytes, of which two texts share about as large a part as their sets of 5-grams do.
 *
 * One-permutation MinHash (Li, Owen, Zhang 2012): every 5-gram falls into one of 64 bins, of each bin the smallest hash
 * is kept. Empty bins of short texts borrow from others (densification, Shrivastava 2017). Of the hash one byte is kept
 * (b-bit MinHash, Li and König 2010), so that bins of different texts agree by chance once in 256.
 */
import { gramHash, gramLength, mixed } from './grams.ts';

const bins = 64;
/**
 * Four bins are a band; two texts are candidates when they agree in a whole band. At a similarity of 0.8 that happens
 * with 1 - (1 - 0.8^4)^16 = 99.98 %, at 0.5 with 64 %, at 0.2 with 2.5 %.
 */
const binsPerBand = 4;
export const bands = bins / binsPerBand;

/** Of text number i the bytes 64 i … 64 i + 63, one a bin; and the same as 16 numbers, one a band. */
export interface Sketches {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Bins that the text fills by itself: as many independent features it has, at most. */
  readonly filled: Uint8Array;
}

export function createSketches(count: number, textAt: (place: number) => string): Sketches {
  const bytes = new Uint8Array(count * bins);
  const filled = new Uint8Array(count);
  const smallest = new Uint32Array(bins);
  for (let place = 0; place < count; place++) {
    filled[place] = sketch(textAt(place), smallest);
    for (let bin = 0; bin < bins; bin++) bytes[place * bins + bin] = valueOf(smallest, bin) & 0xff;
  }
  return { bytes, words: new Uint32Array(bytes.buffer), filled };
}

export function bandOf({ words }: Sketches, place: number, band: number): number {
  return words[place * bands + band] ?? 0;
}

/** `bands` when the texts agree in none. */
export function firstCommonBand({ words }: Sketches, a: number, b: number): number {
  let band = 0;
  while (band < bands && words[a * bands + band] !== words[b * bands + band]) band += 1;
  return band;
}

/** Standard deviations below the expected agreement at which a pair is no candidate any more. */
const patience = 3;

/**
 * Bins in which two texts agree at least when they are as similar as this, as a list by the number of bins that the
 * shorter one fills: of few features, chance takes a larger part.
 */
export function leastAgreement(similarity: number): Uint8Array {
  return Uint8Array.from({ length: bins + 1 }, (_, filled) => {
    const deviation = Math.sqrt((similarity * (1 - similarity)) / Math.max(1, filled));
    return Math.max(0, Math.floor(bins * (similarity - patience * deviation)));
  });
}

export function agreeingBins({ words }: Sketches, a: number, b: number): number {
  let different = 0;
  for (let band = 0; band < bands; band++) {
    const bits = (words[a * bands + band] ?? 0) ^ (words[b * bands + band] ?? 0);
    if (bits === 0) continue;
    if ((bits & 0xff) !== 0) different += 1;
    if ((bits & 0xff00) !== 0) different += 1;
    if ((bits & 0xff0000) !== 0) different += 1;
    if (bits >>> 24 !== 0) different += 1;
  }
  return bins - different;
}

const empty = 0xffffffff;
const binShift = 32 - Math.log2(bins);

/** Smallest hash of each bin; the upper six bits of a hash are its bin. @returns bins that are not empty */
function sketch(text: string, smallest: Uint32Array): number {
  smallest.fill(empty);
  const last = text.length - gramLength;
  for (let at = 0; at <= last; at++) {
    const hash = gramHash(text, at);
    const bin = hash >>> binShift;
    const low = hash & ((1 << binShift) - 1);
    if (low < (smallest[bin] ?? empty)) smallest[bin] = low;
  }
  let filled = 0;
  for (const value of smallest) if (value !== empty) filled += 1;
  return filled;
}

/** The bin's own value, or that of a bin which only the number of this one chooses. */
function valueOf(smallest: Uint32Array, bin: number): number {
  const own = smallest[bin] ?? empty;
  if (own !== empty) return own;
  for (const other of borrowed[bin] ?? []) {
    const value = smallest[other] ?? empty;
    // Mixed with the bin, so that bins which borrow from one are different features.
    if (value !== empty) return mixed(value ^ Math.imul(bin + 1, 0x9e3779b1));
  }
  return 0;
}

/** For each bin all others in an order of its own. */
const borrowed: readonly (readonly number[])[] = Array.from({ length: bins }, (_, bin) =>
  Array.from({ length: bins }, (__, other) => other)
    .filter((other) => other !== bin)
    .map((other) => ({ other, order: mixed(bin * bins + other + 1) }))
    .sort((a, b) => a.order - b.order)
    .map(({ other }) => other),
);
