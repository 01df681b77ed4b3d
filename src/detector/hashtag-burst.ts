/**
 * Finds tags and their families, links, hosts and copied texts that suddenly more accounts use, or that get more posts, than
 * they usually do; new ones against how other new ones grew; slow ones over four days. Posts in, episodes out.
 */
import type { Post } from '../post/post.ts';
import { type BurstLane, checkedCounts, countCells, forgetChecks, noteCell, takeBackCell } from './burst-checks.ts';
import { dripLooksPerDay, looksPerNewKey, type Tested, type TestGiven, testDrip, testKey } from './burst-finding.ts';
import { enterFirehoseHour, forgetUnlessCandidate } from './burst-firehose.ts';
import { tidy } from './burst-forget.ts';
import { type BurstKey, isEstablished } from './burst-key.ts';
import { learnPlatformHour } from './burst-lesson.ts';
import { dripHours } from './burst-levels.ts';
import { notesOf } from './burst-notes.ts';
import { burstKinds, familiesOfTag } from './burst-objects.ts';
import {
  type BurstPlatform,
  birthsPerDay,
  countTests,
  guardHours,
  isSettled,
  learnableUntil,
  perKind,
  testsPerDay,
} from './burst-platform.ts';
import { type HashtagBurstSettings, openShare } from './burst-settings.ts';
import { restoreWorld, takeWorldChanges } from './burst-state.ts';
import { hasPosts, testedLengths, type WindowSum, windowSums } from './burst-sums.ts';
import { askTailFrom } from './burst-tail.ts';
import { forgetTexts } from './burst-texts.ts';
import { checkThresholds, tightenOf } from './burst-thresholds.ts';
import { type TimedPost, walkHours } from './burst-ticks.ts';
import { burstReason, carriedObjects } from './burst-words.ts';
import { type BurstWorld, hasAccounts, hoursOf, newBurstWorld, type SeenBefore, takePost } from './burst-world.ts';
import type { Detection, Detector } from './detector.ts';
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
import { coverageFrom } from './exposure.ts';
import { hasTime } from './has-time.ts';
import type { SelfChecked } from './self-check.ts';

const name = 'hashtag-burst';
/** Where few tags are born one in five of them is worth a look, and the day's number still bounds how many are. */
const logHotNew = Math.log(0.2);

export function createHashtagBurstDetector(
  settings: HashtagBurstSettings,
  seenBefore?: SeenBefore,
): Detector & SelfChecked {
  const world = newBurstWorld(
    familiesOfTag(settings.families),
    { firehoseKeys: settings.firehoseKeys, candidates: settings.firehoseCandidates },
    seenBefore,
  );
  let pending: Post[] = [];
  return {
    name,
    replayMs: 0,
    observe: (posts) => {
      for (const post of posts) if (hasTime(post)) pending.push(post);
    },
    cover: (gaps) => {
      world.coverage = coverageFrom(gaps);
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
    selfCheckCounts: () => checkedCounts(world.checks),
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
      for (const key of world.open) told.push(...closeQuiet(world, key, hour, now, settings));
    },
    take: (each, hour) => takeHour(world, each, hour, { settings, now: now.getTime() }),
  });
  if (world.clock !== undefined) world.tick = now.getTime();
  for (const key of world.open) {
    for (const episode of [key.episode, key.drip]) {
      if (episode !== undefined && isNews(episode)) told.push(tell(world, key, episode, { now, open: true, settings }));
    }
  }
  return told.sort(byEpisode);
}

