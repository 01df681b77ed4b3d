/**
 * How large new keys usually are at a given age. A key younger than three days has no level of its own, so it is
 * compared with all earlier new keys of its platform when they were as old (design: lane B).
 */
import { addSize, casesIn, decaySizes, type SizeBins, shareAtLeast, sizeAtShare } from './size-bins.ts';

/** Hours during which a key counts as new. */
export const youngHours = 72;

/** Ages at which new keys are remembered; a key is compared with the next of them, where the others are larger. */
const ages = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 42, 48, 60, 71];
/** Share that stays after an hour: half-life 30 days. */
const memory = 2 ** (-1 / 720);
/** The prior weighs as much as so many earlier keys. */
const priorKeys = 50;
/**
 * P(count ≥ c) = c^−2 before anything is known: 17,670 new tags of the German elections 2021 (CooRTweet sample) fall
 * off with an exponent of 2.0 to 2.4 between 2 and 40 accounts in a day.
 */
const priorExponent = 2;
/** Of 20 new keys one has more, by the prior. */
const priorUsual = { low: 1, high: 5 };
/** Sizes of cascades are never taken to fall off faster than this. */
const steepest = 3;

/** Changed in place: for each age the decayed number of earlier keys per size. */
export interface NoveltyReference {
  readonly bins: SizeBins[];
}

export function newNoveltyReference(): NoveltyReference {
  return { bins: ages.map(() => []) };
}

/** Takes a new key as it was at an age in hours; ages in between say nothing new. */
export function learnNewKey(reference: NoveltyReference, age: number, count: number): void {
  const bins = reference.bins[ages.indexOf(age)];
  if (bins !== undefined) addSize(bins, count);
}

/** Takes the new keys that were used about once and not kept, by the hour they were born in, as they are at `hour`. */
export function learnSingles(reference: NoveltyReference, hour: number, born: ReadonlyMap<number, number>): void {
  for (const [i, age] of ages.entries()) {
    const keys = born.get(hour - age);
    const bins = reference.bins[i];
    if (keys !== undefined && bins !== undefined) addSize(bins, 1, keys);
  }
}

export function forgetAnHour(reference: NoveltyReference): void {
  for (const bins of reference.bins) decaySizes(bins, memory);
}

/** ln of the chance that a new key of this age (hours) has so many or more. */
export function logNoveltyTail(reference: NoveltyReference, age: number, count: number): number {
  const bins = binsFor(reference, age);
  const known = casesIn(bins);
  const prior = Math.max(count, 1) ** -priorExponent;
  const seen = known * shareAtLeast(bins, count, steepest);
  return Math.min(0, Math.log((priorKeys * prior + seen) / (priorKeys + known)));
}

/** Sizes between which the middle 90 % of new keys of this age lie; the prior's where few are known. */
export function usualNewKeys(
  reference: NoveltyReference,
  age: number,
): { readonly low: number; readonly high: number } {
  const bins = binsFor(reference, age);
  if (casesIn(bins) < priorKeys) return priorUsual;
  return { low: Math.max(1, sizeAtShare(bins, 0.05)), high: sizeAtShare(bins, 0.95) };
}

function binsFor(reference: NoveltyReference, age: number): SizeBins {
  const next = ages.findIndex((known) => known >= age);
  return reference.bins[next < 0 ? ages.length - 1 : next] ?? [];
}
