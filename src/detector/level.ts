/**
 * The usual level of one count series: a discounted Gamma-Poisson level with its own dispersion, over one bucket and
 * over longer windows. Buckets in, expectations out; no season and no time is kept here.
 *
 * Half-lives are in buckets. Formulas: Tocsin's detection design, lane A.
 */

export interface LevelSettings {
  /** Buckets after which an observation counts half. */
  readonly halfLife: number;
  /** Gamma prior of the level: shape and mean per bucket. */
  readonly priorShape: number;
  readonly priorMean: number;
  /** Variance over mean before anything is known, worth 20 buckets. */
  readonly priorDispersion: number;
  readonly maxDispersion: number;
  /** Windows longer than a bucket, in buckets. */
  readonly windows: readonly number[];
  /** Half-life of the windows' own dispersion. */
  readonly windowHalfLife: number;
  /** Relative variance of the true level inside a window, on top of what is not known of it. */
  readonly windowDoubt: number;
}

export const hourlyLevel: LevelSettings = {
  halfLife: 168,
  priorShape: 0.3,
  priorMean: 0.3,
  priorDispersion: 1.5,
  maxDispersion: 50,
  windows: [6, 24],
  windowHalfLife: 336,
  windowDoubt: 0.01,
};

/** Changed in place: a level is touched once an hour for every key. `a / b` is the mean per bucket at season 1. */
export interface Level {
  a: number;
  b: number;
  /** Decayed sums of squared errors and of their number: n / q is the dispersion. */
  n: number;
  q: number;
  /** The same per window, in the order of `settings.windows`. */
  readonly windowN: number[];
  readonly windowQ: number[];
}

/** What a bucket or window should hold. */
export interface Expectation {
  readonly mean: number;
  readonly variance: number;
}

/** Weight of the prior of the dispersion, in buckets, and of the bucket's dispersion in that of a window. */
const dispersionWeight = 20;
const windowDispersionWeight = 10;
/** The level falls back to this share of the prior, not to no information at all. */
const priorPull = 0.02;
/** Below this mean a bucket says nothing about the dispersion. */
const tellingMean = 0.05;
const tellingWindowMean = 0.2;
const leastMean = 1e-6;

export function newLevel(settings: LevelSettings): Level {
  return {
    a: settings.priorShape,
    b: settings.priorShape / settings.priorMean,
    n: 0,
    q: 0,
    windowN: settings.windows.map(() => 0),
    windowQ: settings.windows.map(() => 0),
  };
}

/** Dispersion of one bucket: variance over mean apart from the uncertainty of the level. */
export function dispersionOf(level: Level, settings: LevelSettings): number {
  const weighed = (level.n + dispersionWeight * settings.priorDispersion) / (level.q + dispersionWeight);
  return clamp(weighed, 1, settings.maxDispersion);
}

/** @param doubt relative variance of the season where it is not known yet */
export function expectBucket(level: Level, season: number, settings: LevelSettings, doubt = 0): Expectation {
  const mean = Math.max((level.a / level.b) * season, leastMean);
  return { mean, variance: dispersionOf(level, settings) * mean + mean * mean * (1 / level.a + doubt) };
}

/** @param seasonSum sum of the season over the buckets of the window */
export function expectWindow(
  level: Level,
  window: number,
  seasonSum: number,
  settings: LevelSettings,
  doubt = 0,
): Expectation {
  const mean = Math.max((level.a / level.b) * seasonSum, leastMean);
  const dispersion = clamp(
    ((level.windowN[window] ?? 0) + windowDispersionWeight * dispersionOf(level, settings)) /
      ((level.windowQ[window] ?? 0) + windowDispersionWeight),
    1,
    settings.maxDispersion,
  );
  return { mean, variance: dispersion * mean + mean * mean * (1 / level.a + settings.windowDoubt + doubt) };
}

/**
 * Takes one fully covered bucket into the level and returns the count as taught: a burst is cut at mean + 2.6 sd + 1,
 * so that it cannot teach the baseline.
 */
