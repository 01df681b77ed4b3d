/**
 * How much of what is posted can be seen at a given age: learnt from posts that came after a tick which should have had
 * them already. What is not there yet lowers what is expected, so that a late feed does not hide a burst.
 */
import { hourMs, minuteMs } from '../post/post.ts';

/** Lateness up to so many minutes; the first bin is on time, what is later than the last is a history being read. */
const bins = [0, 5, 10, 15, 30, 60, 120, 240, 360];
/** As if so many posts had come on time before any was seen. */
const priorPosts = 200;
/** Share that stays after an hour: half-life 7 days. */
const memory = 2 ** (-1 / 168);
/** Less than half is never taken for usual. */
const least = 0.5;
/** Hours after which everything is taken as there. */
export const lateHours = 6;

/** Decayed posts per bin of lateness; changed in place. */
export type Lateness = number[];

export function newLateness(): Lateness {
  return bins.map(() => 0);
}

/** @param ms how long before the last tick the post was made; negative when it was made after it and came in time */
export function learnLateness(lateness: Lateness, ms: number): void {
  const bin = ms <= 0 ? 0 : bins.findIndex((minutes) => ms <= minutes * minuteMs);
  if (bin >= 0) lateness[bin] = (lateness[bin] ?? 0) + 1;
}

export function forgetLateness(lateness: Lateness): void {
  for (let bin = 0; bin < lateness.length; bin++) lateness[bin] = (lateness[bin] ?? 0) * memory;
}

/** Share of the posts of an hour that can be seen at `now`: over the part of the hour that has passed. */
export function completeness(lateness: Lateness, hour: number, now: number): number {
  const passed = Math.min(now, (hour + 1) * hourMs) - hour * hourMs;
  if (now - hour * hourMs >= (lateHours + 1) * hourMs || passed <= 0) return 1;
  const parts = 4;
  let seen = 0;
  for (let part = 0; part < parts; part++)
    seen += seenAt(lateness, now - hour * hourMs - ((part + 0.5) / parts) * passed);
  return Math.max(least, seen / parts);
}

function seenAt(lateness: Lateness, age: number): number {
  let seen = priorPosts;
  let all = priorPosts;
  for (let bin = 0; bin < bins.length; bin++) {
    const posts = lateness[bin] ?? 0;
    all += posts;
    if ((bins[bin] ?? 0) * minuteMs <= age) seen += posts;
  }
  return seen / all;
}
