/**
 * The 42 scenarios of Noufaily et al. (2013, Statistics in Medicine 32): weekly counts with trend, season, overdispersion,
 * four outbreaks in the baseline and one in the last 49 weeks. As written in the detection design, section 3.2.
 */
import { negativeBinomial, normal, poisson, type Random, seededRandom, wholeBetween } from './random.ts';

export interface Scenario {
  readonly theta: number;
  readonly beta: number;
  readonly cosine: number;
  readonly sine: number;
  /** Number of harmonics of the year. */
  readonly harmonics: number;
  readonly dispersion: number;
}

export interface NoufailySeries {
  readonly scenario: number;
  /** With the outbreaks of the past, without the current one. */
  readonly quiet: Uint32Array;
  /** Cases of the current outbreak. */
  readonly outbreak: Uint32Array;
  readonly counts: Uint32Array;
  /** Size of the current outbreak, in standard deviations of its first week. */
  readonly k: number;
}

export const weeks = 624;
/** 1-based: weeks in which past outbreaks start, and first week that is judged. */
const pastFrom = 313;
export const currentFrom = 576;
const pastSizes = [2, 3, 5, 10];
const spreadWeeks = 0.5;

/** theta, beta, cosine, sine, dispersion. */
const rows = [
  [0.1, 0.0025, 0.6, 0.6, 1.5],
  [-2, 0.005, 0.1, 0.3, 2],
  [1.5, 0.003, 0.2, -0.4, 1],
  [0.5, 0.002, 0.5, 0.5, 5],
  [2.5, 0.001, 1, 0.1, 3],
  [3.75, 0.001, 0.1, -0.1, 1.1],
  [5, 0.0001, 0.05, 0.01, 1.2],
] as const;

export const scenarios: readonly Scenario[] = rows.flatMap(([theta, beta, cosine, sine, dispersion]) =>
  [0, beta].flatMap((slope) =>
    [0, 1, 2].map((harmonics) => ({ theta, beta: slope, cosine, sine, harmonics, dispersion })),
  ),
);

/** Mean of week t, 1-based. */
export function meanOf({ theta, beta, cosine, sine, harmonics }: Scenario, t: number): number {
  let eta = theta + beta * t;
  for (let j = 1; j <= harmonics; j++) {
    const angle = (2 * Math.PI * j * t) / 52;
    eta += cosine * Math.cos(angle) + sine * Math.sin(angle);
  }
  return Math.exp(eta);
}

/** One series, the same for the same numbers. */
export function noufailySeries(scenario: number, repeat: number, seed: number): NoufailySeries {
  const parameters = scenarios[scenario];
  if (parameters === undefined) throw new RangeError(`there is no scenario ${scenario}`);
  const random = seededRandom(seed, scenario, repeat);
  const means = Float64Array.from({ length: weeks }, (_, i) => meanOf(parameters, i + 1));
  const quiet = Uint32Array.from(means, (mean) => negativeBinomial(random, mean, parameters.dispersion));
  const deviationAt = (week: number): number => Math.sqrt(parameters.dispersion * (means[week - 1] ?? 0));
  const starts = new Set<number>();
  for (const k of pastSizes) {
    let start = wholeBetween(random, pastFrom, currentFrom - 1);
    while (starts.has(start)) start = wholeBetween(random, pastFrom, currentFrom - 1);
    starts.add(start);
    addOutbreak(random, quiet, start, k * deviationAt(start));
  }
  const k = wholeBetween(random, 1, 10);
  const start = wholeBetween(random, currentFrom, weeks);
  const outbreak = new Uint32Array(weeks);
  addOutbreak(random, outbreak, start, k * deviationAt(start));
  return { scenario, quiet, outbreak, counts: quiet.map((count, i) => count + (outbreak[i] ?? 0)), k };
}

/** At least two cases, each some weeks after the start; cases after the last week are not seen. */
function addOutbreak(random: Random, counts: Uint32Array, start: number, expected: number): void {
  let size = 0;
  while (size < 2) size = poisson(random, expected);
  for (let i = 0; i < size; i++) {
    const week = start - 1 + Math.floor(Math.exp(spreadWeeks * normal(random)));
    if (week < counts.length) counts[week] = (counts[week] ?? 0) + 1;
  }
}
