/** A status of a server as a post. */

import { normalLink } from '../../post/normal-form.ts';
import type { Post } from '../../post/post.ts';
import { textOf } from '../html/html-text.ts';
import { findAll, type HtmlElement, hasClass, parseHtml } from '../html/html-tree.ts';
import { parseTime } from '../parse-time.ts';
import { safeHandle, safeId, safeLinks, safeTags, safeText } from '../safe-value.ts';
import type { MastodonAccount, MastodonStatus } from './schema.ts';

export interface StatusContext {
  /** The part after `@` of the server's own accounts. */
  readonly domain: string;
  readonly seenAt: Date;
  /** The post arrived after this instant, as it was not there then. Absent: it may be old. */
  readonly arrivedAfter?: Date | undefined;
  /** Uris of posts by the server's ids, as far as known: replies name only the id. */
  readonly uriOf: (serverId: string) => string | undefined;
}

/** An author may set any time; a day is what slow federation may take. */
const oldestArrivalMs = 24 * 3_600_000;

/** `undefined` for what is not public, and for what has no id or time. */
export function postOfStatus(status: MastodonStatus, context: StatusContext): Post | undefined {
  const { reblog } = status;
  const content = reblog ?? status;
  if (!isPublic(status) || !isPublic(content)) return undefined;
  const id = safeId(status.uri);
  const account = accountIdOf(status.account);
  const claimed = parseTime(status.created_at);
  if (id === undefined || account === undefined || claimed === undefined) return undefined;
  const html = parseHtml(content.content ?? '').root;
  const isBoost = reblog !== undefined && reblog !== null;
  return {
    platform: 'mastodon',
    id,
    accountId: account,
    handle: handleOf(status.account, context.domain),
    // The day only: https://docs.joinmastodon.org/entities/Account/#created_at
    accountCreatedAt: parseTime(status.account.created_at ?? ''),
    followers: status.account.followers_count ?? undefined,
    ...timesOf(claimed, context),
    seenAt: context.seenAt,
    text: safeText(textOfStatus(content, html)),
    lang: content.language ?? undefined,
    ...relationOf(status, context),
    tags: safeTags((content.tags ?? []).map(({ name }) => name)),
    links: safeLinks(linksOf(content, html)),
    media: mediaOf(content),
    edit: editOf(content),
    likes: isBoost ? undefined : (status.favourites_count ?? undefined),
    reposts: isBoost ? undefined : (status.reblogs_count ?? undefined),
    replies: isBoost ? undefined : (status.replies_count ?? undefined),
  };
}

/** The account's address on its own server; every server gives the same one. */
export function accountIdOf({ uri, url }: MastodonAccount): string | undefined {
  return safeId(uri ?? url ?? '');
}

/** `name@host`, also for the server's own accounts, which it names without a host. */
export function handleOf({ acct }: MastodonAccount, domain: string): string | undefined {
  return safeHandle(acct.includes('@') ? acct : `${acct}@${domain}`);
}

/** Servers that do not know the word are asked for public timelines only. */
function isPublic({ visibility }: { readonly visibility?: string | null | undefined }): boolean {
  return visibility === undefined || visibility === null || visibility === 'public' || visibility === 'unlisted';
}

/**
 * The server repeats the time that the author's server claims. A post cannot be written after it was read, and one that
 * has just arrived was hardly written days ago.
 */
function timesOf(claimed: Date, { seenAt, arrivedAfter }: StatusContext): Pick<Post, 'createdAt' | 'claimedAt'> {
  const isTooOld = arrivedAfter !== undefined && claimed.getTime() < arrivedAfter.getTime() - oldestArrivalMs;
  return claimed > seenAt || isTooOld ? { createdAt: seenAt, claimedAt: claimed } : { createdAt: claimed };
}

type Content = Pick<MastodonStatus, 'content' | 'spoiler_text' | 'poll' | 'card' | 'mentions' | 'media_attachments'>;

function textOfStatus({ spoiler_text, poll }: Content, html: HtmlElement): string {
  // Links are shortened by styles only: their text holds the whole address.
  const parts = [spoiler_text ?? '', textOf(html), ...(poll?.options ?? []).map(({ title }) => title)];
  return parts.filter((part) => part.trim() !== '').join('\n');
}

function relationOf(
  status: MastodonStatus,
  { uriOf }: StatusContext,
): Pick<Post, 'kind' | 'parentId' | 'parentAccountId'> {
  const { reblog, quote, in_reply_to_id: repliedTo } = status;
  if (reblog !== undefined && reblog !== null) {
    return { kind: 'repost', parentId: safeId(reblog.uri), parentAccountId: accountIdOf(reblog.account) };
  }
  // A quote that was not accepted, or was taken back, is a placeholder: https://docs.joinmastodon.org/entities/Quote/
  if (quote !== undefined && quote !== null) {
    const quoted = quote.state === 'accepted' ? quote.quoted_status?.uri : undefined;
    return { kind: 'quote', parentId: quoted === undefined ? undefined : safeId(quoted) };
  }
  if (repliedTo !== undefined && repliedTo !== null) return { kind: 'reply', parentId: uriOf(repliedTo) };
  return { kind: 'original' };
}

function linksOf({ card, mentions }: Content, html: HtmlElement): readonly string[] {
  const people = new Set((mentions ?? []).map(({ url }) => url));
  const isLink = (anchor: HtmlElement): boolean => {
    const rel = (anchor.attributes['rel'] ?? '').split(/\s+/);
    const href = anchor.attributes['href'] ?? '';
    const isOther = hasClass(anchor, 'mention') || hasClass(anchor, 'hashtag') || rel.includes('tag');
    // Other software leaves out the classes; a tag's link reads `#tag` and a mention's is listed.
    return /^https?:\/\//i.test(href) && !isOther && !people.has(href) && !textOf(anchor).startsWith('#');
  };
  const anchors = findAll(html, ({ name }) => name === 'a').filter(isLink);
  const links = anchors.map(({ attributes }) => attributes['href'] ?? '');
  return card !== undefined && card !== null && /^https?:\/\//i.test(card.url) ? [...links, card.url] : links;
}

/** The file on the author's own server, which is the same for every server that shows it. */
function mediaOf({ media_attachments: files }: Content): readonly string[] {
  const ids = (files ?? []).flatMap(({ id, url, remote_url }) => {
    const address = normalLink(remote_url ?? url ?? '') ?? id ?? '';
    return safeId(address) ?? [];
  });
  return [...new Set(ids)];
}

/**
 * Only the time of the last edit is given, not how many there were. Minutes since the post grow with each edit, which
 * is all that is asked of the number.
 */
function editOf({ created_at, edited_at }: Pick<MastodonStatus, 'created_at' | 'edited_at'>): number | undefined {
  const created = parseTime(created_at);
  const edited = parseTime(edited_at ?? '');
  if (created === undefined || edited === undefined) return undefined;
  return Math.min(2_147_483_647, Math.max(1, Math.ceil((edited.getTime() - created.getTime()) / 60_000)));
}
