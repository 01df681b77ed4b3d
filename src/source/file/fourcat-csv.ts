/**
 * Tables of 4CAT, and of Zeeschuimer, which writes the same columns with `;`. Every platform has its own columns beside
 * `id, thread_id, author, body, timestamp`; those we use mean the same wherever they occur.
 */
import { parseTime } from '../parse-time.ts';
import { isOwnLink } from '../x/own-link.ts';
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import type { ImportOptions } from './file-format.ts';
import { type Cell, type CsvColumns, type CsvFormat, columnsOf } from './file-reader.ts';
import { blueskyPost, linkedPost } from './host-platform.ts';
import { parseLocalTime } from './local-time.ts';
import { linksIn, linksInCell, tagsIn, wordsIn } from './text-parts.ts';

const authors = ['author_id', 'author_user_id', 'account_id', 'author', 'account_username', 'author_nickname'] as const;

export const fourcatCsv: CsvFormat = {
  format: '4cat-csv',
  what: 'a table of 4CAT',
  fits: (columns) => isTable(columns) && columns.delimiter !== ';',
  createReader,
};

export const zeeschuimerCsv: CsvFormat = {
  format: 'zeeschuimer',
  what: 'a table of Zeeschuimer',
  fits: (columns) => isTable(columns) && columns.delimiter === ';',
  createReader,
};

function isTable(columns: CsvColumns): boolean {
  return (
    columns.has('id', 'thread_id', 'body') &&
    columns.hasOneOf('timestamp', 'unix_timestamp') &&
    columns.hasOneOf(...authors)
  );
}

function createReader(
  ...[header, context]: Parameters<CsvFormat['createReader']>
): ReturnType<CsvFormat['createReader']> {
  const columns = columnsOf(header);
  const { options } = context;
  const platform = platformOf(columns);
  return (row) => {
    const cell = known(columns.cellsOf(row));
    const found = platform ?? platformOfLink(cell) ?? options.platform ?? 'file';
    return postItem(draftOf(cell, found, columns.has('unix_timestamp'), options), row.line, options);
  };
}

/** Columns that one platform's table has and no other's. */
function platformOf(columns: CsvColumns): string | undefined {
  const own: readonly (readonly [platform: string, column: string])[] = [
    ['telegram', 'message_noforwards'],
    ['telegram', 'author_is_bot'],
    ['x', 'is_quote_tweet'],
    ['x', 'retweeted_user'],
    ['bluesky', 'replied_to_post'],
    ['tiktok', 'tiktok_url'],
    ['douyin', 'author_is_ad_fake'],
    ['threads', 'link_thumbnail_url'],
    ['truthsocial', 'reblogs_count'],
    ['gab', 'account_is_pro'],
    ['instagram', 'num_media'],
    ['instagram', 'usertags'],
  ];
  return own.find(([, column]) => columns.has(column))?.[0];
}

function platformOfLink(cell: Cell): string | undefined {
  return linkedPost(cell('url', 'link', 'post_url', 'collected_from_url'))?.platform;
}

/** `missing_fields` names the columns of a row that 4CAT filled although the platform had told nothing. */
function known(cell: Cell): Cell {
  const missing = new Set(wordsIn(cell('missing_fields')));
  if (missing.size === 1 && missing.has('')) return cell;
  return (...names) => cell(...names.filter((name) => !missing.has(name)));
}

function draftOf(cell: Cell, platform: string, hasUnixTime: boolean, options: ImportOptions): Draft {
  const text = [cell('subject', 'title'), cell('body')].filter((part) => part !== '').join('\n');
  const relation = relationOf(cell, platform);
  const accountId = cell(...authors) || cell('chat');
  const handle =
    cell('author_username', 'account_username') || (platform === 'telegram' ? cell('chat') : cell('author'));
  return {
    platform,
    id: wholeId(cell('id')),
    accountId,
    // An author that 4CAT made a pseudonym of has no handle.
    handle: handle === accountId || isDigest(handle) ? undefined : handle,
    accountCreatedAt: parseTime(cell('author_created_at')),
    followers: countOf(cell('author_followers', 'account_followers', 'account_followers_count')),
    // `timestamp` is made with the local zone of the machine that wrote the file.
    createdAt: hasUnixTime
      ? parseTime(cell('unix_timestamp'))
      : (parseTime(cell('created_at')) ?? parseLocalTime(cell('timestamp'), options)),
    text: platform === 'douyin' || platform === 'x' ? cell('body') : text,
    lang: wordsIn(cell('language_guess', 'languages', 'lang')).find((lang) => lang !== 'N/A'),
    ...relation,
    tags: [
      ...wordsIn(cell('hashtags')),
      ...wordsIn(cell('challenges')),
      ...(platform === 'bluesky' ? wordsIn(cell('tags')) : []),
      ...tagsIn(text),
    ],
    links: [
      ...linksInCell(cell('urls')),
      ...linksInCell(cell('links')),
      ...linksInCell(cell('entities_linked')),
      ...linksInCell(cell('link_url', 'link_attached')),
      ...(cell('urls') === '' ? linksIn(text) : []),
    ].filter((link) => platform !== 'x' || !isOwnLink(link, [cell('id'), relation.parentId])),
    ...(isYes(cell('is_retweet'))
      ? {}
      : {
          likes: countOf(cell('like_count', 'likes', 'num_likes', 'digg_count', 'reaction_count')),
          reposts: countOf(
            cell('retweet_count', 'repost_count', 'reposts', 'reposts_count', 'reblogs_count', 'shares', 'share_count'),
          ),
          replies: countOf(
            cell('reply_count', 'comments', 'num_comments', 'replies', 'replies_count', 'comment_count'),
          ),
        }),
  };
}

function isDigest(handle: string): boolean {
  return /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{128})$/i.test(handle);
}

function isYes(cell: string): boolean {
  return /^(?:yes|true|1)$/i.test(cell);
}

/** Most tables name the account that was answered or repeated, not the post. */
function relationOf(cell: Cell, platform: string): Pick<Draft, 'kind' | 'parentId'> {
  if (isYes(cell('is_retweet')) || cell('author_forwarded_from_id', 'author_forwarded_from_name') !== '') {
    return { kind: 'repost' };
  }
  const quoted = cell('quote_tweet_id', 'quoted_post');
  if (quoted !== '' || isYes(cell('is_quote_tweet'))) return { kind: 'quote', parentId: parentIn(quoted) };
  const answered = cell('replied_to_post', 'reply_to');
  if (answered === '' && !isYes(cell('is_reply'))) return { kind: 'original' };
  const repliedTo = parentIn(answered);
  const chat = cell('chat') || cell('thread_id');
  const isShort = platform === 'telegram' && repliedTo !== undefined && /^\d+$/.test(repliedTo);
  return { kind: 'reply', parentId: isShort ? `${chat}-${repliedTo}` : repliedTo };
}

/** For a post that is gone, tables of Bluesky have a word instead (`DELETED`): there is a parent, but not which. */
function parentIn(written: string): string | undefined {
  return /^[A-Z ]+$/.test(written) ? undefined : (blueskyPost(written) ?? wholeId(written));
}
