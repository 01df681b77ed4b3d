/** What the store keeps of the burst detector: the clock, a row for each platform, open hour and key. */
import { z } from 'zod';
import { checkedCounts } from './burst-checks.ts';
import { pushSketches, restoreSketches, sketchEntries } from './burst-firehose-state.ts';
import { allKeys } from './burst-forget.ts';
import { openHourFrom, openHourState } from './burst-hours.ts';
import { keyId } from './burst-key.ts';
import { burstKeyFrom, burstKeyState, savedKeyOf } from './burst-key-state.ts';
import { freeSlotsBut } from './burst-levels.ts';
import { burstKinds } from './burst-objects.ts';
import { type BurstPlatform, catchUp, perKind } from './burst-platform.ts';
import { burstPlatformFrom, burstPlatformState } from './burst-platform-state.ts';
import { addPlatforms, type BurstWorld } from './burst-world.ts';
import type { StateEntry } from './detector.ts';
import { LaneChecks, selfCheckState } from './self-check.ts';

const clockEntry = 'clock';
/** Ids of keys start with the name of a platform, which has no colon. */
const platformEntry = 'platform:';
const hourEntry = 'hour:';
const textsEntry = 'texts:';

const Denominators = z.object({ level: z.number(), new: z.number(), drip: z.number() });
const ClockState = z.object({
  hour: z.number(),
  tick: z.number().optional(),
  per: z.object(perKind(() => Denominators)),
  checks: z.array(z.tuple([z.string(), z.number(), z.array(z.number())])),
  tightened: LaneChecks,
});
const TextsState = z.array(z.tuple([z.string(), z.string(), z.number()]));

export function takeWorldChanges(world: BurstWorld, detector: string): readonly StateEntry[] {
  if (world.clock === undefined) return [];
  const entries: StateEntry[] = [{ detector, key: clockEntry, state: clockState(world, world.clock) }];
  if (world.tightenedChanged) entries.push(selfCheckState(detector, world.tightened));
  world.tightenedChanged = false;
  for (const platform of world.platforms.values()) {
    entries.push({ detector, key: platformEntry + platform.name, state: burstPlatformState(platform) });
    pushTexts(entries, detector, platform);
    pushHours(entries, detector, platform);
    for (const key of platform.fellAsleep) world.dirty.add(key);
    platform.fellAsleep.clear();
  }
  for (const key of world.gone) entries.push({ detector, key, state: null });
  world.gone.clear();
  for (const platform of world.platforms.values()) pushSketches(entries, detector, platform, world.clock);
  for (const key of world.dirty) {
    const platform = world.platforms.get(key.platform);
    if (platform !== undefined) entries.push({ detector, key: keyId(key), state: burstKeyState(platform.levels, key) });
  }
  world.dirty.clear();
  return entries;
}

function clockState({ tick, per, checks, tightened }: BurstWorld, hour: number): z.infer<typeof ClockState> {
  return {
    hour,
    ...(tick === undefined ? {} : { tick }),
    per,
    checks: checkedCounts(checks).map(({ day, lane, cells, atMost }) => [`${day} ${lane}`, cells, [...atMost]]),
    tightened: [...tightened],
  };
}

function pushTexts(entries: StateEntry[], detector: string, { name, texts }: BurstPlatform): void {
  for (const hour of texts.changed) {
    const seen = texts.hours.get(hour);
    const state: z.infer<typeof TextsState> | null =
      seen === undefined ? null : [...seen].map(([text, { accountId, time }]) => [text, accountId, time]);
    entries.push({ detector, key: `${textsEntry}${hour}:${name}`, state });
  }
  texts.changed.clear();
}

function pushHours(entries: StateEntry[], detector: string, { name, hours, closed }: BurstPlatform): void {
  for (const hour of closed) {
    if (!hours.has(hour)) entries.push({ detector, key: `${hourEntry}${hour}:${name}`, state: null });
  }
  closed.clear();
  for (const open of hours.values()) {
    if (!open.changed) continue;
    open.changed = false;
    entries.push({ detector, key: `${hourEntry}${open.hour}:${name}`, state: openHourState(open) });
  }
}

export function restoreWorld(world: BurstWorld, entries: readonly StateEntry[]): void {
  const platforms: BurstPlatform[] = [];
  for (const { key, state } of entries) {
    if (state === null) continue;
    if (key === clockEntry) restoreClock(world, state);
    else if (key.startsWith(platformEntry)) platforms.push(burstPlatformFrom(state));
  }
  addPlatforms(world, platforms);
  restoreSketches(world.platforms, entries, world.clock ?? 0);
  for (const entry of entries) if (isKey(entry)) restoreKey(world, entry.state);
  for (const { key, state } of entries) {
    if (state === null) continue;
    if (key.startsWith(hourEntry)) restoreHour(world, key.slice(key.indexOf(':', hourEntry.length) + 1), state);
    else if (key.startsWith(textsEntry)) restoreTexts(world, key.slice(textsEntry.length), state);
  }
  for (const { levels, keys } of world.platforms.values()) {
    freeSlotsBut(levels, new Set(burstKinds.flatMap((kind) => [...keys[kind].values()].map(({ slot }) => slot))));
  }
  for (const key of allKeys(world)) {
    const platform = world.platforms.get(key.platform);
    if (platform !== undefined) catchUp(platform, key);
    if (key.episode !== undefined || key.drip !== undefined) world.open.add(key);
  }
}

function isKey({ key, state }: StateEntry): boolean {
  return (
    state !== null &&
    key !== clockEntry &&
    ![platformEntry, hourEntry, textsEntry, ...sketchEntries].some((each) => key.startsWith(each))
  );
}

function restoreClock(world: BurstWorld, state: unknown): void {
  const saved = ClockState.parse(state);
  world.clock = saved.hour;
  world.tick = saved.tick;
  world.per = saved.per;
  world.tightened = saved.tightened;
  for (const [name, cells, atMost] of saved.checks) world.checks.set(name, { cells, atMost });
}

function restoreKey(world: BurstWorld, state: unknown): void {
  const saved = savedKeyOf(state);
  const platform = world.platforms.get(saved.key[0]);
  if (platform === undefined) return;
  const key = burstKeyFrom(platform.levels, saved);
  platform.keys[key.kind].set(key.value, key);
  if (key.asleep === undefined) platform.awake.add(key);
}

function restoreHour(world: BurstWorld, platformName: string, state: unknown): void {
  const open = openHourFrom(state);
  world.platforms.get(platformName)?.hours.set(open.hour, open);
}

function restoreTexts(world: BurstWorld, id: string, state: unknown): void {
  const at = id.indexOf(':');
  const hour = Number(id.slice(0, at));
  const seen = TextsState.parse(state).map(([text, accountId, time]) => [text, { hour, accountId, time }] as const);
  world.platforms.get(id.slice(at + 1))?.texts.hours.set(hour, new Map(seen));
}
