/** Which feeds are read, and how often. */
import { z } from 'zod';

const FeedUrl = z.url({ protocol: /^https?$/, error: 'is no web address: write https://news.example/feed.xml' });

const Zone = z.string().refine(isZone, 'is no time zone: write a name such as Europe/Paris');

const FeedEntry = z.strictObject({
  url: FeedUrl,
  /** What people call it, for log lines. */
  name: z.string().optional(),
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'is no name of a platform: lower-case letters')
    .default('web'),
  /** The account that the posts are said to be of: the name or host that the registry lists. */
  account: z.string().min(1).optional(),
  /** Where the outlet's clock stands, for dates that name no zone. */
  zone: Zone.default('UTC'),
  everyMinutes: z.int().min(1).optional(),
});
type FeedEntry = z.infer<typeof FeedEntry>;

export const FeedSettings = z.strictObject({
  list: z.array(FeedEntry).default([]),
  /** Ids of channels, `UC…`; their feeds need no key and give the last 15 videos. */
  youtubeChannels: z
    .array(z.string().regex(/^UC[\w-]{22}$/, 'is no id of a channel: UC and 22 characters'))
    .default([]),
  youtubeUrl: z.url().default('https://www.youtube.com/feeds/videos.xml'),
  everyMinutes: z.int().min(1).default(15),
  /** A feed whose newest item is older is called stale. Not set: ten times its usual pause, at least two days. */
  staleAfterHours: z.number().positive().optional(),
  /** Least time between two requests to one host. */
  spacingMs: z.int().min(0).default(1000),
});
export type FeedSettings = z.infer<typeof FeedSettings>;

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
