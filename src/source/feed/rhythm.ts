/** Whether a feed has fallen silent, measured by its own rhythm. */
import { dayMs, hourMs } from '../../post/post.ts';
import type { Gap } from '../source.ts';
import type { FeedCursor } from './feed-cursor.ts';

/** Weekends and holidays are no silence. */
const shortestSilenceMs = 2 * dayMs;
const pausesOfSilence = 10;

export interface Silence {
  readonly gap?: Gap | undefined;
  readonly stale: FeedCursor['stale'];
  /** Said now for the first time. */
  readonly began: boolean;
}

export interface SilenceQuestion {
  /** Times of the items that are known, in milliseconds. */
  readonly times: readonly number[];
  readonly usualPauseMs: number | undefined;
  readonly staleAfterHours: number | undefined;
  readonly before: FeedCursor['stale'];
  readonly now: Date;
}

/** A silence is told once when it has begun, and once more when it has ended, for the time since. */
export function judgeSilence({ times, usualPauseMs, staleAfterHours, before, now }: SilenceQuestion): Silence {
  const newest = times.reduce((latest, time) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
  if (before !== undefined) {
    const since = Date.parse(before.since);
    if (newest <= since) return { stale: before, began: false };
    const firstAgain = times.reduce((first, time) => (time > since && time < first ? time : first), newest);
    const to = new Date(Math.min(firstAgain, now.getTime()));
    const from = new Date(before.saidAt);
    const gap = from < to ? { from, to, reason: `stale: no items until ${dayOf(to)}` } : undefined;
    return { gap, stale: undefined, began: false };
  }
  const limitMs = limitOf(staleAfterHours, usualPauseMs);
  if (!Number.isFinite(newest) || now.getTime() - newest <= limitMs) return { stale: undefined, began: false };
  const from = new Date(newest);
  return {
    gap: { from, to: now, reason: `stale: newest item of ${dayOf(from)}` },
    stale: { since: from.toISOString(), saidAt: now.toISOString() },
    began: true,
  };
}

/** A feed of one or two items has no rhythm that it could have lost. */
function limitOf(staleAfterHours: number | undefined, usualPauseMs: number | undefined): number {
  if (staleAfterHours !== undefined) return staleAfterHours * hourMs;
  if (usualPauseMs === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(shortestSilenceMs, pausesOfSilence * usualPauseMs);
}

/** Median time between two neighbours; `undefined` for less than three items. */
export function usualPause(times: readonly number[]): number | undefined {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const pauses = sorted.slice(1).map((time, at) => time - (sorted[at] ?? time));
  return pauses.length < 2 ? undefined : pauses.sort((a, b) => a - b)[Math.floor(pauses.length / 2)];
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
