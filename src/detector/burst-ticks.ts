/**
 * Walks a tick hour by hour: whatever its length and whatever order its posts came in, each hour is looked at once it
 * is complete, with what was known then.
 */
import { dayMs, hourMs, type Post } from '../post/post.ts';

export interface TimedPost {
  readonly post: Post;
  readonly time: number;
}

export interface HourWalk {
  /** Last hour that was looked at; undefined before the first tick. */
  readonly clock: number | undefined;
  /** Hours older than this many before the clock take no posts any more. */
  readonly openHours: number;
  /** Moves the clock by one hour. */
  readonly enter: (hour: number) => void;
  /** Takes the posts of one hour, late ones included, and tests what they touched. */
  readonly take: (posts: readonly TimedPost[], hour: number) => void;
}

/** A first tick that starts with old posts begins so far back. */
const firstTickMs = 60 * dayMs;

export function walkHours(posts: readonly Post[], now: Date, walk: HourWalk): void {
  // Before the first post there is nothing to look at, and the hours of older posts must stay open for it.
  if (walk.clock === undefined && posts.length === 0) return;
  const until = hourOf(now.getTime());
  const ordered = inOrder(posts, now.getTime());
  const begin = Math.max(ordered[0]?.time ?? now.getTime(), now.getTime() - firstTickMs);
  const clock = walk.clock ?? hourOf(begin) - 1;
  const oldest = clock - walk.openHours + 1;
  let entered = clock;
  let at = 0;
  while (at < ordered.length) {
    const hour = hourOf(ordered[at]?.time ?? 0);
    let end = at + 1;
    while (end < ordered.length && hourOf(ordered[end]?.time ?? 0) === hour) end += 1;
    while (entered < hour) walk.enter(++entered);
    if (hour >= oldest) walk.take(ordered.slice(at, end), hour);
    at = end;
  }
  while (entered < until) walk.enter(++entered);
}

function hourOf(time: number): number {
  return Math.floor(time / hourMs);
}

/** By time, ties by id. A time after `now` is a wrong clock; such a post counts as made now. */
function inOrder(posts: readonly Post[], now: number): readonly TimedPost[] {
  return posts
    .map((post) => ({ post, time: Math.min(post.createdAt.getTime(), now) }))
    .sort((a, b) => a.time - b.time || (a.post.id < b.post.id ? -1 : a.post.id > b.post.id ? 1 : 0));
}
