/** When the sample happens. The history before `start` teaches the baselines; the story is told after it. */
import { dayMs, hourMs } from '../../post/post.ts';

const startMs = Date.UTC(2026, 2, 2, 8);
export const sampleDays = 5;

/** 2 March 2026 is a Monday. */
export const sampleSpan = {
  historyFrom: new Date(startMs - 14 * dayMs),
  start: new Date(startMs),
  end: new Date(startMs + sampleDays * dayMs),
} as const;

/** An instant of the story, by day (1 is the first) and hours after that day's start. */
export function storyMs(day: number, hours: number): number {
  return startMs + (day - 1) * dayMs + Math.round(hours * hourMs);
}
