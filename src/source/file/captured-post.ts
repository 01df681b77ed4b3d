/** Posts as the websites of TikTok, Instagram, Threads and Truth Social have them. */

import { parseTime } from '../parse-time.ts';
import { countOf, type Draft } from './draft.ts';
import type { JsonObject } from './file-reader.ts';
import { idOf, isObject, objectAt, objectsIn, textOf, textsIn, valueAt } from './json-object.ts';
import { linksIn, tagsIn } from './text-parts.ts';
import { plainText } from './unescaped.ts';

export const captured = { tiktok, tiktokComment, instagram, threads, truthsocial } as const;

/** Seconds since 1970, as a number or as text. */
export function epochOf(value: unknown): Date | undefined {
  if (typeof value === 'number') return parseTime(String(value));
  return typeof value === 'string' && /^\d+$/.test(value) ? parseTime(value) : undefined;
}

function tiktok(data: JsonObject): Draft | string {
  if (isObject(data['liveRoomInfo'])) return 'is a live stream, no post';
  // Captured from a page instead of an answer, the author is a text.
  const author = objectAt(data, 'author');
  const text = textOf(data['desc']);
  const stats = objectAt(data, 'statsV2') ?? objectAt(data, 'stats');
  const handle = textOf(valueAt(author, 'uniqueId'), data['author']);
  const tags = objectsIn(data['textExtra']).map((extra) => textOf(extra['hashtagName']));
  const challenges = objectsIn(data['challenges']).map((challenge) => textOf(challenge['title']));
  const repeated = idOf(valueAt(data, 'duetInfo', 'duetFromId'));
  const isDuet = repeated !== undefined && repeated !== '0';
  return {
    platform: 'tiktok',
    id: idOf(data['id']),
    accountId: idOf(valueAt(author, 'id'), data['authorId'], handle),
    handle,
    followers: countOf(valueAt(data, 'authorStats', 'followerCount')),
    createdAt: epochOf(data['createTime']),
    text,
    lang: langOf(textOf(data['textLanguage'])),
    kind: isDuet ? 'quote' : 'original',
    parentId: isDuet ? repeated : undefined,
    tags: [...tags, ...challenges, ...tagsIn(text)],
    links: linksIn(text),
    media: oneOf(idOf(valueAt(data, 'video', 'id'))),
    likes: countOf(valueAt(stats, 'diggCount')),
    reposts: countOf(valueAt(stats, 'shareCount')),
    replies: countOf(valueAt(stats, 'commentCount')),
  };
}

function langOf(lang: string): string | undefined {
  return lang === '' || lang === 'un' ? undefined : lang;
}

function tiktokComment(data: JsonObject): Draft | string {
  const user = objectAt(data, 'user');
  const text = textOf(data['text']);
  const answered = idOf(data['reply_id']);
  return {
    platform: 'tiktok',
    id: idOf(data['cid']),
    accountId: idOf(valueAt(user, 'uid'), valueAt(user, 'unique_id')),
    handle: textOf(valueAt(user, 'unique_id')),
    createdAt: epochOf(data['create_time']),
    text,
    lang: langOf(textOf(data['comment_language'])),
    kind: 'reply',
    parentId: answered === undefined || answered === '0' ? idOf(data['aweme_id']) : answered,
    tags: tagsIn(text),
    links: linksIn(text),
    likes: countOf(data['digg_count']),
    replies: countOf(data['reply_comment_total']),
  };
}

/** The code is what the post's address holds; exports of other tools know nothing else of it. */
function instagram(data: JsonObject): Draft | string {
  const user = objectAt(data, 'user') ?? objectAt(data, 'owner');
  const text = textOf(valueAt(data, 'caption', 'text'), data['caption']);
  return {
    platform: 'instagram',
    id: textOf(data['code'], data['shortcode']) || idOf(data['pk'], data['id']),
    ...metaAuthor(user),
    createdAt: epochOf(data['taken_at'] ?? data['taken_at_timestamp'] ?? valueAt(data, 'caption', 'created_at')),
    text,
    kind: 'original',
    tags: tagsIn(text),
    links: linksIn(text),
    media: oneOf(idOf(data['pk'])),
    likes: shownCount(data, 'like_count'),
    replies: shownCount(data, 'comment_count'),
  };
}

/** An account may hide its likes; then the site gives a number that is none. */
function shownCount(data: JsonObject, name: 'like_count' | 'comment_count'): number | undefined {
  return data['like_and_view_counts_disabled'] === true && name === 'like_count' ? undefined : countOf(data[name]);
}

