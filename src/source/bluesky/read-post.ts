/** A record in, a post out; `undefined` when it cannot be read. The same for the stream, the backfill and any server. */
import { minuteMs, type Post } from '../../post/post.ts';
import { parseZonedTime } from '../parse-time.ts';
import { safeText } from '../safe-value.ts';
import { type Embed, PostRecord, RepostRecord } from './record.ts';
import { postCollection, postUri, recordUri, repostCollection } from './syntax.ts';
import { linksOf, tagsOf } from './tags.ts';

export interface RecordAt {
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  readonly record: unknown;
  /** When a server saw it; `createdAt` in the record is what the author's client claims, and can be any time. */
  readonly at: Date;
  readonly seenAt: Date;
  readonly edit?: number | undefined;
}

export function readPost(given: RecordAt): Post | undefined {
  const id = recordUri(given.did, given.collection, given.rkey);
  if (id === undefined) return undefined;
  if (given.collection === postCollection) return originalPost(id, given);
  return given.collection === repostCollection ? repost(id, given) : undefined;
}

function originalPost(id: string, given: RecordAt): Post | undefined {
  const parsed = PostRecord.safeParse(given.record);
  if (!parsed.success) return undefined;
  const record = parsed.data;
  const media = mediaOf(record.embed);
  return {
    ...common(id, given, record.createdAt),
    text: safeText(record.text),
    lang: languageOf(record.langs[0]),
    ...relation(record),
    tags: tagsOf(record),
    links: linksOf(record),
    ...(media.length === 0 ? {} : { media }),
    ...(given.edit === undefined ? {} : { edit: given.edit }),
  };
}

function repost(id: string, given: RecordAt): Post | undefined {
  const parsed = RepostRecord.safeParse(given.record);
  if (!parsed.success) return undefined;
  const parentId = postUri(parsed.data.subject.uri);
  if (parentId === undefined) return undefined;
  return {
    ...common(id, given, parsed.data.createdAt),
    text: '',
    kind: 'repost',
    ...parentAt(parentId),
    tags: [],
    links: [],
  };
}

function common(id: string, { did, at, seenAt }: RecordAt, claimed: string | undefined) {
  const claimedAt = claimed === undefined ? undefined : parseZonedTime(claimed);
  const differs = claimedAt !== undefined && Math.abs(claimedAt.getTime() - at.getTime()) > minuteMs;
  return { platform: 'bluesky', id, accountId: did, createdAt: at, ...(differs ? { claimedAt } : {}), seenAt };
}

/** A reply that quotes counts as a quote: the quoted post is the one that is carried further. */
function relation({ embed, reply }: PostRecord): Pick<Post, 'kind' | 'parentId' | 'parentAccountId'> {
  const quoted = postUri(embed?.record?.uri) ?? postUri(embed?.record?.record?.uri);
  if (quoted !== undefined) return { kind: 'quote', ...parentAt(quoted) };
  if (reply === undefined) return { kind: 'original' };
  const parentId = postUri(reply.parent?.uri);
  return parentId === undefined ? { kind: 'reply' } : { kind: 'reply', ...parentAt(parentId) };
}

/** The author is the authority of an `at://` address (https://atproto.com/specs/at-uri-scheme). */
function parentAt(parentId: string): Pick<Post, 'parentId' | 'parentAccountId'> {
  return { parentId, parentAccountId: parentId.slice('at://'.length).split('/', 1)[0] };
}

const contentId = /^[A-Za-z0-9]{10,120}$/;

/** Pictures and videos; the thumbnail of a link's card is the linked page's, not the author's. */
function mediaOf(embed: Embed | undefined): readonly string[] {
  const ids = [embed, embed?.media].flatMap((part) => [...(part?.images ?? []).map(({ image }) => image), part?.video]);
  return [...new Set(ids.flatMap((id) => (id !== undefined && contentId.test(id) ? [id] : [])))];
}

/** BCP 47 in form; clients write anything. */
function languageOf(language: string | undefined): string | undefined {
  return language !== undefined && /^[a-z]{2,3}(-[a-z0-9]{1,8}){0,4}$/i.test(language) ? language : undefined;
}
