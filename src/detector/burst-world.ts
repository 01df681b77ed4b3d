/** All platforms and keys of the hashtag detector, how posts enter, and how both are stored and read back. */
import { z } from 'zod';
import type { Post } from '../post/post.ts';
import { BucketEntry, bucketEntry, bucketEntryAt, fillBucket } from './burst-bucket.ts';
import type { Denominators } from './burst-finding.ts';
import {
  addToKey,
  type BurstKey,
  burstKeyFrom,
  burstKeyState,
  isDormant,
  keyId,
  newBurstKey,
  returnAsNew,
} from './burst-key.ts';
import {
  type BurstPlatform,
  burstPlatformFrom,
  burstPlatformState,
  catchUp,
  countBirth,
  isKnownAt,
  newBurstPlatform,
  storeAgainHours,
} from './burst-platform.ts';
import type { StateEntry } from './detector.ts';
import type { UnreadHours } from './unread-hours.ts';

/** Changed in place. */
export interface BurstWorld {
  /** Last hour that was looked at. */
  clock: number | undefined;
  per: Denominators;
  /** By name: sums over platforms must not depend on who came first. */
  platforms: ReadonlyMap<string, BurstPlatform>;
  readonly keys: Map<string, BurstKey>;
  /** Keys with an episode. */
  readonly open: Set<BurstKey>;
  /** Keys whose stored state is out of date; forgotten ones are no longer in `keys`. */
  readonly dirty: Set<string>;
  /** Told before each tick, not stored. */
  unread: UnreadHours;
}

/** Objects of one post that are followed; a post with more is a list, not a message. */
const tagsPerPost = 20;
const linksPerPost = 10;
/** Other objects of a post that are noted with each of its keys. */
const companionsPerPost = 12;

export function newBurstWorld(): BurstWorld {
  return {
    clock: undefined,
    per: { known: 1, new: 1 },
    platforms: new Map(),
    keys: new Map(),
    open: new Set(),
    dirty: new Set(),
    unread: new Map(),
  };
}

/** Puts a post with each of its keys and returns the keys. */
export function takePost(world: BurstWorld, post: Post, time: number, hour: number): readonly BurstKey[] {
  const platform = platformOf(world, post.platform, hour);
  if (hour > platform.learnt) platform.totals.set(hour, (platform.totals.get(hour) ?? 0) + 1);
  const objects = objectsOf(post);
  return objects.map((object) => {
    const key = keyOf(world, platform, object, hour);
    addToKey(key, hour, post.accountId, time, companionsOf(object, objects));
    world.dirty.add(key.id);
    return key;
  });
}

interface PostObject {
  readonly kind: 'tag' | 'link';
  readonly value: string;
}

function objectsOf(post: Post): readonly PostObject[] {
  const objects: PostObject[] = [];
  for (const value of post.tags.slice(0, tagsPerPost)) objects.push({ kind: 'tag', value });
  for (const value of post.links.slice(0, linksPerPost)) objects.push({ kind: 'link', value });
  return objects;
}

const none: readonly string[] = [];

/** The other objects of a post, tags with their sign. */
function companionsOf(object: PostObject, objects: readonly PostObject[]): readonly string[] {
  if (objects.length === 1) return none;
  const companions: string[] = [];
  for (const other of objects) {
    if (other === object) continue;
    companions.push(other.kind === 'tag' ? `#${other.value}` : other.value);
    if (companions.length === companionsPerPost) break;
  }
  return companions;
}

function platformOf(world: BurstWorld, name: string, hour: number): BurstPlatform {
  const known = world.platforms.get(name);
  if (known !== undefined) return known;
  const platform = newBurstPlatform(name, hour);
  addPlatforms(world, [platform]);
  return platform;
}

function addPlatforms(world: BurstWorld, platforms: readonly BurstPlatform[]): void {
  const all = [...world.platforms.values(), ...platforms].sort((a, b) => (a.name < b.name ? -1 : 1));
  world.platforms = new Map(all.map((platform) => [platform.name, platform]));
}

function keyOf(world: BurstWorld, platform: BurstPlatform, object: PostObject, hour: number): BurstKey {
  const id = keyId(platform.name, object.kind, object.value);
  const found = world.keys.get(id);
  if (found === undefined) {
    const key = newBurstKey(platform.name, object.kind, object.value, hour, platform.learnt, isKnownAt(platform, hour));
    if (!key.known) countBirth(platform, hour);
    world.keys.set(id, key);
    platform.active.add(key);
    return key;
  }
  // Dormant keys leave the active ones only when the next hour teaches, so both are asked.
  if (isDormant(found)) {
    returnAsNew(found, hour, platform.learnt);
    countBirth(platform, hour);
    platform.active.add(found);
  }
  return found;
}

export interface Tidiness {
  readonly forgetAfterDays: number;
  readonly maxKeys: number;
}

