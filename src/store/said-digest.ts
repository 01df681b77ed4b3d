/**
 * All that a row tells of a post, and a digest of it. Merging a row a second time changes nothing, whatever was merged
 * in between: who tells the same again needs no comparing.
 */
import { copyLine } from './copy-text.ts';
import type { GivenPost } from './given-post.ts';
import { digestOf } from './post-digest.ts';

/** The columns of `toldLine`: all but what a known post keeps from when it came, its times, author and kind. */
export const toldColumns =
  'claimed_at, deleted_at, likes, reposts, replies, quotes, followers, parent_id, parent_account_id, handle, lang, tags, links, media, edit, text';

/** As COPY takes it, so that it is written once for the digest and for the table. */
export function toldLine(post: Omit<GivenPost, 'told' | 'said'>): string {
  return copyLine([
    post.claimed_at,
    post.deleted_at,
    post.likes,
    post.reposts,
    post.replies,
    post.quotes,
    post.followers,
    post.parent_id,
    post.parent_account_id,
    post.handle,
    post.lang,
    post.tags,
    post.links,
    post.media,
    post.edit,
    post.text,
  ]);
}

/** With the key of the post: together with its digest it proves which post it is of. */
export function saidDigest(platform: string, id: string, told: string): string {
  return digestOf(`${platform}\n${id}\n${told}`);
}
