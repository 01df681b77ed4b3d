/** One post of X's API v2 as a `Post`. Pure: what was answered in, the normal form out. */
import type { AccountFact, Post, PostKind } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import { safeHandle, safeId, safeLinks, safeTags, safeText } from '../safe-value.ts';
import { isOwnLink } from './own-link.ts';
import type { XEntities, XIncludes, XPost, XUser } from './schema.ts';
import { timeOfId } from './snowflake.ts';

export interface MapContext {
  readonly seenAt: Date;
  readonly includes?: XIncludes | undefined;
  /** Whose timeline or activity it is, where the post itself does not say. */
  readonly authorId?: string | undefined;
}

/** `undefined` when nobody is said to have written it. */
export function mapXPost(post: XPost, { seenAt, includes, authorId }: MapContext): Post | undefined {
  const accountId = post.author_id ?? authorId;
  if (accountId === undefined) return undefined;
  const edits = post.edit_history_tweet_ids ?? [];
  const history = edits.includes(post.id) ? edits : [];
  const { kind, parentId } = relationOf(post);
  const parent = includes?.tweets?.find(({ id }) => id === parentId);
  // A repost's own text is cut at 140 characters, and its entities with it.
  const original = kind === 'repost' ? parent : undefined;
  const worded = original ?? post;
  const author = includes?.users?.find(({ id }) => id === accountId);
  return {
    platform: 'x',
    // An edit is a new post to X; all of them are one post here.
    id: history[0] ?? post.id,
    accountId,
    ...authorOf(author),
    createdAt: parseTime(post.created_at ?? '') ?? timeOfId(post.id),
    seenAt,
    text: safeText(unescaped(worded.note_tweet?.text ?? worded.text)),
    lang: langOf(worded.lang),
    kind,
    parentId,
    parentAccountId: parent?.author_id ?? (kind === 'reply' ? post.in_reply_to_user_id : undefined),
    tags: safeTags(entitiesOf(worded).flatMap(({ hashtags }) => hashtags?.map(({ tag }) => tag) ?? [])),
    links: linksOf(worded, [...edits, post.id, parentId]),
    media: mediaOf(worded),
    edit: history.length > 0 ? history.indexOf(post.id) : undefined,
    ...countsOf(post, kind),
  };
}

export function mapXUser(user: XUser, at: Date): AccountFact {
  return {
    platform: 'x',
    accountId: user.id,
    ...authorOf(user),
    status: user.protected === true ? 'protected' : 'active',
    statusCheckedAt: at,
  };
}

function authorOf(user: XUser | undefined): Pick<Post, 'handle' | 'accountCreatedAt' | 'followers'> {
  if (user === undefined) return {};
  return {
    handle: safeHandle(user.username ?? ''),
    accountCreatedAt: parseTime(user.created_at ?? ''),
    followers: user.public_metrics?.followers_count,
  };
}

const relations: readonly (readonly [type: string, kind: PostKind])[] = [
  ['retweeted', 'repost'],
  ['quoted', 'quote'],
  ['replied_to', 'reply'],
];

/** A reply that quotes is a quote: what it spreads weighs more than where it stands. */
function relationOf(post: XPost): Pick<Post, 'kind' | 'parentId'> {
  for (const [type, kind] of relations) {
    const reference = post.referenced_tweets?.find((one) => one.type === type);
    if (reference !== undefined) return { kind, parentId: reference.id };
  }
  return { kind: 'original' };
}

/** Those of the long text first: the short one's end where it is cut. */
function entitiesOf(post: XPost): readonly XEntities[] {
  return [post.note_tweet?.entities, post.entities].filter((entities) => entities !== undefined);
}

function linksOf(post: XPost, ids: readonly (string | undefined)[]): readonly string[] {
  const urls = entitiesOf(post).flatMap(({ urls: list }) => list ?? []);
  const links = urls
    .filter(({ media_key }) => media_key === undefined)
    .map(({ unwound_url, expanded_url, url }) => unwound_url ?? expanded_url ?? url ?? '');
  return safeLinks(links.filter((link) => !isOwnLink(link, ids)));
}

function mediaOf(post: XPost): readonly string[] | undefined {
  const keys = (post.attachments?.media_keys ?? []).map(safeId).filter((key) => key !== undefined);
  return keys.length === 0 ? undefined : [...new Set(keys)];
}

/** The counters that X gives with a repost are those of the original. */
function countsOf(post: XPost, kind: PostKind): Pick<Post, 'likes' | 'reposts' | 'replies' | 'quotes'> {
  const metrics = post.public_metrics;
  if (kind === 'repost' || metrics === undefined) return {};
  const { like_count: likes, retweet_count: reposts, reply_count: replies, quote_count: quotes } = metrics;
  return { likes, reposts, replies, quotes };
}

/** X's text is escaped for HTML, these three characters and no others. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Codes that ISO took back long ago and X still writes. */
const renamed: Readonly<Record<string, string>> = { in: 'id', iw: 'he', ji: 'yi' };

/** `qme`, `qst` … are X's own codes for "only media", "too short" and the like; `und`, `zxx` and `art` name no language. */
function langOf(lang: string | undefined): string | undefined {
  const code = lang?.trim() ?? '';
  if (code === '' || code.length > 35 || /^(?:q[a-z]{2}|und|zxx|art)$/i.test(code)) return undefined;
  return renamed[code.toLowerCase()] ?? safeText(code);
}
