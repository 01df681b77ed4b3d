/** What an injected event is before its truth is written, and what most events are made of. */
import { dayMs, hourMs } from '../../../src/post/post.ts';
import type { Simulation, Truth } from '../simulation.ts';
import { type Draft, type Pen, someLikes } from './draft.ts';
import { type Account, createAccount, type Group, someAccount } from './population.ts';
import { itemAt, type Random } from './random.ts';
import { newTag, sentence } from './text.ts';
import type { World } from './world.ts';

export interface EventDraft {
  readonly platform: string;
  readonly tags: readonly string[];
  readonly links?: readonly string[] | undefined;
  /** Those who do it, without the crowd they draw. */
  readonly accounts: readonly Account[];
  readonly drafts: readonly Draft[];
  /** What the same accounts post at other times: read like everything, no part of the event. */
  readonly aside?: readonly Draft[] | undefined;
  readonly news?: Simulation['news'] | undefined;
  readonly events?: Simulation['events'] | undefined;
  /** From before the world begins. */
  readonly history?: readonly Draft[] | undefined;
  readonly outage?: { readonly fromMs: number; readonly toMs: number } | undefined;
}

export interface EventScene {
  readonly world: World;
  readonly random: Random;
  readonly id: string;
  readonly pen: Pen;
  /** Keys of tags that an earlier event has taken; `takeTag` adds to it. */
  readonly taken: Set<string>;
}

export type MakeEvent = (scene: EventScene) => EventDraft;

export interface MadeEvent {
  readonly id: string;
  readonly kind: Truth['kind'];
  readonly wanted: Truth['wanted'];
  readonly event: EventDraft;
}

/** A day on which an event may begin, with room for its length. */
export function someDay({ world, random }: EventScene, lengthHours: number): number {
  const { warmUpDays, days } = world.parameters;
  const room = Math.max(1, days - warmUpDays - Math.ceil(lengthHours / 24));
  return world.fromMs + (warmUpDays + random.below(room)) * dayMs;
}

/** Begin of a working day in Beijing (UTC+8), Monday to Friday. */
export function officeDay(scene: EventScene, lengthHours: number): number {
  for (let tries = 0; tries < 20; tries += 1) {
    const day = someDay(scene, lengthHours);
    if (![0, 6].includes(new Date(day).getUTCDay())) return day + hourMs;
  }
  return someDay(scene, lengthHours) + hourMs;
}

/** People of the platform that most are on; `lang` apart from those named. */
export function someHome({ world, random }: EventScene): Group {
  const main = itemAt(world.groups, 0).parameters.platform;
  return random.pick(world.groups.filter(({ parameters }) => parameters.platform === main));
}

export interface Recruits {
  readonly count: number;
  readonly group: Group;
  readonly createdAt: (n: number) => Date;
  readonly followers: () => number;
  readonly defaultHandleShare?: number | undefined;
}

/** Accounts that nobody has seen before this event; hardly anybody listens to them. */
export function recruit({ world, random, id }: EventScene, recruits: Recruits): readonly Account[] {
  const { count, group, createdAt, followers, defaultHandleShare } = recruits;
  const style = {
    followers: world.parameters.followers,
    defaultHandleShare: defaultHandleShare ?? world.parameters.defaultHandleShare,
  };
  return Array.from({ length: count }, (_, n) => ({
    ...createAccount(style, random, {
      id: `${id}-a${group.index}x${n}`,
      platform: group.parameters.platform,
      lang: group.parameters.lang,
      createdAt: createdAt(n),
    }),
    followers: followers(),
    reach: 0.02,
  }));
}

/** Different accounts of a group, the active ones first to be drawn. */
export function gather({ world, random }: EventScene, group: Group, count: number): readonly Account[] {
  const chosen = new Set<Account>();
  const most = Math.min(count, Math.floor(group.accounts.length * 0.6));
  for (let tries = 0; chosen.size < most && tries < most * 30; tries += 1) {
    chosen.add(someAccount(random, group, Math.min(1.05, world.parameters.activityExponent)));
  }
  return [...chosen];
}

export interface Crowd {
  readonly accounts: readonly Account[];
  readonly group: Group;
  readonly posts: number;
  readonly tags: readonly string[];
  readonly repostShare: number;
  /** When one of the posts is written. */
  readonly at: () => number;
  readonly text?: (() => string) | undefined;
  readonly links?: (() => readonly string[]) | undefined;
  /** Posts that may be repeated from the beginning. */
  readonly seeds?: readonly Draft[] | undefined;
}

/** People who post about the same thing and repeat each other, in order of time. */
export function crowdPosts({ random, pen, world }: EventScene, crowd: Crowd): readonly Draft[] {
  const { accounts, group, tags, repostShare, at, seeds = [] } = crowd;
  const text = crowd.text ?? (() => sentence(group.words, random));
  const times = Array.from({ length: crowd.posts }, at)
    .filter((time) => time < world.untilMs)
    .sort((a, b) => a - b);
  const originals: Draft[] = [...seeds].sort((a, b) => a.atMs - b.atMs);
  const drafts: Draft[] = [];
  for (const time of times) {
    const account = itemAt(accounts, Math.floor(accounts.length * random.next() ** 1.5));
    // Fame grows: the first are repeated most.
    const parent = originals[Math.floor(originals.length * random.next() ** 2)];
    const repeats = parent !== undefined && parent.atMs < time && parent.account !== account;
    if (repeats && random.chance(repostShare)) {
      drafts.push(pen.repost(account, time, parent));
      continue;
    }
    const links = crowd.links?.() ?? [];
    const draft = pen.write(account, time, { text: text(), tags, links, likes: someLikes(random, account.reach) });
    originals.push(draft);
    drafts.push(draft);
  }
  return drafts;
}

/** A tag nobody used before. */
export function freshTag({ world, random, taken }: EventScene, group: Group): string {
  for (;;) {
    const tag = newTag(group.words, random);
    const key = `${group.parameters.platform}|${tag}`;
    if (taken.has(key) || world.tags.some((known) => known.tag === tag)) continue;
    taken.add(key);
    return tag;
  }
}

/** A tag in everyday use, of which so many posts in so many hours are as many deviations as the world wants. */
export function knownTag({ world, random, taken }: EventScene, group: Group, posts: number, hours: number): string {
  const { from, to, below } = world.parameters.campaignSizes;
  const size = random.chance(below) ? random.between(1, from) : from * (to / from) ** random.next();
  const { platform } = group.parameters;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { tag, group: home } of world.tags) {
    if (home.parameters.platform !== platform || taken.has(`${platform}|${tag}`)) continue;
    const miss = Math.abs(Math.log(posts / world.deviation(platform, tag, hours) / size)) + (home === group ? 0 : 0.15);
    if (miss < least) {
      least = miss;
      best = tag;
    }
  }
  if (best === undefined) throw new RangeError(`no tag of ${platform} is left for an event`);
  taken.add(`${platform}|${best}`);
  return best;
}

/** An instant within `minutes` after the hour, most of them soon: exponential with a third of it as mean. */
export function soonAfter(random: Random, atMs: number, minutes: number): number {
  return atMs + Math.min(1, -Math.log(1 - random.next()) / 3) * minutes * 60_000;
}
