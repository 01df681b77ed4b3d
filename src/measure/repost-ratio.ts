/** How much of the activity is reposting, and how much of it on accounts that hardly anybody follows. */
import type { Post } from '../post/post.ts';
import { postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';
import { latestFollowers } from './thin.ts';

export interface RepostRatio {
  /** Reposts / posts. High for fans and celebrities, too. */
  readonly all: Share;
  /** Reposts / posts of accounts with few followers. */
  readonly few: Share;
  /** Accounts with few followers / accounts whose number is known. */
  readonly fewAccounts: Share;
  readonly followersUnknown: number;
  /** Fewer followers than this are few: 10 (table of indicators). */
  readonly under: number;
}

const under = 10;

export function measureRepostRatio(posts: readonly Post[]): RepostRatio {
  const authors = [...postsByAuthor(posts).values()];
  const known = authors.flatMap((theirs) => {
    const followers = latestFollowers(theirs);
    return followers === undefined ? [] : [{ theirs, isFew: followers < under }];
  });
  const few = known.filter(({ isFew }) => isFew);
  return {
    all: repostsIn(posts),
    few: repostsIn(few.flatMap(({ theirs }) => theirs)),
    fewAccounts: shareOf(few.length, known.length),
    followersUnknown: authors.length - known.length,
    under,
  };
}

function repostsIn(posts: readonly Post[]): Share {
  return shareOf(posts.filter(({ kind }) => kind === 'repost').length, posts.length);
}
