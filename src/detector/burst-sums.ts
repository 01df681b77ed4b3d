/**
 * What an hour and the windows that end with it should hold of any key at level 1: season, what was read, how busy the
 * platform is, and how much of it is there already. The same for all keys of a platform, so it is added up once.
 */

import { hourMs } from '../post/post.ts';
import type { BurstKey } from './burst-key.ts';
import { completeness, lateHours } from './burst-late.ts';
import { dripHours } from './burst-levels.ts';
import type { BurstPlatform } from './burst-platform.ts';
import { volumeRatio } from './burst-volume.ts';
import { type Coverage, coverageOf, exposureOver } from './exposure.ts';
import { hourlyLevel } from './level.ts';
import { seasonAt } from './season.ts';

/** Lengths in hours: those of the level, and the drip's at the end. */
export const testedLengths: readonly number[] = [1, ...hourlyLevel.windows, dripHours];

export interface WindowSum {
  /** False when an hour of the window was not read. */
  readonly read: boolean;
  /** Whether counts are a lower bound. */
  readonly truncated: boolean;
  /** Sum of season times exposure. */
  readonly season: number;
  /** The same, shifted by the platform's volume. */
  readonly busy: number;
  /** Share of it that can be seen already. */
  readonly seen: number;
}

export interface SumsGiven {
  readonly coverage: Coverage;
  readonly volumeExponent: number;
  readonly now: number;
}

/** By the order of `testedLengths`. */
export function windowSums(platform: BurstPlatform, hour: number, given: SumsGiven): readonly WindowSum[] {
  const { coverage, now } = given;
  const { truncated } = coverageOf(coverage, platform.name);
  const sums: WindowSum[] = [];
  let read = true;
  let lower = false;
  let season = 0;
  let busy = 0;
  let seen = 0;
  for (let back = 0; back < dripHours; back++) {
    const at = hour - back;
    const exposure = exposureOver(coverage, platform.name, at);
    if (exposure === 0) read = false;
    if (truncated.has(at)) lower = true;
    const usual = seasonAt(platform.season, at) * exposure;
    const shifted = usual * volumeShift(platform, at, exposure, given);
    season += usual;
    busy += shifted;
    seen += now - at * hourMs > (lateHours + 1) * hourMs ? shifted : shifted * completeness(platform.lateness, at, now);
    if (testedLengths.includes(back + 1)) {
      sums.push({ read, truncated: lower, season, busy, seen: busy === 0 ? 1 : seen / busy });
    }
  }
  return sums;
}

/** A quiet platform lowers nothing: the hour may not be over. */
function volumeShift(
  platform: BurstPlatform,
  hour: number,
  exposure: number,
  { volumeExponent }: SumsGiven,
  own = 0,
  usualOwn = 0,
): number {
  return Math.max(1, volumeRatio(platform, hour, exposure, own, usualOwn)) ** volumeExponent;
}

/** A key with more of an hour's posts than this is taken out of the hour's volume: it must not explain itself. */
const ownShare = 0.02;

/** `busy` of a window for one key. @param level posts of the key an hour at season 1 */
export function busyWithout(
  platform: BurstPlatform,
  key: BurstKey,
  hour: number,
  length: number,
  { busy }: WindowSum,
  given: SumsGiven & { readonly level: number },
): number {
  let sum = busy;
  const { counts } = key;
  for (let i = counts.length - 3; i >= 0; i -= 3) {
    const at = counts[i] ?? 0;
    if (at <= hour - length) break;
    const own = counts[i + 1] ?? 0;
    if (at > hour || own <= ownShare * (platform.totals.get(at) ?? 0)) continue;
    const exposure = exposureOver(given.coverage, platform.name, at);
    const season = seasonAt(platform.season, at) * exposure;
    const without = volumeShift(platform, at, exposure, given, own, given.level * season);
    sum += season * (without - volumeShift(platform, at, exposure, given));
  }
  return sum;
}

/** Whether the key has so many posts in a window that testing it is worth the while. */
export function hasPosts({ counts }: BurstKey, hour: number, hours: number, least: number): boolean {
  let posts = 0;
  for (let i = counts.length - 3; i >= 0 && (counts[i] ?? 0) > hour - hours; i -= 3) {
    if ((counts[i] ?? 0) <= hour) posts += counts[i + 1] ?? 0;
    if (posts >= least) return true;
  }
  return false;
}
