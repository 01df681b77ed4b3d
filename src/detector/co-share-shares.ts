/** The shares of one platform over the last hours: posts in, pairs of posts kept up to date, old shares forgotten. */
import type { NumberedShares } from '../measure/share-log.ts';
import { sharedObjectsOf } from '../measure/shared-objects.ts';
import type { Post } from '../post/post.ts';
import { type CountedIds, createCountedIds } from './co-share-ids.ts';
import { createShareWindow, type ShareWindow, type ShareWindowRules } from './co-share-window.ts';

export interface RecentSharesRules extends ShareWindowRules {
  /** Beyond twice as many shares the oldest are forgotten early; one takes 60 bytes and the ids that it alone names. */
  readonly maxShares: number;
}

export interface RecentShares {
  readonly window: ShareWindow;
  readonly objects: CountedIds;
  readonly accounts: CountedIds;
  /** Seconds: shares until then were forgotten before their time, because there were more than fit. */
  readonly shedUntil: number | undefined;
  /** `seconds`: when the post counts as made. */
  add(post: Post, seconds: number): void;
  /** Takes in what was added, and forgets what was made at `from` (seconds) or before. */
  advance(from: number): void;
}

export function createRecentShares(rules: RecentSharesRules): RecentShares {
  const objects = createCountedIds();
  const accounts = createCountedIds();
  const window = createShareWindow(rules);
  const { rows } = window;
  let added: number[] = [];
  let posts = 0;
  let shedUntil: number | undefined;

  function takeIn(): void {
    const inOrder = Int32Array.from(added).sort(
      (x, y) => (rows.objects[x] ?? 0) - (rows.objects[y] ?? 0) || (rows.times[x] ?? 0) - (rows.times[y] ?? 0) || x - y,
    );
    added = [];
    window.insert(inOrder, (object) => isTag(objects.at(object)));
  }

  function forget(from: number): void {
    window.forget(from, (row) => {
      objects.release(rows.objects[row] ?? 0);
      accounts.release(rows.accounts[row] ?? 0);
    });
  }

  function shedOldest(): void {
    takeIn();
    const times = timesOf(window).sort();
    const until = times[times.length - rules.maxShares - 1] ?? 0;
    forget(until);
    shedUntil = Math.max(shedUntil ?? until, until);
  }

  return {
    window,
    objects,
    accounts,
    get shedUntil() {
      return shedUntil;
    },
    add(post, seconds) {
      for (const { id } of sharedObjectsOf(post)) {
        added.push(rows.add(objects.take(id), accounts.take(post.accountId), posts, seconds));
      }
      posts++;
      if (rows.used >= 2 * rules.maxShares) shedOldest();
    },
    advance(from) {
      takeIn();
      forget(from);
      if (shedUntil !== undefined && shedUntil <= from) shedUntil = undefined;
    },
  };
}

export function isTag(id: string | undefined): boolean {
  return id?.startsWith('tag:') === true;
}

function timesOf({ rows }: ShareWindow): Float64Array {
  return rows.times.slice(0, rows.end).filter((_, row) => (rows.objects[row] ?? -1) >= 0);
}

/** All shares but those of topics, as a log over the same numbers. */
export function logOfAll({ window, objects, accounts }: RecentShares): NumberedShares {
  const isTopic = topicBytes(window, objects.length);
  const { end, objects: objectOf } = window.rows;
  const kept: number[] = [];
  for (let row = 0; row < end; row++) {
    const object = objectOf[row] ?? -1;
    if (object >= 0 && isTopic[object] === 0) kept.push(row);
  }
  return logOfRows(window, Int32Array.from(kept), objects, accounts);
}

/** Some shares as a log over the same numbers. */
export function logOfRows(
  { rows }: ShareWindow,
  chosen: Int32Array,
  objectIds: CountedIds,
  accountIds: CountedIds,
): NumberedShares {
  return {
    objects: chosen.map((row) => rows.objects[row] ?? 0),
    accounts: chosen.map((row) => rows.accounts[row] ?? 0),
    posts: chosen.map((row) => rows.posts[row] ?? 0),
    times: Float64Array.from(chosen, (row) => rows.times[row] ?? 0),
    objectIds,
    accountIds,
  };
}

/** One byte an object: 1 for a tag of too many accounts. */
function topicBytes({ topics }: ShareWindow, objects: number): Uint8Array {
  const isTopic = new Uint8Array(objects);
  for (const object of topics) isTopic[object] = 1;
  return isTopic;
}
