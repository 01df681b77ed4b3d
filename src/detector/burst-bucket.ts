/**
 * What came in one hour of one key, and what lies in a window of such hours: posts, distinct accounts, and the
 * objects that travelled along.
 */
import { z } from 'zod';
import { hourMs } from '../post/post.ts';
import { accountsKept } from './detector.ts';

/** Posts per account, exact up to `accountsKept` accounts. Changed in place. */
export interface Crowd {
  readonly posts: Map<string, number>;
  /** Posts of accounts that are kept. */
  keptPosts: number;
  /**
   * Estimated accounts beyond those kept: each post of an account not kept adds the accounts per post seen so far,
   * so that it neither counts repeats fully nor stops growing.
   */
  more: number;
}

export function newCrowd(): Crowd {
  return { posts: new Map(), keptPosts: 0, more: 0 };
}

export function addToCrowd(crowd: Crowd, accountId: string, posts = 1): void {
  const before = crowd.posts.get(accountId);
  if (before === undefined && crowd.posts.size >= accountsKept) {
    crowd.more += (posts * crowd.posts.size) / crowd.keptPosts;
    return;
  }
  crowd.posts.set(accountId, (before ?? 0) + posts);
  crowd.keptPosts += posts;
}

export function crowdSize(crowd: Crowd): number {
  return Math.round(crowd.posts.size + crowd.more);
}

/** Objects carried by the posts of a key, most frequent kept. Keys are `#tag` and links as they are. */
export type Companions = Map<string, number>;

/**
 * Counters of a Misra-Gries summary: whatever is in more than 1/33 of the posts is kept, and counted at most that much
 * too low. Enough to name objects in half of the posts.
 */
const companionCounters = 32;

function addCompanion(companions: Companions, object: string): void {
  const before = companions.get(object);
  if (before !== undefined || companions.size < companionCounters) {
    companions.set(object, (before ?? 0) + 1);
    return;
  }
  for (const [other, count] of companions) {
    if (count === 1) companions.delete(other);
    else companions.set(other, count - 1);
  }
}

/** One hour of one key. Changed in place. */
export interface Bucket {
  readonly hour: number;
  posts: number;
  /** Distinct accounts of the hour; stays when the crowd itself is let go. */
  accounts: number;
  crowd: Crowd;
  companions: Companions | undefined;
  /** Its state as last made; most hours of a busy key do not change from one tick to the next. */
  state: OpenBucketState | undefined;
  /** Times of the first and last post, ms. */
  first: number;
  last: number;
}

function newBucket(hour: number): Bucket {
  return {
    hour,
    posts: 0,
    accounts: 0,
    crowd: newCrowd(),
    companions: undefined,
    state: undefined,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  };
}

export function addToBucket(bucket: Bucket, accountId: string, time: number, companions: readonly string[]): void {
  bucket.posts += 1;
  addToCrowd(bucket.crowd, accountId);
  bucket.accounts = crowdSize(bucket.crowd);
  bucket.first = Math.min(bucket.first, time);
  bucket.last = Math.max(bucket.last, time);
  bucket.state = undefined;
  if (companions.length === 0) return;
  bucket.companions ??= new Map();
  for (const object of companions) addCompanion(bucket.companions, object);
}

function isClosed(bucket: Bucket): boolean {
  return bucket.crowd.posts.size === 0;
}

/** The bucket of an hour, made in its place where there is none; buckets are in order of time. */
export function bucketAt(buckets: Bucket[], hour: number): Bucket {
  let place = buckets.length;
  while (place > 0) {
    const before = buckets[place - 1];
    if (before === undefined || before.hour < hour) break;
    if (before.hour === hour) return before;
    place -= 1;
  }
  const bucket = newBucket(hour);
  buckets.splice(place, 0, bucket);
  return bucket;
}

export interface WindowCount {
  readonly posts: number;
  /** Accounts summed over the hours: one active in three hours counts three times. */
  readonly accounts: number;
}

const empty: WindowCount = { posts: 0, accounts: 0 };

/** Counts of the `hours` hours that end with `hour`. */
export function countWindow(buckets: readonly Bucket[], hour: number, hours: number): WindowCount {
  if (buckets.length === 0) return empty;
  let posts = 0;
  let accounts = 0;
  for (let i = buckets.length - 1; i >= 0; i--) {
    const bucket = buckets[i];
    if (bucket === undefined || bucket.hour <= hour - hours) break;
    if (bucket.hour > hour) continue;
    posts += bucket.posts;
    accounts += bucket.accounts;
  }
  return { posts, accounts };
}

export const CrowdState = z.tuple([z.array(z.string()), z.array(z.number()), z.number()]);
export type CrowdState = z.infer<typeof CrowdState>;
export const CompanionState = z.array(z.tuple([z.string(), z.number()]));

/** Hour, posts, accounts, first and last time within the hour (ms); and who they were. */
const OpenBucketState = z.tuple([z.array(z.number()), CrowdState.optional(), CompanionState.optional()]);
type OpenBucketState = z.infer<typeof OpenBucketState>;

/** Of closed buckets three numbers each: hour, posts, accounts. Flat, since busy keys have many and are stored often. */
export const BucketsState = z.object({ closed: z.array(z.number()), open: z.array(OpenBucketState) });
export type BucketsState = z.infer<typeof BucketsState>;

export function bucketsState(buckets: readonly Bucket[]): BucketsState {
  const closed: number[] = [];
  const open: OpenBucketState[] = [];
  for (const bucket of buckets) {
    if (isClosed(bucket)) closed.push(bucket.hour, bucket.posts, bucket.accounts);
    else open.push((bucket.state ??= openBucketState(bucket)));
  }
  return { closed, open };
}

function openBucketState({ hour, posts, accounts, first, last, crowd, companions }: Bucket): OpenBucketState {
  const start = hour * hourMs;
  const counts = [hour, posts, accounts, first - start, last - start];
  return companions === undefined ? [counts, crowdState(crowd)] : [counts, crowdState(crowd), [...companions]];
}

export function bucketsFrom({ closed, open }: BucketsState): Bucket[] {
  const buckets: Bucket[] = [];
  for (let i = 0; i < closed.length; i += 3) {
    const [hour = 0, posts = 0, accounts = 0] = closed.slice(i, i + 3);
    buckets.push({ ...newBucket(hour), posts, accounts });
  }
  for (const [counts, people, companions] of open) {
    const [hour = 0, posts = 0, accounts = 0, first = 0, last = 0] = counts;
    buckets.push({
      hour,
      posts,
      accounts,
      first: hour * hourMs + first,
      last: hour * hourMs + last,
      state: undefined,
      crowd: people === undefined ? newCrowd() : crowdFrom(people),
      companions: companions === undefined ? undefined : new Map(companions),
    });
  }
  return buckets.sort((a, b) => a.hour - b.hour);
}

export function crowdState(crowd: Crowd): CrowdState {
  return [[...crowd.posts.keys()], [...crowd.posts.values()], crowd.more];
}

export function crowdFrom([accountIds, posts, more]: CrowdState): Crowd {
  const crowd: Crowd = { posts: new Map(), keptPosts: 0, more };
  accountIds.forEach((accountId, i) => {
    const count = posts[i] ?? 0;
    crowd.posts.set(accountId, count);
    crowd.keptPosts += count;
  });
  return crowd;
}
