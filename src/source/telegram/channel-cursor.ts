/** Where reading of a channel stands, and the last messages as they were, so that edits and deletions are seen. */
import { z } from 'zod';
import type { Post } from '../../post/post.ts';
import type { PostRef } from '../source.ts';
import { type ChannelMessage, joinAlbums, type PostContext, postOf, printOf } from './channel-message.ts';
import { postIdOf } from './channel-name.ts';

/** So many messages are read again each time; later edits are not seen. */
export const readAgain = 50;

const RecentPost = z.object({
  /** Of its messages, ascending; the first names the post for ever, also when that message goes. */
  ids: z.array(z.int().positive()).min(1).max(30),
  print: z.string().max(20),
  edit: z.int().positive().optional(),
});
type RecentPost = z.infer<typeof RecentPost>;

export const ChannelCursor = z.object({
  /** Highest message id that was read. */
  newest: z.int().nonnegative(),
  /** When reading last came to its end. */
  readAt: z.iso.datetime(),
  /** The channel's number and the key to it; finding them by name is the call that Telegram limits most. */
  peer: z.object({ id: z.string().max(30), hash: z.string().max(30).optional() }).optional(),
  recent: z.array(RecentPost).max(2 * readAgain),
  /** Not before is the channel asked again. Used where several channels share a source. */
  notBefore: z.iso.datetime().optional(),
});
export type ChannelCursor = z.infer<typeof ChannelCursor>;

export interface Merged {
  readonly posts: readonly Post[];
  readonly raw: readonly (PostRef & { readonly payload: unknown })[];
  /** Oldest first. */
  readonly recent: readonly RecentPost[];
}

/** Posts of the messages, under the ids and with the number of edits that are known of them. */
export function mergeMessages(
  messages: readonly ChannelMessage[],
  recent: readonly RecentPost[],
  context: PostContext,
): Merged {
  const known = new Map(recent.flatMap((entry) => entry.ids.map((id) => [id, entry] as const)));
  const next = new Map(recent.map((entry) => [entry.ids[0] ?? 0, entry]));
  const posts: Post[] = [];
  const raw: (PostRef & { readonly payload: unknown })[] = [];
  for (const message of joinAlbums(messages)) {
    if (message.service) continue;
    const before = message.ids.map((id) => known.get(id)).find((entry) => entry !== undefined);
    const id = before?.ids[0] ?? message.ids[0] ?? 0;
    const print = printOf(message);
    const edit = editOf(message, print, before);
    const post = postOf(message, id, edit, context);
    posts.push(post);
    raw.push({ platform: 'telegram', id: post.id, payload: message.raw });
    const ids = [...new Set([id, ...(before?.ids ?? []), ...message.ids])].slice(0, 30);
    next.set(id, { ids, print, edit });
  }
  return { posts, raw, recent: [...next.values()].sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0)) };
}

/** Telegram says that a message was edited, not how often; we count what we see. */
function editOf(message: ChannelMessage, print: string, before: RecentPost | undefined): number | undefined {
  if (before === undefined) return message.edited ? 1 : undefined;
  return before.print === print ? before.edit : (before.edit ?? 0) + 1;
}

export interface Remaining {
  readonly deletes: readonly PostRef[];
  readonly recent: RecentPost[];
}

/** Posts all of whose messages are gone. `isGone` must be sure: what was not looked for is not gone. */
export function withoutGone(
  channel: string,
  recent: readonly RecentPost[],
  isGone: (messageId: number) => boolean,
): Remaining {
  const gone = recent.filter(({ ids }) => ids.every(isGone));
  return {
    deletes: gone.map(({ ids }) => ({ platform: 'telegram', id: postIdOf(channel, ids[0] ?? 0) })),
    recent: recent.filter((entry) => !gone.includes(entry)).slice(-readAgain),
  };
}
