/**
 * What the detectors of listed accounts share: posts of listed accounts, hour by hour, into what is kept of each group or
 * account; volume and topics tested; episodes opened, carried on, told and closed; state stored and read back.
 */
import { z } from 'zod';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { testVolume } from './attributed-finding.ts';
import {
  addToGroup,
  groupGuardHours,
  groupSettleHours,
  isQuiet,
  type ListedGroup,
  learnGroupUntil,
  newListedGroup,
  type Subject,
  type Topic,
} from './attributed-group.ts';
import { listedGroupFrom, listedGroupState } from './attributed-state.ts';
import { countWindow } from './burst-bucket.ts';
import type { Tested } from './burst-finding.ts';
import { type TimedPost, walkHours } from './burst-ticks.ts';
import { carriedTopics } from './burst-words.ts';
import type { Detection, Detector, StateEntry } from './detector.ts';
import {
  byEpisode,
  detectionOf,
  type Episode,
  isNews,
  logHot,
  markTold,
  openEpisode,
  updateEpisode,
} from './episode.ts';
import { hasTime } from './has-time.ts';
import { type UnreadHours, unreadHours, unreadOf } from './unread-hours.ts';

/** In what the detectors differ. */
export interface WatchPlan {
  readonly name: string;
  readonly keyKind: 'group' | 'account';
  readonly openAt: number;
  /** Posts of a window before its volume is told. */
  readonly minPosts: number;
  readonly closeAfterHours: number;
  /** Group or account that a post counts for; undefined: none. */
  readonly memberOf: (post: Post, registry: Registry) => string | undefined;
  /** Whether the last `hours` hours of a topic hold enough to be told; asked for a day before anything is computed. */
  readonly isEnough: (topic: Topic, hour: number, hours: number) => boolean;
  readonly testTopic: (
    group: ListedGroup,
    topic: Topic,
    hour: number,
    testsPerDay: number,
    unread: ReadonlySet<number>,
  ) => Tested | undefined;
  readonly reason: (name: string, topic: string | undefined, episode: Episode) => string;
}

const clockEntry = 'clock';
/** Topics of one post that are followed. */
const topicsPerPost = 20;

/** Changed in place. */
interface Watch {
  readonly plan: WatchPlan;
  clock: number | undefined;
  readonly groups: Map<string, ListedGroup>;
  readonly dirty: Set<string>;
  /** Group of each pending post, as the registry had it when the post was observed. */
  pending: Map<Post, string>;
  /** Told before each tick, not stored. */
  unread: UnreadHours;
}

export function createAttributedDetector(plan: WatchPlan): Detector {
  const watch: Watch = {
    plan,
    clock: undefined,
    groups: new Map(),
    dirty: new Set(),
    pending: new Map(),
    unread: new Map(),
  };
  return {
    name: plan.name,
    replayMs: 0,
    observe: (posts, registry) => {
      for (const post of posts) {
        const member = hasTime(post) ? plan.memberOf(post, registry) : undefined;
        if (member !== undefined) watch.pending.set(post, member);
      }
    },
    cover: (gaps) => {
      // Listed accounts are few: one feed that was not read is a part of the group.
      watch.unread = unreadHours(gaps, ['platform', 'part']);
    },
    detect: (now) => detectTogether(watch, now),
    takeChanges: () => takeChanges(watch),
    restore: (entries) => restore(watch, entries),
  };
}

function detectTogether(watch: Watch, now: Date): readonly Detection[] {
  const told: Detection[] = [];
  const { pending } = watch;
  watch.pending = new Map();
  walkHours([...pending.keys()], now, {
    clock: watch.clock,
    openHours: groupGuardHours,
    enter: (hour) => {
      watch.clock = hour;
      for (const group of watch.groups.values()) told.push(...enterHour(watch, group, hour, now));
    },
    take: (posts, hour) => takeHour(watch, posts, pending, hour),
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

function enterHour(watch: Watch, group: ListedGroup, hour: number, now: Date): readonly Detection[] {
  learnGroupUntil(group, hour, unreadOf(watch.unread, group.platform));
  for (const at of group.looks.keys()) if (at <= hour - 24) group.looks.delete(at);
  watch.dirty.add(groupId(group.platform, group.name));
  return subjectsOf(group)
    .filter(([, subject]) => isQuiet(subject, hour, watch.plan.closeAfterHours))
    .map(([topic, subject]) => {
      const detection = tell(watch, group, topic, subject, now, false);
      subject.quietSince = subject.episode?.lastHot ?? subject.quietSince;
      subject.episode = undefined;
      return detection;
    });
}

function takeHour(watch: Watch, posts: readonly TimedPost[], groupOf: ReadonlyMap<Post, string>, hour: number): void {
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
    testHour(watch, group, names, hour);
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

function testHour(watch: Watch, group: ListedGroup, names: ReadonlySet<string>, hour: number): void {
  const unread = unreadOf(watch.unread, group.platform);
  if (group.episode !== undefined || countWindow(group.buckets, hour, 24).posts >= watch.plan.minPosts) {
    const tested = testVolume(group, hour, watch.groups.size * 24, unread, watch.plan.keyKind);
    const enough = tested !== undefined && countWindow(group.buckets, hour, tested.hours).posts >= watch.plan.minPosts;
    if (tested !== undefined && (group.episode !== undefined || enough)) follow(group, hour, tested, watch.plan.openAt);
  }
  let looks = 0;
  for (const each of watch.groups.values()) for (const count of each.looks.values()) looks += count;
  for (const name of names) {
    const topic = group.topics.get(name);
    if (topic === undefined) continue;
    if (topic.episode === undefined && !watch.plan.isEnough(topic, hour, 24)) continue;
    const tested = watch.plan.testTopic(group, topic, hour, Math.max(1, looks), unread);
    if (tested === undefined) continue;
    if (topic.episode !== undefined || watch.plan.isEnough(topic, hour, tested.hours)) {
      follow(topic, hour, tested, watch.plan.openAt);
    }
  }
}

/** Opens an episode or carries it on. */
function follow(subject: Subject, hour: number, tested: Tested, openAt: number): void {
  if (subject.episode !== undefined) {
    updateEpisode(subject.episode, hour, tested.logP, tested.hottest <= logHot, tested.finding);
  } else if (hour > subject.quietSince && tested.expectedFalsePerDay <= openAt && tested.hottest <= logHot) {
    // Late posts of an episode that was closed begin no new one.
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
    kind: 'attributed-burst',
    platform: group.platform,
    keyKind: watch.plan.keyKind,
    key: topic === undefined ? group.name : `${group.name} · ${topic}`,
    at: now,
    open,
    ...carriedTopics(topic, episode),
    reason: watch.plan.reason(group.name, topic, episode),
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
  const entries: StateEntry[] = [{ detector: watch.plan.name, key: clockEntry, state: watch.clock }];
  for (const id of watch.dirty) {
    const group = watch.groups.get(id);
    if (group !== undefined) entries.push({ detector: watch.plan.name, key: id, state: listedGroupState(group) });
  }
  watch.dirty.clear();
  return entries;
}

function restore(watch: Watch, entries: readonly StateEntry[]): void {
  for (const { detector, key, state } of entries) {
    if (detector !== watch.plan.name || state === null) continue;
    if (key === clockEntry) watch.clock = z.number().parse(state);
    else watch.groups.set(key, listedGroupFrom(state));
  }
}
