/** All platforms and keys of the burst detector: how posts enter, which keys are made, and which are forgotten. */
import { hourMs, type Post } from '../post/post.ts';
import type { FirehoseBounds } from './burst-candidates.ts';
import type { BurstChecks } from './burst-checks.ts';
import type { Denominators } from './burst-finding.ts';
import { boundKeys, isCandidate, isFollowed } from './burst-firehose.ts';
import { addToHour, companionsOfRow, crowdOfRow, forEachAccount, newOpenHour, type OpenHour } from './burst-hours.ts';
import { addNewcomer, type BurstKey, countPost, keyId, newBurstKey, newNewcomer } from './burst-key.ts';
import { learnLateness } from './burst-late.ts';
import { wake } from './burst-learn.ts';
import { startAtMean, takeSlot } from './burst-levels.ts';
import { type BurstKind, companionsOf, type FamiliesOfTag, objectsOf, textOf } from './burst-objects.ts';
import {
  type BurstPlatform,
  countBirth,
  isKnownAt,
  newBurstPlatform,
  type PerKind,
  perKind,
} from './burst-platform.ts';
import { rememberedMean } from './burst-tail.ts';
import { noteText } from './burst-texts.ts';
import { addToEpisode, type Episode, type EpisodeHour } from './episode.ts';
import type { Coverage } from './exposure.ts';
import type { LaneCheck } from './self-check.ts';

/** Whether a key that is not kept was in use before, where something else than the detector's own table knows. */
export type SeenBefore = (platform: string, kind: BurstKind, value: string) => boolean;

/** Changed in place. */
export interface BurstWorld {
  /** Last hour that was looked at. */
  clock: number | undefined;
  /** Time of the last tick, ms. */
  tick: number | undefined;
  per: PerKind<Denominators>;
  /** By name: sums over platforms must not depend on who came first. */
  platforms: ReadonlyMap<string, BurstPlatform>;
  /** Keys with an episode. */
  readonly open: Set<BurstKey>;
  /** Keys whose stored state is out of date, and ids of those forgotten. */
  readonly dirty: Set<BurstKey>;
  readonly gone: Set<string>;
  readonly checks: BurstChecks;
  /** Lanes that the last self-check tightened, and whether the store has an older result. */
  tightened: readonly LaneCheck[];
  tightenedChanged: boolean;
  /** Told before each tick, not stored. */
  coverage: Coverage;
  readonly families: FamiliesOfTag;
  readonly seenBefore: SeenBefore | undefined;
  readonly bounds: FirehoseBounds;
}

export function newBurstWorld(
  families: FamiliesOfTag,
  bounds: FirehoseBounds,
  seenBefore: SeenBefore | undefined,
): BurstWorld {
  return {
    clock: undefined,
    tick: undefined,
    per: perKind(() => ({ level: 1, new: 1, drip: 1 })),
    platforms: new Map(),
    open: new Set(),
    dirty: new Set(),
    gone: new Set(),
    checks: new Map(),
    tightened: [],
    tightenedChanged: false,
    coverage: new Map(),
    families,
    seenBefore,
    bounds,
  };
}

/** Puts a post with each of its keys and returns the keys. */
export function takePost(world: BurstWorld, post: Post, time: number, hour: number): readonly BurstKey[] {
  const platform = platformOf(world, post.platform, hour);
  boundKeys(world, platform, hour);
  platform.totals.set(hour, (platform.totals.get(hour) ?? 0) + 1);
  if (world.tick !== undefined) learnLateness(platform.lateness, world.tick - time);
  const objects = objectsOf(post, world.families);
  const keys: BurstKey[] = [];
  for (const object of objects) {
    const key = keyOf(world, platform, object.kind, object.value, hour);
    if (key === undefined) continue;
    addPost(world, platform, key, { hour, accountId: post.accountId, time }, companionsOf(object, objects));
    keys.push(key);
  }
  const copied = textKeyOf(world, platform, post, time, hour);
  if (copied === undefined) return keys;
  const companions = companionsOf({ kind: 'text', value: copied.value }, objects);
  addPost(world, platform, copied, { hour, accountId: post.accountId, time }, companions);
  return [...keys, copied];
}

interface PostOfKey {
  readonly hour: number;
  readonly accountId: string;
  readonly time: number;
}

function addPost(
  world: BurstWorld,
  platform: BurstPlatform,
  key: BurstKey,
  { hour, accountId, time }: PostOfKey,
  companions: readonly string[],
): void {
  const grown = addToHour(openHour(platform, hour), key.slot, accountId, time - hour * hourMs, companions);
  countPost(key, hour, grown);
  addNewcomer(key, hour, accountId);
  addLater(key.episode, hour, accountId, time, companions);
  addLater(key.drip, hour, accountId, time, companions);
  world.dirty.add(key);
}

function addLater(
  episode: Episode | undefined,
  hour: number,
  accountId: string,
  time: number,
  companions: readonly string[],
): void {
  if (episode !== undefined && hour >= episode.fromHour) addToEpisode(episode, accountId, time, companions);
}

