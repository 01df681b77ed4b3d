/** Do many authors write the posts, or few? A burst of 98 posts by 97 authors and one of 39 by 5 must read differently. */
import type { Post } from '../post/post.ts';
import { postsByAuthor, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface Concentration {
  readonly posts: number;
  readonly accounts: number;
  /** 1 / Σ share²: as many equally busy accounts would be as concentrated; 0 without posts. */
  readonly effectiveAccounts: number;
  /** Posts by the busiest 5 % of accounts (rounded up) / posts. */
  readonly topFivePercent: Share;
  readonly topOnePercent: Share;
  /** Posts by the five busiest accounts / posts. */
  readonly topFive: Share;
  /** 0 when all accounts post alike, towards 1 when one posts everything; 0.5-0.7 is normal for a crowd. */
  readonly gini: number;
  /** Accounts with exactly one post / accounts. */
  readonly singlePost: Share;
}

/** Of what was written; reposts are folded away. */
export function measureConcentration(posts: readonly Post[]): Concentration {
  return concentrationOf(writtenOf(posts));
}

/** Of reposting: half of a diplomat's reposts came from 1 % of the amplifiers (Oxford DemTech 2021.1). */
export function measureAmplifierConcentration(posts: readonly Post[]): Concentration {
  return concentrationOf(posts.filter((post) => post.kind === 'repost'));
}

function concentrationOf(posts: readonly Post[]): Concentration {
  return concentrationOfCounts(Float64Array.from(postsByAuthor(posts).values(), (theirs) => theirs.length));
}

/** @param counts posts of each account, each at least 1, in any order */
export function concentrationOfCounts(counts: Float64Array): Concentration {
  const sorted = counts.slice().sort().reverse();
  const posts = sumOf(sorted);
  const busiest = (accounts: number): Share => shareOf(sumOf(sorted.subarray(0, accounts)), posts);
  return {
    posts,
    accounts: sorted.length,
    effectiveAccounts: effectiveNumber(sorted),
    topFivePercent: busiest(Math.ceil(sorted.length * 0.05)),
    topOnePercent: busiest(topOnePercentOf(sorted.length)),
    topFive: busiest(topFiveCount),
    gini: giniOf(sorted),
    singlePost: shareOf(sorted.filter((count) => count === 1).length, sorted.length),
  };
}

export const topFiveCount = 5;

/** 1 % of the accounts, rounded up. */
export function topOnePercentOf(accounts: number): number {
  return Math.ceil(accounts * 0.01);
}

/** Inverse Simpson index of counts: 1 / Σ (count / total)². */
function effectiveNumber(counts: Float64Array): number {
  const total = sumOf(counts);
  const squares = counts.reduce((sum, count) => sum + count * count, 0);
  return squares === 0 ? 0 : (total * total) / squares;
}

/** Counts in descending order. Σ (n + 1 - 2 i) count_i / (n total), i from 1 at the largest. */
function giniOf(counts: Float64Array): number {
  const n = counts.length;
  const total = sumOf(counts);
  if (total === 0) return 0;
  return counts.reduce((sum, count, index) => sum + (n - 1 - 2 * index) * count, 0) / (n * total);
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
