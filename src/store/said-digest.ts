/**
 * A digest of all that a row tells of a post. Merging a row a second time changes nothing, whatever was merged in
 * between: who tells the same again needs no comparing.
 */
import { copyLine } from './copy-text.ts';
import { digestOf } from './post-digest.ts';
import type { GivenPost } from './post-rows.ts';

/** Without what a known post keeps from when it came: its times, its author and its kind. */
export function saidDigest(post: GivenPost): string {
  return digestOf(
    copyLine([
      post.claimed_at,
      post.deleted_at,
      post.likes,
      post.reposts,
      post.replies,
      post.followers,
      post.parent_id,
      post.handle,
      post.lang,
      post.tags,
      post.links,
      post.media,
      post.edit,
      post.text,
    ]),
  );
}
