/** Rules that shaped the figures of a burst, a sentence each. */
import { extentNote } from './burst-extent.ts';
import { firehoseNote } from './burst-firehose.ts';
import type { BurstKey } from './burst-key.ts';
import { tightenOf } from './burst-thresholds.ts';
import type { BurstWorld } from './burst-world.ts';
import type { Episode } from './episode.ts';
import { tightenedNote } from './self-check.ts';

export function notesOf(
  world: BurstWorld,
  key: BurstKey,
  episode: Episode,
  { open, settings }: { readonly open: boolean; readonly settings: Parameters<typeof tightenOf>[2] },
): readonly string[] {
  const { lowerBound } = episode;
  const { lane } = episode.best;
  const platform = world.platforms.get(key.platform);
  // While it goes on nobody knows where it will have been strongest.
  const extent = open || platform === undefined ? undefined : extentNote(platform, key, episode);
  const inPart = platform === undefined ? undefined : firehoseNote(platform);
  const tightened =
    lane === 'level' || lane === 'new' || lane === 'drip' ? tightenedNote(tightenOf(world, lane, settings)) : undefined;
  return [
    ...(lowerBound === true ? ['counts are a lower bound: the platform gave no more in some of these hours'] : []),
    ...(extent === undefined ? [] : [extent]),
    ...(inPart === undefined ? [] : [inPart]),
    ...(tightened === undefined ? [] : [tightened]),
  ];
}
