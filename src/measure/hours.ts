/** At which hours of the day accounts post, and how far that is from others. Weak evidence; it never names a country. */
import type { Post } from '../post/post.ts';

export interface HoursMeasure {
  /** Posts and reposts in each hour of the day, UTC; 24 numbers. */
  readonly hours: readonly number[];
  readonly posts: number;
  /** Jensen-Shannon distance to the reference, bits, 0..1; undefined without 50 posts on both sides. */
  readonly distance: number | undefined;
}

/** Below, the distance is mostly noise: 24 hours want two posts each. */
const fewestPosts = 50;

/** @param reference 24 counters of the conversation that the posts are compared with */
export function measureHours(posts: readonly Post[], reference: readonly number[] = []): HoursMeasure {
  const hours = hoursOf(posts);
  const isEnough = posts.length >= fewestPosts && sumOf(reference) >= fewestPosts;
  return { hours, posts: posts.length, distance: isEnough ? jensenShannon(hours, reference) : undefined };
}

export function hoursOf(posts: readonly Post[]): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const post of posts) {
    const hour = post.createdAt.getUTCHours();
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}

/**
 * Jensen-Shannon divergence in bits of two profiles of counters: 0 for the same shape, 1 for nothing in common.
 * Neither may be empty.
 * @see Lin, J. (1991), IEEE Trans. Inf. Theory 37, 145-151
 */
export function jensenShannon(first: readonly number[], second: readonly number[]): number {
  const p = sharesOf(first);
  const q = sharesOf(second);
  let bits = 0;
  for (let bin = 0; bin < Math.max(p.length, q.length); bin++) {
    const x = p[bin] ?? 0;
    const y = q[bin] ?? 0;
    const middle = (x + y) / 2;
    if (x > 0) bits += (x * Math.log2(x / middle)) / 2;
    if (y > 0) bits += (y * Math.log2(y / middle)) / 2;
  }
  return Math.min(1, Math.max(0, bits));
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const total = sumOf(counts);
  return counts.map((count) => count / total);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
