/** What is read by YouTube's Data API, and what it may cost. */
import { z } from 'zod';

export const YoutubeSettings = z.strictObject({
  /** `auto`: when there is a key. */
  enabled: z.union([z.boolean(), z.literal('auto')]).default('auto'),
  apiUrl: z.url().default('https://www.googleapis.com/youtube/v3'),
  /** Ids of channels, besides those that the registry lists. */
  channels: z.array(z.string().regex(/^UC[\w-]{22}$/, 'is no id of a channel: UC and 22 characters')).default([]),
  searches: z.array(z.string().trim().min(1)).default([]),
  everyMinutes: z.int().min(1).default(30),
  search: z
    .strictObject({
      everyHours: z.int().min(1).default(6),
      /** Pages of 50 for each text and reading; each is one of the day's searches. */
      maxPages: z.int().min(1).max(10).default(2),
    })
    .prefault({}),
  /** What Google grants without asking (developers.google.com/youtube/v3/determine_quota_cost). */
  dailyUnits: z.int().min(1).default(10_000),
  dailySearches: z.int().min(1).default(100),
});
export type YoutubeSettings = z.infer<typeof YoutubeSettings>;
