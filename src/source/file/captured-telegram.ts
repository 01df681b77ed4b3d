/** A message of Telegram as 4CAT keeps it: the library's object, with the chat and the sender put in. */

import { parseTime } from '../parse-time.ts';
import { epochOf } from './captured-post.ts';
import { countOf, type Draft } from './draft.ts';
import type { JsonObject } from './file-reader.ts';
import { idOf, objectAt, objectsIn, textOf, valueAt } from './json-object.ts';
import { linksIn, tagsIn } from './text-parts.ts';

export function telegramOf4cat(data: JsonObject): Draft | string {
  const chat = objectAt(data, '_chat');
  const chatName =
    textOf(valueAt(chat, 'username')) || idOf(valueAt(chat, 'id'), valueAt(data, 'peer_id', 'channel_id'));
  const number = idOf(data['id']);
  const text = textOf(data['message'], data['text']);
  const sender = idOf(
    valueAt(data, 'from_id', 'user_id'),
    valueAt(data, 'from_id', 'channel_id'),
    data['from_id'],
    valueAt(data, 'peer_id', 'channel_id'),
    valueAt(chat, 'id'),
  );
  const repliedTo = idOf(valueAt(data, 'reply_to', 'reply_to_msg_id'), data['reply_to_msg_id']);
  const isForward = objectAt(data, 'fwd_from') !== undefined;
  const named = objectsIn(data['entities']).map((entity) => textOf(entity['url']));
  return {
    platform: 'telegram',
    // A number of a message is unique within its chat only; 4CAT's tables write it so, too.
    id: chatName === undefined || number === undefined ? undefined : `${chatName}-${number}`,
    accountId: sender,
    handle: textOf(valueAt(data, '_sender', 'username'), valueAt(chat, 'username')),
    createdAt: epochOf(data['date']) ?? parseTime(textOf(data['date'])),
    text,
    kind: isForward ? 'repost' : repliedTo === undefined ? 'original' : 'reply',
    parentId: isForward || repliedTo === undefined ? undefined : `${chatName ?? ''}-${repliedTo}`,
    tags: tagsIn(text),
    links: [...named, ...linksIn(text), textOf(valueAt(data, 'media', 'webpage', 'url'))],
    reposts: countOf(data['forwards']),
    replies: countOf(valueAt(data, 'replies', 'replies')),
  };
}
