/** Accounts that hardly anybody follows and posts that nobody answered. New honest users are thin too: never alone. */
import type { Post } from '../post/post.ts';
import { byTimeThenId, interactionsOf, postsByAuthor, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface ThinMeasure {
  /** Accounts without followers / accounts whose number of followers is known. */
  readonly noFollowers: Share;
  /** Accounts with fewer than five followers / accounts whose number is known. */
  readonly underFive: Share;
  /** Accounts with fewer than ten followers / accounts whose number is known. Pictures and texts of profiles are not read. */
  readonly underTen: Share;
  readonly followersUnknown: number;
  /** Written posts with no like and no repost / written posts with counters. */
  readonly withoutInteraction: Share;
  readonly countersUnknown: number;
}

/** Fewer than this are few: the limit of ASPI's "Stop Xinjiang rumors" (2021). */
export const fewFollowers = 5;

/** An account's followers are those of its latest post that says a number. */
export function measureThin(posts: readonly Post[]): ThinMeasure {
  const authors = [...postsByAuthor(posts).values()];
  const followers = authors.flatMap((theirs) => latestFollowers(theirs) ?? []);
  const written = writtenOf(posts);
  const interactions = written.flatMap((post) => interactionsOf(post) ?? []);
  return {
    noFollowers: shareOf(followers.filter((count) => count === 0).length, followers.length),
    underFive: shareOf(followers.filter((count) => count < fewFollowers).length, followers.length),
    underTen: shareOf(followers.filter((count) => count < 10).length, followers.length),
    followersUnknown: authors.length - followers.length,
    withoutInteraction: shareOf(interactions.filter((count) => count === 0).length, interactions.length),
    countersUnknown: written.length - interactions.length,
  };
}

/** Of the latest post that says a number. */
export function latestFollowers(posts: readonly Post[]): number | undefined {
  return [...posts].sort((a, b) => byTimeThenId(b, a)).find((post) => post.followers !== undefined)?.followers;
}
