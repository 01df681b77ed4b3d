/** Posts as the websites of Douyin, Xiaohongshu and Gab have them. */
import { parseTime } from '../parse-time.ts';
import { epochOf } from './captured-post.ts';
import { countOf, type Draft } from './draft.ts';
import type { JsonObject } from './file-reader.ts';
import { idOf, objectAt, objectsIn, textOf, valueAt } from './json-object.ts';
import { linksIn, tagsIn } from './text-parts.ts';
import { plainText } from './unescaped.ts';

/** Names are written with `_` in answers and with capitals in pages. */
export function douyin(data: JsonObject): Draft | string {
  if ('rawdata' in data || 'cell_room' in data || objectAt(data, 'cellRoom', 'rawdata') !== undefined) {
    return 'is a live stream, no post';
  }
  const author = objectAt(data, 'author') ?? objectAt(data, 'authorInfo');
  const stats = objectAt(data, 'statistics') ?? objectAt(data, 'stats');
  const text = textOf(data['desc']);
  const extras = objectsIn(data['text_extra'] ?? data['textExtra']);
  return {
    platform: 'douyin',
    id: idOf(data['aweme_id'], data['awemeId']),
    accountId: idOf(
      valueAt(author, 'uid'),
      data['author_user_id'],
      data['authorUserId'],
      valueAt(author, 'sec_uid'),
      valueAt(author, 'secUid'),
    ),
    handle: textOf(valueAt(author, 'unique_id'), valueAt(author, 'uniqueId')),
    followers: countOf(valueAt(author, 'follower_count') ?? valueAt(author, 'followerCount')),
    createdAt: epochOf(data['create_time'] ?? data['createTime']),
    text,
    kind: 'original',
    tags: [...extras.map((extra) => textOf(extra['hashtag_name'], extra['hashtagName'])), ...tagsIn(text)],
    links: linksIn(text),
    likes: countOf(valueAt(stats, 'digg_count') ?? valueAt(stats, 'diggCount')),
    reposts: countOf(valueAt(stats, 'share_count') ?? valueAt(stats, 'shareCount')),
    replies: countOf(valueAt(stats, 'comment_count') ?? valueAt(stats, 'commentCount')),
  };
}

/** Lists of the site show a card without a time; only a page of the post itself has one. */
export function xiaohongshu(data: JsonObject): Draft | string {
  const note = objectAt(data, 'note_card') ?? objectAt(data, 'note') ?? data;
  const user = objectAt(note, 'user');
  const stats = objectAt(note, 'interact_info') ?? objectAt(note, 'interactInfo');
  if (note['time'] === undefined) return 'has no time: the site shows it on the page of the post only';
  const title = textOf(note['title'], note['display_title']);
  const body = textOf(note['desc']);
  // `#name[话题]#` is how the site writes a tag.
  const text = [title, body.replaceAll('[话题]#', ' ')].filter((part) => part !== '').join('\n');
  return {
    platform: 'xiaohongshu',
    id: idOf(data['id'], note['note_id'], note['noteId']),
    accountId: idOf(valueAt(user, 'user_id'), valueAt(user, 'userId')),
    handle: textOf(valueAt(user, 'nickname'), valueAt(user, 'nick_name')),
    createdAt: epochOf(note['time']),
    text,
    kind: 'original',
    tags: [...objectsIn(note['tag_list'] ?? note['tagList']).map((tag) => textOf(tag['name'])), ...tagsIn(text)],
    links: linksIn(text),
    likes: countOf(valueAt(stats, 'liked_count') ?? valueAt(stats, 'likedCount')),
    reposts: countOf(valueAt(stats, 'share_count') ?? valueAt(stats, 'shareCount')),
    replies: countOf(valueAt(stats, 'comment_count') ?? valueAt(stats, 'commentCount')),
  };
}

/** The site's answers have names of one or two letters; the extension spells some of them out, in one edition or another. */
export function gab(data: JsonObject): Draft | string {
  if (data['type'] === 'group' || data['type'] === 'user') return 'is a group or an account, no post';
  const account = objectAt(data, 'author_info') ?? objectAt(data, 'account');
  const text = plainText(textOf(data['content'], data['c']));
  const repeated = idOf(data['rb'], valueAt(data, 'reblog', 'id'));
  const repliedTo = idOf(data['in_reply_to_id'], data['irti']);
  return {
    platform: 'gab',
    id: idOf(data['i'], data['id']),
    accountId: idOf(data['ai'], valueAt(account, 'id'), valueAt(account, 'i')),
    handle: textOf(valueAt(account, 'un'), valueAt(account, 'username'), valueAt(account, 'ac')),
    followers: countOf(valueAt(account, 'fc') ?? valueAt(account, 'followers_count')),
    createdAt: parseTime(textOf(data['ca'], data['created_at'])),
    text,
    kind: repeated !== undefined ? 'repost' : repliedTo !== undefined ? 'reply' : 'original',
    parentId: repeated ?? repliedTo,
    tags: tagsIn(text),
    links: [textOf(valueAt(data, 'link_info', 'url')), ...linksIn(text)],
    // The counters of a repost are those of the original.
    ...(repeated !== undefined
      ? {}
      : {
          likes: countOf(data['fbc'] ?? data['favourites_count']),
          reposts: countOf(data['rbc'] ?? data['reposts_count']),
          replies: countOf(data['rc'] ?? data['replies_count']),
        }),
  };
}
