/** Accounts by number while a table is built: of each what was found last, unknown told from zero. */
import { type AccountFact, accountStatuses, type Post } from '../../post/post.ts';
import { bytes, createColumn, floats, ints, shorts } from './column.ts';
import { createNames } from './names.ts';
import type { AccountColumns } from './post-table.ts';

export interface AccountsBuilder {
  /** Number of the account, which is new when it was never met. */
  indexOf(platform: string, accountId: string): number;
  /** Number of the author, after taking what the post says of it: of posts seen at one moment the later one counts. */
  note(post: Post): number;
  remember(fact: AccountFact): void;
  /** The account is in a set of removed accounts. */
  noteRemoval(platform: string, accountId: string, set: string): void;
  readonly takedowns: readonly string[];
  readonly platforms: readonly string[];
  build(): AccountColumns;
}

export function createAccounts(): AccountsBuilder {
  const keys = createNames();
  const handles = createNames();
  const noHandle = handles.add('');
  const platforms: string[] = [];
  const platform = createColumn(shorts);
  const handle = createColumn(ints);
  const handleAt = createMoments();
  const followersAt = createMoments();
  const createdAt = createColumn(floats);
  const followers = createColumn(ints);
  const status = createColumn(bytes);
  const statusAt = createColumn(floats);
  const facts = new Map<string, AccountFact>();
  const removals = new Map<string, number>();
  const takedowns: string[] = [];

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
    handleAt.push();
    followersAt.push();
    createdAt.push(Number.NaN);
    followers.push(-1);
    status.push(0);
    statusAt.push(Number.NaN);
    return index;
  }

  function take(index: number, fact: AccountFact, seenAt: number, at: number): void {
    if (fact.handle !== undefined && handleAt.pass(index, seenAt, at)) handle.set(index, handles.add(fact.handle));
    if (fact.accountCreatedAt !== undefined) {
      const given = fact.accountCreatedAt.getTime();
      const known = createdAt.get(index);
      if (Number.isNaN(known) || given < known) createdAt.set(index, given);
    }
    if (fact.followers !== undefined && followersAt.pass(index, seenAt, at)) followers.set(index, fact.followers);
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
    note(post) {
      const index = indexOf(post.platform, post.accountId);
      take(index, post, post.seenAt.getTime(), post.createdAt.getTime());
      return index;
    },
    remember(fact) {
      facts.set(`${fact.platform}:${fact.accountId}`, fact);
    },
    noteRemoval(name, accountId, set) {
      const known = takedowns.indexOf(set);
      const index = known >= 0 ? known : takedowns.push(set) - 1;
      const key = `${name}:${accountId}`;
      if (!removals.has(key)) removals.set(key, index);
    },
    takedowns,
    platforms,
    build() {
      for (const [key, fact] of facts) {
        const index = keys.find(key);
        if (index >= 0) take(index, fact, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      }
      const takedown = new Uint16Array(keys.size);
      for (const [key, set] of removals) {
        const index = keys.find(key);
        if (index >= 0) takedown[index] = 1 + set;
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
        takedown,
      };
    },
  };
}

/** The latest moment from which something of each account is known. All posts of a file are seen at one moment. */
function createMoments() {
  const seenAt = createColumn(floats);
  const postedAt = createColumn(floats);
  return {
    push(): void {
      seenAt.push(Number.NEGATIVE_INFINITY);
      postedAt.push(Number.NEGATIVE_INFINITY);
    },
    /** Whether the moment is not before the known one, which it then replaces. */
    pass(index: number, seen: number, posted: number): boolean {
      const known = seenAt.get(index);
      if (seen < known || (seen === known && posted < postedAt.get(index))) return false;
      seenAt.set(index, seen);
      postedAt.set(index, posted);
      return true;
    },
  };
}
