/** What is remembered between two readings of a feed, as plain JSON. */
import { z } from 'zod';

/** So many items are remembered besides those that stand in the feed now: some return after a correction. */
const mostRemembered = 500;
/** Longer feeds are read up to here; what a cursor holds is written with every page. */
export const mostItems = 5000;

/** Key of an item, digest of its text, time of the post in milliseconds, number of edits. */
const KnownItem = z.tuple([z.string(), z.string(), z.number(), z.int().min(0)]);
export type KnownItem = z.infer<typeof KnownItem>;

const FeedCursor = z.object({
  version: z.literal(1),
  readAt: z.iso.datetime(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** Host and path that the feed said to have moved to. */
  movedTo: z.string().optional(),
  /** Items are told apart by their links: guids were found twice. */
  byLink: z.boolean().optional(),
  /** Newest last. */
  known: z.array(KnownItem),
  /** Usual pause between two items of this feed. */
  usualPauseMs: z.number().optional(),
  /** The feed is stale: since its newest item, and said so at. */
  stale: z.object({ since: z.iso.datetime(), saidAt: z.iso.datetime() }).optional(),
});
export type FeedCursor = z.infer<typeof FeedCursor>;

export type CursorReading = { readonly cursor?: FeedCursor | undefined; readonly lost: boolean };

/** `lost`: there was one, and it cannot be read. */
export function readFeedCursor(value: unknown): CursorReading {
  if (value === undefined || value === null) return { lost: false };
  const { data } = FeedCursor.safeParse(value);
  return data === undefined ? { lost: true } : { cursor: data, lost: false };
}

/** What stands in the feed, after what is still remembered of earlier readings. */
export function remembered(before: readonly KnownItem[], now: readonly KnownItem[]): KnownItem[] {
  const present = new Set(now.map(([key]) => key));
  return [...before.filter(([key]) => !present.has(key)).slice(-mostRemembered), ...now];
}