export function learnBucket(level: Level, count: number, season: number, settings: LevelSettings, cut = true): number {
  const mean = Math.max((level.a / level.b) * season, leastMean);
  const dispersion = dispersionOf(level, settings);
  let taught = count;
  if (cut && count > mean) {
    const variance = dispersion * mean + (mean * mean) / level.a;
    taught = Math.min(count, mean + 2.6 * Math.sqrt(variance) + 1);
  }
  const keep = keepOf(settings.halfLife);
  level.n *= keep;
  level.q *= keep;
  if (mean > tellingMean) {
    level.n += (taught - mean) ** 2 / (mean + (mean * mean) / level.a);
    level.q += 1;
  }
  const pull = priorPull * (1 - keep);
  level.a = keep * level.a + pull * settings.priorShape + taught / dispersion;
  level.b = keep * level.b + (pull * settings.priorShape) / settings.priorMean + season / dispersion;
  return taught;
}

/** Takes one window that ends in a learnt bucket into the dispersion of windows of its length; before the bucket itself. */
export function learnWindow(
  level: Level,
  window: number,
  count: number,
  seasonSum: number,
  settings: LevelSettings,
): void {
  if (!windowTells(level, seasonSum)) return;
  const length = settings.windows[window] ?? 1;
  const { mean, variance } = expectWindow(level, window, seasonSum, settings);
  const keep = keepOf(settings.windowHalfLife);
  const error = Math.min((count - mean) ** 2, 9 * variance);
  const spread = mean + mean * mean * (1 / level.a + settings.windowDoubt);
  level.windowN[window] = keep * (level.windowN[window] ?? 0) + error / spread / length;
  level.windowQ[window] = keep * (level.windowQ[window] ?? 0) + 1 / length;
}

/** Whether a window holds enough to say something about the dispersion. */
export function windowTells(level: Level, seasonSum: number): boolean {
  return level.a * seasonSum > tellingWindowMean * level.b;
}

/**
 * Takes `buckets` silent buckets at once; the dispersion is held meanwhile, and the sums behind it decay.
 *
 * @param seasons sum of the buckets' seasons, each decayed by its age: of so many at season 1 when not given
 */
export function learnSilence(level: Level, buckets: number, settings: LevelSettings, seasons?: number): void {
  const keep = keepOf(settings.halfLife);
  const kept = keep ** buckets;
  const pull = priorPull * (1 - kept);
  const silence = (seasons ?? (1 - kept) / (1 - keep)) / dispersionOf(level, settings);
  level.a = kept * level.a + pull * settings.priorShape;
  level.b = kept * level.b + (pull * settings.priorShape) / settings.priorMean + silence;
  const keptWindows = keepOf(settings.windowHalfLife) ** buckets;
  level.n *= kept;
  level.q *= kept;
  for (let window = 0; window < settings.windows.length; window++) {
    level.windowN[window] = keptWindows * (level.windowN[window] ?? 0);
    level.windowQ[window] = keptWindows * (level.windowQ[window] ?? 0);
  }
}

/** Numbers of a level in the order `levelFrom` reads them. */
export function levelNumbers(level: Level): number[] {
  return [level.a, level.b, level.n, level.q, ...level.windowN, ...level.windowQ];
}

export function levelFrom(numbers: readonly number[], settings: LevelSettings): Level {
  const level = newLevel(settings);
  const at = (index: number): number => numbers[index] ?? 0;
  level.a = at(0);
  level.b = at(1);
  level.n = at(2);
  level.q = at(3);
  for (let i = 0; i < settings.windows.length; i++) {
    level.windowN[i] = at(4 + i);
    level.windowQ[i] = at(4 + settings.windows.length + i);
  }
  return level;
}

const keeps = new Map<number, number>();

/** Share that stays after one bucket; only a few half-lives are ever asked for. */
function keepOf(halfLife: number): number {
  const known = keeps.get(halfLife);
  if (known !== undefined) return known;
  const keep = 0.5 ** (1 / halfLife);
  keeps.set(halfLife, keep);
  return keep;
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
