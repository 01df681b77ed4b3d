/**
 * How busy each hour of the week (or other bin of a period) is against the level: learned once for a group of series
 * and shared by them, because no single tag has posts enough for 168 bins. 1 is usual.
 */

export interface SeasonSettings {
  /** Bins in a period: 168 hours of a week. */
  readonly period: number;
  /** Share of a bin's sums that stays at each visit. */
  readonly memory: number;
  /** Counts that pull an unknown bin towards 1. */
  readonly pull: number;
  /** Bins to each side that are taken together. */
  readonly smoothing: number;
}

/** Hours of a week, remembered six weeks; 200 counts of prior; one hour to each side (design: lane A). */
export const weekOfHours: SeasonSettings = { period: 168, memory: 2 ** (-1 / 6), pull: 200, smoothing: 1 };

/** Changed in place; `counted[k] / expected[k]` is the raw season of bin k. */
export interface SeasonProfile {
  readonly settings: SeasonSettings;
  readonly counted: number[];
  readonly expected: number[];
}

export function newSeasonProfile(settings: SeasonSettings): SeasonProfile {
  return {
    settings,
    counted: Array.from({ length: settings.period }, () => 0),
    expected: Array.from({ length: settings.period }, () => 0),
  };
}

function binOf(bucket: number, period: number): number {
  return ((bucket % period) + period) % period;
}

/** Season of a bin. With `towards`, a series' own profile is pulled to the season of its group instead of to 1. */
export function seasonAt(profile: SeasonProfile, bucket: number, towards = 1): number {
  const { period, smoothing, pull } = profile.settings;
  let counted = 0;
  let expected = 0;
  for (let side = -smoothing; side <= smoothing; side++) {
    const bin = binOf(bucket + side, period);
    counted += profile.counted[bin] ?? 0;
    expected += profile.expected[bin] ?? 0;
  }
  return (counted + pull * towards) / (expected + pull);
}

/** One visit of a bin: what all series of the group taught, and the sum of their levels. */
export function learnSeason(profile: SeasonProfile, bucket: number, counted: number, expected: number): void {
  const bin = binOf(bucket, profile.settings.period);
  profile.counted[bin] = profile.settings.memory * (profile.counted[bin] ?? 0) + counted;
  profile.expected[bin] = profile.settings.memory * (profile.expected[bin] ?? 0) + expected;
}
