/**
 * Whether a key is posted unusually often now, by its counts per hour of the last 7 days.
 *
 * The last 2, 6 and 24 hours (the current one is not over, which only makes the count smaller) are each compared with
 * all earlier spans of the same length. Unusual is what has at least `atLeast` posts and more than the upper quantile of
 * the earlier spans; a quantile, so that last week's one burst does not hide this week's.
 */

/** Posts per hour, without holes; `first` counts hours since 1970. */
export interface HourCounts {
  readonly first: number;
  readonly posts: readonly number[];
}

export interface UnusualRule {
  readonly atLeast: number;
  readonly quantile: number;
}

const shortest = 2;
const lengths = [24, 6, shortest];
/** With fewer spans to compare the shortest with, the number of posts alone decides. */
const fewestSpans = 24;

/** The first hour of the longest span that is unusual, not counting what was read already; `undefined` if none is. */
export function unusualSince({ first, posts }: HourCounts, rule: UnusualRule, readTo: number): number | undefined {
  const end = posts.length;
  for (const length of lengths) {
    const from = Math.max(0, end - length);
    // A span that was read to beyond its half tells of what is known already, but the shortest is always looked at.
    if (length > shortest && first + from + length / 2 < readTo) continue;
    if (isUnusual(posts, from, length, rule)) return first + from;
  }
  return undefined;
}

function isUnusual(posts: readonly number[], from: number, length: number, rule: UnusualRule): boolean {
  const now = sum(posts, from, posts.length);
  if (now < rule.atLeast) return false;
  const before: number[] = [];
  for (let at = 0; at + length <= from; at += 1) before.push(sum(posts, at, at + length));
  return before.length < fewestSpans ? length === shortest : now > quantileOf(before, rule.quantile);
}

function sum(posts: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 1) total += posts[at] ?? 0;
  return total;
}

/** The smallest value that at least this part of the values does not exceed. */
function quantileOf(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(quantile * sorted.length) - 1))] ?? 0;
}
