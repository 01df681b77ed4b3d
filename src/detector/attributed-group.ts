/**
 * What is kept of one group of listed accounts on one platform (`CN state-media`): its level of posts, how often each
 * account posts about anything, how often the group posts about each topic, and how far its accounts agree anyway.
 * A topic is `#tag` or a link's host.
 */
import { boundTopics } from './attributed-bound.ts';
import { addToBucket, type Bucket, bucketAt, countWindow } from './burst-bucket.ts';
import { addToEpisode, type Episode } from './episode.ts';
import { hourlyLevel, type Level, type LevelSettings, learnBucket, learnWindow, newLevel } from './level.ts';
import { logAtLeast } from './poisson-binomial.ts';
import { learnSeason, newSeasonProfile, type SeasonProfile, seasonAt, weekOfHours } from './season.ts';
import { addSize, casesAtLeast, casesIn, decaySizes, type SizeBins } from './size-bins.ts';
import { touchesGap } from './unread-hours.ts';

/** Design, lane C: half-life 28 days, guard 48 h. */
const halfLifeHours = 672;
export const groupLevel: LevelSettings = { ...hourlyLevel, halfLife: halfLifeHours, windowHalfLife: 2 * halfLifeHours };
export const groupGuardHours = 48;
/** A group posts little, so a whole day and night teaches before anything is told. */
export const groupSettleHours = 24;
/** The group has a season of its own, pulled to 1 by 20 posts. */
export const groupSeason = { ...weekOfHours, pull: 20 };
/** Learnt hours whose accounts are still needed: the dispersion looks at a day. */
const crowdHours = 24;
/** Dispersion of agreement before anything is known, and its weight in expected accounts. */
const priorDispersion = 1.5;
const priorWeight = 20;
const maxDispersion = 50;
/** Uses of any topic that an unknown account is given, in a day more than was seen. */
const priorUses = 0.5;
const priorHours = 24;
/** Topics with less than this many remembered uses are forgotten. */
const negligibleUses = 0.25;

/** A burst in the making: of the group as a whole, or of a topic. */
export interface Subject {
  readonly buckets: Bucket[];
  episode: Episode | undefined;
  quietSince: number;
}

export interface Topic extends Subject {
  /** Uses, weighted by `weightAt`. */
  uses: number;
}

/** Changed in place. */
export interface ListedGroup extends Subject {
  readonly platform: string;
  readonly name: string;
  readonly first: number;
  learnt: number;
  readonly level: Level;
  readonly season: SeasonProfile;
  readonly topics: Map<string, Topic>;
  /** Uses of any topic per account, and in all, weighted; and the weighted hours they were made in. */
  readonly uses: Map<string, number>;
  allUses: number;
  hours: number;
  /** Decayed squared errors and expectations of accounts per topic and day. */
  dispersionN: number;
  dispersionQ: number;
  /** −ln P of the accounts on each topic used in a day: how surprising its days have been. */
  readonly surprises: SizeBins;
  /** Topics looked at per hour of the last day. */
  readonly looks: Map<number, number>;
}

export function newListedGroup(platform: string, name: string, first: number): ListedGroup {
  return {
    platform,
    name,
    first,
    learnt: first - 1,
    level: newLevel(groupLevel),
    season: newSeasonProfile(groupSeason),
    buckets: [],
    episode: undefined,
    quietSince: Number.NEGATIVE_INFINITY,
    topics: new Map(),
    uses: new Map(),
    allUses: 0,
    hours: 0,
    dispersionN: 0,
    dispersionQ: 0,
    surprises: [],
    looks: new Map(),
  };
}

export function addToGroup(
  group: ListedGroup,
  hour: number,
  accountId: string,
  time: number,
  topics: readonly string[],
): readonly Topic[] {
  addToSubject(group, hour, accountId, time, topics);
  return topics.map((name) => {
    const topic = group.topics.get(name) ?? newTopic();
    group.topics.set(name, topic);
    addToSubject(
      topic,
      hour,
      accountId,
      time,
      topics.filter((other) => other !== name),
    );
    return topic;
  });
}

function newTopic(): Topic {
  return { uses: 0, buckets: [], episode: undefined, quietSince: Number.NEGATIVE_INFINITY };
}

