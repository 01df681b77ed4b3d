/**
 * Accounts that post within minutes of the same others, again and again: the accounts of one operator are worked through
 * together. Compared with the same moments at which the same accounts, in another order, had posted: so a goal, an
 * earthquake or a busy hour, which bring everybody together, bring these pairs together no more than others.
 */
import { hourMs, type Post } from '../post/post.ts';
import { authorOf, byTimeThenId } from './post-groups.ts';
import { createSeeded, spreadOf } from './seeded.ts';
import { type Share, shareOf } from './share.ts';

export interface TogetherAgain {
  /** Accounts that were near the same other account at two moments or more / accounts with two posts or more. */
  readonly accounts: Share;
  readonly expectedAccounts: number;
  /** Pairs of such accounts, and their mean number in another order. */
  readonly pairs: number;
  readonly expectedPairs: number;
  /** Standard deviations between the numbers of pairs; the deviation is taken as at least one pair. */
  readonly z: number;
}

/** Seconds within which two posts are one moment. */
export const togetherSeconds = 240;
/** Moments that are nearer to each other are one. */
const apartSeconds = 900;
const fewestAccounts = 8;
/** Accounts change places within so many hours, so that nobody is moved out of the part of the day he is awake in. */
const blockMs = 6 * hourMs;
const draws = 50;
const seed = 20_190_819;
/** Those who come after so many posts are left out: a campaign is at its beginning, then it is a crowd. */
const mostPosts = 3_000;
/** More pairs of posts at one moment are a crowd in which nobody can be told from anybody. */
const mostNear = 15_000;

/** @returns undefined with fewer than eight accounts that wrote twice, or in a crowd too dense to tell. */
export function measureTogetherAgain(posts: readonly Post[]): TogetherAgain | undefined {
  const own = posts
    .filter(({ kind }) => kind === 'original')
    .toSorted(byTimeThenId)
    .slice(0, mostPosts);
  const counts = new Map<string, number>();
  for (const post of own) counts.set(authorOf(post), (counts.get(authorOf(post)) ?? 0) + 1);
  const busy = own.filter((post) => (counts.get(authorOf(post)) ?? 0) > 1);
  const authors = [...new Set(busy.map(authorOf))].sort();
  if (authors.length < fewestAccounts) return undefined;
  const numbers = new Map(authors.map((author, n) => [author, n]));
  const seconds = Float64Array.from(busy, ({ createdAt }) => Math.floor(createdAt.getTime() / 1000));
  const near = nearIn(seconds);
  if (near === undefined) return undefined;
  const members = Int32Array.from(busy, (post) => numbers.get(authorOf(post)) ?? 0);
  const observed = countAgain(near, seconds, members, authors.length);
  const random = createSeeded(seed);
  const drawn = Array.from({ length: draws }, () =>
    countAgain(near, seconds, shuffled(members, seconds, random), authors.length),
  );
  const { mean, deviation } = spreadOf(drawn.map(({ pairs }) => pairs));
  return {
    accounts: shareOf(observed.accounts, authors.length),
    expectedAccounts: spreadOf(drawn.map(({ accounts }) => accounts)).mean,
    pairs: observed.pairs,
    expectedPairs: mean,
    z: (observed.pairs - mean) / deviation,
  };
}

/** Two posts at one moment, as indexes one after the other. */
function nearIn(seconds: Float64Array): Int32Array | undefined {
  const near: number[] = [];
  let oldest = 0;
  for (let at = 0; at < seconds.length; at++) {
    while ((seconds[at] ?? 0) - (seconds[oldest] ?? 0) > togetherSeconds) oldest++;
    if (near.length / 2 + at - oldest > mostNear) return undefined;
    for (let other = oldest; other < at; other++) near.push(other, at);
  }
  return Int32Array.from(near);
}

/** Pairs that were near each other at two moments; the posts come in order of time. */
function countAgain(
  near: Int32Array,
  seconds: Float64Array,
  members: Int32Array,
  size: number,
): { readonly accounts: number; readonly pairs: number } {
  /** By pair, the second of the first moment from 1 on; 0 while there is none, -1 once there was another. */
  const first = new Int32Array(size * size);
  const start = seconds[0] ?? 0;
  const isAgain = new Uint8Array(size);
  let pairs = 0;
  for (let at = 0; at < near.length; at += 2) {
    const one = members[near[at] ?? 0] ?? 0;
    const other = members[near[at + 1] ?? 0] ?? 0;
    if (one === other) continue;
    const pair = Math.min(one, other) * size + Math.max(one, other);
    const second = (seconds[near[at + 1] ?? 0] ?? 0) - start + 1;
    const known = first[pair] ?? 0;
    if (known === 0) first[pair] = second;
    else if (known > 0 && second - known > apartSeconds) {
      first[pair] = -1;
      pairs++;
      isAgain[one] = 1;
      isAgain[other] = 1;
    }
  }
  return { accounts: isAgain.reduce((sum, each) => sum + each, 0), pairs };
}

/** Fisher-Yates within each block of hours. */
function shuffled(members: Int32Array, seconds: Float64Array, random: () => number): Int32Array {
  const moved = Int32Array.from(members);
  let start = 0;
  for (let end = 1; end <= moved.length; end++) {
    const isEnd = end === moved.length || blockOf(seconds[end]) !== blockOf(seconds[start]);
    if (!isEnd) continue;
    for (let at = end - 1; at > start; at--) {
      const other = start + Math.floor(random() * (at - start + 1));
      [moved[at], moved[other]] = [moved[other] ?? 0, moved[at] ?? 0];
    }
    start = end;
  }
  return moved;
}

function blockOf(second: number | undefined): number {
  return Math.floor(((second ?? 0) * 1000) / blockMs);
}
