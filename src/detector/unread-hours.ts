/** Gaps of sources as hours of a platform: what was not read is neither tested nor learnt from. */
import { hourMs, type Span } from '../post/post.ts';

/** A span in which a platform was not read, or some of its accounts were not. */
export interface PlatformGap extends Span {
  readonly platform: string;
  /**
   * `part`: single feeds, channels or accounts; tags and links of the platform were read all the same. `truncated`: read,
   * but answers were full, so that counts are a lower bound.
   */
  readonly coverage: 'platform' | 'part' | 'truncated';
}

/** Hours since 1970, by platform. */
export type UnreadHours = ReadonlyMap<string, ReadonlySet<number>>;

/** An hour that lacks less than this is as good as whole: the loss is within the noise of a count. */
const wholeEnoughMs = 0.1 * hourMs;

export function unreadHours(gaps: readonly PlatformGap[], coverage: readonly PlatformGap['coverage'][]): UnreadHours {
  const missing = new Map<string, Map<number, number>>();
  for (const { platform, from, to, coverage: hidden } of gaps) {
    if (!coverage.includes(hidden)) continue;
    const hours = missing.get(platform) ?? new Map<number, number>();
    missing.set(platform, hours);
    for (let hour = Math.floor(from.getTime() / hourMs); hour * hourMs < to.getTime(); hour += 1) {
      const lost = Math.min(to.getTime(), (hour + 1) * hourMs) - Math.max(from.getTime(), hour * hourMs);
      hours.set(hour, (hours.get(hour) ?? 0) + lost);
    }
  }
  return new Map(
    [...missing].map(([platform, hours]) => [
      platform,
      new Set([...hours].filter(([, lost]) => lost >= wholeEnoughMs).map(([hour]) => hour)),
    ]),
  );
}

const noHours: ReadonlySet<number> = new Set();

export function unreadOf(hours: UnreadHours, platform: string): ReadonlySet<number> {
  return hours.get(platform) ?? noHours;
}

/** Whether one of the `hours` hours that end with `hour` was not read. */
export function touchesGap(unread: ReadonlySet<number>, hour: number, hours: number): boolean {
  if (unread.size === 0) return false;
  for (let at = hour - hours + 1; at <= hour; at += 1) if (unread.has(at)) return true;
  return false;
}
