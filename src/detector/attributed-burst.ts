/**
 * Finds groups of listed accounts (state media, diplomats … of one state) that post much more than they usually do, or
 * that come together on one topic. The registry says who is listed; nothing here decides it.
 */
import { z } from 'zod';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { entryKinds, type Registry } from '../registry/registry.ts';
import { testTopic, testVolume } from './attributed-finding.ts';
import {
  accountsIn,
  addToGroup,
  groupGuardHours,
  groupSettleHours,
  isQuiet,
  type ListedGroup,
  learnGroupUntil,
  newListedGroup,
  type Subject,
} from './attributed-group.ts';
import { listedGroupFrom, listedGroupState } from './attributed-state.ts';
import { countWindow } from './burst-bucket.ts';
import type { Tested } from './burst-finding.ts';
import { type TimedPost, walkHours } from './burst-ticks.ts';
import { attributedReason, carriedTopics } from './burst-words.ts';
import type { Detection, Detector, StateEntry } from './detector.ts';
import { byEpisode, detectionOf, isNews, logHot, markTold, openEpisode, updateEpisode } from './episode.ts';
import { type UnreadHours, unreadHours, unreadOf } from './unread-hours.ts';

export const AttributedBurstSettings = z.object({
  /**
   * An episode opens when chance alone would bring so many like it a day, or fewer. Lower than for tags: bursts of listed
   * accounts need no other evidence to be told (design: levels).
   */
  openAt: z.number().positive().default(0.2),
  /** Listed accounts that must come together on a topic. */
  minAccounts: z.int().min(2).default(3),
  /** Posts a group must have in a window before its volume is told. */
  minPosts: z.int().min(1).default(20),
  /** Hours without an unusual one after which an episode closes. */
  closeAfterHours: z.int().min(1).default(24),
  /** Kinds of entries that are watched; public-service media are listed but not state-controlled. */
  kinds: z.array(z.enum(entryKinds)).default(entryKinds.filter((kind) => kind !== 'public-service-media')),
});
export type AttributedBurstSettings = z.infer<typeof AttributedBurstSettings>;

const name = 'attributed-burst';
const clockEntry = 'clock';
/** Topics of one post that are followed. */
const topicsPerPost = 20;

/** Changed in place. */
interface Watch {
  clock: number | undefined;
  readonly groups: Map<string, ListedGroup>;
  readonly dirty: Set<string>;
  /** Group of each pending post, as the registry had it when the post was observed. */
  pending: Map<Post, string>;
  /** Told before each tick, not stored. */
  unread: UnreadHours;
}

export function createAttributedBurstDetector(settings: AttributedBurstSettings): Detector {
  const watch: Watch = { clock: undefined, groups: new Map(), dirty: new Set(), pending: new Map(), unread: new Map() };
  return {
    name,
    replayMs: 0,
    observe: (posts, registry) => {
      for (const post of posts) observe(watch, post, registry, settings);
    },
    cover: (gaps) => {
      // Listed accounts are few: one feed that was not read is a part of the group.
      watch.unread = unreadHours(gaps, ['platform', 'part']);
    },
    detect: (now) => detectTogether(watch, now, settings),
    takeChanges: () => takeChanges(watch),
    restore: (entries) => restore(watch, entries),
  };
}

function observe(watch: Watch, post: Post, registry: Registry, settings: AttributedBurstSettings): void {
  const { platform, accountId, handle, createdAt } = post;
  const entry = registry.findAccount({ platform, accountId, handle }, createdAt)?.entry;
  if (entry !== undefined && settings.kinds.includes(entry.kind))
    watch.pending.set(post, `${entry.state} ${entry.kind}`);
}

function detectTogether(watch: Watch, now: Date, settings: AttributedBurstSettings): readonly Detection[] {
  const told: Detection[] = [];
  const { pending } = watch;
  watch.pending = new Map();
  walkHours([...pending.keys()], now, {
    clock: watch.clock,
    openHours: groupGuardHours,
    enter: (hour) => {
      watch.clock = hour;
      for (const group of watch.groups.values()) told.push(...enterHour(watch, group, hour, now, settings));
    },
    take: (posts, hour) => takeHour(watch, posts, pending, hour, settings),
  });
  for (const group of watch.groups.values()) {
    for (const [topic, subject] of subjectsOf(group)) {
      if (subject.episode !== undefined && isNews(subject.episode))
        told.push(tell(watch, group, topic, subject, now, true));
    }
  }
  return told.sort(byEpisode);
}

/** The group itself, under no topic, and each of its topics. */
function subjectsOf(group: ListedGroup): readonly (readonly [string | undefined, Subject])[] {
  return [[undefined, group], ...group.topics];
}

function enterHour(
  watch: Watch,
  group: ListedGroup,
  hour: number,
  now: Date,
  settings: AttributedBurstSettings,
): readonly Detection[] {
  learnGroupUntil(group, hour, unreadOf(watch.unread, group.platform));
  for (const at of group.looks.keys()) if (at <= hour - 24) group.looks.delete(at);
  watch.dirty.add(groupId(group.platform, group.name));
  return subjectsOf(group)
    .filter(([, subject]) => isQuiet(subject, hour, settings.closeAfterHours))
    .map(([topic, subject]) => {
      const detection = tell(watch, group, topic, subject, now, false);
      subject.quietSince = subject.episode?.lastHot ?? subject.quietSince;
      subject.episode = undefined;
      return detection;
    });
}

