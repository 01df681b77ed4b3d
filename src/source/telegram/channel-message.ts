/** A message of a channel, whichever way it was read, and the post that it becomes. */
import { createHash } from 'node:crypto';
import type { Post } from '../../post/post.ts';
import { safeLinks, safeTags, safeText } from '../safe-value.ts';
import { postIdOf } from './channel-name.ts';

export interface ChannelMessage {
  /** Ascending. An album is several messages and one post, named after the first. */
  readonly ids: readonly number[];
  /** Messages of one album, where they come one by one. */
  readonly group?: string | undefined;
  /** "Channel created", "pinned a message": no post, but it takes an id. */
  readonly service: boolean;
  readonly at: Date;
  readonly text: string;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly media: readonly string[];
  readonly edited: boolean;
  readonly views?: number | undefined;
  /** Sum of all reactions. */
  readonly likes?: number | undefined;
  readonly reposts?: number | undefined;
  readonly replies?: number | undefined;
  /** Forwarded from elsewhere; `post` when the origin can be named. */
  readonly forward?: { readonly post?: string | undefined } | undefined;
  readonly replyTo?: number | undefined;
  readonly raw: unknown;
}

export interface PostContext {
  readonly channel: string;
  readonly followers: number | undefined;
  readonly seenAt: Date;
}

export function postOf(
  message: ChannelMessage,
  id: number,
  edit: number | undefined,
  { channel, followers, seenAt }: PostContext,
): Post {
  const { forward, replyTo } = message;
  const parentId =
    forward === undefined ? (replyTo === undefined ? undefined : postIdOf(channel, replyTo)) : forward.post;
  return {
    platform: 'telegram',
    id: postIdOf(channel, id),
    accountId: channel,
    handle: channel,
    followers,
    createdAt: message.at,
    seenAt,
    text: safeText(message.text),
    kind: forward !== undefined ? 'repost' : replyTo !== undefined ? 'reply' : 'original',
    parentId,
    tags: safeTags(message.tags),
    links: safeLinks(message.links),
    media: message.media,
    edit,
    likes: message.likes,
    reposts: message.reposts,
    replies: message.replies,
  };
}

/** Messages of one album as one, in the place of its first; the others as they are. */
export function joinAlbums(messages: readonly ChannelMessage[]): readonly ChannelMessage[] {
  const joined = new Map<string, ChannelMessage>();
  for (const message of [...messages].sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0))) {
    const key = message.group ?? `${message.ids[0]}`;
    const before = message.group === undefined ? undefined : joined.get(key);
    joined.set(key, before === undefined ? message : join(before, message));
  }
  return [...joined.values()];
}

function join(a: ChannelMessage, b: ChannelMessage): ChannelMessage {
  return {
    ...a,
    ids: [...a.ids, ...b.ids],
    text: [a.text, b.text].filter((text) => text !== '').join('\n'),
    tags: [...a.tags, ...b.tags],
    links: [...a.links, ...b.links],
    media: [...new Set([...a.media, ...b.media])],
    edited: a.edited || b.edited,
    views: largest(a.views, b.views),
    likes: largest(a.likes, b.likes),
    reposts: largest(a.reposts, b.reposts),
    replies: largest(a.replies, b.replies),
    forward: a.forward ?? b.forward,
    replyTo: a.replyTo ?? b.replyTo,
    raw: [...(Array.isArray(a.raw) ? a.raw : [a.raw]), b.raw],
  };
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

/** Tells an edited message from the same one with other counts. */
export function printOf({ text, links }: ChannelMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([text, links]))
    .digest('base64url')
    .slice(0, 12);
}
