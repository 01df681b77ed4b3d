/** Where `x:search` stands, as plain JSON: each key's last id and counts, and the pages of the search that is not done. */
import { z } from 'zod';
import { Time } from './run.ts';
import { XId } from './schema.ts';
import type { HourCounts } from './unusual.ts';

const Key = z.object({
  /** Everything up to this id is read. */
  sinceId: XId.optional(),
  /** When it was last read back far enough for edits. */
  deepAt: Time.optional(),
  countedAt: Time.optional(),
  hours: z
    .object({ first: z.int(), posts: z.array(z.int().min(0)).max(400).readonly() })
    .readonly()
    .optional(),
});
export type SearchKey = z.output<typeof Key>;

/**
 * A search of which some pages are read. X gives the newest first, so what is read is no place to go on from: the
 * first page's newest id becomes that place only when the last page is kept.
 */
const Open = z.object({
  keys: z.array(z.string()).min(1),
  query: z.string(),
  since: z.union([z.object({ id: XId }), z.object({ time: Time })]),
  /** What the search goes back to. */
  from: Time,
  /** When it was begun. */
  askedAt: Time,
  deep: z.boolean(),
  pendingNewest: XId.optional(),
  nextToken: z.string().min(1).optional(),
  /** Time of the oldest post read. */
  oldest: Time.optional(),
});
export type OpenSearch = z.output<typeof Open>;

export const SearchState = z.object({ keys: z.record(z.string(), Key), open: Open.optional() });
export type SearchState = z.output<typeof SearchState>;

export function withKey(state: SearchState, key: string, change: Partial<SearchKey>): SearchState {
  return { ...state, keys: { ...state.keys, [key]: { ...state.keys[key], ...change } } };
}

/** The counts known and those that came, without holes; `undefined` where hours are missing between them. */
export function mergeHours(
  known: HourCounts | undefined,
  counted: ReadonlyMap<number, number>,
  most: number,
): HourCounts | undefined {
  const hours = new Map(known?.posts.map((posts, at) => [known.first + at, posts] as const));
  // A count may have begun within the hour, but an hour only gains posts.
  for (const [hour, posts] of counted) hours.set(hour, Math.max(posts, hours.get(hour) ?? 0));
  if (hours.size === 0) return undefined;
  const last = Math.max(...hours.keys());
  const first = Math.max(Math.min(...hours.keys()), last - most + 1);
  const posts: number[] = [];
  for (let hour = first; hour <= last; hour += 1) {
    const number = hours.get(hour);
    if (number === undefined) return undefined;
    posts.push(number);
  }
  return { first, posts };
}
