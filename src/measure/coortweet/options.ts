/** What CooRTweet 2.1.3 is asked for: the names and defaults of its manual. */
import type { NumberedShares } from '../share-log.ts';

export interface CoortweetOptions {
  /** Two posts at most so many seconds apart, inclusive. */
  readonly windowSeconds: number;
  /** Rows an account must have; 0 takes all accounts. */
  readonly minParticipation: number;
  /** Also pairs of one account, of one post, and of a post with itself as the object. */
  readonly keepLoops?: boolean | undefined;
  /** Rows alike in object, account, post and time count once. */
  readonly dropRepeats?: boolean | undefined;
}

/** One column of objects; several of them are stacked: pairs are made within each, and the network of all. */
export interface CoortweetLayer extends NumberedShares {
  /** By object: the number of the post with the same id, or -1. */
  postsOfObjects(): Int32Array;
}