function addToSubject(
  subject: Subject,
  hour: number,
  accountId: string,
  time: number,
  others: readonly string[],
): void {
  addToBucket(bucketAt(subject.buckets, hour), accountId, time, others);
  const { episode } = subject;
  if (episode !== undefined && hour >= episode.fromHour) addToEpisode(episode, accountId, time, others);
}

/** Lets everything teach that is old enough when `hour` is tested. */
export function learnGroupUntil(group: ListedGroup, hour: number, unread: ReadonlySet<number>): void {
  if (hour < group.first + groupSettleHours) return;
  const until = Math.max(hour - groupGuardHours, group.first + groupSettleHours - 1);
  while (group.learnt < until) learnGroupHour(group, group.learnt + 1, unread);
}

function learnGroupHour(group: ListedGroup, hour: number, unread: ReadonlySet<number>): void {
  if (unread.has(hour)) {
    // Not read: no posts here say nothing about what the group usually does.
    group.learnt = hour;
    letGo(group, hour);
    return;
  }
  const settling = hour < group.first + groupSettleHours;
  const season = seasonAt(group.season, hour);
  groupLevel.windows.forEach((length, window) => {
    if (hour - group.first < 2 * length || touchesGap(unread, hour, length)) return;
    const seasonSum = seasonOver(group, hour, length);
    learnWindow(group.level, window, countWindow(group.buckets, hour, length).posts, seasonSum, groupLevel);
  });
  const before = group.level.a / group.level.b;
  const { posts } = countWindow(group.buckets, hour, 1);
  const taught = learnBucket(group.level, posts, season, groupLevel, !settling);
  // While it settles the level lags far behind, which would pass for a season.
  if (!settling) learnSeason(group.season, hour, taught, before);
  group.hours += weightAt(group, hour);
  group.learnt = hour;
  for (const topic of group.topics.values()) learnTopicHour(group, topic, hour);
  // A day is judged by the days before it, so the first full one after settling is the first to say something.
  if (hour % 24 === 23 && hour >= group.first + groupSettleHours + 23 && !touchesGap(unread, hour, 24)) {
    learnDispersion(group, hour);
  }
  letGo(group, hour);
}

export function seasonOver(group: ListedGroup, hour: number, hours: number): number {
  let sum = 0;
  for (let i = 0; i < hours; i++) sum += seasonAt(group.season, hour - i);
  return sum;
}

/**
 * Instead of letting all old uses decay each hour, new ones weigh more: 2^(hours / half-life). A double holds some 78
 * years of that.
 */
function weightAt(group: ListedGroup, hour: number): number {
  return 2 ** ((hour - group.first) / halfLifeHours);
}

function learnTopicHour(group: ListedGroup, topic: Topic, hour: number): void {
  const bucket = topic.buckets.find((each) => each.hour === hour);
  if (bucket === undefined) return;
  const weight = weightAt(group, hour);
  topic.uses += weight * bucket.posts;
  group.allUses += weight * bucket.posts;
  for (const [accountId, posts] of bucket.crowd.posts) {
    group.uses.set(accountId, (group.uses.get(accountId) ?? 0) + weight * posts);
  }
}

/** Learns from a whole day how much more the accounts agree than independent ones would, and how often how many do. */
function learnDispersion(group: ListedGroup, hour: number): void {
  const keep = 0.5 ** (24 / halfLifeHours);
  const dispersion = dispersionOf(group);
  const day = seasonOver(group, hour, 24);
  const expectedAt = new Map<number, number>();
  group.dispersionN *= keep;
  group.dispersionQ *= keep;
  decaySizes(group.surprises, keep);
  for (const topic of group.topics.values()) {
    const accounts = accountsIn(topic, hour, 24);
    const seen = accounts.size;
    const expected = expectedAt.get(topic.uses) ?? sumOf(chancesOf(group, topic, day, none, 1));
    expectedAt.set(topic.uses, expected);
    // Cut as the level is: a campaign must not teach that campaigns are usual.
    const error = Math.min(seen - expected, 2.6 * Math.sqrt(dispersion * expected) + 3);
    group.dispersionN += error * error;
    group.dispersionQ += expected;
    if (seen === 0) continue;
    // As the day was judged: without its own uses.
    const uses = Math.max(0, topic.uses - weightAt(group, hour) * countWindow(topic.buckets, hour, 24).posts);
    const chances = chancesOf(group, { uses }, day, accounts, dispersion * rateDoubt(group));
    addSize(group.surprises, -logAtLeast(seen, chances));
  }
}

