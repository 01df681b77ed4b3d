/**
 * A post as X's website has it. Ids are read from `rest_id` and `legacy.id_str` only: the extension's own `id` is a number
 * for replies, and rounded. The author's name moved from `legacy` to `core` in 2025; both are read.
 */
import { isOwnLink } from '../x/own-link.ts';
import { countOf, type Draft } from './draft.ts';
import type { JsonObject } from './file-reader.ts';
import { idOf, objectAt, objectsIn, textOf, textsIn, valueAt } from './json-object.ts';
import { parseLocalTime } from './local-time.ts';
import { oldDraft, oldLang } from './old-x-post.ts';
import { unescaped } from './unescaped.ts';

export function capturedX(data: JsonObject): Draft | string {
  const tweet = inner(data);
  const legacy = objectAt(tweet, 'legacy');
  if (legacy === undefined) return 'holds no post of X: the site gave a placeholder';
  // How the site answered until 2023, with the author beside the post.
  if (tweet['type'] === 'adaptive') return oldDraft({ ...legacy, user: tweet['user'] }, 'x');
  const repeated = inner(objectAt(legacy, 'retweeted_status_result', 'result'));
  const { kind, parentId, parentAccountId } = relationOf(tweet, legacy, repeated);
  // A repost's own text is cut.
  const worded = objectAt(repeated, 'legacy') === undefined ? tweet : repeated;
  const note = objectAt(worded, 'note_tweet', 'note_tweet_results', 'result');
  const id = idOf(stringOf(tweet['rest_id']), stringOf(legacy['id_str']));
  const history = editsOf(tweet, id);
  const entities = [objectAt(note, 'entity_set'), objectAt(worded, 'legacy', 'entities')];
  return {
    platform: 'x',
    // An edit is a new post to X; all of them are one post here.
    id: history[0] ?? id,
    accountId: authorIdOf(tweet),
    ...authorOf(objectAt(tweet, 'core', 'user_results', 'result')),
    createdAt: parseLocalTime(textOf(legacy['created_at'])),
    text: unescaped(textOf(valueAt(note, 'text'), valueAt(worded, 'legacy', 'full_text'))),
    lang: oldLang(textOf(valueAt(worded, 'legacy', 'lang'))),
    kind,
    parentId,
    parentAccountId,
    tags: entities.flatMap((entity) => objectsIn(valueAt(entity, 'hashtags')).map((tag) => textOf(tag['text']))),
    links: entities
      .flatMap((entity) => objectsIn(valueAt(entity, 'urls')).map((url) => textOf(url['expanded_url'], url['url'])))
      .filter((link) => !isOwnLink(link, [...history, id, parentId])),
    media: mediaOf(worded),
    edit: id === undefined || history.length === 0 ? undefined : history.indexOf(id),
    ...(kind === 'repost'
      ? {}
      : {
          likes: countOf(legacy['favorite_count']),
          reposts: countOf(legacy['retweet_count']),
          replies: countOf(legacy['reply_count']),
          quotes: countOf(legacy['quote_count']),
        }),
  };
}

/** Posts under a limit of visibility are wrapped once more. */
function inner(result: JsonObject | undefined): JsonObject {
  return objectAt(result, 'tweet') ?? result ?? {};
}

/** Ids of all editions, the first one first. Those behind the first have them one level deeper. */
function editsOf(tweet: JsonObject, id: string | undefined): readonly string[] {
  const control = objectAt(tweet, 'edit_control');
  const edits = textsIn(valueAt(control, 'edit_control_initial', 'edit_tweet_ids') ?? control?.['edit_tweet_ids']);
  return id !== undefined && edits.includes(id) ? edits : [];
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function authorOf(user: JsonObject | undefined): Pick<Draft, 'handle' | 'accountCreatedAt' | 'followers'> {
  return {
    handle: textOf(valueAt(user, 'core', 'screen_name'), valueAt(user, 'legacy', 'screen_name')),
    accountCreatedAt: parseLocalTime(
      textOf(valueAt(user, 'core', 'created_at'), valueAt(user, 'legacy', 'created_at')),
    ),
    followers: countOf(valueAt(user, 'legacy', 'followers_count')),
  };
}

function relationOf(
  tweet: JsonObject,
  legacy: JsonObject,
  repeated: JsonObject,
): Pick<Draft, 'kind' | 'parentId' | 'parentAccountId'> {
  if (objectAt(legacy, 'retweeted_status_result') !== undefined) {
    return {
      kind: 'repost',
      parentId: idOf(stringOf(repeated['rest_id']), stringOf(valueAt(repeated, 'legacy', 'id_str'))),
      parentAccountId: authorIdOf(repeated),
    };
  }
  const quoted = inner(objectAt(tweet, 'quoted_status_result', 'result'));
  const quotedId = idOf(stringOf(legacy['quoted_status_id_str']), stringOf(quoted['rest_id']));
  if (quotedId !== undefined) return { kind: 'quote', parentId: quotedId, parentAccountId: authorIdOf(quoted) };
  const repliedTo = stringOf(legacy['in_reply_to_status_id_str']);
  const answered = stringOf(legacy['in_reply_to_user_id_str']);
  if (repliedTo === undefined && (answered ?? '') === '') return { kind: 'original' };
  return { kind: 'reply', parentId: repliedTo, parentAccountId: answered };
}

function authorIdOf(tweet: JsonObject): string | undefined {
  return idOf(
    stringOf(valueAt(tweet, 'legacy', 'user_id_str')),
    stringOf(valueAt(tweet, 'core', 'user_results', 'result', 'rest_id')),
  );
}

function mediaOf(tweet: JsonObject): readonly string[] | undefined {
  const media = objectsIn(
    valueAt(tweet, 'legacy', 'extended_entities', 'media') ?? valueAt(tweet, 'legacy', 'entities', 'media'),
  );
  const keys = media
    .map((item) => idOf(item['media_key'], stringOf(item['id_str'])))
    .filter((key) => key !== undefined);
  return keys.length === 0 ? undefined : [...new Set(keys)];
}
