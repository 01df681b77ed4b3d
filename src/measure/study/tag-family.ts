/**
 * F20: one tag with the family that people declared for it: since when, who was first, what it is used with. Tags that look
 * like forms of it are suggested and never joined: only people say that two tags mean the same.
 */
import { normalTag } from '../../post/normal-form.ts';
import type { RegistryEntry } from '../../registry/registry.ts';
import type { PostTable } from '../table/post-table.ts';
import { accountsByValue, hasAny } from './list-rows.ts';
import { countOf, participantsOf } from './participants.ts';
import { forRows, isRepost, isWritten, postsBehind, type Rows, select } from './rows.ts';
import { createTagLikeness, type Likeness, likenesses, scriptOf } from './tag-likeness.ts';
import { createTopRows } from './top-rows.ts';
import type { TracedCount } from './traced.ts';

export interface TagFamilyOptions {
  readonly rows?: Rows;
  /** Tags that people declared to belong to it, in any form. */
  readonly declared?: readonly string[] | undefined;
  /** How many accounts are the first ones (10). */
  readonly firstAccounts?: number | undefined;
  /** Posts with both tags from which a tag counts as used with it (3). */
  readonly fewestTogether?: number | undefined;
  /** How many co-used tags and suggestions are listed (20). */
  readonly most?: number | undefined;
}

interface FamilyMember {
  readonly tag: string;
  /** Written posts with it. */
  readonly posts: number;
  readonly accounts: number;
}

interface FirstAuthors {
  readonly accounts: number;
  /** Those that are attributed, with their first post; the others stay a number. */
  readonly listed: readonly { readonly entry: RegistryEntry; readonly at: Date }[];
  readonly others: number;
}

interface CoUsedTag extends TracedCount {
  readonly tag: string;
  /** Posts with it, with the family or not. */
  readonly posts: number;
  /** How many times as often together as by chance: n · written posts / (family's posts · its posts). */
  readonly lift: number;
  /** n / posts with one of the two. */
  readonly jaccard: number;
}

interface TagSuggestion {
  readonly tag: string;
  readonly posts: number;
  readonly why: Likeness;
}

export interface TagFamily {
  readonly tag: string;
  /** The tag and the declared ones, each once. A post with two of them is counted in both, and once in `posts`. */
  readonly members: readonly FamilyMember[];
  readonly posts: TracedCount;
  readonly reposts: TracedCount;
  /** Accounts that wrote one of these posts. */
  readonly accounts: number;
  /** Undefined when no post has it. */
  readonly firstAt: Date | undefined;
  readonly firstAuthors: FirstAuthors;
  /** Written posts of the set, on which lift is counted. */
  readonly written: number;
  /** Highest Jaccard first. */
  readonly coUsed: readonly CoUsedTag[];
  readonly suggestions: readonly TagSuggestion[];
}

export const tagFamilyNote =
  'First means first in this set. Suggested tags look alike or are used together; whether they mean the same a person decides.';

/** Co-use from which a tag of another script is suggested: one post in five of those with either has both. */
const otherScriptJaccard = 0.2;

export function measureTagFamily(table: PostTable, tag: string, options: TagFamilyOptions = {}): TagFamily {
  const { rows, firstAccounts = 10, fewestTogether = 3, most = 20 } = options;
  const normal = normalTag(tag);
  const members = [...new Set([normal, ...(options.declared ?? []).map(normalTag)])].filter((name) => name !== '');
  const values = members.map((name) => table.tags.names.find(name));
  const inFamily = new Set(values.filter((value) => value >= 0));
  const isFamily = (row: number): boolean => hasAny(table.tags, row, (value) => inFamily.has(value));
  const posts = select(table, (row) => isWritten(table, row) && isFamily(row), rows);
  const isFamilyRepost = (row: number): boolean => isRepost(table, row) && isFamily(row);
  const counts = countTags(table, rows);
  const accounts = accountsByValue(table, table.tags, values, rows);
  const first = firstRows(table, posts, firstAccounts);
  const coUsed = coUsedOf(table, { posts, counts, inFamily, fewestTogether });
  return {
    tag: normal,
    members: members.map((name, index) => ({
      tag: name,
      posts: counts.posts[values[index] ?? -1] ?? 0,
      accounts: accounts[index] ?? 0,
    })),
    posts: { n: posts.length, behind: () => ({ of: 'posts', rows: posts }) },
    reposts: { n: select(table, isFamilyRepost, rows).length, behind: postsBehind(table, isFamilyRepost, rows) },
    accounts: countOf(participantsOf(table, posts)),
    firstAt: first[0] === undefined ? undefined : new Date(table.at[first[0]] ?? 0),
    firstAuthors: authorsOf(table, first),
    written: counts.written,
    coUsed: coUsed.slice(0, most),
    suggestions: suggestionsOf(table, { normal, inFamily, posts: counts.posts, coUsed }).slice(0, most),
  };
}

