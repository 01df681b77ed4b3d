/** Everyday life: tags by Zipf's law with hours, drift and noise of their own, and what people take up from each other. */
import { dayMs, hourMs } from '../../../src/post/post.ts';
import { cascade } from './cascade.ts';
import { createPen, type Draft, type Pen, someLikes } from './draft.ts';
import type { SimulationParameters } from './parameters.ts';
import { type Account, type Group, hourProfile, someAccount, zipfIndex } from './population.ts';
import { createRandom, itemAt, type Random } from './random.ts';
import { headline, newLink, newTag, sentence } from './text.ts';

export interface BackgroundTag {
  readonly tag: string;
  readonly group: Group;
  /** Posts an hour, cascades included. */
  readonly rate: number;
  /** Variance over mean of an hour's first posts. */
  readonly phi: number;
  readonly branching: number;
  /** Where its regular users begin among the accounts of the group, and how many they are. */
  readonly regulars: { readonly from: number; readonly count: number };
}

export interface Background {
  readonly tags: readonly BackgroundTag[];
  readonly drafts: readonly Draft[];
}

export function createBackground(parameters: SimulationParameters, groups: readonly Group[], seed: number): Background {
  const tags = createTags(parameters, groups, createRandom(seed, 'tags'));
  const drafts: Draft[] = [];
  const pen = createPen('b');
  const random = createRandom(seed, 'background');
  const groupTags = groups.map((group) => tags.filter((tag) => tag.group === group));
  for (const tag of tags) everyday(tag, itemAt(groupTags, tag.group.index), parameters, random, pen, drafts);
  return { tags, drafts };
}

function createTags(
  parameters: SimulationParameters,
  groups: readonly Group[],
  random: Random,
): readonly BackgroundTag[] {
  const used = new Set<string>();
  return Array.from({ length: parameters.backgroundTags }, (_, index) => {
    const group = someGroup(random, groups);
    const rate = parameters.topTagRate / (index + 1) ** parameters.tagExponent;
    const [least, most] = parameters.branching;
    let tag = newTag(group.words, random);
    while (used.has(`${group.parameters.platform}|${tag}`)) tag = newTag(group.words, random);
    used.add(`${group.parameters.platform}|${tag}`);
    return {
      tag,
      group,
      rate,
      phi: 1 + parameters.dispersion * Math.sqrt(rate) * random.lognormal(1, parameters.dispersionSpread),
      // Most tags are near the lower bound: u³ has the mean a quarter.
      branching: least + (most - least) * random.next() ** 3,
      regulars: {
        from: random.below(group.accounts.length),
        count: Math.min(group.accounts.length, 25 + Math.round(rate * 40)),
      },
    };
  });
}

export function someGroup(random: Random, groups: readonly Group[]): Group {
  let rest = random.next() * groups.reduce((sum, { parameters }) => sum + parameters.share, 0);
  for (const group of groups) {
    rest -= group.parameters.share;
    if (rest < 0) return group;
  }
  return itemAt(groups, groups.length - 1);
}

interface Titled {
  readonly link: string;
  readonly title: string;
}

function everyday(
  tag: BackgroundTag,
  companions: readonly BackgroundTag[],
  parameters: SimulationParameters,
  random: Random,
  pen: Pen,
  into: Draft[],
): void {
  const { group, rate, phi, branching } = tag;
  const fromMs = parameters.from.getTime();
  const untilMs = fromMs + parameters.days * dayMs;
  const profile = hourProfile(group.parameters);
  const author = (): Account => regularOrAnybody(tag, random, parameters.activityExponent);
  const { repostShare, quoteShare } = parameters;
  const settings = {
    branching: branching / meanReach(tag, parameters),
    repostShare,
    quoteShare,
    untilMs,
    words: group.words,
    author,
  };
  let drift = 1;
  let titles: readonly Titled[] = [];
  // A day before the first hour is lived through and thrown away, so that cascades are under way.
  for (let atMs = fromMs - dayMs; atMs < untilMs; atMs += hourMs) {
    const hour = Math.floor(atMs / hourMs);
    if (hour % 24 === 0) {
      drift *= Math.exp(parameters.driftPerDay * random.normal());
      titles = [];
    }
    const firsts = random.count(rate * (1 - branching) * drift * profile(hour), phi);
    for (let left = firsts; left > 0; left -= 1) {
      const account = author();
      const time = atMs + random.next() * hourMs;
      const tags = random.chance(0.12) ? withCompanion(tag, companions, random) : [tag.tag];
      if (titles.length === 0) titles = todaysTitles(group, random);
      const shared = random.chance(parameters.linkShare) ? random.pick(titles) : undefined;
      const likes = someLikes(random, account.reach);
      const media = random.chance(parameters.mediaShare) ? [`m${random.below(2 ** 30).toString(36)}`] : undefined;
      const text = shared !== undefined && random.chance(0.6) ? shared.title : sentence(group.words, random);
      const links = shared === undefined ? [] : [shared.link];
      keep(pen.write(account, time, { text, tags, links, media, likes }));
    }
  }

  function keep(root: Draft): void {
    const whole: Draft[] = [root];
    cascade(root, settings, random, pen, whole);
    for (const draft of whole) if (draft.atMs >= fromMs) into.push(draft);
  }
}

function regularOrAnybody({ group, regulars }: BackgroundTag, random: Random, exponent: number): Account {
  if (random.chance(0.4)) return someAccount(random, group, exponent);
  const index = regulars.from + zipfIndex(random, regulars.count, exponent);
  return itemAt(group.accounts, index % group.accounts.length);
}

const reachDraws = 1000;

/** Who uses a tag may be heard more than others: taken off, so that every post of it has `branching` children on average. */
function meanReach(tag: BackgroundTag, { activityExponent }: SimulationParameters): number {
  const random = createRandom(reachDraws, tag.tag);
  let sum = 0;
  for (let n = 0; n < reachDraws; n += 1) sum += regularOrAnybody(tag, random, activityExponent).reach;
  return Math.max(0.2, sum / reachDraws);
}

function withCompanion(tag: BackgroundTag, companions: readonly BackgroundTag[], random: Random): readonly string[] {
  const other = itemAt(companions, zipfIndex(random, companions.length, 1.2));
  return other === tag ? [tag.tag] : [tag.tag, other.tag];
}

function todaysTitles(group: Group, random: Random): readonly Titled[] {
  return Array.from({ length: random.whole(1, 3) }, () => ({
    link: newLink(random.pick(group.hosts), random),
    title: headline(group.words, random),
  }));
}
