/** Which part of a burst's accounts does largely the same as another one, over all traces, within a bound of size. */
import type { Post } from '../../post/post.ts';
import { authorOf } from '../post-groups.ts';
import { type Share, shareOf } from '../share.ts';
import { counted } from '../words.ts';
import { measureSimilarity, type SimilarityOptions } from './similarity.ts';

export interface AlikeOptions extends SimilarityOptions {
  /** Of a burst with more accounts or posts nothing is said: what a look costs stays bounded. 2,000 and 20,000 unless said. */
  readonly largest?: { readonly accounts: number; readonly posts: number } | undefined;
}

export type AlikeAccounts =
  | {
      readonly known: true;
      /** Accounts with a partner / all accounts of the burst, also those that hardly act. */
      readonly accounts: Share;
      /** Accounts that act often enough to be compared. */
      readonly active: number;
      readonly minActions: number;
      readonly minCosine: number;
      /** Accounts of the largest group of partners of partners, of each the ten best. */
      readonly largestGroup: number;
      /** Where the network would be cut, and why; undefined when no five accounts hang together, or fewer than three are linked. */
      readonly cut: string | undefined;
    }
  | { readonly known: false; readonly reason: string };

const usualLargest = { accounts: 2_000, posts: 20_000 };
/** Who has a partner shows in the best one; a few more keep groups together, and a look at every assessment cheap. */
const lean = { topPartners: 10, withGroups: false, cutFrom: 3 } as const;

export function measureAlikeAccounts(posts: readonly Post[], options: AlikeOptions = {}): AlikeAccounts {
  const { largest = usualLargest } = options;
  if (posts.length > largest.posts) return tooLarge(posts.length, 'post', largest.posts);
  const accounts = new Set(posts.map(authorOf)).size;
  if (accounts > largest.accounts) return tooLarge(accounts, 'account', largest.accounts);
  const similarity = measureSimilarity(posts, { ...lean, ...options });
  if (similarity === undefined) return { known: false, reason: 'too few accounts act often enough' };
  const { linked, largestGroup, minActions, minCosine, threshold } = similarity;
  return {
    known: true,
    accounts: shareOf(linked.n, accounts),
    active: linked.of,
    minActions,
    minCosine,
    largestGroup,
    cut: threshold?.reason,
  };
}

function tooLarge(number: number, one: string, most: number): AlikeAccounts {
  return { known: false, reason: `not looked for among ${counted(number, one)}, more than ${counted(most, one)}` };
}