/** Once a day: forgets keys that nobody uses any more, and stores again those that have long changed by silence alone. */
export function tidy(world: BurstWorld, hour: number, { forgetAfterDays, maxKeys }: Tidiness): void {
  for (const platform of world.platforms.values()) {
    for (const key of platform.active) {
      if (key.learnt - key.savedAt >= storeAgainHours - 24) world.dirty.add(key.id);
    }
  }
  const oldest = hour - forgetAfterDays * 24;
  for (const key of world.keys.values()) {
    if (key.lastHour <= oldest && isDormant(key)) forget(world, key);
  }
  const surplus = world.keys.size - maxKeys;
  if (surplus <= 0) return;
  const silent = [...world.keys.values()].filter((key) => key.episode === undefined);
  silent.sort((a, b) => a.lastHour - b.lastHour || (a.id < b.id ? -1 : 1));
  for (const key of silent.slice(0, surplus)) forget(world, key);
}

function forget(world: BurstWorld, key: BurstKey): void {
  world.keys.delete(key.id);
  world.dirty.add(key.id);
  const platform = world.platforms.get(key.platform);
  platform?.active.delete(key);
  for (const bucket of key.buckets) {
    if (bucket.apart) key.dropped.push(bucket.hour);
  }
  platform?.dropped.add(key);
}

const clockEntry = 'clock';
/** Ids of keys start with the name of a platform, which has no colon. */
const platformEntry = 'platform:';
const hourEntry = 'hour:';
const ClockState = z.object({ hour: z.number(), known: z.number(), new: z.number() });

export function takeWorldChanges(world: BurstWorld, detector: string): readonly StateEntry[] {
  if (world.clock === undefined) return [];
  const clock: z.infer<typeof ClockState> = { hour: world.clock, ...world.per };
  const entries: StateEntry[] = [{ detector, key: clockEntry, state: clock }];
  for (const platform of world.platforms.values()) {
    entries.push({ detector, key: platformEntry + platform.name, state: burstPlatformState(platform) });
    for (const key of platform.dropped) {
      for (const hour of key.dropped) entries.push({ detector, key: bucketId(key, hour), state: null });
      key.dropped = [];
    }
    platform.dropped.clear();
    for (const key of platform.asleep) world.dirty.add(key.id);
    platform.asleep.clear();
  }
  for (const id of world.dirty) {
    const key = world.keys.get(id);
    if (key === undefined) entries.push({ detector, key: id, state: null });
    else pushKey(entries, detector, key);
  }
  world.dirty.clear();
  return entries;
}

function pushKey(entries: StateEntry[], detector: string, key: BurstKey): void {
  for (const bucket of key.buckets) {
    if (!bucket.changed) continue;
    bucket.changed = false;
    bucket.apart ||= bucket.crowd.posts.size >= bucketEntryAt;
    if (bucket.apart) entries.push({ detector, key: bucketId(key, bucket.hour), state: bucketEntry(bucket) });
  }
  key.savedAt = key.learnt;
  entries.push({ detector, key: key.id, state: burstKeyState(key) });
}

/** `hour:447341:x|tag|name` */
function bucketId(key: BurstKey, hour: number): string {
  return `${hourEntry}${hour}:${key.id}`;
}

export function restoreWorld(world: BurstWorld, entries: readonly StateEntry[]): void {
  const apart: StateEntry[] = [];
  const platforms: BurstPlatform[] = [];
  for (const entry of entries) {
    if (entry.state === null) continue;
    if (entry.key === clockEntry) {
      const saved = ClockState.parse(entry.state);
      world.clock = saved.hour;
      world.per = { known: saved.known, new: saved.new };
    } else if (entry.key.startsWith(platformEntry)) {
      platforms.push(burstPlatformFrom(entry.state));
    } else if (entry.key.startsWith(hourEntry)) {
      apart.push(entry);
    } else {
      const key = burstKeyFrom(entry.state);
      world.keys.set(key.id, key);
    }
  }
  addPlatforms(world, platforms);
  for (const entry of apart) restoreHour(world, entry);
  for (const key of world.keys.values()) restoreKey(world, key);
}

function restoreHour(world: BurstWorld, entry: StateEntry): void {
  const saved = BucketEntry.parse(entry.state);
  const key = world.keys.get(entry.key.slice(`${hourEntry}${saved.hour}:`.length));
  const bucket = key?.buckets.find((each) => each.hour === saved.hour);
  if (bucket !== undefined) fillBucket(bucket, saved);
}

function restoreKey(world: BurstWorld, key: BurstKey): void {
  const platform = world.platforms.get(key.platform);
  if (platform === undefined) return;
  const stored = key.learnt;
  catchUp(platform, key);
  // A key that fell asleep since it was stored is woken from where it fell asleep, whatever restarts lie between.
  if (isDormant(key) && key.learnt > stored) world.dirty.add(key.id);
  // What was let go since it was stored was dropped from the store at that time.
  key.dropped = [];
  if (key.episode !== undefined) world.open.add(key);
  if (!isDormant(key)) platform.active.add(key);
}
