/**
 * A rough trace of keys that are not kept: when they were last seen and what was usual of them, in a table of fixed size,
 * so that an old key which comes back is not taken for a new one.
 */
import { type BurstKey, isEstablished } from './burst-key.ts';
import { negligibleMean } from './burst-learn.ts';
import { accountSeries, meanOf } from './burst-levels.ts';
import type { BurstKind } from './burst-objects.ts';
import type { BurstPlatform } from './burst-platform.ts';
import { hourlyLevel } from './level.ts';
import { createHasher } from './sketch/hash.ts';
import { createTailTable } from './sketch/tail-table.ts';

const hasher = createHasher(0x7a11);
const rememberedHours = 90 * 24;

export function noteForgotten(platform: BurstPlatform, key: BurstKey): void {
  // A level that is still the prior says nothing of the key.
  const mean = isEstablished(key, key.learnt) ? meanOf(platform.levels, key.slot, accountSeries) : 0;
  note(platform, key.kind, key.value, key.lastHour, mean);
}

/** A key that never had a level. */
export function noteUnkept(platform: BurstPlatform, kind: BurstKind, value: string, hour: number): void {
  note(platform, kind, value, hour, 0);
}

function note(platform: BurstPlatform, kind: BurstKind, value: string, hour: number, mean: number): void {
  platform.tail ??= createTailTable();
  hasher.of(`${kind}|${value}`);
  platform.tail.see(hasher, hour, mean);
}

/** Whether a key that is not kept was seen since the hour from which the table can be asked. */
export function wasSeen({ tail, tailFrom }: BurstPlatform, kind: BurstKind, value: string): boolean {
  if (tail === undefined) return false;
  hasher.of(`${kind}|${value}`);
  return tail.lastSeen(hasher) >= tailFrom;
}

/**
 * What was usual of a key that comes back, an hour, faded as a level fades; undefined for a key that was not seen in 90
 * days, or of which so little is left that its return would be a wonder: it counts as new.
 */
export function rememberedMean(
  platform: BurstPlatform,
  kind: BurstKind,
  value: string,
  hour: number,
): number | undefined {
  const { tail } = platform;
  if (tail === undefined || !wasSeen(platform, kind, value)) return undefined;
  const mean = tail.mean(hasher) * 0.5 ** (Math.max(0, hour - tail.lastSeen(hasher)) / hourlyLevel.halfLife);
  return mean < negligibleMean ? undefined : mean;
}

/** Once an hour: how far back the table can be asked. */
export function askTailFrom(platform: BurstPlatform, hour: number): void {
  if (platform.tail !== undefined) platform.tailFrom = platform.tail.reachesBackTo(hour - rememberedHours);
}
