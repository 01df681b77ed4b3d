/** One message block of the web preview: an element in, a channel's message out. */

import { textOf } from '../html/html-text.ts';
import { classesOf, findAll, findFirst, type HtmlElement, hasClass } from '../html/html-tree.ts';
import { parseTime } from '../parse-time.ts';
import type { ChannelMessage } from './channel-message.ts';
import { channelName, postIdInLink } from './channel-name.ts';
import { roundedCount } from './preview-count.ts';

export interface PostBlock {
  readonly block: HtmlElement;
  /** Ascending. */
  readonly ids: readonly number[];
}

const longestRaw = 30_000;

/** Which messages of the channel a block shows; `undefined` for a block of another channel. */
export function postOfBlock(block: HtmlElement, channel: string): PostBlock | undefined {
  const own = idIn(block.attributes['data-post'], channel);
  if (own === undefined) return undefined;
  // An album is one block with one `data-post`; the ids of its other items stand in their links only.
  const album = findFirst(block, withClass('tgme_widget_message_grouped_wrap'));
  const links = album === undefined ? [] : findAll(album, ({ name }) => name === 'a');
  const ids = links.flatMap(({ attributes }) => idIn(attributes['href'], channel) ?? []);
  return { block, ids: [...new Set([own, ...ids.filter((id) => Math.abs(id - own) < 20)])].sort((a, b) => a - b) };
}

/** `undefined` for a block without a time. */
export function messageOf({ block, ids }: PostBlock, html: string): ChannelMessage | undefined {
  const at = timeOf(block);
  if (at === undefined) return undefined;
  const texts = textsOf(block);
  const anchors = texts.flatMap((text) => findAll(text, ({ name }) => name === 'a'));
  return {
    ids,
    service: hasClass(block, 'service_message'),
    at,
    text: [...texts.map(textOf), ...pollLines(block)].filter((text) => text !== '').join('\n'),
    tags: tagsOf(anchors),
    links: linksOf(block, anchors),
    media: mediaOf(block),
    edited: isEdited(block),
    views: roundedCount(plainText(findFirst(block, withClass('tgme_widget_message_views')))),
    likes: reactionsOf(block),
    forward: forwardOf(block),
    replyTo: replyOf(block, ids),
    raw: { html: html.slice(block.start, Math.min(block.end, block.start + longestRaw)) },
  };
}

function withClass(name: string): (element: HtmlElement) => boolean {
  return (element) => hasClass(element, name);
}

/** What a message answers to, and the card of a linked page, have texts and pictures of their own. */
function isQuoted(element: HtmlElement): boolean {
  return hasClass(element, 'tgme_widget_message_reply') || hasClass(element, 'tgme_widget_message_link_preview');
}

function idIn(link: string | undefined, channel: string): number | undefined {
  const [name, id] = postIdInLink(link)?.split('/') ?? [];
  return name === channel && id !== undefined ? Number(id) : undefined;
}

function plainText(element: HtmlElement | undefined): string | undefined {
  return element === undefined ? undefined : textOf(element);
}

/** Videos carry a `time` too, without a date. */
function timeOf(block: HtmlElement): Date | undefined {
  const isTime = ({ name, attributes }: HtmlElement): boolean =>
    name === 'time' && attributes['datetime'] !== undefined;
  const date = findFirst(block, withClass('tgme_widget_message_date'));
  const time = (date === undefined ? undefined : findFirst(date, isTime)) ?? findFirst(block, isTime, isQuoted);
  return parseTime(time?.attributes['datetime'] ?? '');
}

/** Notes such as "media is too big" have other classes. */
function textsOf(block: HtmlElement): readonly HtmlElement[] {
  const marked = findAll(block, withClass('js-message_text'), isQuoted);
  return marked.length > 0 ? marked : findAll(block, withClass('tgme_widget_message_text'), isQuoted);
}

function pollLines(block: HtmlElement): readonly string[] {
  const isLine = (element: HtmlElement): boolean =>
    hasClass(element, 'tgme_widget_message_poll_question') || hasClass(element, 'tgme_widget_message_poll_option_text');
  return findAll(block, isLine).map(textOf);
}

/** `<a href="?q=%23tag">#tag</a>`; a tag of one channel reads `#tag@channel`. */
function tagsOf(anchors: readonly HtmlElement[]): readonly string[] {
  return anchors
    .filter(({ attributes }) => (attributes['href'] ?? '').startsWith('?q=%23'))
    .map((anchor) => textOf(anchor).replace(/@.*$/s, ''));
}

function linksOf(block: HtmlElement, anchors: readonly HtmlElement[]): readonly string[] {
  const card = findFirst(block, withClass('tgme_widget_message_link_preview'));
  const linked = anchors.filter((anchor) => !isMention(anchor));
  return [...linked, ...(card === undefined ? [] : [card])]
    .map(({ attributes }) => attributes['href'] ?? '')
    .filter((link) => /^https?:\/\//i.test(link));
}

function isMention(anchor: HtmlElement): boolean {
  const text = textOf(anchor);
  return text.startsWith('@') && channelName(anchor.attributes['href'] ?? '') === text.slice(1).toLowerCase();
}

/**
 * A single photo's class holds the upload's number, which is the same wherever the photo is forwarded to. Videos and
 * items of albums have none, and the addresses of files change; they are named after their message.
 */
function mediaOf(block: HtmlElement): readonly string[] {
  const isMedia = (element: HtmlElement): boolean =>
    hasClass(element, 'tgme_widget_message_photo_wrap') || hasClass(element, 'tgme_widget_message_video_player');
  const ids = findAll(block, isMedia, isQuoted).flatMap(
    (element) =>
      classesOf(element).find((name) => /^\d{12,20}$/.test(name)) ?? postIdInLink(element.attributes['href']) ?? [],
  );
  return [...new Set(ids)];
}

/** The word is translated; but nothing else is ever written beside the time. */
function isEdited(block: HtmlElement): boolean {
  const meta = findFirst(block, withClass('tgme_widget_message_meta'));
  return meta?.children.some((child) => typeof child === 'string' && /\p{L}/u.test(child)) ?? false;
}

function reactionsOf(block: HtmlElement): number | undefined {
  const counts = findAll(block, withClass('tgme_reaction')).map((reaction) => {
    const words = reaction.children.filter((child) => typeof child === 'string').join('');
    return roundedCount(words);
  });
  return counts.length === 0 ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** Without a link where the origin hides itself. */
function forwardOf(block: HtmlElement): ChannelMessage['forward'] {
  const from = findFirst(block, withClass('tgme_widget_message_forwarded_from_name'));
  if (from !== undefined) return { post: postIdInLink(from.attributes['href']) };
  return findFirst(block, withClass('tgme_widget_message_forwarded_from')) === undefined ? undefined : {};
}

function replyOf(block: HtmlElement, ids: readonly number[]): number | undefined {
  const reply = findFirst(block, withClass('tgme_widget_message_reply'));
  const id = Number(postIdInLink(reply?.attributes['href'])?.split('/').at(-1));
  return Number.isSafeInteger(id) && !ids.includes(id) ? id : undefined;
}
