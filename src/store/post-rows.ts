/** Posts of a page → rows as `keep-posts.ts` sends them: cleaned, each post and each account once. */
import type { AccountFact, Post } from '../post/post.ts';
import type { GivenPost } from './given-post.ts';
import { cleanText } from './json.ts';
import { postDigest } from './post-digest.ts';
import { saidDigest, toldLine } from './said-digest.ts';

/** In the order of the page; of a post that occurs again the first stays, with what the others add. */
export function givenPosts(posts: readonly Post[]): readonly GivenPost[] {
  const rows = new Map<string, GivenPost>();
  for (const post of posts) {
    const row = rowOf(post);
    const first = rows.get(row.digest);
    rows.set(row.digest, first === undefined ? row : merged(first, row));
  }
  return [...rows.values()];
}

function rowOf(post: Post): GivenPost {
  const platform = cleanText(post.platform);
  const id = cleanText(post.id);
  return withTold({
    digest: postDigest(platform, id),
    platform,
    id,
    account_id: cleanText(post.accountId),
    created_at: validDate(post.createdAt, post),
    claimed_at: storable(post.claimedAt),
    seen_at: validDate(post.seenAt, post),
    deleted_at: storable(post.deletedAt),
    likes: whole(post.likes),
    reposts: whole(post.reposts),
    replies: whole(post.replies),
    quotes: whole(post.quotes),
    followers: whole(post.followers),
    kind: post.kind,
    parent_id: post.parentId,
    parent_account_id: post.parentAccountId,
    handle: post.handle,
    lang: post.lang,
    tags: unique(post.tags),
    links: unique(post.links),
    media: post.media === undefined ? undefined : unique(post.media),
    edit: editNumber(post.edit),
    text: post.text,
  });
}

function withTold(row: Omit<GivenPost, 'told' | 'said'>): GivenPost {
  const told = toldLine(row);
  return { ...row, told, said: saidDigest(row.platform, row.id, told) };
}

function merged(first: GivenPost, again: GivenPost): GivenPost {
  return withTold({
    ...first,
    claimed_at: first.claimed_at ?? again.claimed_at,
    deleted_at: first.deleted_at ?? again.deleted_at,
    likes: greatest(first.likes, again.likes),
    reposts: greatest(first.reposts, again.reposts),
    replies: greatest(first.replies, again.replies),
    quotes: greatest(first.quotes, again.quotes),
    followers: first.followers ?? again.followers,
    parent_id: first.parent_id ?? again.parent_id,
    parent_account_id: first.parent_account_id ?? again.parent_account_id,
    handle: first.handle ?? again.handle,
    tags: unique([...first.tags, ...again.tags]),
    links: unique([...first.links, ...again.links]),
    media: first.media === undefined ? again.media : unique([...first.media, ...(again.media ?? [])]),
    edit: greatest(first.edit, again.edit),
    ...wordsOf(first, again),
  });
}

/** The highest edit wins, and of equal ones the first that has a text. What is deleted gains no text. */
function wordsOf(first: GivenPost, again: GivenPost): Pick<GivenPost, 'text' | 'lang'> {
  const lang = first.lang ?? again.lang;
  if (first.deleted_at !== undefined) return { text: first.text, lang };
  if ((again.edit ?? 0) > (first.edit ?? 0)) return { text: again.text, lang: again.lang ?? first.lang };
  return { text: first.text === '' && (again.edit ?? 0) === (first.edit ?? 0) ? again.text : first.text, lang };
}

export interface GivenAccount {
  readonly platform: string;
  readonly account_id: string;
  readonly handle: string | undefined;
  readonly handle_seen_at: Date | undefined;
  readonly created_at: Date | undefined;
  readonly followers: number | undefined;
  readonly followers_seen_at: Date | undefined;
  readonly status: Post['status'];
  readonly status_checked_at: Date | undefined;
  /** Of an account told of without a post: when it was told of. Retention goes by it. */
  readonly last_post_at: Date;
}

/** What is said of an account, by a post of it or without one. */
type Sighting = Pick<Post, 'platform' | 'accountId' | 'seenAt'> & Partial<Post>;

/** Authors of posts and accounts told of without a post, each with the newest of what is said. */
export function givenAccounts(
  posts: readonly Post[],
  facts: readonly AccountFact[],
  now: Date,
): readonly GivenAccount[] {
  const rows = new Map<string, GivenAccount>();
  const sightings: readonly Sighting[] = [...posts, ...facts.map((fact) => ({ ...fact, seenAt: now }))];
  for (const sighting of sightings) {
    const platform = cleanText(sighting.platform);
    const accountId = cleanText(sighting.accountId);
    const key = `${platform}\n${accountId}`;
    rows.set(key, withSighting(rows.get(key), sighting, platform, accountId));
  }
  return [...rows.values()];
}

function withSighting(
  known: GivenAccount | undefined,
  post: Sighting,
  platform: string,
  accountId: string,
): GivenAccount {
  const handleIsNewer = post.handle !== undefined && isAtLeast(post.seenAt, known?.handle_seen_at);
  const followersAreNewer = post.followers !== undefined && isAtLeast(post.seenAt, known?.followers_seen_at);
  const statusIsNewer =
    post.status !== undefined &&
    (known?.status === undefined || isAtLeast(storable(post.statusCheckedAt) ?? new Date(0), known.status_checked_at));
  return {
    platform,
    account_id: accountId,
    handle: handleIsNewer ? post.handle : known?.handle,
    handle_seen_at: handleIsNewer ? post.seenAt : known?.handle_seen_at,
    created_at: known?.created_at ?? storable(post.accountCreatedAt),
    followers: followersAreNewer ? whole(post.followers) : known?.followers,
    followers_seen_at: followersAreNewer ? post.seenAt : known?.followers_seen_at,
    status: statusIsNewer ? post.status : known?.status,
    status_checked_at: statusIsNewer ? storable(post.statusCheckedAt) : known?.status_checked_at,
    last_post_at: latest(known?.last_post_at, post.createdAt ?? post.seenAt),
  };
}

function latest(a: Date | undefined, b: Date): Date {
  return a !== undefined && a > b ? a : b;
}

function isAtLeast(date: Date, other: Date | undefined): boolean {
  return other === undefined || date >= other;
}

function validDate(date: Date, { platform, id }: Post): Date {
  if (storable(date) !== undefined) return date;
  throw new RangeError(`post ${platform}:${id} has a date that is none: ${String(date)}`);
}

/** A side fact with a date that no calendar has is dropped: it must not cost the page. */
function storable(date: Date | undefined): Date | undefined {
  const year = date?.getUTCFullYear();
  return year !== undefined && year >= 1 && year <= 9999 ? date : undefined;
}

/** Counts are whole numbers in the database. */
function whole(count: number | undefined): number | undefined {
  return count === undefined || !Number.isFinite(count) ? undefined : Math.round(count);
}

/** What an `int` of the database holds. */
function editNumber(edit: number | undefined): number | undefined {
  const number = whole(edit);
  return number === undefined ? undefined : Math.min(Math.max(number, 0), 2_147_483_647);
}

function greatest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map(cleanText))];
}
