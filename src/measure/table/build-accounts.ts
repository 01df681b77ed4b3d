/** Accounts by number while a table is built: of each what was found last, unknown told from zero. */
import { type AccountFact, accountStatuses, type Post } from '../../post/post.ts';
import { bytes, createColumn, floats, ints } from './column.ts';
import { createNames } from './names.ts';
import type { AccountColumns } from './post-table.ts';

export interface AccountsBuilder {
  /** Number of the account, which is new when it was never met. */
  indexOf(platform: string, accountId: string): number;
  /** Number of the author, after taking what the post says of it. */
  note(post: Post, seenAt: number): number;
  remember(fact: AccountFact): void;
  readonly platforms: readonly string[];
  build(): AccountColumns;
}

export function createAccounts(): AccountsBuilder {
  const keys = createNames();
  const handles = createNames();
  const noHandle = handles.add('');
  const platforms: string[] = [];
  const platform = createColumn(bytes);
  const handle = createColumn(ints);
  const seenAt = createColumn(floats);
  const handleAt = createColumn(floats);
  const followersAt = createColumn(floats);
  const createdAt = createColumn(floats);
  const followers = createColumn(ints);
  const status = createColumn(bytes);
  const statusAt = createColumn(floats);
  const facts = new Map<string, AccountFact>();

  function platformIndex(name: string): number {
    const known = platforms.indexOf(name);
    return known >= 0 ? known : platforms.push(name) - 1;
  }

  function indexOf(name: string, accountId: string): number {
    const before = keys.size;
    const index = keys.add(`${name}:${accountId}`);
    if (index < before) return index;
    platform.push(platformIndex(name));
    handle.push(noHandle);
    seenAt.push(Number.NEGATIVE_INFINITY);
    handleAt.push(Number.NEGATIVE_INFINITY);
    followersAt.push(Number.NEGATIVE_INFINITY);
    createdAt.push(Number.NaN);
    followers.push(-1);
    status.push(0);
    statusAt.push(Number.NaN);
    return index;
  }

  function take(index: number, fact: AccountFact, at: number): void {
    if (fact.handle !== undefined && at >= handleAt.get(index)) {
      handle.set(index, handles.add(fact.handle));
      handleAt.set(index, at);
    }
    if (fact.accountCreatedAt !== undefined) {
      const given = fact.accountCreatedAt.getTime();
      const known = createdAt.get(index);
      if (Number.isNaN(known) || given < known) createdAt.set(index, given);
    }
    if (fact.followers !== undefined && at >= followersAt.get(index)) {
      followers.set(index, fact.followers);
      followersAt.set(index, at);
    }
    if (at > seenAt.get(index)) seenAt.set(index, at);
    takeStatus(index, fact);
  }

  function takeStatus(index: number, fact: AccountFact): void {
    if (fact.status === undefined) return;
    const looked = fact.statusCheckedAt?.getTime() ?? Number.NaN;
    const known = statusAt.get(index);
    if (status.get(index) !== 0 && looked < known) return;
    status.set(index, 1 + accountStatuses.indexOf(fact.status));
    statusAt.set(index, looked);
  }

  return {
    indexOf,
    note(post, at) {
      const index = indexOf(post.platform, post.accountId);
      take(index, post, at);
      return index;
    },
    remember(fact) {
      facts.set(`${fact.platform}:${fact.accountId}`, fact);
    },
    platforms,
    build() {
      for (const [key, fact] of facts) {
        const index = keys.find(key);
        if (index >= 0) take(index, fact, seenAt.get(index));
      }
      const handleOf = handle.done();
      return {
        size: keys.size,
        platform: platform.done(),
        key: keys,
        handle: (account) => handles.at(handleOf[account] ?? noHandle),
        createdAt: createdAt.done(),
        followers: followers.done(),
        status: status.done(),
        statusAt: statusAt.done(),
      };
    },
  };
}
