/** A message as Telegram's own schema has it (https://core.telegram.org/constructor/message), as ours. */
import type { tl } from '@mtcute/node';
import type { ChannelMessage } from './channel-message.ts';
import { channelName, postIdOf } from './channel-name.ts';
import { plainJson } from './plain-json.ts';

/** Names of the channels that an answer speaks of, by number. */
export type NamesById = ReadonlyMap<number, string>;

/** `undefined` for an id under which there is nothing. */
export function channelMessageOf(message: tl.TypeMessage, names: NamesById): ChannelMessage | undefined {
  if (message._ === 'messageEmpty') return undefined;
  const shared = { ids: [message.id], at: new Date(message.date * 1000), raw: plainJson(message) };
  if (message._ === 'messageService') {
    return { ...shared, service: true, text: '', tags: [], links: [], media: [], edited: false };
  }
  const { message: text, entities = [], media, fwdFrom, replyTo, reactions, replies } = message;
  return {
    ...shared,
    group: message.groupedId?.toString(),
    service: false,
    text: [text, ...pollLines(media)].filter((part) => part !== '').join('\n'),
    tags: entities.flatMap((entity) => tagOf(entity, text) ?? []),
    links: [...entities.flatMap((entity) => linkOf(entity, text) ?? []), ...cardLinks(media)],
    media: mediaIds(media),
    // A date is set by reactions and buttons too; those are hidden.
    edited: message.editDate !== undefined && message.editHide !== true,
    views: message.views,
    likes: reactions?.results.reduce((sum, { count }) => sum + count, 0),
    reposts: message.forwards,
    replies: replies?.replies,
    forward: fwdFrom === undefined ? undefined : { post: originOf(fwdFrom, names) },
    replyTo: replyIn(replyTo),
  };
}

/** Offsets count UTF-16 units, as JavaScript does: https://core.telegram.org/api/entities */
function partOf(text: string, { offset, length }: { offset: number; length: number }): string {
  return text.slice(offset, offset + length);
}

function tagOf(entity: tl.TypeMessageEntity, text: string): string | undefined {
  // `#tag@channel` is the tag within one channel.
  return entity._ === 'messageEntityHashtag' ? partOf(text, entity).replace(/@.*$/s, '') : undefined;
}

function linkOf(entity: tl.TypeMessageEntity, text: string): string | undefined {
  const link =
    entity._ === 'messageEntityTextUrl' ? entity.url : entity._ === 'messageEntityUrl' ? partOf(text, entity) : '';
  if (link === '') return undefined;
  if (/^https?:\/\//i.test(link)) return link;
  // People write addresses without a scheme; `tg://` and `mailto:` lead to no page.
  return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(link) ? undefined : `https://${link}`;
}

function cardLinks(media: tl.TypeMessageMedia | undefined): readonly string[] {
  return media?._ === 'messageMediaWebPage' && media.webpage._ === 'webPage' ? [media.webpage.url] : [];
}

/** Numbers of the uploads; they stay the same when a message is forwarded. */
function mediaIds(media: tl.TypeMessageMedia | undefined): readonly string[] {
  if (media?._ === 'messageMediaPhoto') return media.photo?._ === 'photo' ? [media.photo.id.toString()] : [];
  if (media?._ !== 'messageMediaDocument' || media.document?._ !== 'document') return [];
  const { id, mimeType, attributes } = media.document;
  const isSticker = attributes.some(({ _: kind }) => kind === 'documentAttributeSticker');
  return /^(video|image)\//.test(mimeType) && !isSticker ? [id.toString()] : [];
}

function pollLines(media: tl.TypeMessageMedia | undefined): readonly string[] {
  if (media?._ !== 'messageMediaPoll') return [];
  const { question, answers } = media.poll;
  return [question.text, ...answers.flatMap((answer) => (answer._ === 'pollAnswer' ? [answer.text.text] : []))];
}

function originOf({ fromId, channelPost }: tl.TypeMessageFwdHeader, names: NamesById): string | undefined {
  if (fromId?._ !== 'peerChannel' || channelPost === undefined) return undefined;
  const name = names.get(fromId.channelId);
  return postIdOf(name ?? `c/${fromId.channelId}`, channelPost);
}

function replyIn(reply: tl.TypeMessageReplyHeader | undefined): number | undefined {
  // What answers to a message of another chat has no parent that we could name.
  return reply?._ === 'messageReplyHeader' && reply.replyToPeerId === undefined ? reply.replyToMsgId : undefined;
}

export function namesOf(chats: readonly tl.TypeChat[]): NamesById {
  const names = new Map<number, string>();
  for (const chat of chats) {
    if (chat._ !== 'channel') continue;
    const written = chat.username ?? chat.usernames?.find(({ active }) => active === true)?.username;
    const name = channelName(written ?? '');
    if (name !== undefined) names.set(chat.id, name);
  }
  return names;
}
