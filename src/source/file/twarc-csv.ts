/** twarc-csv: X's answers as a table, one post a row; cells of entities hold JSON. */
import type { Post } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import { isOwnLink } from '../x/own-link.ts';
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import type { ImportOptions } from './file-format.ts';
import { type Cell, type CsvFormat, columnsOf } from './file-reader.ts';
import { objectsIn, textOf } from './json-object.ts';
import { oldLang } from './old-x-post.ts';
import { parsePythonList } from './python-list.ts';
import { linksIn, tagsIn } from './text-parts.ts';
import { unescaped } from './unescaped.ts';

export const twarcCsv: CsvFormat = {
  format: 'twarc-csv',
  what: 'a table of twarc-csv (X)',
  fits: (columns) =>
    columns.has('id', 'author_id', 'text', 'created_at') &&
    columns.hasOneOf('public_metrics.like_count', 'referenced_tweets.retweeted.id', 'author.username'),
  known:
    /^(?:unnamed: 0|id|type|conversation_id|(?:referenced_tweets|public_metrics|edit_controls|withheld|entities|attachments|author|geo|__twarc|note_tweet|in_reply_to_user)\..*|author_id|in_reply_to_\w+|retweeted_\w+|quoted_\w+|created_at|text|lang|source|reply_settings|edit_history_tweet_ids|possibly_sensitive|context_annotations|matching_rules|\d+|)$/,
  createReader(header, { options }) {
    const columns = columnsOf(header);
    return (row) => postItem(draftOf(columns.cellsOf(row), options), row.line, options);
  },
};

function draftOf(cell: Cell, options: ImportOptions): Draft {
  const { kind, parentId, parentAccountId } = relationOf(cell);
  const history = edits(cell('edit_history_tweet_ids'));
  const id = wholeId(cell('id'));
  const text = unescaped(cell('note_tweet.text', 'text'));
  const tags = entities(cell('entities.hashtags')).map((tag) => textOf(tag['tag'], tag['text']));
  const urls = entities(cell('entities.urls'));
  return {
    platform: options.platform ?? 'x',
    // An edit is a new post to X; all of them are one post here.
    id: id === undefined ? undefined : (history[0] ?? id),
    accountId: wholeId(cell('author_id', 'author.id')),
    handle: cell('author.username'),
    accountCreatedAt: parseTime(cell('author.created_at')),
    followers: countOf(cell('author.public_metrics.followers_count')),
    ...protectedAt(cell),
    createdAt: parseTime(cell('created_at')),
    text,
    lang: oldLang(cell('lang')),
    kind,
    parentId,
    parentAccountId,
    // A table without the columns of entities still has the text.
    tags: tags.length > 0 ? tags : tagsIn(text),
    links:
      urls.length > 0
        ? urls
            .filter((url) => !('media_key' in url))
            .map((url) => textOf(url['unwound_url'], url['expanded_url'], url['url']))
            .filter((link) => !isOwnLink(link, [...history, id, parentId]))
        : linksIn(text),
    media: mediaOf(cell('attachments.media_keys')),
    edit: id !== undefined && history.includes(id) ? history.indexOf(id) : undefined,
    // The counters of a repost are those of the original.
    ...(kind === 'repost'
      ? {}
      : {
          likes: countOf(cell('public_metrics.like_count')),
          reposts: countOf(cell('public_metrics.retweet_count')),
          replies: countOf(cell('public_metrics.reply_count')),
          quotes: countOf(cell('public_metrics.quote_count')),
        }),
  };
}

function relationOf(cell: Cell): Pick<Draft, 'kind' | 'parentId' | 'parentAccountId'> {
  const kinds = [
    ['retweeted', 'repost', 'retweeted_user_id'],
    ['quoted', 'quote', 'quoted_user_id'],
    ['replied_to', 'reply', 'in_reply_to_user_id'],
  ] as const;
  for (const [name, kind, author] of kinds) {
    const written = cell(`referenced_tweets.${name}.id`);
    // The parent's id may be damaged by a spreadsheet; then it says that there is one, but not which.
    if (written !== '') return { kind, parentId: wholeId(written), parentAccountId: wholeId(cell(author)) };
  }
  return { kind: 'original' };
}

function entities(cell: string): ReturnType<typeof objectsIn> {
  if (!cell.startsWith('[')) return [];
  try {
    return objectsIn(JSON.parse(cell));
  } catch {
    return [];
  }
}

/** Digits only, whole or not at all: the list decides which post this is. */
function edits(cell: string): readonly string[] {
  const ids = parsePythonList(cell) ?? [];
  return ids.every((id) => /^\d{1,20}$/.test(id)) ? ids : [];
}

function mediaOf(cell: string): readonly string[] | undefined {
  const keys = (parsePythonList(cell) ?? []).filter((key) => /^\d+_\d+$/.test(key));
  return keys.length === 0 ? undefined : keys;
}

function protectedAt(cell: Cell): Pick<Post, 'status' | 'statusCheckedAt'> {
  const at = parseTime(cell('__twarc.retrieved_at'));
  return /^true$/i.test(cell('author.protected')) && at !== undefined
    ? { status: 'protected', statusCheckedAt: at }
    : {};
}