const none: ReadonlySet<string> = new Set();

function sumOf(chances: readonly number[]): number {
  return chances.reduce((sum, chance) => sum + chance, 0);
}

export function dispersionOf(group: ListedGroup): number {
  const weighed = (group.dispersionN + priorWeight * priorDispersion) / (group.dispersionQ + priorWeight);
  return Math.min(Math.max(weighed, 1), maxDispersion);
}

/**
 * ln of the share of earlier topics and days that were at least half as surprising (in ln P), which bounds a chance from
 * below: who meets for a briefing every day does so on a new topic each time, which no rate of a topic foresees.
 * Nothing like it before bounds nothing.
 */
export function surpriseBound(group: ListedGroup, logP: number): number {
  const alike = casesAtLeast(group.surprises, -logP / 2);
  return alike < 0.5 ? Number.NEGATIVE_INFINITY : Math.log(alike / casesIn(group.surprises));
}

/** What a day of history leaves open about rates and shares: twice as much at first, a seventh more after a week. */
export function rateDoubt(group: ListedGroup): number {
  return 1 + priorHours / Math.max(group.hours / weightAt(group, group.learnt), 1);
}

/** Distinct accounts of a subject in the `hours` hours that end with `hour`. */
export function accountsIn(subject: Subject, hour: number, hours: number): ReadonlySet<string> {
  const accounts = new Set<string>();
  for (const bucket of subject.buckets) {
    if (bucket.hour > hour || bucket.hour <= hour - hours) continue;
    for (const accountId of bucket.crowd.posts.keys()) accounts.add(accountId);
  }
  return accounts;
}

/**
 * Chance of each account of the group to use a topic within a window of usual length `seasonSum`, from its own rate and the group's share of the
 * topic (one use of every topic, and of one unknown, added), each rate multiplied with the group's dispersion: shared
 * causes, such as a national day, make accounts agree that never agreed on anything.
 */
export function chancesOf(
  group: ListedGroup,
  topic: { readonly uses: number },
  seasonSum: number,
  seen: ReadonlySet<string>,
  dispersion: number,
): readonly number[] {
  const weight = weightAt(group, group.learnt);
  const share = topicShare(group, topic);
  const perUse = (dispersion * share * seasonSum) / (group.hours / weight + priorHours);
  const chances: number[] = [];
  for (const uses of group.uses.values()) chances.push(1 - Math.exp(-(uses / weight + priorUses) * perUse));
  for (const accountId of seen) if (!group.uses.has(accountId)) chances.push(1 - Math.exp(-priorUses * perUse));
  return chances;
}

/** Share of a topic among all uses of topics, one use of it and of every known topic added. */
export function topicShare(group: ListedGroup, topic: { readonly uses: number }): number {
  const weight = weightAt(group, group.learnt);
  return (topic.uses / weight + 1) / (group.allUses / weight + group.topics.size + 1);
}

function letGo(group: ListedGroup, hour: number): void {
  const oldest = hour - crowdHours;
  const negligible = negligibleUses * weightAt(group, hour);
  dropUntil(group, oldest);
  for (const [name, topic] of group.topics) {
    dropUntil(topic, oldest);
    if (topic.buckets.length === 0 && topic.episode === undefined && topic.uses < negligible) group.topics.delete(name);
  }
  for (const [accountId, uses] of group.uses) if (uses < negligible) group.uses.delete(accountId);
  boundTopics(group.topics);
}

function dropUntil(subject: Subject, hour: number): void {
  while (subject.buckets[0] !== undefined && subject.buckets[0].hour <= hour) subject.buckets.shift();
}

/** Whether an episode of the subject is over when `hour` begins. */
export function isQuiet(subject: Subject, hour: number, closeAfterHours: number): boolean {
  return subject.episode !== undefined && hour - subject.episode.lastHot > closeAfterHours;
}
