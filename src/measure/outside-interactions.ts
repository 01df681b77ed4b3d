/** Does anybody outside the burst answer it? Niche topics stay unanswered, too: never alone. */
import { hourMs, type Post } from '../post/post.ts';
import { writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface OutsideInteractionOptions {
  /** When the counters were last read; each post's `seenAt` unless said. */
  readonly countersAt?: Date | undefined;
  /** A post's counters say something from this age on, hours; 6 unless said: at birth all are zero. */
  readonly fewestHours?: number | undefined;
}

export interface OutsideInteractions {
  /**
   * Likes, and replies that are not in the burst, per written post with counters; undefined without such posts. Who
   * liked is not known: likes from inside count as from outside.
   */
  readonly perPost: number | undefined;
  readonly interactions: number;
  /** Written posts with none / written posts with counters that were read late enough. */
  readonly unanswered: Share;
  /** Written posts without counters, or whose counters were read too early. */
  readonly unknown: number;
  readonly fewestHours: number;
}

export function measureOutsideInteractions(
  posts: readonly Post[],
  { countersAt, fewestHours = 6 }: OutsideInteractionOptions = {},
): OutsideInteractions {
  const written = writtenOf(posts);
  const repliesInside = new Map<string, number>();
  for (const post of written) {
    if (post.kind !== 'reply' || post.parentId === undefined) continue;
    const parent = `${post.platform}:${post.parentId}`;
    repliesInside.set(parent, (repliesInside.get(parent) ?? 0) + 1);
  }
  const known = written.flatMap((post) => {
    const ageMs = (countersAt ?? post.seenAt).getTime() - post.createdAt.getTime();
    if (ageMs < fewestHours * hourMs || (post.likes === undefined && post.replies === undefined)) return [];
    const inside = repliesInside.get(`${post.platform}:${post.id}`) ?? 0;
    return [(post.likes ?? 0) + Math.max(0, (post.replies ?? 0) - inside)];
  });
  const interactions = known.reduce((sum, count) => sum + count, 0);
  return {
    perPost: known.length === 0 ? undefined : interactions / known.length,
    interactions,
    unanswered: shareOf(known.filter((count) => count === 0).length, known.length),
    unknown: written.length - known.length,
    fewestHours,
  };
}
