/**
 * Accounts that have several copied texts in common with another one, at whatever time. Two readers of one story share its
 * headline; two users of one bank of texts share several of them, hours apart, where no window of seconds sees them.
 */
import type { Post } from '../post/post.ts';
import { authorOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface CopyPartners {
  /**
   * Accounts that share at least `fewestTexts` copied texts with another account / accounts with a copied text: among the
   * crowd that a campaign draws its members would drown.
   */
  readonly accounts: Share;
  readonly fewestTexts: number;
}

const fewestTexts = 2;
/** Of an account with more copied texts those used by fewest are compared: its pairs grow with the square. */
const mostTexts = 40;

/** @param clusters posts with near-identical texts (`CopyMeasure.members`) */
export function measureCopyPartners(clusters: readonly (readonly Post[])[]): CopyPartners {
  const pairsOf = new Map<string, readonly number[]>();
  const users = new Map<number, number>();
  for (const [author, theirs] of textsByAuthor(clusters)) {
    const pairs = pairsIn(theirs, clusters.length);
    pairsOf.set(author, pairs);
    for (const pair of pairs) users.set(pair, (users.get(pair) ?? 0) + 1);
  }
  const partners = [...pairsOf.values()].filter((pairs) => pairs.some((pair) => (users.get(pair) ?? 0) > 1)).length;
  return { accounts: shareOf(partners, pairsOf.size), fewestTexts };
}

/** Numbers of the clusters that each author is in, those with fewest posts first. */
function textsByAuthor(clusters: readonly (readonly Post[])[]): ReadonlyMap<string, readonly number[]> {
  const order = [...clusters.keys()].sort((a, b) => (clusters[a]?.length ?? 0) - (clusters[b]?.length ?? 0) || a - b);
  const texts = new Map<string, number[]>();
  for (const cluster of order) {
    for (const author of new Set(clusters[cluster]?.map(authorOf))) {
      const theirs = texts.get(author);
      if (theirs === undefined) texts.set(author, [cluster]);
      else if (theirs.length < mostTexts) theirs.push(cluster);
    }
  }
  return texts;
}

/** Each two of them as one number. */
function pairsIn(texts: readonly number[], clusters: number): readonly number[] {
  const sorted = texts.toSorted((a, b) => a - b);
  return sorted.flatMap((first, at) => sorted.slice(at + 1).map((second) => first * clusters + second));
}
