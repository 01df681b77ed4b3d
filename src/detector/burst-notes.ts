/** Rules that shaped the figures of a burst, a sentence each. */
import { firehoseNote } from './burst-firehose.ts';
import { tightenOf } from './burst-thresholds.ts';
import type { BurstWorld } from './burst-world.ts';
import type { Episode } from './episode.ts';
import { tightenedNote } from './self-check.ts';

export function notesOf(
  world: BurstWorld,
  platformName: string,
  { best, lowerBound }: Episode,
  settings: Parameters<typeof tightenOf>[2],
): readonly string[] {
  const { lane } = best;
  const platform = world.platforms.get(platformName);
  const inPart = platform === undefined ? undefined : firehoseNote(platform);
  const tightened =
    lane === 'level' || lane === 'new' || lane === 'drip' ? tightenedNote(tightenOf(world, lane, settings)) : undefined;
  return [
    ...(lowerBound === true ? ['counts are a lower bound: the platform gave no more in some of these hours'] : []),
    ...(inPart === undefined ? [] : [inPart]),
    ...(tightened === undefined ? [] : [tightened]),
  ];
}
