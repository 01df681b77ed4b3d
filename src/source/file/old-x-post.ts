/** Posts in the shape of X's old API 1.1, as twarc 1 kept them: with what they repeat and quote inside. */
import { isOwnLink } from '../x/own-link.ts';
import { countOf, type Draft, postItem } from './draft.ts';
import type { FileItem, ImportOptions } from './file-format.ts';
import type { JsonObject } from './file-reader.ts';
import { idOf, isObject, objectAt, objectsIn, textOf, valueAt } from './json-object.ts';
import { parseLocalTime } from './local-time.ts';
import { unescaped } from './unescaped.ts';

export function isOldXPost(value: JsonObject): boolean {
  return 'id_str' in value && isObject(value['user']) && ('full_text' in value || 'text' in value);
}

/** The post, and the posts inside it. */
export function oldXPosts(value: JsonObject, line: number, options: ImportOptions): readonly FileItem[] {
  const inside = [
    value['retweeted_status'],
    value['quoted_status'],
    valueAt(value, 'retweeted_status', 'quoted_status'),
  ];
  const posts = inside.filter(isObject).filter(isOldXPost);
  return [value, ...posts].map((post) => postItem(oldDraft(post, options.platform ?? 'x'), line, options));
}

export function oldDraft(post: JsonObject, platform: string): Draft {
  const user = objectAt(post, 'user');
  const { kind, parentId, parentAccountId } = relationOf(post);
  const repeated = objectAt(post, 'retweeted_status');
  // A repost's own text is cut.
  const worded = kind === 'repost' && repeated !== undefined ? repeated : post;
  const long = objectAt(worded, 'extended_tweet');
  const entities = [objectAt(long, 'entities'), objectAt(worded, 'entities')];
  return {
    platform,
    id: idOf(post['id_str']),
    accountId: idOf(valueAt(user, 'id_str'), post['user_id_str']),
    handle: textOf(valueAt(user, 'screen_name')),
    accountCreatedAt: parseLocalTime(textOf(valueAt(user, 'created_at'))),
    followers: countOf(valueAt(user, 'followers_count')),
    createdAt: parseLocalTime(textOf(post['created_at'])),
    text: unescaped(textOf(valueAt(long, 'full_text'), worded['full_text'], worded['text'])),
    lang: oldLang(textOf(worded['lang'])),
    kind,
    parentId,
    parentAccountId,
    tags: entities.flatMap((entity) => objectsIn(valueAt(entity, 'hashtags')).map((tag) => textOf(tag['text']))),
    links: entities
      .flatMap((entity) => objectsIn(valueAt(entity, 'urls')).map(linkOf))
      .filter((link) => !isOwnLink(link, [idOf(post['id_str']), parentId])),
    media: mediaOf(worded),
    ...(kind === 'repost'
      ? {}
      : {
          likes: countOf(post['favorite_count']),
          reposts: countOf(post['retweet_count']),
          replies: countOf(post['reply_count']),
          quotes: countOf(post['quote_count']),
        }),
  };
}

/** `qme` and the like name no language, and X still writes codes that ISO took back. */
export function oldLang(lang: string): string | undefined {
  if (/^(?:q[a-z]{2}|und|zxx|art)?$/i.test(lang)) return undefined;
  return { in: 'id', iw: 'he', ji: 'yi' }[lang.toLowerCase()] ?? lang;
}

function relationOf(post: JsonObject): Pick<Draft, 'kind' | 'parentId' | 'parentAccountId'> {
  const authorIn = (name: string): string | undefined => idOf(valueAt(post, name, 'user', 'id_str'));
  const repeated = idOf(valueAt(post, 'retweeted_status', 'id_str'), post['retweeted_status_id_str']);
  if (repeated !== undefined) {
    return { kind: 'repost', parentId: repeated, parentAccountId: authorIn('retweeted_status') };
  }
  const quoted = idOf(post['quoted_status_id_str'], valueAt(post, 'quoted_status', 'id_str'));
  if (quoted !== undefined) {
    return { kind: 'quote', parentId: quoted, parentAccountId: authorIn('quoted_status') };
  }
  const repliedTo = idOf(post['in_reply_to_status_id_str']);
  // A reply to a removed post names the account only.
  const answered = idOf(post['in_reply_to_user_id_str']);
  if (repliedTo !== undefined || answered !== undefined) {
    return { kind: 'reply', parentId: repliedTo, parentAccountId: answered };
  }
  return { kind: 'original' };
}

function linkOf(url: JsonObject): string {
  return textOf(valueAt(url, 'unwound', 'url'), url['expanded_url'], url['url']);
}

function mediaOf(post: JsonObject): readonly string[] | undefined {
  const media = objectsIn(valueAt(post, 'extended_entities', 'media') ?? valueAt(post, 'entities', 'media'));
  const keys = media.map((item) => idOf(item['media_key'], item['id_str'])).filter((key) => key !== undefined);
  return keys.length === 0 ? undefined : [...new Set(keys)];
}