/** What is old enough teaches, and the tests of a day are counted. */
function enterHour(world: BurstWorld, hour: number, settings: HashtagBurstSettings): void {
  world.clock = hour;
  const per = perKind(() => ({ level: 0, new: 0, drip: 0 }));
  for (const platform of world.platforms.values()) {
    const until = learnableUntil(platform, hour);
    while (platform.learnt < until) learnPlatformHour(platform, { coverage: world.coverage, ...settings });
    askTailFrom(platform, hour);
    enterFirehoseHour(world, platform, hour);
    forgetTexts(platform.texts, hour - guardHours + 1);
    const looked = countTests(platform, hour);
    countCells(world.checks, hour, 'level', looked.established);
    countCells(world.checks, hour, 'drip', looked.established);
    countCells(world.checks, hour, 'new', looked.young);
    for (const kind of burstKinds) {
      const tests = testsPerDay(platform.kinds[kind].tests);
      per[kind].level += tests;
      per[kind].drip += (tests * dripLooksPerDay) / 24;
      per[kind].new += birthsPerDay(platform, kind, hour);
    }
  }
  for (const kind of burstKinds) {
    const { level, drip, new: births } = per[kind];
    world.per[kind] = { level: Math.max(1, level), drip: Math.max(1, drip), new: Math.max(1, births) * looksPerNewKey };
  }
  if (hour % 24 !== 0) return;
  tidy(world, hour, settings);
  forgetChecks(world.checks, hour);
  checkThresholds(world, hour, settings);
}

function closeQuiet(
  world: BurstWorld,
  key: BurstKey,
  hour: number,
  now: Date,
  settings: HashtagBurstSettings,
): readonly Detection[] {
  const told: Detection[] = [];
  for (const which of ['episode', 'drip'] as const) {
    const episode = key[which];
    if (episode === undefined || hour - episode.lastHot <= settings.closeAfterHours) continue;
    told.push(tell(world, key, episode, { now, open: false, settings }));
    key.quietSince = Math.max(key.quietSince, episode.lastHot);
    key[which] = undefined;
  }
  if (key.episode !== undefined || key.drip !== undefined) return told;
  world.open.delete(key);
  const platform = world.platforms.get(key.platform);
  if (platform !== undefined) forgetUnlessCandidate(world, platform, key);
  return told;
}

interface TakeGiven {
  readonly settings: HashtagBurstSettings;
  readonly now: number;
}

function takeHour(world: BurstWorld, posts: readonly TimedPost[], hour: number, given: TakeGiven): void {
  const touched = new Set<BurstKey>();
  for (const { post, time } of posts) {
    for (const key of takePost(world, post, time, hour)) touched.add(key);
  }
  const sums = sumsOnce(world, given);
  for (const key of touched) {
    const platform = world.platforms.get(key.platform);
    // A key may have given way to others meanwhile.
    if (platform === undefined || platform.keys[key.kind].get(key.value) !== key) continue;
    testHour(world, platform, key, hour, { ...given, sums });
    // Late posts also change the windows that end after them.
    if (key.lastHour > hour) testHour(world, platform, key, key.lastHour, { ...given, sums });
  }
}

type Sums = (platform: BurstPlatform, hour: number) => readonly WindowSum[];

function sumsOnce(world: BurstWorld, { settings, now }: TakeGiven): Sums {
  const made = new Map<BurstPlatform, Map<number, readonly WindowSum[]>>();
  const { volumeExponent } = settings;
  return (platform, hour) => {
    const hours = made.get(platform) ?? new Map<number, readonly WindowSum[]>();
    made.set(platform, hours);
    const sums = hours.get(hour) ?? windowSums(platform, hour, { coverage: world.coverage, volumeExponent, now });
    hours.set(hour, sums);
    return sums;
  };
}

function testHour(
  world: BurstWorld,
  platform: BurstPlatform,
  key: BurstKey,
  hour: number,
  { settings, now, sums }: TakeGiven & { readonly sums: Sums },
): void {
  if (!isSettled(platform, hour)) return;
  const { minPosts, volumeExponent } = settings;
  const lane = isEstablished(key, hour) ? 'level' : 'new';
  const daily = key.episode !== undefined || hasPosts(key, hour, 24, minPosts);
  const slowly = lane === 'level' && mayDrip(key, hour) && hasPosts(key, hour, dripHours, minPosts);
  if (!daily && !slowly) return;
  const given = { platform, key, hour, coverage: world.coverage, volumeExponent, now };
  if (daily) {
    const perDay = world.per[key.kind][lane] * tightenOf(world, lane, settings);
    const all = { ...given, sums: sums(platform, hour), testsPerDay: perDay };
    judge(world, all, 'episode', lane, testKey(all, lane), settings);
  }
  // The day's own test may have opened an episode just now.
  if (!slowly || !mayDrip(key, hour)) return;
  const all = {
    ...given,
    sums: sums(platform, hour),
    testsPerDay: world.per[key.kind].drip * tightenOf(world, 'drip', settings),
  };
  judge(world, all, 'drip', 'drip', testDrip(all), settings);
}

