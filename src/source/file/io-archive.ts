/**
 * X/Twitter's information-operations archive: a tweets file (30 columns) and a users file (10 columns) per set of
 * removed accounts. Column names and quirks follow the published files; docs/formats.md lists them.
 */
import type { AccountFact, Post, PostKind } from '../../post/post.ts';
import { parseTime, timeProblem } from '../parse-time.ts';
import { largestCount, safeHandle, safeId, safeLinks, safeTags, safeText } from '../safe-value.ts';
import type { CsvRow } from './csv-rows.ts';
import type { FileItem, ImportOptions } from './file-format.ts';
import { parsePythonList } from './python-list.ts';
import { remembered } from './remembered.ts';

/** The users file in camel case (un-hashed edition) → the same column in snake case. */
function snakeCase(name: string): string {
  return name
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

export type IoArchiveFile = 'tweets' | 'users';

/** Which of the two files has this header; `undefined` when none. */
export function ioArchiveFile(header: readonly string[]): IoArchiveFile | undefined {
  const names = new Set(header.map(snakeCase));
  const hasAll = (...wanted: readonly string[]): boolean => wanted.every((name) => names.has(name));
  if (hasAll('tweetid', 'userid', 'tweet_text', 'tweet_time')) return 'tweets';
  if (hasAll('userid', 'user_screen_name', 'account_creation_date') && !names.has('tweetid')) return 'users';
  return undefined;
}

/** Cells of a row by column name; '' where the file has no such column. */
type Cell = (name: string) => string;

export function createIoArchiveReader(
  header: readonly string[],
  fileName: string,
  options: ImportOptions,
): (row: CsvRow) => FileItem {
  const columns = new Map(header.map((name, index) => [snakeCase(name), index]));
  const removal = removalOf(fileName, options);
  const readRow = ioArchiveFile(header) === 'users' ? readUser : readTweet;
  const known = createKnown();
  return ({ line, fields }) => {
    const cell: Cell = (name) => fields[columns.get(name) ?? -1] ?? '';
    const read = readRow(cell, removal, options, known);
    return typeof read === 'string' ? { refused: { line, reason: read } } : { ...read, line };
  };
}

/** What rows repeat, and what was made of it. */
interface Known {
  readonly account: (userId: string) => string | undefined;
  readonly day: (text: string) => Date | undefined;
  readonly lang: (text: string) => string | undefined;
  readonly tags: (value: string) => readonly string[];
  readonly links: (value: string) => readonly string[];
}

function createKnown(): Known {
  return {
    account: remembered(idOf),
    day: remembered(parseTime),
    lang: remembered(safeId),
    tags: remembered((value) => safeTags([value])),
    links: remembered((value) => safeLinks([withoutNames(value)])),
  };
}

function eachOnce(values: readonly string[], read: (value: string) => readonly string[]): readonly string[] {
  return values.length === 0 ? values : [...new Set(values.flatMap(read))];
}

type Removal = Pick<AccountFact, 'status' | 'statusCheckedAt'>;

function removalOf(fileName: string, options: ImportOptions): Removal {
  if (options.takedown === false) return {};
  return { status: 'suspended', statusCheckedAt: options.takedownAt ?? publishedBefore(fileName) };
}

/**
 * The archive names its files by the month of publication, `2021_12_CNHU_0621…` or `russia_052020_tweets…`. Accounts
 * were removed before, so the first instant after that month is a time at which they were gone for certain.
 * Years alone (`…hashed_2021.csv`) are years of tweets and say nothing.
 */
function publishedBefore(fileName: string): Date | undefined {
  const yearFirst = /(?:^|_)(20[12]\d)_(0[1-9]|1[0-2])_/.exec(fileName);
  const monthFirst = /_(0[1-9]|1[0-2])(20[12]\d)_/.exec(fileName);
  const year = yearFirst?.[1] ?? monthFirst?.[2];
  const month = yearFirst?.[2] ?? monthFirst?.[1];
  return year === undefined || month === undefined ? undefined : new Date(Date.UTC(Number(year), Number(month), 1));
}

function readUser(
  cell: Cell,
  removal: Removal,
  options: ImportOptions,
  known: Known,
): { readonly account: AccountFact } | string {
  const accountId = idOf(cell('userid'));
  if (accountId === undefined) return 'has no usable userid';
  return {
    account: { platform: options.platform ?? 'x', accountId, ...profileOf(cell, accountId, known), ...removal },
  };
}

function profileOf(
  cell: Cell,
  accountId: string,
  known: Known,
): Pick<AccountFact, 'handle' | 'accountCreatedAt' | 'followers'> {
  const name = cell('user_screen_name');
  const handle = name === accountId ? undefined : safeHandle(name);
  return {
    // Accounts under 5,000 followers are hashed: id, display name and screen name are the same digest.
    handle: handle === accountId ? undefined : handle,
    accountCreatedAt: known.day(cell('account_creation_date')),
    followers: countOf(cell('follower_count')),
  };
}

function readTweet(
  cell: Cell,
  removal: Removal,
  options: ImportOptions,
  known: Known,
): { readonly post: Post } | string {
  const id = idOf(cell('tweetid'));
  if (id === undefined) return 'has no usable tweetid (missing, or damaged by a spreadsheet)';
  const accountId = known.account(cell('userid'));
  if (accountId === undefined) return 'has no usable userid';
  const createdAt = timeOf(cell('tweet_time'), known);
  if (createdAt === undefined) return 'has no tweet_time that can be read';
  const problem = timeProblem(createdAt, options.now);
  if (problem !== undefined) return problem;
  const hashtags = parsePythonList(cell('hashtags'));
  if (hashtags === undefined) return 'has a damaged list in hashtags';
  const urls = parsePythonList(cell('urls'));
  if (urls === undefined) return 'has a damaged list in urls';
  const { kind, parent, parentAccount } = kindOf(cell);
  const post: Post = {
    platform: options.platform ?? 'x',
    id,
    accountId,
    ...profileOf(cell, accountId, known),
    createdAt,
    seenAt: options.now,
    text: safeText(cell('tweet_text')),
    lang: known.lang(cell('tweet_language')),
    kind,
    parentId: /^\d{1,20}$/.test(parent) ? parent : undefined,
    parentAccountId: known.account(parentAccount),
    tags: eachOnce(hashtags, known.tags),
    links: eachOnce(urls, known.links),
    ...(kind === 'repost' ? {} : countersOf(cell)),
    ...removal,
  };
  return { post };
}

/** To the minute, as the archive writes times; posts of one day share what it takes to read a date. */
function timeOf(text: string, { day }: Known): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d$/.test(text)) return parseTime(text);
  const midnight = day(text.slice(0, 10));
  if (midnight === undefined) return undefined;
  const minutes = Number(text.slice(11, 13)) * 60 + Number(text.slice(14));
  return new Date(midnight.getTime() + minutes * 60_000);
}

