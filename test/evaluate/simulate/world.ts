/** A world with nobody's campaign in it: its people, its tags, its listed accounts, and how noisy its tags are. */
import { dayMs, hourMs } from '../../../src/post/post.ts';
import { type BackgroundTag, createBackground } from './background.ts';
import { createBirths, createSchedulers } from './births.ts';
import type { Draft } from './draft.ts';
import { createListed, type Listed } from './listed.ts';
import type { SimulationParameters } from './parameters.ts';
import { createGroups, type Group, hourProfile } from './population.ts';

export interface World {
  readonly parameters: SimulationParameters;
  readonly seed: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly groups: readonly Group[];
  readonly tags: readonly BackgroundTag[];
  readonly listed: Listed;
  /** Everyday life, in no order of time. */
  readonly drafts: readonly Draft[];
  /** Standard deviation of the tag's posts in so many hours, its daily hours taken off; 1 for a tag nobody uses. */
  deviation(platform: string, tag: string, hours: number): number;
}

export function createWorld(parameters: SimulationParameters, seed: number): World {
  const groups = createGroups(parameters, seed);
  const { tags, drafts: background } = createBackground(parameters, groups, seed);
  const listed = createListed(parameters, groups, seed);
  const births = createBirths(parameters, groups, seed);
  const schedulers = createSchedulers(parameters, groups, tags, seed);
  const drafts = [...background, ...births, ...schedulers, ...listed.drafts];
  const fromMs = parameters.from.getTime();
  const world = { parameters, seed, fromMs, untilMs: fromMs + parameters.days * dayMs, groups, tags, listed, drafts };
  return { ...world, deviation: createDeviation(tags, drafts, parameters) };
}

function createDeviation(
  tags: readonly BackgroundTag[],
  drafts: readonly Draft[],
  parameters: SimulationParameters,
): World['deviation'] {
  const fromMs = parameters.from.getTime();
  const hours = parameters.days * 24;
  const counts = new Map(tags.map((tag) => [`${tag.group.parameters.platform}|${tag.tag}`, new Float64Array(hours)]));
  for (const draft of drafts) {
    const hour = Math.floor((draft.atMs - fromMs) / hourMs);
    for (const tag of draft.tags) {
      const series = counts.get(`${draft.account.platform}|${tag}`);
      if (series !== undefined) series[hour] = (series[hour] ?? 0) + 1;
    }
  }
  const groupOf = new Map(tags.map(({ tag, group }) => [`${group.parameters.platform}|${tag}`, group]));
  const expected = new Map<Group, Float64Array>();
  return (platform, tag, window) => {
    const series = counts.get(`${platform}|${tag}`);
    const group = groupOf.get(`${platform}|${tag}`);
    if (series === undefined || group === undefined) return 1;
    const profile = expected.get(group) ?? profileOf(group, fromMs, hours);
    expected.set(group, profile);
    return Math.max(1, windowDeviation(series, profile, Math.max(1, Math.min(Math.round(window), hours >> 1))));
  };
}

function profileOf({ parameters }: Group, fromMs: number, hours: number): Float64Array {
  const profile = hourProfile(parameters);
  return Float64Array.from({ length: hours }, (_, hour) => profile(Math.floor(fromMs / hourMs) + hour));
}

/** Root mean square of what windows of so many hours hold beyond the tag's level and the hours of its people. */
function windowDeviation(series: Float64Array, profile: Float64Array, window: number): number {
  const level = sumOf(series, 0, series.length) / sumOf(profile, 0, profile.length);
  let squares = 0;
  let windows = 0;
  for (let from = 0; from + window <= series.length; from += Math.max(1, window >> 1)) {
    squares += (sumOf(series, from, window) - level * sumOf(profile, from, window)) ** 2;
    windows += 1;
  }
  return Math.sqrt(squares / windows);
}

function sumOf(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at += 1) sum += values[at] ?? 0;
  return sum;
}