/** Instagram's and Threads' number of an account, which a change of name does not touch. */
function metaAuthor(user: JsonObject | undefined): Pick<Draft, 'accountId' | 'handle' | 'followers'> {
  const handle = textOf(valueAt(user, 'username'));
  return {
    accountId: idOf(valueAt(user, 'pk'), valueAt(user, 'id'), handle),
    handle,
    followers: countOf(valueAt(user, 'follower_count')),
  };
}

export function instagramComment(data: JsonObject): Draft | string {
  const text = textOf(data['text']);
  return {
    platform: 'instagram',
    id: idOf(data['pk'], data['id']),
    ...metaAuthor(objectAt(data, 'user')),
    createdAt: epochOf(data['created_at']),
    text,
    kind: 'reply',
    parentId: idOf(data['parent_comment_id'], data['media_id']),
    tags: tagsIn(text),
    links: linksIn(text),
    likes: countOf(data['comment_like_count']),
  };
}

function threads(data: JsonObject): Draft | string {
  const info = objectAt(data, 'text_post_app_info');
  const shared = objectAt(info, 'share_info');
  const repeated = idOf(valueAt(shared, 'reposted_post', 'code'));
  const quoted = idOf(valueAt(shared, 'quoted_post', 'code'));
  const text = textOf(valueAt(data, 'caption', 'text'));
  const isReply = valueAt(info, 'is_reply') === true;
  return {
    platform: 'threads',
    id: textOf(data['code']) || idOf(data['pk'], data['id']),
    ...metaAuthor(objectAt(data, 'user')),
    createdAt: epochOf(data['taken_at']),
    text,
    kind: repeated !== undefined ? 'repost' : quoted !== undefined ? 'quote' : isReply ? 'reply' : 'original',
    parentId: repeated ?? quoted,
    tags: tagsIn(text),
    links: [...linksIn(text), target(textOf(valueAt(info, 'link_preview_attachment', 'url')))],
    // The counters of a repost are those of the original.
    ...(repeated !== undefined
      ? {}
      : {
          likes: shownCount(data, 'like_count'),
          reposts: countOf(valueAt(info, 'repost_count')),
          replies: countOf(valueAt(info, 'direct_reply_count')),
        }),
  };
}

/** Meta leads links through a page of its own, `l.threads.com/?u=…`. */
function target(link: string): string {
  const match = /^https?:\/\/l\.[\w.]+\/\?(?:.*&)?u=([^&]+)/.exec(link);
  try {
    return match?.[1] === undefined ? link : decodeURIComponent(match[1]);
  } catch {
    return link;
  }
}

/** Truth Social speaks Mastodon's API. */
function truthsocial(data: JsonObject): Draft | string {
  const account = objectAt(data, 'account');
  const repeated = objectAt(data, 'reblog');
  const quotedId = idOf(data['quote_id'], valueAt(data, 'quote', 'id'));
  const repliedTo = idOf(data['in_reply_to_id']);
  const worded = repeated ?? data;
  const text = plainText(textOf(worded['content']));
  const parentId = idOf(valueAt(repeated, 'id')) ?? quotedId ?? repliedTo;
  return {
    platform: 'truthsocial',
    id: idOf(data['id']),
    accountId: idOf(valueAt(account, 'id')),
    handle: textOf(valueAt(account, 'acct'), valueAt(account, 'username')),
    accountCreatedAt: parseTime(textOf(valueAt(account, 'created_at'))),
    followers: countOf(valueAt(account, 'followers_count')),
    createdAt: parseTime(textOf(data['created_at'])),
    text,
    lang: textOf(worded['language']),
    kind:
      repeated !== undefined
        ? 'repost'
        : quotedId !== undefined
          ? 'quote'
          : repliedTo !== undefined
            ? 'reply'
            : 'original',
    parentId,
    tags: [...objectsIn(worded['tags']).map((tag) => textOf(tag['name'])), ...textsIn(worded['tags']), ...tagsIn(text)],
    links: [textOf(valueAt(worded, 'card', 'url')), ...linksIn(text)],
    media: listOrNone(objectsIn(worded['media_attachments']).map((media) => idOf(media['id']))),
    ...(repeated !== undefined
      ? {}
      : {
          likes: countOf(data['favourites_count']),
          reposts: countOf(data['reblogs_count']),
          replies: countOf(data['replies_count']),
        }),
  };
}

function oneOf(id: string | undefined): readonly string[] | undefined {
  return id === undefined ? undefined : [id];
}

function listOrNone(ids: readonly (string | undefined)[]): readonly string[] | undefined {
  const found = ids.filter((id) => id !== undefined);
  return found.length === 0 ? undefined : found;
}
