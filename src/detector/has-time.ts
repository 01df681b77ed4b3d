/** A post whose time could not be read stands in no hour and beside no other; sorted among others it would hide them. */
import type { Post } from '../post/post.ts';

export function hasTime({ createdAt }: Post): boolean {
  return !Number.isNaN(createdAt.getTime());
}
