/** How steeply a burst begins: who is there within minutes. News and goals begin as steeply: never alone. */
import { minuteMs, type Post } from '../post/post.ts';
import { postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface SteepnessOptions {
  /** When the burst began; its first post unless said. Posts before do not count. */
  readonly from?: Date | undefined;
  /** Minutes; 10 and 120 unless said (table of indicators). */
  readonly firstMinutes?: number | undefined;
  readonly ofMinutes?: number | undefined;
}

export interface Steepness {
  /** Accounts there in the first ten minutes / accounts there in the first two hours. */
  readonly accounts: Share;
  readonly from: Date | undefined;
  readonly firstMinutes: number;
  readonly ofMinutes: number;
}

export function measureSteepness(posts: readonly Post[], options: SteepnessOptions = {}): Steepness {
  const { firstMinutes = 10, ofMinutes = 120 } = options;
  const from = options.from?.getTime() ?? firstOf(posts);
  let first = 0;
  let all = 0;
  for (const theirs of postsByAuthor(posts.filter(({ createdAt }) => createdAt.getTime() >= from)).values()) {
    const minutes = (firstOf(theirs) - from) / minuteMs;
    if (minutes < ofMinutes) all += 1;
    if (minutes < firstMinutes) first += 1;
  }
  return {
    accounts: shareOf(first, all),
    from: Number.isFinite(from) ? new Date(from) : undefined,
    firstMinutes,
    ofMinutes,
  };
}

function firstOf(posts: readonly Post[]): number {
  return posts.reduce((first, { createdAt }) => Math.min(first, createdAt.getTime()), Number.POSITIVE_INFINITY);
}