function openHour({ hours }: BurstPlatform, hour: number): OpenHour {
  const known = hours.get(hour);
  if (known !== undefined) return known;
  const made = newOpenHour(hour);
  hours.set(hour, made);
  return made;
}

/** The key of a post's text, made when a second account posts it. */
function textKeyOf(
  world: BurstWorld,
  platform: BurstPlatform,
  post: Post,
  time: number,
  hour: number,
): BurstKey | undefined {
  const text = textOf(post);
  if (text === undefined) return undefined;
  if (platform.keys.text.has(text) || isFollowed(platform, 'text', text))
    return keyOf(world, platform, 'text', text, hour);
  const first = noteText(platform.texts, text, { hour, accountId: post.accountId, time });
  if (first === undefined) return undefined;
  const key = keyOf(world, platform, 'text', text, Math.min(hour, first.hour));
  if (key === undefined) return undefined;
  addPost(world, platform, key, first, []);
  return key;
}

function platformOf(world: BurstWorld, name: string, hour: number): BurstPlatform {
  const known = world.platforms.get(name);
  if (known !== undefined) return known;
  const platform = newBurstPlatform(name, hour);
  addPlatforms(world, [platform]);
  return platform;
}

export function addPlatforms(world: BurstWorld, platforms: readonly BurstPlatform[]): void {
  const all = [...world.platforms.values(), ...platforms].sort((a, b) => (a.name < b.name ? -1 : 1));
  world.platforms = new Map(all.map((platform) => [platform.name, platform]));
}

/** Undefined where not all keys are kept and this one is not. */
function keyOf(
  world: BurstWorld,
  platform: BurstPlatform,
  kind: BurstKind,
  value: string,
  hour: number,
): BurstKey | undefined {
  const candidate = isCandidate(world, platform, kind, value, hour);
  const found = platform.keys[kind].get(value);
  if (found === undefined) return candidate ? makeKey(world, platform, kind, value, hour) : undefined;
  if (found.asleep === undefined) return found;
  platform.awake.add(found);
  platform.fellAsleep.delete(found);
  if (!wake(platform.levels, found, platform.learnt, platform.silence)) returnAsNew(platform, found, hour);
  return found;
}

function makeKey(world: BurstWorld, platform: BurstPlatform, kind: BurstKind, value: string, hour: number): BurstKey {
  const seen = isKnownAt(platform, hour) || (world.seenBefore?.(platform.name, kind, value) ?? false);
  const mean = seen ? undefined : rememberedMean(platform, kind, value, hour);
  const known = seen || mean !== undefined;
  const slot = takeSlot(platform.levels);
  if (mean !== undefined) startAtMean(platform.levels, slot, mean);
  const key = newBurstKey(platform.name, kind, value, slot, { born: hour, learnt: platform.learnt, known });
  if (!known) countBirth(platform, kind, hour);
  platform.keys[kind].set(value, key);
  platform.awake.add(key);
  if (world.gone.size > 0) world.gone.delete(keyId(key));
  return key;
}

/**
 * A key whose level is dead counts as new when it is used again: against a dead level, or against the prior, every return
 * would be a wonder (the weekly tag of a broadcast came to 1e-269), while returns grow as new keys do.
 */
function returnAsNew(platform: BurstPlatform, key: BurstKey, hour: number): void {
  key.born = hour;
  key.known = false;
  key.newcomer = newNewcomer();
  countBirth(platform, key.kind, hour);
}

/** The key's open hours from `fromHour` to `hour`, with who posted. */
export function hoursOf(
  platform: BurstPlatform,
  key: BurstKey,
  fromHour: number,
  hour: number,
): readonly EpisodeHour[] {
  const found: EpisodeHour[] = [];
  for (let at = 0; at < key.counts.length; at += 3) {
    const each = key.counts[at] ?? 0;
    const open = each < fromHour || each > hour ? undefined : platform.hours.get(each);
    const row = open?.rows.get(key.slot);
    if (open === undefined || row === undefined) continue;
    found.push({
      hour: each,
      posts: key.counts[at + 1] ?? 0,
      first: each * hourMs + open.first.get(row),
      last: each * hourMs + open.last.get(row),
      crowd: crowdOfRow(open, row),
      companions: companionsOfRow(open, row),
    });
  }
  return found;
}

/** Whether at least so many accounts used the key in the hours from `fromHour` to `hour` that are open. */
export function hasAccounts(
  platform: BurstPlatform,
  key: BurstKey,
  fromHour: number,
  hour: number,
  least: number,
): boolean {
  const accounts = new Set<string>();
  for (let at = key.counts.length - 3; at >= 0 && accounts.size < least; at -= 3) {
    const each = key.counts[at] ?? 0;
    const open = each < fromHour || each > hour ? undefined : platform.hours.get(each);
    const row = open?.rows.get(key.slot);
    if (open !== undefined && row !== undefined) forEachAccount(open, row, (accountId) => accounts.add(accountId));
  }
  return accounts.size >= least;
}
