/**
 * Share logs: who shared which object when, one share a row. Coordination tools write them (CooRTweet, CooRnet, the QUT
 * toolkit), and any table with these three columns is one.
 */
import { createHash } from 'node:crypto';
import type { Post, PostKind } from '../../post/post.ts';
import { parseTime, timeProblem } from '../parse-time.ts';
import { safeHandle, safeId, safeLinks, safeTags, safeText } from '../safe-value.ts';
import type { CsvRow } from './csv-rows.ts';
import { FileError } from './file-error.ts';
import type { CsvLogColumns, FileItem, ImportOptions } from './file-format.ts';
import type { CsvFormat, CsvHeader } from './file-reader.ts';
import { parsePythonList } from './python-list.ts';

type ObjectKind = 'tag' | 'link' | 'repost';

/** Object columns the tools of the field write, best first; compared without case. An `object_id` may be anything. */
const knownObjects: readonly (readonly [string, ObjectKind | undefined])[] = [
  ['object_id', undefined],
  ['object', undefined],
  ['hashtag_id', 'tag'],
  ['hashtag', 'tag'],
  ['tag', 'tag'],
  ['url_id', 'link'],
  ['url', 'link'],
  ['link_id', 'link'],
  ['link', 'link'],
  ['repost_id', 'repost'],
  ['retweet_id', 'repost'],
  // Lists often accompany a post without being what the log is about, so they come last.
  ['hashtags', 'tag'],
  ['tags', 'tag'],
  ['urls', 'link'],
  ['links', 'link'],
];
const lists = ['hashtags', 'tags', 'urls', 'links'];

const knownColumns = {
  account: ['account_id', 'user_id', 'userid', 'author_id', 'account', 'user', 'author'],
  time: ['timestamp_share', 'unix_timestamp', 'timestamp', 'created_at', 'datetime', 'time', 'date'],
  post: ['content_id', 'post_id', 'message_id', 'tweet_id', 'tweetid', 'status_id'],
  text: ['text', 'message', 'body'],
  handle: ['username', 'screen_name', 'handle', 'user_screen_name', 'author_username'],
  reply: ['reply_id', 'in_reply_to_id'],
  links: ['urls', 'links'],
  lang: ['lang', 'language'],
} as const;

/** Index of each column in a row; -1 where the file has none. */
interface CsvLogPlan {
  readonly objectKind: ObjectKind;
  readonly object: number;
  readonly objectIsList: boolean;
  readonly account: number;
  readonly time: number;
  readonly post: number;
  readonly text: number;
  readonly handle: number;
  readonly reply: number;
  readonly links: number;
  readonly lang: number;
}

/** Share logs as a format; `missing` says what a header lacks to be one. */
export function csvLog(options: ImportOptions): {
  readonly format: CsvFormat;
  missing(header: CsvHeader): string | undefined;
} {
  const missing = ({ names }: CsvHeader): string | undefined => {
    const plan = planCsvLog(names, options);
    return 'missing' in plan ? plan.missing : undefined;
  };
  return {
    missing,
    format: {
      format: 'csv-log',
      what: 'a share log',
      fits: (columns) => missing(columns) === undefined,
      createReader({ names }, context) {
        const plan = planCsvLog(names, context.options);
        if ('missing' in plan) throw new FileError(`the header lacks ${plan.missing}`);
        return createCsvLogReader(plan, context.options);
      },
    },
  };
}

/** The columns of a share log, or what its header lacks to be one. */
function planCsvLog(
  header: readonly string[],
  options: Pick<ImportOptions, 'columns' | 'objectKind'>,
): CsvLogPlan | { readonly missing: string } {
  const names = header.map(key);
  const object =
    options.columns === undefined
      ? findObject(names, options.objectKind)
      : named(names, options.columns, options.objectKind);
  if ('missing' in object) return object;
  const find = (wanted: readonly string[]): number => firstOf(names, wanted);
  const pick = (name: string | undefined, wanted: readonly string[]): number =>
    name === undefined ? find(wanted) : names.indexOf(key(name));
  const plan = {
    objectKind: object.kind,
    object: object.index,
    objectIsList: lists.includes(names[object.index] ?? ''),
    account: pick(options.columns?.account, knownColumns.account),
    time: pick(options.columns?.time, knownColumns.time),
    post: pick(options.columns?.post, knownColumns.post),
    text: pick(options.columns?.text, knownColumns.text),
    handle: find(knownColumns.handle),
    reply: find(knownColumns.reply),
    links: find(knownColumns.links),
    lang: find(knownColumns.lang),
  };
  if (plan.account < 0) return { missing: 'an account column (account_id, user_id …)' };
  if (plan.time < 0) return { missing: 'a time column (timestamp, created_at …)' };
  return plan;
}

type FoundObject = { readonly kind: ObjectKind; readonly index: number } | { readonly missing: string };

function findObject(names: readonly string[], wanted: ObjectKind | undefined): FoundObject {
  const fitting = knownObjects.filter(([, kind]) => wanted === undefined || kind === undefined || kind === wanted);
  const present = fitting.filter(([name]) => names.includes(name));
  const best = present.find(([, kind]) => kind === wanted) ?? present[0];
  if (best === undefined) return { missing: 'an object column (object_id, hashtag_id, url_id, repost_id …)' };
  return { kind: wanted ?? best[1] ?? 'tag', index: names.indexOf(best[0]) };
}

