/** Items of a feed → posts. Pure: what was known of an item before decides its time and its number of edits. */
import { createHash } from 'node:crypto';
import { normalLink } from '../../post/normal-form.ts';
import type { Post } from '../../post/post.ts';
import { bareTags } from '../bare-tags.ts';
import { timeProblem } from '../parse-time.ts';
import { safeHandle, safeId, safeLinks, safeTags } from '../safe-value.ts';
import type { KnownItem } from './feed-cursor.ts';
import { readFeedTime } from './feed-time.ts';
import type { FeedItem } from './parse-feed.ts';
import { type PlainText, plainText } from './plain-text.ts';

/** Whose feed it is. */
export interface FeedOrigin {
  readonly url: string;
  readonly platform: string;
  /** Stands for the author: a host, or an account as the registry lists it. */
  readonly account: string;
  readonly zone: string;
  readonly lang?: string | undefined;
}

export interface ReadItem {
  readonly post: Post;
  readonly known: KnownItem;
  /** New, or with another text than before. */
  readonly changed: boolean;
  /** It names no time that can be read. */
  readonly undated: boolean;
  readonly raw: unknown;
}

const mostLinks = 100;

/** `undefined` for an item that says nothing. */
export function readItem(
  item: FeedItem,
  origin: FeedOrigin,
  id: string | undefined,
  seenAt: Date,
  knownAs: (key: string) => KnownItem | undefined,
): ReadItem | undefined {
  if (id === undefined) return undefined;
  const { text, links } = wordsOf(item);
  const key = digest(id, 16);
  const before = knownAs(key);
  const claimed = claimedTime(item, origin.zone, seenAt);
  const future = claimed !== undefined && claimed > seenAt;
  // An outlet that dates an item anew does not move the post that was read already.
  const createdAt = before === undefined ? (future ? seenAt : (claimed ?? seenAt)) : new Date(before[2]);
  const hash = digest(text, 12);
  const edits = before === undefined ? 0 : before[3] + (before[1] === hash ? 0 : 1);
  const account = item.video?.channelId ?? origin.account;
  return {
    post: {
      platform: origin.platform,
      id,
      accountId: account,
      handle: origin.platform === 'youtube' ? undefined : safeHandle(account),
      createdAt,
      claimedAt: claimed === undefined || claimed.getTime() === createdAt.getTime() ? undefined : claimed,
      seenAt,
      text,
      lang: langOf(item.lang ?? origin.lang),
      kind: 'original',
      // Categories are the outlet's sections, not what its readers pass on: only `#tags` are tags.
      tags: safeTags(bareTags(text)),
      links: linksOf(item, links, origin),
      likes: item.likes,
      edit: edits === 0 ? undefined : edits,
    },
    known: [key, hash, createdAt.getTime(), edits],
    changed: before === undefined || before[1] !== hash,
    undated: claimed === undefined,
    raw: item.raw,
  };
}

function wordsOf({ title, body }: FeedItem): PlainText {
  const none: PlainText = { text: '', links: [] };
  const [head, rest] = [title, body].map((part) => (part === undefined ? none : plainText(part)));
  if (head === undefined || rest === undefined) return none;
  // Feeds made from chats and microblogs repeat the beginning of the text as title.
  const repeats = head.text === '' || rest.text.startsWith(head.text.replace(/(?:\.\.\.|…)$/u, ''));
  const text = repeats ? rest.text || head.text : rest.text === '' ? head.text : `${head.text}\n${rest.text}`;
  return { text, links: [...head.links, ...rest.links] };
}

function linksOf(item: FeedItem, inText: readonly string[], { url }: FeedOrigin): readonly string[] {
  const own = item.link === undefined ? undefined : absolute(item.link, url);
  const video = item.video === undefined ? [] : [`https://www.youtube.com/watch?v=${item.video.id}`];
  const linked = inText.map((link) => absolute(link, own ?? url));
  const links = [own, ...video, ...linked].filter((link) => link !== undefined);
  return safeLinks(links).slice(0, mostLinks);
}

function absolute(link: string, base: string): string | undefined {
  if (!URL.canParse(link, base)) return undefined;
  const { href, protocol } = new URL(link, base);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

function claimedTime({ time }: FeedItem, zone: string, seenAt: Date): Date | undefined {
  const read = time === undefined ? undefined : readFeedTime(time, zone);
  // The beginning of 1970 is an empty clock. A time to come is a claim that is kept as such.
  return read !== undefined && (read > seenAt || timeProblem(read, seenAt) === undefined) ? read : undefined;
}

export function langOf(lang: string | undefined): string | undefined {
  if (lang === undefined) return undefined;
  try {
    return Intl.getCanonicalLocales(lang.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined; // such as `Chinese`
  }
}

/**
 * Ids of a feed's items, in the same order. The guid if it is one for the whole web, or made so by the host; else the
 * link; else what there is. `byLink` when this feed gives the same guid to different items.
 */
export function idsOf(
  items: readonly FeedItem[],
  origin: FeedOrigin,
  byLink: boolean,
): { readonly ids: readonly (string | undefined)[]; readonly byLink: boolean } {
  const byLinkNow = byLink || sharesGuids(items);
  return { ids: items.map((item) => idOf(item, origin, byLinkNow)), byLink: byLinkNow };
}

function sharesGuids(items: readonly FeedItem[]): boolean {
  const linkOf = new Map<string, string | undefined>();
  for (const { guid, link } of items) {
    if (guid === undefined || link === undefined) continue;
    if (linkOf.has(guid) && linkOf.get(guid) !== link) return true;
    linkOf.set(guid, link);
  }
  return false;
}

/** An address, a URN or a `tag:` is nobody else's; a bare number is every second feed's. */
const worldwide = /^(?:https?:\/\/|urn:|tag:|yt:|at:\/\/)/i;

function idOf(
  { guid, link, title, time, body, video }: FeedItem,
  origin: FeedOrigin,
  byLink: boolean,
): string | undefined {
  if (origin.platform === 'youtube' && video !== undefined) return safeId(video.id);
  const address = link === undefined ? undefined : absolute(link, origin.url);
  const normal = address === undefined ? undefined : normalLink(address);
  if (guid !== undefined && !(byLink && normal !== undefined)) {
    return bounded(worldwide.test(guid) ? guid : `${origin.account}:${guid}`, origin);
  }
  if (normal !== undefined) return bounded(normal, origin);
  const words = title?.value ?? body?.value;
  return words === undefined ? undefined : `${origin.account}:${digest(`${words}\n${time ?? ''}`, 22)}`;
}

/** What no key can hold is named by its digest. */
function bounded(id: string, { account }: FeedOrigin): string {
  return safeId(id) ?? `${account}:${digest(id, 22)}`;
}

export function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}
