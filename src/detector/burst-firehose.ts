/**
 * A full stream in bounded memory: where a platform has more active keys than can be kept, only candidates are, those that
 * are among the most used of their kind. Uses in, decisions out; of all other keys only that they were seen is kept.
 */
import {
  type CandidateGroup,
  candidateEntries,
  candidateGroups,
  candidateHalfLife,
  type Firehose,
  type FirehoseBounds,
  firehoseEntry,
  newFirehose,
} from './burst-candidates.ts';
import { forget, type KeptKeys } from './burst-forget.ts';
import { type BurstKey, keyId } from './burst-key.ts';
import { type BurstKind, burstKinds } from './burst-objects.ts';
import { type BurstPlatform, countBirth, isKnownAt } from './burst-platform.ts';
import { noteUnkept, wasSeen } from './burst-tail.ts';
import { countDistinct, distinctCount, mergeDistinct, newDistinctCounter } from './sketch/distinct.ts';
import { createHasher } from './sketch/hash.ts';

interface BoundedKeys extends KeptKeys {
  readonly bounds: FirehoseBounds;
}

const groupOf: Readonly<Record<BurstKind, CandidateGroup>> = {
  tag: 'tags',
  family: 'tags',
  link: 'links',
  host: 'links',
  text: 'texts',
};

/** Uses after which a key is kept, a little less for those that fade meanwhile: most keys of a stream are used once. */
const leastUses = 2.5;
/** Days over which keys count as active: those of the longest window and its guard. */
const activeDays = 5;
const hasher = createHasher(0xf12e);

/** Begins to keep candidates only, when there are too many keys. */
export function boundKeys(world: BoundedKeys, platform: BurstPlatform, hour: number): void {
  const { firehoseKeys, candidates } = world.bounds;
  if (platform.firehose !== undefined || platform.awake.size <= firehoseKeys) return;
  const firehose = newFirehose(candidates);
  platform.firehose = firehose;
  firehose.keysAnHour = platform.awake.size;
  const keys = burstKinds.flatMap((kind) => [...platform.keys[kind].values()]);
  const ranked = keys.map((key) => ({ key, uses: usesOf(key, hour), id: keyId(key) }));
  ranked.sort((a, b) => b.uses - a.uses || (a.id < b.id ? -1 : 1));
  for (const { key, uses } of ranked) {
    const group = firehose.candidates[groupOf[key.kind]];
    countKey(firehose, key.kind, key.value);
    if (uses > 0 && group.size < group.capacity) group.use(nameOf(key.kind, key.value), hour, uses);
    else if (!hasEpisode(key)) forget(world, key);
  }
}

/** Posts of the last days, faded like those of candidates. */
function usesOf({ counts }: BurstKey, hour: number): number {
  let uses = 0;
  for (let at = 0; at < counts.length; at += 3) {
    uses += (counts[at + 1] ?? 0) * 0.5 ** (Math.max(0, hour - (counts[at] ?? 0)) / candidateHalfLife);
  }
  return uses;
}

/** Counts a use, and says whether the key is to be kept. */
export function isCandidate(
  world: BoundedKeys,
  platform: BurstPlatform,
  kind: BurstKind,
  value: string,
  hour: number,
): boolean {
  const { firehose } = platform;
  if (firehose === undefined) return true;
  const name = nameOf(kind, value);
  const group = firehose.candidates[groupOf[kind]];
  countKey(firehose, kind, value);
  if (!group.has(name) && !platform.keys[kind].has(value)) noteSingle(platform, kind, value, hour);
  const gone = group.use(name, hour);
  if (gone !== undefined) giveWay(world, platform, gone, hour);
  const { count, error } = group.countOf(name, hour);
  return count - error >= leastUses;
}

/** Whether uses of a key that is not kept are counted already. */
export function isFollowed({ firehose }: BurstPlatform, kind: BurstKind, value: string): boolean {
  return firehose?.candidates[groupOf[kind]].has(nameOf(kind, value)) === true;
}

function nameOf(kind: BurstKind, value: string): string {
  return `${kind}|${value}`;
}

function countKey({ hour, days }: Firehose, kind: BurstKind, value: string): void {
  hasher.of(nameOf(kind, value));
  countDistinct(hour, hasher);
  const [today] = days;
  if (today !== undefined) countDistinct(today, hasher);
}

/** A new key that may stay small: it counts among the new ones, so that larger ones are as rare as they are. */
function noteSingle(platform: BurstPlatform, kind: BurstKind, value: string, hour: number): void {
  if (isKnownAt(platform, hour) || wasSeen(platform, kind, value)) return;
  countBirth(platform, kind, hour);
  const { singles } = platform.kinds[kind];
  singles.set(hour, (singles.get(hour) ?? 0) + 1);
}

function giveWay(world: BoundedKeys, platform: BurstPlatform, name: string, hour: number): void {
  const bar = name.indexOf('|');
  const kind = burstKinds.find((each) => each === name.slice(0, bar));
  if (kind === undefined) return;
  const key = platform.keys[kind].get(name.slice(bar + 1));
  if (key === undefined) noteUnkept(platform, kind, name.slice(bar + 1), hour);
  else if (!hasEpisode(key)) forget(world, key);
}

function hasEpisode({ episode, drip }: BurstKey): boolean {
  return episode !== undefined || drip !== undefined;
}

/** A key that was kept for its episode alone goes with it. */
export function forgetUnlessCandidate(world: BoundedKeys, platform: BurstPlatform, key: BurstKey): void {
  if (platform.firehose !== undefined && !isFollowed(platform, key.kind, key.value)) forget(world, key);
}

/** Once an hour: counts begin anew; all keys are kept again when for days there were less than half of too many. */
export function enterFirehoseHour(world: BoundedKeys, platform: BurstPlatform, hour: number): void {
  const { firehose } = platform;
  if (firehose === undefined) return;
  firehose.keysAnHour = Math.round(distinctCount(firehose.hour));
  firehose.hour = newDistinctCounter();
  if (hour % 24 !== 0) return;
  const whole = firehose.days.length >= activeDays;
  const active = newDistinctCounter();
  for (const day of firehose.days) mergeDistinct(active, day);
  firehose.days = [newDistinctCounter(), ...firehose.days.slice(0, activeDays - 1)];
  if (whole && distinctCount(active) < world.bounds.firehoseKeys / 2) keepAllKeys(world, platform, hour);
}

function keepAllKeys(world: BoundedKeys, platform: BurstPlatform, hour: number): void {
  const { firehose } = platform;
  if (firehose === undefined) return;
  for (const group of candidateGroups) {
    const { keys } = firehose.candidates[group].state();
    for (const name of keys) {
      const kind = burstKinds.find((each) => each === name.slice(0, name.indexOf('|')));
      const value = name.slice(name.indexOf('|') + 1);
      if (kind !== undefined && !platform.keys[kind].has(value)) noteUnkept(platform, kind, value, hour);
    }
    for (const id of candidateEntries(platform.name, group, keys.length)) world.gone.add(id);
  }
  world.gone.add(firehoseEntry + platform.name);
  platform.firehose = undefined;
}

/** `this platform is followed in part: …`; undefined while all keys are kept. */
export function firehoseNote({ firehose }: BurstPlatform): string | undefined {
  if (firehose === undefined) return undefined;
  const { keysAnHour, candidates } = firehose;
  const kept = candidates.tags.capacity.toLocaleString('en-US');
  return `this platform is followed in part: of about ${keysAnHour.toLocaleString('en-US')} keys an hour the ${kept} most used of each kind are kept`;
}
