/** Which keys are forgotten: those that nobody uses any more, and those that give way; a rough trace of them stays. */
import { type BurstKey, keyId } from './burst-key.ts';
import { giveSlotBack } from './burst-levels.ts';
import { burstKinds } from './burst-objects.ts';
import type { BurstPlatform } from './burst-platform.ts';
import { noteForgotten } from './burst-tail.ts';

/** Keys of all platforms; changed in place. */
export interface KeptKeys {
  readonly platforms: ReadonlyMap<string, BurstPlatform>;
  /** Keys whose stored state is out of date, and ids of rows that the store should drop. */
  readonly dirty: Set<BurstKey>;
  readonly gone: Set<string>;
}

export interface Tidiness {
  readonly forgetAfterDays: number;
  readonly maxKeys: number;
}

/** Once a day: forgets keys that nobody uses any more, and those silent longest when there are too many. */
export function tidy(world: KeptKeys, hour: number, { forgetAfterDays, maxKeys }: Tidiness): void {
  const oldest = hour - forgetAfterDays * 24;
  const kept: BurstKey[] = [];
  for (const key of allKeys(world)) {
    if (key.asleep !== undefined && key.lastHour <= oldest) forget(world, key);
    else kept.push(key);
  }
  const surplus = kept.length - maxKeys;
  if (surplus <= 0) return;
  const silent = kept.filter((key) => key.episode === undefined && key.drip === undefined);
  silent.sort((a, b) => a.lastHour - b.lastHour || (keyId(a) < keyId(b) ? -1 : 1));
  for (const key of silent.slice(0, surplus)) forget(world, key);
}

export function* allKeys(world: KeptKeys): Generator<BurstKey> {
  for (const platform of world.platforms.values()) {
    for (const kind of burstKinds) yield* platform.keys[kind].values();
  }
}

export function forget(world: KeptKeys, key: BurstKey): void {
  world.dirty.delete(key);
  world.gone.add(keyId(key));
  const platform = world.platforms.get(key.platform);
  if (platform === undefined) return;
  noteForgotten(platform, key);
  platform.keys[key.kind].delete(key.value);
  platform.awake.delete(key);
  platform.fellAsleep.delete(key);
  for (const open of platform.hours.values()) {
    if (open.rows.delete(key.slot)) open.changed = true;
  }
  giveSlotBack(platform.levels, key.slot);
}
