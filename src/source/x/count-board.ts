/** What was counted last, shared by the source that counts and the one that reads by it: no count is paid for twice. */
import { hourMs } from '../../post/post.ts';
import type { Counted, Granularity } from './count-request.ts';

export interface CountBoard {
  /** A bucket told again replaces itself. */
  put(key: string, counted: Counted, granularity: Granularity, now: Date): void;
  get(key: string): BoardEntry | undefined;
}

interface BoardEntry {
  readonly countedAt: Date;
  /** By hour since 1970; the last one is not over. */
  readonly hours: ReadonlyMap<number, number>;
}

/** 7 days, and the hour that has begun. */
export const hoursKept = 7 * 24 + 1;

interface Hour {
  whole?: number;
  readonly parts: Map<number, number>;
}

export function createCountBoard(): CountBoard {
  const entries = new Map<string, { countedAt: Date; readonly hours: Map<number, Hour> }>();
  return {
    put(key, { buckets, begun }, granularity, now) {
      const entry = entries.get(key) ?? { countedAt: now, hours: new Map<number, Hour>() };
      entries.set(key, entry);
      entry.countedAt = now;
      const ofHour = (at: Date): Hour => {
        const number = Math.floor(at.getTime() / hourMs);
        const hour = entry.hours.get(number) ?? { parts: new Map<number, number>() };
        entry.hours.set(number, hour);
        return hour;
      };
      for (const { at, posts } of buckets) {
        if (granularity === 'hour') ofHour(at).whole = posts;
        else ofHour(at).parts.set(at.getTime(), posts);
      }
      if (begun !== undefined) ofHour(begun.at).parts.set(begun.at.getTime(), begun.posts);
      const oldest = Math.floor(now.getTime() / hourMs) - hoursKept;
      for (const hour of entry.hours.keys()) if (hour < oldest) entry.hours.delete(hour);
    },
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      const hours = [...entry.hours].map(([hour, { whole, parts }]) => [hour, whole ?? sum(parts)] as const);
      return { countedAt: entry.countedAt, hours: new Map(hours) };
    },
  };
}

function sum(parts: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const posts of parts.values()) total += posts;
  return total;
}