function named(names: readonly string[], columns: CsvLogColumns, wanted: ObjectKind | undefined): FoundObject {
  for (const name of [columns.object, columns.account, columns.time, columns.post, columns.text]) {
    if (name !== undefined && !names.includes(key(name))) return { missing: `the column "${name}"` };
  }
  const known = knownObjects.find(([name]) => name === key(columns.object));
  return { kind: wanted ?? known?.[1] ?? 'tag', index: names.indexOf(key(columns.object)) };
}

function key(name: string): string {
  return name.trim().toLowerCase();
}

function firstOf(names: readonly string[], wanted: readonly string[]): number {
  return names.indexOf(wanted.find((name) => names.includes(name)) ?? '');
}

/** The platform of a log that does not say which it is from. */
const unnamedPlatform = 'file';

/** Rows of one file, in their order, to posts. */
function createCsvLogReader(plan: CsvLogPlan, options: ImportOptions): (row: CsvRow) => FileItem {
  const occurrenceOf = createOccurrences();
  return ({ line, fields }) => {
    const cell: Cell = (index) => (index < 0 ? '' : (fields[index] ?? ''));
    const post = readRow(plan, cell, options, occurrenceOf);
    return typeof post === 'string' ? { refused: { line, reason: post } } : { post, line };
  };
}

/** The cell in a column of the row at hand; '' where the file has no such column. */
type Cell = (index: number) => string;

function readRow(
  plan: CsvLogPlan,
  cell: Cell,
  options: ImportOptions,
  occurrenceOf: (row: string) => string,
): Post | string {
  const accountId = safeId(cell(plan.account));
  if (accountId === undefined) return 'has no usable account id';
  const createdAt = parseTime(cell(plan.time));
  if (createdAt === undefined) return 'has no time that can be read';
  const problem = timeProblem(createdAt, options.now);
  if (problem !== undefined) return problem;
  const platform = platformOf(accountId, options);
  if (platform === undefined) return 'belongs to no platform: its account id starts with none of the prefixes';
  const share = readShare(plan, cell);
  if (share === undefined) return 'has a damaged list of objects';
  if (plan.post < 0 && share.key === '') return 'has no object';
  const id =
    plan.post < 0
      ? occurrenceOf(JSON.stringify([platform, plan.objectKind, share.key, accountId, createdAt.getTime()]))
      : safeId(cell(plan.post));
  if (id === undefined) return 'has no usable post id';
  const replyTo = safeId(cell(plan.reply));
  return {
    platform,
    id,
    accountId,
    handle: safeHandle(cell(plan.handle)),
    createdAt,
    seenAt: options.now,
    text: safeText(cell(plan.text)),
    lang: safeId(cell(plan.lang)),
    kind: kindOf(share.parentId, replyTo),
    parentId: share.parentId ?? replyTo,
    tags: share.tags,
    links: share.links,
  };
}

function kindOf(repeated: string | undefined, replyTo: string | undefined): PostKind {
  if (repeated !== undefined) return 'repost';
  return replyTo === undefined ? 'original' : 'reply';
}

interface Share {
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly parentId?: string | undefined;
  /** What was shared, in normal form; empty when nothing was. */
  readonly key: string;
}

/** `undefined` when a list in the row is damaged. */
function readShare(plan: CsvLogPlan, cell: Cell): Share | undefined {
  const value = cell(plan.object).trim();
  const objects = plan.objectIsList || value.startsWith('[') ? parsePythonList(value) : [value];
  const otherLinks = parsePythonList(cell(plan.links));
  if (objects === undefined || otherLinks === undefined) return undefined;
  if (plan.objectKind === 'repost') {
    const parentId = safeId(objects[0] ?? '');
    return { tags: [], links: safeLinks(otherLinks), parentId, key: parentId ?? '' };
  }
  const tags = plan.objectKind === 'tag' ? safeTags(objects) : [];
  const links = plan.objectKind === 'link' ? safeLinks(objects) : [];
  return { tags, links: safeLinks([...links, ...otherLinks]), key: [...tags, ...links].join(' ') };
}

function platformOf(accountId: string, options: ImportOptions): string | undefined {
  if (options.platformByPrefix === undefined) return options.platform ?? unnamedPlatform;
  let longest = '';
  for (const prefix of Object.keys(options.platformByPrefix)) {
    if (accountId.startsWith(prefix) && prefix.length > longest.length) longest = prefix;
  }
  return options.platformByPrefix[longest] ?? options.platform;
}

/** Equal rows further apart than this many different ones count as one post; it bounds the memory of a long file. */
const remembered = 100_000;

/**
 * Ids for posts that have none: a digest of what the row says and of how many equal rows came before it. A second
 * import of the file makes the same ids; an account that shared twice in one second keeps both posts.
 */
function createOccurrences(): (row: string) => string {
  let current = new Map<string, number>();
  let previous = new Map<string, number>();
  return (row) => {
    const digest = createHash('sha256').update(row).digest('base64url').slice(0, 22);
    const occurrence = (current.get(digest) ?? previous.get(digest) ?? 0) + 1;
    current.set(digest, occurrence);
    if (current.size >= remembered) {
      previous = current;
      current = new Map();
    }
    return occurrence === 1 ? `row-${digest}` : `row-${digest}-${occurrence}`;
  };
}
