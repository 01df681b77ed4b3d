/** Posts as the measures group them: by author, and with reposts apart from what people wrote. */
import type { Post } from '../post/post.ts';

/** The author, unique over platforms. */
export function authorOf({ platform, accountId }: Pick<Post, 'platform' | 'accountId'>): string {
  return `${platform}:${accountId}`;
}

/**
 * Posts with a text of their own. A repost is folded into the post it repeats: it carries that post's text and counters,
 * and adding those up once turned 92,038 rows into 33 million reposts.
 */
export function writtenOf(posts: readonly Post[]): readonly Post[] {
  return posts.filter((post) => post.kind !== 'repost');
}

export function postsByAuthor(posts: readonly Post[]): ReadonlyMap<string, readonly Post[]> {
  const byAuthor = new Map<string, Post[]>();
  for (const post of posts) {
    const author = authorOf(post);
    const theirs = byAuthor.get(author);
    if (theirs === undefined) byAuthor.set(author, [post]);
    else theirs.push(post);
  }
  return byAuthor;
}

/** Likes and reposts of a post; undefined when the platform gave neither. */
export function interactionsOf(post: Post): number | undefined {
  if (post.likes === undefined && post.reposts === undefined) return undefined;
  return (post.likes ?? 0) + (post.reposts ?? 0);
}

/** Earlier first; posts of one moment by their id, so that the order in which they were read does not matter. */
export function byTimeThenId(a: Post, b: Post): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
