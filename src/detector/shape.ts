/** Whether few accounts or many make a burst. */
import type { Shape } from './detector.ts';

/** 1 / Σ share²: as many accounts would make the same posts if all posted alike. 0 for none. */
export function effectiveAccounts(postsPerAccount: Iterable<number>): number {
  let posts = 0;
  let squares = 0;
  for (const count of postsPerAccount) {
    posts += count;
    squares += count * count;
  }
  return squares === 0 ? 0 : (posts * posts) / squares;
}

/**
 * Narrow when fewer effective accounts than max(8, min(posts / 4, 2 √posts)) make the posts.
 *
 * Under 8 effective accounts a burst is always the work of few. Up to 64 posts, four posts an account are many. Above,
 * the line grows with the root only, since a large campaign of throw-away accounts makes 15 posts with each of 2,000
 * (the CNHU set) and is wide, while 2,000 posts by 30 accounts stay narrow.
 */
export function shapeOf(posts: number, effective: number): Shape {
  return effective < Math.max(8, Math.min(posts / 4, 2 * Math.sqrt(posts))) ? 'narrow' : 'wide';
}