/** A burst that was told is not told again as a slow one. */
function mayDrip(key: BurstKey, hour: number): boolean {
  return key.drip !== undefined || (key.episode === undefined && hour - key.quietSince > dripHours);
}

function judge(
  world: BurstWorld,
  { platform, key, hour, sums }: TestGiven,
  which: 'episode' | 'drip',
  lane: BurstLane,
  tested: Tested | undefined,
  settings: HashtagBurstSettings,
): void {
  if (tested === undefined) return;
  const lowerBound = sums[testedLengths.findIndex((hours) => hours >= tested.hours)]?.truncated === true;
  const episode = key[which];
  if (episode !== undefined) {
    updateEpisode(episode, hour, tested.logP, tested.hottest <= (lane === 'new' ? logHotNew : logHot), tested.finding);
    if (lowerBound) episode.lowerBound = true;
    return;
  }
  const hot = tested.hottest <= (lane === 'new' ? logHotNew : logHot);
  noteEverydayCell(world, key, hour, lane, { tested, hot, settings });
  // What would be an alert by the thresholds as set is no everyday use, whether or not the self-check made them stricter.
  const openAt = settings.openAt[lane] * openShare[key.kind];
  const asSet = (tested.expectedFalsePerDay * settings.tighten[lane]) / tightenOf(world, lane, settings);
  if (asSet > openAt || !hot) return;
  if (!hasAccounts(platform, key, hour - 23, hour, settings.minAccounts)) return;
  takeBackCell(world.checks, key, hour, lane);
  key.checked[3] = Math.max(key.checked[3], hour);
  if (tested.expectedFalsePerDay > openAt) return;
  // Late posts of an episode that was closed begin no new one.
  if (hour <= key.quietSince) return;
  const fromHour = Math.max(hour - Math.min(tested.hours, 24) + 1, key.quietSince + 1);
  const opened = openEpisode(fromHour, hour, hoursOf(platform, key, fromHour, hour), tested.finding());
  if (lowerBound) opened.lowerBound = true;
  key[which] = opened;
  world.open.add(key);
}

interface CellGiven {
  readonly tested: Tested;
  readonly hot: boolean;
  readonly settings: HashtagBurstSettings;
}

/** The hours after an alert are counted as little as those of an episode, until they were quiet for as long. */
function noteEverydayCell(
  world: BurstWorld,
  key: BurstKey,
  hour: number,
  lane: BurstLane,
  { tested, hot, settings }: CellGiven,
): void {
  if (key.episode !== undefined || key.drip !== undefined) return;
  const alarmed = key.checked[3];
  if (hour - alarmed > settings.closeAfterHours) noteCell(world.checks, key, hour, lane, tested.logP);
  else if (hot) key.checked[3] = Math.max(alarmed, hour);
}

interface TellGiven {
  readonly now: Date;
  readonly open: boolean;
  readonly settings: HashtagBurstSettings;
}

function tell(world: BurstWorld, key: BurstKey, episode: Episode, { now, open, settings }: TellGiven): Detection {
  markTold(episode);
  world.dirty.add(key);
  return detectionOf(episode, {
    kind: name,
    platform: key.platform,
    keyKind: key.kind,
    key: key.value,
    at: now,
    open,
    ...carriedObjects(key.kind, key.value, episode),
    reason: burstReason(key.kind, episode),
    notes: notesOf(world, key, episode, { open, settings }),
  });
}