interface TagCounts {
  readonly written: number;
  /** Written posts by number of the tag. */
  readonly posts: Uint32Array;
}

function countTags(table: PostTable, rows: Rows): TagCounts {
  const { from, values, names } = table.tags;
  const posts = new Uint32Array(names.size);
  let written = 0;
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    written++;
    const end = from[row + 1] ?? 0;
    for (let i = from[row] ?? 0; i < end; i++) posts[values[i] ?? 0] = (posts[values[i] ?? 0] ?? 0) + 1;
  });
  return { written, posts };
}

/** The first post of each of the first accounts, earliest first. */
function firstRows(table: PostTable, posts: Uint32Array, most: number): Uint32Array {
  const byAccount = new Int32Array(table.accounts.size).fill(-1);
  for (const row of posts) {
    const account = table.account[row] ?? 0;
    const known = byAccount[account] ?? -1;
    if (known < 0 || isEarlier(table, row, known)) byAccount[account] = row;
  }
  const top = createTopRows(most, (a, b) => isEarlier(table, a, b));
  for (const row of byAccount) if (row >= 0) top.add(row);
  return top.done();
}

/** Posts of one moment by their id, so that the order in which they were read does not matter. */
function isEarlier(table: PostTable, row: number, other: number): boolean {
  const difference = (table.at[row] ?? 0) - (table.at[other] ?? 0);
  return difference < 0 || (difference === 0 && table.id.at(row) < table.id.at(other));
}

function authorsOf(table: PostTable, first: Uint32Array): FirstAuthors {
  const listed = Array.from(first).flatMap((row) => {
    const entry = table.entries[table.entry[row] ?? -1];
    return entry === undefined ? [] : [{ entry, at: new Date(table.at[row] ?? 0) }];
  });
  return { accounts: first.length, listed, others: first.length - listed.length };
}

interface CoUseQuestion {
  readonly posts: Uint32Array;
  readonly counts: TagCounts;
  readonly inFamily: ReadonlySet<number>;
  readonly fewestTogether: number;
}

function coUsedOf(table: PostTable, question: CoUseQuestion): readonly CoUsedTag[] {
  const { posts, counts, inFamily, fewestTogether } = question;
  const together = countTags(table, posts).posts;
  const found: CoUsedTag[] = [];
  for (const [value, n] of together.entries()) {
    if (n < fewestTogether || inFamily.has(value)) continue;
    const all = counts.posts[value] ?? 0;
    found.push({
      tag: table.tags.names.at(value),
      n,
      posts: all,
      lift: (n * counts.written) / (posts.length * all),
      jaccard: n / (posts.length + all - n),
      behind: postsBehind(table, (row) => hasAny(table.tags, row, (other) => other === value), posts),
    });
  }
  return found.sort((a, b) => b.jaccard - a.jaccard || b.n - a.n || (a.tag < b.tag ? -1 : 1));
}

interface SuggestionQuestion {
  readonly normal: string;
  readonly inFamily: ReadonlySet<number>;
  /** By number of the tag. */
  readonly posts: Uint32Array;
  readonly coUsed: readonly CoUsedTag[];
}

function suggestionsOf(table: PostTable, question: SuggestionQuestion): readonly TagSuggestion[] {
  const { normal, inFamily, posts, coUsed } = question;
  const likenessOf = createTagLikeness(normal);
  const found = new Map<string, TagSuggestion>();
  for (const [value, count] of posts.entries()) {
    if (count === 0 || inFamily.has(value)) continue;
    const tag = table.tags.names.at(value);
    const why = likenessOf(tag);
    if (why !== undefined) found.set(tag, { tag, posts: count, why });
  }
  const script = scriptOf(normal);
  for (const { tag, posts: count, jaccard } of coUsed) {
    const other = scriptOf(tag);
    if (found.has(tag) || jaccard < otherScriptJaccard || other === undefined || other === script) continue;
    found.set(tag, { tag, posts: count, why: 'other-script' });
  }
  return [...found.values()].sort(
    (a, b) => likenesses.indexOf(a.why) - likenesses.indexOf(b.why) || b.posts - a.posts || (a.tag < b.tag ? -1 : 1),
  );
}
