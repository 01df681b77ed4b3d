/**
 * Do accounts that post the same text post it at the same moment? Compared with the same accounts, each shifted by some
 * minutes: that keeps how busy they are and how popular the text was in that hour, and undoes only the common moment.
 */
import type { Post } from '../post/post.ts';
import { copyClustersOf } from './copies.ts';
import { authorOf } from './post-groups.ts';
import { createSeeded, shiftOf } from './seeded.ts';
import { type Share, shareOf } from './share.ts';

export interface Synchrony {
  /** Members (an account in a text that at least three accounts share) that posted within the window of another member. */
  readonly members: Share;
  /** Mean number of such members after shifting. */
  readonly expectedMembers: number;
  /** Pairs of posts by two members within the window, and their mean number after shifting. */
  readonly pairs: number;
  readonly expectedPairs: number;
  /**
   * Standard deviations between the two numbers of pairs. Members would not do: many who post in one minute are still
   * near someone when they are spread over an hour. The deviation is taken as at least one pair and z is at most the
   * number of members, so that a handful never looks certain.
   */
  readonly z: number;
}

export interface SynchronyOptions {
  readonly windowSeconds: number;
  /** Shifted copies of the data; 100 unless said. */
  readonly draws?: number | undefined;
  readonly seed?: number | undefined;
  /** Copies among the posts (`CopyMeasure.members`), where they are at hand. */
  readonly clusters?: readonly (readonly Post[])[] | undefined;
}

/** With fewer members the comparison is not made. */
const fewestMembers = 5;
const shortestShift = 600;
const longestShift = 1800;

/** One number holds second and member: seconds of 80 years and a million members fit into 53 bits. */
const memberRoom = 2 ** 20;

export function measureSynchrony(posts: readonly Post[], options: SynchronyOptions): Synchrony | undefined {
  const { windowSeconds, draws = 100, seed = 20_210_701 } = options;
  const clusters = (options.clusters ?? copyClustersOf(posts)).map(toCluster);
  const accounts = [...new Set(clusters.flatMap((cluster) => cluster.members))].sort();
  const members = clusters.reduce((sum, cluster) => sum + cluster.members.length, 0);
  if (members < fewestMembers) return undefined;
  const random = createSeeded(seed);
  const observed = countNear(clusters, windowSeconds, new Map());
  const drawn: Near[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const shifts = new Map(accounts.map((account) => [account, shiftOf(random, shortestShift, longestShift)]));
    drawn.push(countNear(clusters, windowSeconds, shifts));
  }
  const expectedPairs = drawn.reduce((sum, near) => sum + near.pairs, 0) / draws;
  const variance = drawn.reduce((sum, near) => sum + (near.pairs - expectedPairs) ** 2, 0) / (draws - 1);
  return {
    members: shareOf(observed.members, members),
    expectedMembers: drawn.reduce((sum, near) => sum + near.members, 0) / draws,
    pairs: observed.pairs,
    expectedPairs,
    z: Math.min(members, (observed.pairs - expectedPairs) / Math.max(1, Math.sqrt(variance))),
  };
}

/** Posts of near-identical texts: the second and the member of each, members numbered within the text. */
interface Cluster {
  readonly members: readonly string[];
  readonly seconds: readonly number[];
  readonly memberOf: readonly number[];
}

function toCluster(cluster: readonly Post[]): Cluster {
  const members = [...new Set(cluster.map(authorOf))].sort().slice(0, memberRoom);
  const numbers = new Map(members.map((member, index) => [member, index]));
  const known = cluster.filter((post) => numbers.has(authorOf(post)));
  return {
    members,
    seconds: known.map((post) => Math.floor(post.createdAt.getTime() / 1000)),
    memberOf: known.map((post) => numbers.get(authorOf(post)) ?? 0),
  };
}

interface Near {
  readonly members: number;
  readonly pairs: number;
}

function countNear(clusters: readonly Cluster[], windowSeconds: number, shifts: ReadonlyMap<string, number>): Near {
  let near = { members: 0, pairs: 0 };
  for (const { members, seconds, memberOf } of clusters) {
    const shiftOfMember = members.map((member) => shifts.get(member) ?? 0);
    const keys = new Float64Array(seconds.length);
    for (const [index, second] of seconds.entries()) {
      const member = memberOf[index] ?? 0;
      keys[index] = (second + (shiftOfMember[member] ?? 0)) * memberRoom + member;
    }
    const found = nearInOrder(keys.sort(), members.length, windowSeconds);
    near = { members: near.members + found.members, pairs: near.pairs + found.pairs };
  }
  return near;
}

/** Slides a window over sorted keys; inside it, the posts of each member are counted. */
function nearInOrder(keys: Float64Array, members: number, windowSeconds: number): Near {
  const isNear = new Uint8Array(members);
  const inside = new Int32Array(members);
  let oldest = 0;
  let pairs = 0;
  // The latest post by someone else than the author of the one before.
  let last = { second: Number.NEGATIVE_INFINITY, member: -1 };
  let other = last;
  for (const [at, key] of keys.entries()) {
    const current = { second: Math.floor(key / memberRoom), member: key % memberRoom };
    for (; current.second - Math.floor((keys[oldest] ?? 0) / memberRoom) > windowSeconds; oldest++) {
      const left = (keys[oldest] ?? 0) % memberRoom;
      inside[left] = (inside[left] ?? 0) - 1;
    }
    pairs += at - oldest - (inside[current.member] ?? 0);
    inside[current.member] = (inside[current.member] ?? 0) + 1;
    if (current.member !== last.member) other = last;
    if (current.second - other.second <= windowSeconds) {
      isNear[current.member] = 1;
      isNear[other.member] = 1;
    }
    last = current;
  }
  return { members: isNear.reduce((sum, near) => sum + near, 0), pairs };
}
