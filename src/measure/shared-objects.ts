/** What a post shares with others when it repeats it: the objects that co-sharing is counted on. */
import { createHash } from 'node:crypto';
import { normalText } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';

type SharedObjectKind = 'link' | 'repost' | 'text' | 'media' | 'tag';

export interface SharedObject {
  readonly kind: SharedObjectKind;
  /** Unique over kinds: `link:example.com/a`, `repost:123`, `media:456`, `tag:vote`; a text is kept as a hash. */
  readonly id: string;
}

/** A post stuffed with links and tags is not given more weight than this. */
const mostObjects = 20;

/**
 * A repost repeats everything of its parent, so it counts as the parent alone; without the parent's id it says nothing
 * that could be compared. Other posts share their text in normal form, their links, pictures and videos (the same upload)
 * and their tags.
 */
export function sharedObjectsOf(post: Post): readonly SharedObject[] {
  if (post.kind === 'repost') {
    return post.parentId === undefined ? [] : [{ kind: 'repost', id: `repost:${post.parentId}` }];
  }
  const text = normalText(post.text);
  return [
    ...(text === undefined ? [] : [{ kind: 'text' as const, id: `text:${hashOf(text)}` }]),
    ...post.links.map((link) => ({ kind: 'link' as const, id: `link:${link}` })),
    ...(post.media ?? []).map((media) => ({ kind: 'media' as const, id: `media:${media}` })),
    ...post.tags.map((tag) => ({ kind: 'tag' as const, id: `tag:${tag}` })),
  ].slice(0, mostObjects);
}

/** Texts are many and long, and only their identity matters: 96 bits of SHA-256. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
