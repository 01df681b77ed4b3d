/** Posts → table. Everything that needs the post's text is done here, once, while the post is at hand. */
import { noiseTail, normalText } from '../../post/normal-form.ts';
import { type AccountFact, accountStatuses, type Post, postKinds } from '../../post/post.ts';
import type { Registry, RegistryEntry } from '../../registry/registry.ts';
import { languageOf } from '../language.ts';
import { bytes, type Column, createColumn, floats, ints, shorts, uints } from './column.ts';
import { createNames, type Names } from './names.ts';
import {
  type AccountColumns,
  type ListColumn,
  languageSources,
  type PostTable,
  type Stance,
  stances,
} from './post-table.ts';

export interface TableOptions {
  readonly registry: Registry;
  /** What classifies stances; see `PostTable.stanceBy`. */
  readonly stanceBy?: string | undefined;
}

export interface TableBuilder {
  readonly rows: number;
  /** A post that is known already gains tags, links and media it lacked, and newer counters. */
  add(post: Post, stance?: Stance): void;
  /** What is known of an account without a post of it. Accounts without a post stay out of the table. */
  addAccount(fact: AccountFact): void;
  /** The builder may not be used afterwards. */
  build(): PostTable;
}

export function tableOf(posts: Iterable<Post>, options: TableOptions): PostTable {
  const builder = createTable(options);
  for (const post of posts) builder.add(post);
  return builder.build();
}

export function createTable({ registry, stanceBy }: TableOptions): TableBuilder {
  const ids = createNames();
  const rows = createRows();
  const parents = createNames();
  const accounts = createAccounts();
  const texts = createNames();
  const tails = createNames();
  const langs = createNames();
  const entries: RegistryEntry[] = [];
  const entryIndex = new Map<string, number>();
  const lists = { tags: createPairs(), links: createPairs(), media: createPairs() };

  function entryOf(post: Post): number {
    const entry = registry.findAccount(post, post.createdAt)?.entry;
    if (entry === undefined) return -1;
    const known = entryIndex.get(entry.id);
    if (known !== undefined) return known;
    entryIndex.set(entry.id, entries.length);
    return entries.push(entry) - 1;
  }

  function addNew(post: Post, stance: Stance): void {
    const { lang, from } = languageOf(post.lang, post.text);
    const text = normalText(post.text);
    const tail = noiseTail(post.text);
    rows.at.push(post.createdAt.getTime());
    rows.account.push(accounts.note(post, post.seenAt.getTime()));
    rows.kind.push(postKinds.indexOf(post.kind));
    rows.lang.push(langs.add(lang));
    rows.langFrom.push(languageSources.indexOf(from));
    rows.stance.push(stances.indexOf(stance));
    rows.likes.push(post.likes ?? -1);
    rows.reposts.push(post.reposts ?? -1);
    rows.replies.push(post.replies ?? -1);
    rows.quotes.push(post.quotes ?? -1);
    rows.seenAt.push(post.seenAt.getTime());
    rows.parent.push(post.parentId === undefined ? -1 : parents.add(`${post.platform}:${post.parentId}`));
    rows.parentAccount.push(
      post.parentAccountId === undefined ? -1 : accounts.indexOf(post.platform, post.parentAccountId),
    );
    rows.text.push(text === undefined ? -1 : texts.add(text));
    rows.tail.push(tail === undefined ? -1 : tails.add(tail));
    rows.deleted.push(post.deletedAt === undefined ? 0 : 1);
    rows.entry.push(entryOf(post));
  }

  function merge(row: number, post: Post): void {
    accounts.note(post, post.seenAt.getTime());
    if (post.deletedAt !== undefined) rows.deleted.set(row, 1);
    const isNewer = post.seenAt.getTime() >= rows.seenAt.get(row);
    for (const name of ['likes', 'reposts', 'replies', 'quotes'] as const) {
      const given = post[name];
      if (given !== undefined && (isNewer || rows[name].get(row) < 0)) rows[name].set(row, given);
    }
    if (isNewer) rows.seenAt.set(row, post.seenAt.getTime());
  }

  return {
    get rows() {
      return ids.size;
    },
    add(post, stance = 'unclassified') {
      const before = ids.size;
      const row = ids.add(`${post.platform}:${post.id}`);
      if (row === before) addNew(post, stance);
      else merge(row, post);
      lists.tags.add(row, post.tags);
      lists.links.add(row, post.links);
      lists.media.add(row, post.media ?? []);
    },
    addAccount: (fact) => accounts.remember(fact),
    build() {
      const parent = rows.parent.done();
      const parentAccount = rows.parentAccount.done();
      const account = rows.account.done();
      const parentRows = new Int32Array(parents.size);
      for (let i = 0; i < parents.size; i++) parentRows[i] = ids.find(parents.at(i));
      for (const [row, index] of parent.entries()) {
        const found = index < 0 ? -1 : (parentRows[index] ?? -1);
        parent[row] = found;
        if (found >= 0) parentAccount[row] = account[found] ?? -1;
      }
      return {
        rows: ids.size,
        registryVersion: registry.version,
        id: ids,
        at: rows.at.done(),
        account,
        kind: rows.kind.done(),
        lang: rows.lang.done(),
        langFrom: rows.langFrom.done(),
        stance: rows.stance.done(),
        likes: rows.likes.done(),
        reposts: rows.reposts.done(),
        replies: rows.replies.done(),
        quotes: rows.quotes.done(),
        parent,
        parentAccount,
        text: rows.text.done(),
        tail: rows.tail.done(),
        deleted: rows.deleted.done(),
        entry: rows.entry.done(),
        tags: lists.tags.build(ids.size),
        links: lists.links.build(ids.size),
        media: lists.media.build(ids.size),
        accounts: accounts.build(),
        platforms: accounts.platforms,
        langs: Array.from({ length: langs.size }, (_, i) => langs.at(i)),
        texts,
        tails,
        entries,
        stanceBy,
      };
    },
  };
}

