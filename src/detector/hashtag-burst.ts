/**
 * Finds tags and links that suddenly more accounts use, or that get more posts, than they usually do; new ones against
 * how other new ones grew. Posts in, episodes out.
 */
import { z } from 'zod';
import type { Post } from '../post/post.ts';
import { countWindow } from './burst-bucket.ts';
import { looksPerNewKey, type Tested, testKey } from './burst-finding.ts';
import type { BurstKey } from './burst-key.ts';
import {
  birthsPerDay,
  countTests,
  guardHours,
  isSettled,
  learnableUntil,
  learnPlatformHour,
  testsPerDay,
} from './burst-platform.ts';
import { type TimedPost, walkHours } from './burst-ticks.ts';
import { burstReason, carriedObjects } from './burst-words.ts';
import { type BurstWorld, newBurstWorld, restoreWorld, takePost, takeWorldChanges, tidy } from './burst-world.ts';
import type { Detection, Detector } from './detector.ts';
import { byEpisode, detectionOf, isNews, logHot, markTold, openEpisode, updateEpisode } from './episode.ts';
import { unreadHours, unreadOf } from './unread-hours.ts';

export const HashtagBurstSettings = z.object({
  /** An episode opens when chance alone would bring so many like it a day, or fewer. */
  openAt: z.number().positive().default(1),
  /** Posts a key must have in 24 hours. */
  minPosts: z.int().min(1).default(20),
  /** Distinct accounts a key must have in 24 hours: one account alone is no campaign. */
  minAccounts: z.int().min(1).default(3),
  /** Hours without an unusual one after which an episode closes. */
  closeAfterHours: z.int().min(1).default(24),
  /** Days of silence after which a key with a negligible level is forgotten. */
  forgetAfterDays: z.int().min(5).default(60),
  /** Keys kept at most; beyond, those silent longest are forgotten once a day. */
  maxKeys: z.int().min(1000).default(1_000_000),
});
export type HashtagBurstSettings = z.infer<typeof HashtagBurstSettings>;

const name = 'hashtag-burst';

export function createHashtagBurstDetector(settings: HashtagBurstSettings): Detector {
  const world = newBurstWorld();
  let pending: Post[] = [];
  return {
    name,
    replayMs: 0,
    observe: (posts) => {
      for (const post of posts) pending.push(post);
    },
    cover: (gaps) => {
      world.unread = unreadHours(gaps, ['platform']);
    },
    detect: (now) => {
      const posts = pending;
      pending = [];
      return detectBursts(world, posts, now, settings);
    },
    takeChanges: () => takeWorldChanges(world, name),
    restore: (entries) =>
      restoreWorld(
        world,
        entries.filter((entry) => entry.detector === name),
      ),
  };
}

function detectBursts(
  world: BurstWorld,
  posts: readonly Post[],
  now: Date,
  settings: HashtagBurstSettings,
): readonly Detection[] {
  const told: Detection[] = [];
  walkHours(posts, now, {
    clock: world.clock,
    openHours: guardHours,
    enter: (hour) => {
      enterHour(world, hour, settings);
      for (const key of quietKeys(world, hour, settings)) told.push(close(world, key, now));
    },
    take: (each, hour) => takeHour(world, each, hour, settings),
  });
  for (const key of world.open) {
    if (key.episode !== undefined && isNews(key.episode)) told.push(tell(world, key, now, true));
  }
  return told.sort(byEpisode);
}

/** What is old enough teaches, and the tests of a day are counted. */
function enterHour(world: BurstWorld, hour: number, settings: HashtagBurstSettings): void {
  world.clock = hour;
  let known = 0;
  let born = 0;
  for (const platform of world.platforms.values()) {
    const until = learnableUntil(platform, hour);
    while (platform.learnt < until) learnPlatformHour(platform, unreadOf(world.unread, platform.name));
    countTests(platform, hour);
    known += testsPerDay(platform);
    born += birthsPerDay(platform, hour);
  }
  world.per = { known: Math.max(1, known), new: Math.max(1, born) * looksPerNewKey };
  if (hour % 24 === 0) tidy(world, hour, settings);
}

function quietKeys(world: BurstWorld, hour: number, settings: HashtagBurstSettings): readonly BurstKey[] {
  return [...world.open].filter(({ episode }) => episode && hour - episode.lastHot > settings.closeAfterHours);
}

function close(world: BurstWorld, key: BurstKey, now: Date): Detection {
  const detection = tell(world, key, now, false);
  key.quietSince = key.episode?.lastHot ?? key.quietSince;
  key.episode = undefined;
  world.open.delete(key);
  return detection;
}

function takeHour(world: BurstWorld, posts: readonly TimedPost[], hour: number, settings: HashtagBurstSettings): void {
  const touched = new Set<BurstKey>();
  for (const { post, time } of posts) {
    for (const key of takePost(world, post, time, hour)) touched.add(key);
  }
  for (const key of touched) {
    testHour(world, key, hour, settings);
    // Late posts also change the windows that end after them.
    if (key.lastHour > hour) testHour(world, key, key.lastHour, settings);
  }
}

function testHour(world: BurstWorld, key: BurstKey, hour: number, settings: HashtagBurstSettings): void {
  const platform = world.platforms.get(key.platform);
  if (platform === undefined || !isSettled(platform, hour)) return;
  if (key.episode === undefined && countWindow(key.buckets, hour, 24).posts < settings.minPosts) return;
  const tested = testKey(platform, key, hour, world.per, unreadOf(world.unread, platform.name));
  if (tested === undefined) return;
  if (key.episode !== undefined) {
    updateEpisode(key.episode, hour, tested.logP, tested.hottest <= logHot, tested.finding);
  } else if (opens(settings, key, hour, tested)) {
    const fromHour = Math.max(hour - Math.min(tested.hours, 24) + 1, key.quietSince + 1);
    key.episode = openEpisode(fromHour, hour, key.buckets, tested.finding());
    world.open.add(key);
  }
}

function opens(settings: HashtagBurstSettings, key: BurstKey, hour: number, tested: Tested): boolean {
  if (tested.expectedFalsePerDay > settings.openAt || tested.hottest > logHot) return false;
  const accounts = new Set<string>();
  for (const bucket of key.buckets) {
    if (bucket.hour > hour || bucket.hour <= hour - 24) continue;
    for (const accountId of bucket.crowd.posts.keys()) accounts.add(accountId);
    if (accounts.size >= settings.minAccounts) return true;
  }
  return false;
}

function tell(world: BurstWorld, key: BurstKey, now: Date, open: boolean): Detection {
  const { episode } = key;
  if (episode === undefined) throw new Error('only a key with an episode is told');
  markTold(episode);
  world.dirty.add(key.id);
  return detectionOf(episode, {
    kind: name,
    platform: key.platform,
    keyKind: key.kind,
    key: key.value,
    at: now,
    open,
    ...carriedObjects(key.kind, key.value, episode),
    reason: burstReason(key.kind, episode),
  });
}