/** The counters of a repost row are those of the post it repeats, so they are not read there. */
function countersOf(cell: Cell): Pick<Post, 'likes' | 'reposts' | 'replies' | 'quotes'> {
  return {
    likes: countOf(cell('like_count')),
    reposts: countOf(cell('retweet_count')),
    replies: countOf(cell('reply_count')),
    quotes: countOf(cell('quote_count')),
  };
}

/** The parent may be damaged; then it says that there is one, but not which. */
function kindOf(cell: Cell): { readonly kind: PostKind; readonly parent: string; readonly parentAccount: string } {
  const retweeted = cell('retweet_tweetid').trim();
  if (/^(true|1|t)$/i.test(cell('is_retweet').trim()) || retweeted !== '') {
    return { kind: 'repost', parent: retweeted, parentAccount: cell('retweet_userid').trim() };
  }
  const repliedTo = cell('in_reply_to_tweetid').trim();
  const answered = cell('in_reply_to_userid').trim();
  // A reply to a removed post names the account only.
  if (repliedTo !== '' || answered !== '') return { kind: 'reply', parent: repliedTo, parentAccount: answered };
  const quoted = cell('quoted_tweet_tweetid').trim();
  return { kind: quoted === '' ? 'original' : 'quote', parent: quoted, parentAccount: '' };
}

/**
 * A number with all its digits, or the digest that stands for it. `1.3499473910387876e+18` went through a floating
 * point number and lost its last digits, so it is nobody's id.
 */
function idOf(value: string): string | undefined {
  if (/^[1-9]\d{0,19}$/.test(value)) return value;
  const id = safeId(value.trim().replace(/^(\d{1,15})\.0+$/, '$1'));
  return id === undefined || /^(\d+(\.\d+)?e[+-]?\d+|\d+\.\d+|nan|none|absent|0)$/i.test(id) ? undefined : id;
}

/** Some files write counts as `0.0`. */
function countOf(value: string): number | undefined {
  const match = /^(\d+)(?:\.0+)?$/.exec(value.trim());
  const count = match === null ? Number.NaN : Number(match[1]);
  return count <= largestCount ? count : undefined;
}

/** In the archive, names that followed a link are glued to it: `https://host.example/1.html@one@two`. */
function withoutNames(url: string): string {
  return url.replace(/(?<=[^/@])(?:@[\w+=]+)+$/u, '');
}
