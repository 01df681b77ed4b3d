/** The shares of one platform over the last hours: posts in, a log for the pair count out, old shares forgotten. */

import { createIds, createShareColumns, type Ids, type ShareColumns, type ShareLog } from '../measure/share-log.ts';
import { sharedObjectsOf } from '../measure/shared-objects.ts';
import type { Post } from '../post/post.ts';

export interface RecentShares {
  /** Shares kept. */
  readonly rows: number;
  /** Shares forgotten before their time, because there were more than fit. */
  readonly shed: number;
  /** `seconds`: when the post counts as made. */
  add(post: Post, seconds: number): void;
  /** The shares made after `from`, seconds; what is older may be forgotten. */
  since(from: number): ShareLog;
}

/** @param maxShares memory is bounded by twice as many shares, 20 bytes each, and the ids that they name */
export function createRecentShares(maxShares: number): RecentShares {
  let objects: Ids = createIds();
  let accounts: Ids = createIds();
  let columns: ShareColumns = createShareColumns();
  let posts = 0;
  let shed = 0;

  function log(): ShareLog {
    return { ...columns.view(), objectIds: objects.list, accountIds: accounts.list };
  }

  /** Forgets older shares and the ids that only they named: else the ids of years would pile up. */
  function forgetUntil(from: number): void {
    const old = log();
    objects = createIds();
    accounts = createIds();
    columns = createShareColumns();
    const newObject = renumber(objects, old.objectIds);
    const newAccount = renumber(accounts, old.accountIds);
    for (let row = 0; row < old.objects.length; row++) {
      const seconds = old.times[row] ?? 0;
      if (seconds <= from) continue;
      columns.add(newObject(old.objects[row] ?? 0), newAccount(old.accounts[row] ?? 0), old.posts[row] ?? 0, seconds);
    }
  }

  function shedOldest(): void {
    const before = columns.rows;
    const times = log().times.slice().sort();
    forgetUntil(times[times.length - maxShares - 1] ?? 0);
    shed += before - columns.rows;
  }

  return {
    get rows() {
      return columns.rows;
    },
    get shed() {
      return shed;
    },
    add(post, seconds) {
      for (const { id } of sharedObjectsOf(post)) {
        columns.add(objects.of(id), accounts.of(post.accountId), posts, seconds);
      }
      posts++;
      if (columns.rows >= 2 * maxShares) shedOldest();
    },
    since(from) {
      const { times } = log();
      let expired = 0;
      for (const seconds of times) if (seconds <= from) expired++;
      // Forgetting costs as much as reading all rows, so it waits until an eighth of them has expired.
      if (expired * 8 > times.length) forgetUntil(from);
      const rows = log();
      return expired === 0 ? rows : selectRows(rows, (row) => (rows.times[row] ?? 0) > from);
    },
  };
}

/** New number of an old one; each id is looked up once. */
function renumber(ids: Ids, oldIds: readonly string[]): (old: number) => number {
  const numbers = new Int32Array(oldIds.length).fill(-1);
  return (old) => {
    const known = numbers[old] ?? -1;
    if (known >= 0) return known;
    const number = ids.of(oldIds[old] ?? '');
    numbers[old] = number;
    return number;
  };
}

/** The rows that `isKept`, over the same ids. */
export function selectRows(log: ShareLog, isKept: (row: number) => boolean): ShareLog {
  const columns = createShareColumns();
  for (let row = 0; row < log.objects.length; row++) {
    if (!isKept(row)) continue;
    columns.add(log.objects[row] ?? 0, log.accounts[row] ?? 0, log.posts[row] ?? 0, log.times[row] ?? 0);
  }
  return { ...columns.view(), objectIds: log.objectIds, accountIds: log.accountIds };
}