function takeHour(
  watch: Watch,
  posts: readonly TimedPost[],
  groupOf: ReadonlyMap<Post, string>,
  hour: number,
  settings: AttributedBurstSettings,
): void {
  const touched = new Map<ListedGroup, Set<string>>();
  for (const { post, time } of posts) {
    const group = findGroup(watch, post.platform, groupOf.get(post) ?? '', hour);
    const topics = topicsOf(post);
    addToGroup(group, hour, post.accountId, time, topics);
    const names = touched.get(group) ?? new Set();
    for (const topic of topics) names.add(topic);
    touched.set(group, names);
    watch.dirty.add(groupId(group.platform, group.name));
  }
  for (const [group, names] of touched) {
    group.looks.set(hour, Math.max(group.looks.get(hour) ?? 0, topicsIn(group, hour)));
    if (hour < group.first + groupSettleHours) continue;
    testHour(watch, group, names, hour, settings);
  }
}

function topicsOf(post: Post): readonly string[] {
  const topics = new Set([...post.tags.map((tag) => `#${tag}`), ...post.links.map(hostOf)]);
  return [...topics].slice(0, topicsPerPost);
}

function topicsIn(group: ListedGroup, hour: number): number {
  let topics = 0;
  for (const { buckets } of group.topics.values()) if (buckets.some((bucket) => bucket.hour === hour)) topics += 1;
  return topics;
}

function testHour(
  watch: Watch,
  group: ListedGroup,
  names: ReadonlySet<string>,
  hour: number,
  settings: AttributedBurstSettings,
): void {
  const unread = unreadOf(watch.unread, group.platform);
  if (group.episode !== undefined || countWindow(group.buckets, hour, 24).posts >= settings.minPosts) {
    const tested = testVolume(group, hour, watch.groups.size * 24, unread);
    const enough = tested !== undefined && countWindow(group.buckets, hour, tested.hours).posts >= settings.minPosts;
    if (tested !== undefined && (group.episode !== undefined || enough)) follow(group, hour, tested, settings);
  }
  let looks = 0;
  for (const each of watch.groups.values()) for (const count of each.looks.values()) looks += count;
  for (const name of names) {
    const topic = group.topics.get(name);
    if (topic === undefined) continue;
    if (topic.episode === undefined && accountsIn(topic, hour, 24).size < settings.minAccounts) continue;
    const tested = testTopic(group, topic, hour, Math.max(1, looks), unread);
    if (tested === undefined) continue;
    if (topic.episode !== undefined || accountsIn(topic, hour, tested.hours).size >= settings.minAccounts) {
      follow(topic, hour, tested, settings);
    }
  }
}

/** Opens an episode or carries it on. */
function follow(subject: Subject, hour: number, tested: Tested, settings: AttributedBurstSettings): void {
  if (subject.episode !== undefined) {
    updateEpisode(subject.episode, hour, tested.logP, tested.hottest <= logHot, tested.finding);
  } else if (tested.expectedFalsePerDay <= settings.openAt && tested.hottest <= logHot) {
    const fromHour = Math.max(hour - tested.hours + 1, subject.quietSince + 1);
    subject.episode = openEpisode(fromHour, hour, subject.buckets, tested.finding());
  }
}

function tell(
  watch: Watch,
  group: ListedGroup,
  topic: string | undefined,
  { episode }: Subject,
  now: Date,
  open: boolean,
): Detection {
  if (episode === undefined) throw new Error('only a subject with an episode is told');
  markTold(episode);
  watch.dirty.add(groupId(group.platform, group.name));
  return detectionOf(episode, {
    kind: name,
    platform: group.platform,
    keyKind: 'group',
    key: topic === undefined ? group.name : `${group.name} · ${topic}`,
    at: now,
    open,
    ...carriedTopics(topic, episode),
    reason: attributedReason(group.name, topic, episode),
  });
}

function groupId(platform: string, group: string): string {
  return `${platform}|${group}`;
}

function findGroup(watch: Watch, platform: string, group: string, hour: number): ListedGroup {
  const id = groupId(platform, group);
  const known = watch.groups.get(id);
  if (known !== undefined) return known;
  const made = newListedGroup(platform, group, hour);
  watch.groups.set(id, made);
  return made;
}

function takeChanges(watch: Watch): readonly StateEntry[] {
  if (watch.clock === undefined) return [];
  const entries: StateEntry[] = [{ detector: name, key: clockEntry, state: watch.clock }];
  for (const id of watch.dirty) {
    const group = watch.groups.get(id);
    if (group !== undefined) entries.push({ detector: name, key: id, state: listedGroupState(group) });
  }
  watch.dirty.clear();
  return entries;
}

function restore(watch: Watch, entries: readonly StateEntry[]): void {
  for (const { detector, key, state } of entries) {
    if (detector !== name || state === null) continue;
    if (key === clockEntry) watch.clock = z.number().parse(state);
    else watch.groups.set(key, listedGroupFrom(state));
  }
}
