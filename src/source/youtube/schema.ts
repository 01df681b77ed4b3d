/** The parts of the Data API's answers that are used. */
import { z } from 'zod';

/** Items are read one by one: a broken one costs itself. Channels that do not exist leave the key out. */
export const ListAnswer = z.object({
  kind: z.string().startsWith('youtube#'),
  items: z.array(z.unknown()).default([]),
  nextPageToken: z.string().optional(),
});
export type ListAnswer = z.infer<typeof ListAnswer>;

export const PlaylistItem = z.object({
  snippet: z.object({
    title: z.string().default(''),
    resourceId: z.object({ videoId: z.string() }),
  }),
  contentDetails: z.object({ videoPublishedAt: z.string().optional() }).optional(),
  status: z.object({ privacyStatus: z.string().optional() }).optional(),
});
export type PlaylistItem = z.infer<typeof PlaylistItem>;

/** Counts come as text, and not at all where the owner hides them. */
const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);

export const Video = z.object({
  id: z.string(),
  snippet: z.object({
    publishedAt: z.string(),
    channelId: z.string(),
    title: z.string().default(''),
    description: z.string().default(''),
    defaultLanguage: z.string().optional(),
    defaultAudioLanguage: z.string().optional(),
  }),
  statistics: z.object({ likeCount: count, commentCount: count }).optional(),
});
export type Video = z.infer<typeof Video>;

export const FoundVideo = z.object({
  id: z.object({ videoId: z.string() }),
  snippet: z.object({ publishedAt: z.string() }).optional(),
});

export const Channel = z.object({
  id: z.string(),
  snippet: z.object({ publishedAt: z.string().optional(), customUrl: z.string().optional() }).optional(),
  statistics: z.object({ subscriberCount: count, hiddenSubscriberCount: z.boolean().optional() }).optional(),
});
export type Channel = z.infer<typeof Channel>;

export const ItemWithId = z.object({ id: z.string() });

export const ErrorAnswer = z.object({
  error: z.object({
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});
