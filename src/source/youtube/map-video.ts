/** One video or channel of the Data API as a post or an account. Pure. */
import type { AccountFact, Post } from '../../post/post.ts';
import { bareTags } from '../bare-tags.ts';
import { langOf } from '../feed/feed-post.ts';
import { plainText } from '../feed/plain-text.ts';
import { parseTime } from '../parse-time.ts';
import { largestCount, safeHandle, safeId, safeLinks, safeTags } from '../safe-value.ts';
import type { Channel, Video } from './schema.ts';

/** `undefined` without a time or an id. */
export function mapVideo({ id, snippet, statistics }: Video, seenAt: Date): Post | undefined {
  const createdAt = parseTime(snippet.publishedAt);
  const videoId = safeId(id);
  const accountId = safeId(snippet.channelId);
  if (createdAt === undefined || videoId === undefined || accountId === undefined) return undefined;
  const words = `${snippet.title}\n${snippet.description}`;
  const { text, links } = plainText({ value: words, html: false });
  return {
    platform: 'youtube',
    id: videoId,
    accountId,
    createdAt,
    seenAt,
    text,
    lang: langOf(snippet.defaultLanguage ?? snippet.defaultAudioLanguage),
    kind: 'original',
    // `snippet.tags` are search words that no viewer sees and owners copy by the dozen: only `#tags` are tags.
    tags: safeTags(bareTags(text)),
    links: safeLinks([`https://www.youtube.com/watch?v=${videoId}`, ...links]),
    likes: counted(statistics?.likeCount),
    replies: counted(statistics?.commentCount),
  };
}

export function mapChannel({ id, snippet, statistics }: Channel, at: Date): AccountFact {
  return {
    platform: 'youtube',
    accountId: id,
    handle: safeHandle(snippet?.customUrl ?? ''),
    accountCreatedAt: parseTime(snippet?.publishedAt ?? ''),
    // Three digits are exact, the rest is rounded down; hidden ones come as zero.
    followers: statistics?.hiddenSubscriberCount === true ? undefined : counted(statistics?.subscriberCount),
    status: 'active',
    statusCheckedAt: at,
  };
}

function counted(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(value, largestCount);
}
