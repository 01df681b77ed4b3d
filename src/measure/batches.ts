/**
 * Accounts that post in batches: one person logs in to one account after the other, so that several write within minutes,
 * and then nobody for a while. Compared with the same accounts, each shifted by some minutes. In a crowd that is dense
 * anyway everybody is near somebody, shifted or not, and the comparison says nothing: a goal or an earthquake is no batch.
 */
import type { Post } from '../post/post.ts';
import { authorOf, byTimeThenId } from './post-groups.ts';
import { createSeeded, shiftOf, spreadOf } from './seeded.ts';
import { type Share, shareOf } from './share.ts';

export interface Batches {
  /** Accounts that wrote within the window of at least `batchOthers` others / accounts that wrote. */
  readonly accounts: Share;
  /** Mean number of such accounts after shifting. */
  readonly expectedAccounts: number;
  /** Standard deviations between the two; the deviation is taken as at least one account. */
  readonly z: number;
}

/** Seconds before and after a post in which others are near it. */
export const batchSeconds = 180;
/** Other accounts that make a batch. */
export const batchOthers = 3;
const fewestAccounts = 10;
const shortestShift = 600;
const longestShift = 1_800;
/** Of more posts the oldest are taken: batches are how it begins. */
const mostPosts = 5_000;
const draws = 60;
const seed = 20_211_202;

/** @returns undefined with fewer than ten accounts that wrote something of their own. */
export function measureBatches(posts: readonly Post[]): Batches | undefined {
  const own = posts
    .filter(({ kind }) => kind === 'original')
    .toSorted(byTimeThenId)
    .slice(0, mostPosts);
  const authors = [...new Set(own.map(authorOf))].sort();
  if (authors.length < fewestAccounts) return undefined;
  const numbers = new Map(authors.map((author, n) => [author, n]));
  const times = Float64Array.from(own, (post) => Math.floor(post.createdAt.getTime() / 1000));
  const members = Int32Array.from(own, (post) => numbers.get(authorOf(post)) ?? 0);
  const shifts = new Float64Array(authors.length);
  const observed = countBatched(times, members, shifts);
  const random = createSeeded(seed);
  const drawn = Array.from({ length: draws }, () => {
    for (let member = 0; member < shifts.length; member++) {
      shifts[member] = shiftOf(random, shortestShift, longestShift);
    }
    return countBatched(times, members, shifts);
  });
  const { mean, deviation } = spreadOf(drawn);
  return {
    accounts: shareOf(observed, authors.length),
    expectedAccounts: mean,
    z: (observed - mean) / deviation,
  };
}

/** Two passes over the posts in order of time, with the number of posts of each member inside the window. */
function countBatched(times: Float64Array, members: Int32Array, shifts: Float64Array): number {
  const room = 2 ** 20;
  const keys = new Float64Array(times.length);
  for (let at = 0; at < keys.length; at++) {
    const member = members[at] ?? 0;
    keys[at] = ((times[at] ?? 0) + (shifts[member] ?? 0)) * room + member;
  }
  keys.sort();
  const inside = new Int32Array(shifts.length);
  const isBatched = new Uint8Array(shifts.length);
  let distinct = 0;
  let oldest = 0;
  let newest = 0;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? 0;
    const second = Math.floor(key / room);
    for (; newest < keys.length && Math.floor((keys[newest] ?? 0) / room) - second <= batchSeconds; newest++) {
      const member = (keys[newest] ?? 0) % room;
      inside[member] = (inside[member] ?? 0) + 1;
      if (inside[member] === 1) distinct++;
    }
    for (; second - Math.floor((keys[oldest] ?? 0) / room) > batchSeconds; oldest++) {
      const member = (keys[oldest] ?? 0) % room;
      inside[member] = (inside[member] ?? 0) - 1;
      if (inside[member] === 0) distinct--;
    }
    if (distinct > batchOthers) isBatched[key % room] = 1;
  }
  return isBatched.reduce((count, batched) => count + batched, 0);
}
