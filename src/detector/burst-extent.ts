/** The burst proper within an episode: an episode opens with the window that was unusual and closes a quiet day later. */
import type { BurstKey } from './burst-key.ts';
import type { BurstPlatform } from './burst-platform.ts';
import type { Episode } from './episode.ts';
import { burstWeights, kleinbergStates } from './kleinberg.ts';

/** A shorter episode is its own extent. */
const fewestHours = 6;
/** Less than this part of the episode is worth a sentence of its own. */
const mostPart = 2 / 3;

/**
 * `the burst proper: 2026-03-06 04:00 to 10:00 UTC, most posts in the hour from 06:00`; undefined where the episode is no
 * longer than it, or its hours are not kept any more.
 */
export function extentNote(platform: BurstPlatform, key: BurstKey, { fromHour, lastHot }: Episode): string | undefined {
  const hours = lastHot - fromHour + 1;
  if (hours < fewestHours) return undefined;
  const counts = postsByHour(key, fromHour, hours);
  const totals = counts.map((count, i) => Math.max(count, platform.totals.get(fromHour + i) ?? 0));
  const bursts = burstWeights(counts, totals, kleinbergStates(counts, totals));
  const strongest = bursts.toSorted((a, b) => b.weight - a.weight || a.from - b.from)[0];
  if (strongest === undefined || strongest.to - strongest.from > mostPart * hours) return undefined;
  const { from, to } = strongest;
  const peak = counts.indexOf(Math.max(...counts.slice(from, to)), from);
  return `the burst proper: ${dayAndHour(fromHour + from)} to ${dayAndHour(fromHour + to, fromHour + from)} UTC, most posts in the hour from ${hourOf(fromHour + peak)}`;
}

function postsByHour({ counts }: BurstKey, first: number, hours: number): readonly number[] {
  const posts = Array.from({ length: hours }, () => 0);
  for (let at = 0; at < counts.length; at += 3) {
    const place = (counts[at] ?? 0) - first;
    if (place >= 0 && place < hours) posts[place] = counts[at + 1] ?? 0;
  }
  return posts;
}

/** The day is left out where it is that of `since`. */
function dayAndHour(hour: number, since?: number): string {
  const day = dayOf(hour);
  return since !== undefined && dayOf(since) === day ? hourOf(hour) : `${day} ${hourOf(hour)}`;
}

function dayOf(hour: number): string {
  return new Date(hour * 3_600_000).toISOString().slice(0, 10);
}

/** `09:00` */
function hourOf(hour: number): string {
  return new Date(hour * 3_600_000).toISOString().slice(11, 16);
}
