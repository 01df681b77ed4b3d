/** One page of a channel's web preview (`t.me/s/NAME`): HTML in, messages out. */
import { classesOf, findAll, findFirst, type HtmlElement, hasClass, parseHtml } from '../html/html-tree.ts';
import type { ChannelMessage } from './channel-message.ts';
import { roundedCount } from './preview-count.ts';
import { messageOf, postOfBlock } from './preview-message.ts';

export interface PreviewPage {
  /**
   * `channel`: the preview itself; `card`: "open in Telegram" for something that has no preview; `nobody`: the card of a
   * name that nothing bears; `other`: no page of Telegram's.
   */
  readonly kind: 'channel' | 'card' | 'nobody' | 'other';
  readonly messages: readonly ChannelMessage[];
  /** Every message id of the channel that the page shows, also of messages that could not be understood. */
  readonly present: readonly number[];
  /** Messages of the channel that could not be understood. */
  readonly broken: number;
  readonly followers?: number | undefined;
  /** The channel's number: a name may pass to another channel. */
  readonly channelNumber?: string | undefined;
}

/** The server gives 20 a page. */
const mostMessages = 200;

export function parsePreview(html: string, channel: string): PreviewPage {
  const { root } = parseHtml(html);
  const blocks = findAll(root, (element) => element.attributes['data-post'] !== undefined).slice(0, mostMessages);
  // A page may quote a message of another channel; it is no message of this one.
  const own = blocks.flatMap((block) => postOfBlock(block, channel) ?? []);
  const messages = own.flatMap((post) => messageOf(post, html) ?? []);
  return {
    kind: kindOf(root, blocks.length > 0),
    messages,
    present: own.flatMap(({ ids }) => ids),
    broken: own.length - messages.length,
    followers: followersOf(root),
    channelNumber: own.map(({ block }) => numberOf(block)).find((number) => number !== undefined),
  };
}

/** Everything comes with status 200, so the page itself must say what it is. */
function kindOf(root: HtmlElement, hasMessages: boolean): PreviewPage['kind'] {
  const isFrame = ({ name, attributes }: HtmlElement): boolean =>
    /(^|\s)(tgme_channel_history|tgme_channel_info|js-message_history)(\s|$)/.test(attributes['class'] ?? '') &&
    name !== 'a';
  if (hasMessages || findFirst(root, isFrame) !== undefined) return 'channel';
  const title = findFirst(root, ({ name }) => name === 'title');
  const words = title?.children.filter((child) => typeof child === 'string').join('') ?? '';
  // `Telegram: Contact @name` is shown for people and for names that nobody has; channels and groups have `View` or
  // `Join`, and a number of members.
  const isCard = findFirst(root, (element) => classesOf(element).some((name) => /^tgme_page(_|$)/.test(name)));
  if (isCard === undefined) return 'other';
  const extra = findFirst(root, (element) => hasClass(element, 'tgme_page_extra'));
  const members = extra?.children.filter((child) => typeof child === 'string').join('') ?? '';
  return /^\s*Telegram: Contact/.test(words) && !/\d/.test(members) ? 'nobody' : 'card';
}

/** The first counter is that of the subscribers, in any language. */
function followersOf(root: HtmlElement): number | undefined {
  const counter =
    findFirst(root, (element) => hasClass(element, 'tgme_channel_info_counter')) ??
    findFirst(root, (element) => hasClass(element, 'tgme_header_counter'));
  const value =
    counter === undefined
      ? undefined
      : (findFirst(counter, (element) => hasClass(element, 'counter_value')) ?? counter);
  return roundedCount(value?.children.find((child) => typeof child === 'string'));
}

/** `data-view` is base64url of `{"c":-1001,"p":7,…}`; `c` is the channel. */
function numberOf(block: HtmlElement): string | undefined {
  const view = Buffer.from(block.attributes['data-view'] ?? '', 'base64url').toString();
  return /"c":-?(\d{1,20})[,}]/.exec(view)?.[1];
}