function createRows() {
  return {
    at: createColumn(floats),
    seenAt: createColumn(floats),
    account: createColumn(uints),
    kind: createColumn(bytes),
    lang: createColumn(shorts),
    langFrom: createColumn(bytes),
    stance: createColumn(bytes),
    likes: createColumn(ints),
    reposts: createColumn(ints),
    replies: createColumn(ints),
    quotes: createColumn(ints),
    parent: createColumn(ints),
    parentAccount: createColumn(ints),
    text: createColumn(ints),
    tail: createColumn(ints),
    deleted: createColumn(bytes),
    entry: createColumn(ints),
  };
}

interface Accounts {
  /** Number of the account, which is new when it was never met. */
  indexOf(platform: string, accountId: string): number;
  /** Number of the author, after taking what the post says of it. */
  note(post: Post, seenAt: number): number;
  remember(fact: AccountFact): void;
  readonly platforms: readonly string[];
  build(): AccountColumns;
}

function createAccounts(): Accounts {
  const keys = createNames();
  const handles = createNames();
  const noHandle = handles.add('');
  const platforms: string[] = [];
  const platform = createColumn(bytes);
  const handle = createColumn(ints);
  const seenAt = createColumn(floats);
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
    createdAt.push(Number.NaN);
    followers.push(-1);
    status.push(0);
    statusAt.push(Number.NaN);
    return index;
  }

  function take(index: number, fact: AccountFact, at: number): void {
    const isNewer = at >= seenAt.get(index);
    if (fact.handle !== undefined && (isNewer || handle.get(index) === noHandle))
      handle.set(index, handles.add(fact.handle));
    if (fact.accountCreatedAt !== undefined) {
      const given = fact.accountCreatedAt.getTime();
      const known = createdAt.get(index);
      if (Number.isNaN(known) || given < known) createdAt.set(index, given);
    }
    if (fact.followers !== undefined && (isNewer || followers.get(index) < 0)) followers.set(index, fact.followers);
    if (isNewer) seenAt.set(index, at);
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

interface Pairs {
  add(row: number, values: readonly string[]): void;
  build(rows: number): ListColumn;
}

/** (row, value) in the order of arrival → lists by row, each value once. */
function createPairs(): Pairs {
  const names: Names = createNames();
  const rowOf: Column<Uint32Array> = createColumn(uints);
  const valueOf: Column<Uint32Array> = createColumn(uints);
  return {
    add(row, values) {
      for (const value of values) {
        rowOf.push(row);
        valueOf.push(names.add(value));
      }
    },
    build(rows) {
      const pairRows = rowOf.done();
      const pairValues = valueOf.done();
      const ends = new Uint32Array(rows + 1);
      for (const row of pairRows) ends[row + 1] = (ends[row + 1] ?? 0) + 1;
      for (let row = 0; row < rows; row++) ends[row + 1] = (ends[row + 1] ?? 0) + (ends[row] ?? 0);
      const next = ends.slice(0, rows);
      const sorted = new Uint32Array(pairRows.length);
      for (const [i, row] of pairRows.entries()) {
        const place = next[row] ?? 0;
        sorted[place] = pairValues[i] ?? 0;
        next[row] = place + 1;
      }
      return { ...withoutDoubles(ends, sorted, rows), names };
    },
  };
}

function withoutDoubles(ends: Uint32Array, sorted: Uint32Array, rows: number): Omit<ListColumn, 'names'> {
  const from = new Uint32Array(rows + 1);
  let kept = 0;
  for (let row = 0; row < rows; row++) {
    from[row] = kept;
    const start = kept;
    for (let i = ends[row] ?? 0; i < (ends[row + 1] ?? 0); i++) {
      const value = sorted[i] ?? 0;
      if (sorted.indexOf(value, start) < kept && sorted.subarray(start, kept).includes(value)) continue;
      sorted[kept++] = value;
    }
  }
  from[rows] = kept;
  return { from, values: sorted.slice(0, kept) };
}
