/** Posts → table. Everything that needs the post's text is done here, once, while the post is at hand. */
import { noiseTail, normalText } from '../../post/normal-form.ts';
import { type AccountFact, type Post, postKinds } from '../../post/post.ts';
import type { Registry, RegistryEntry } from '../../registry/registry.ts';
import { languageOf } from '../language.ts';
import { createAccounts } from './build-accounts.ts';
import { createList } from './build-list.ts';
import { bytes, createColumn, floats, ints, shorts, uints } from './column.ts';
import { createNames } from './names.ts';
import { languageSources, type PostTable, type Stance, stances } from './post-table.ts';

export interface TableOptions {
  readonly registry: Registry;
  /** What classifies stances; see `PostTable.stanceBy`. */
  readonly stanceBy?: string | undefined;
}

export interface TableBuilder {
  readonly rows: number;
  /** A post that is known already gains tags, links and media it lacked, and newer counters. */
  add(post: Post, stance?: Stance): void;
  /** What is known of an account without a post of it. One that neither wrote nor was answered stays out of the table. */
  addAccount(fact: AccountFact): void;
  /** The account is in a set of removed accounts, named by its file. */
  noteRemoval(platform: string, accountId: string, set: string): void;
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
  const lists = { tags: createList(), links: createList(), media: createList() };

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
    rows.account.push(accounts.note(post));
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
    accounts.note(post);
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
    noteRemoval: (platform, accountId, set) => accounts.noteRemoval(platform, accountId, set),
    build() {
      const parentId = rows.parent.done();
      const parent = parentId.slice();
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
        parentId,
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
        takedowns: accounts.takedowns,
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
