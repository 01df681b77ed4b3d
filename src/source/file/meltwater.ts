/**
 * Meltwater's exports, in the two editions of their columns. The text of X posts is often withheld: such a row is a post
 * with its address and its author, and no text. Times are in the zone of the account that exported.
 */
import type { PostKind } from '../../post/post.ts';
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import type { ImportOptions } from './file-format.ts';
import { type Cell, type CsvFormat, columnsOf, type ReadContext } from './file-reader.ts';
import { type LinkedPost, linkedPost, platformOfHost } from './host-platform.ts';
import { languageCode } from './language-code.ts';
import { parseLocalTime } from './local-time.ts';
import { linksIn, linksInCell, tagsIn, wordsIn } from './text-parts.ts';

export const meltwater: CsvFormat = {
  format: 'meltwater',
  what: 'a Meltwater export',
  hasPreamble: true,
  fits: (columns) =>
    columns.has('date', 'url', 'hit sentence') &&
    columns.hasOneOf('document id', 'headline', 'influencer', 'source name'),
  known:
    /^(?:|date|time|document id|url|input name|keywords|information type|source(?: type| name| domain)?|content type|author (?:name|handle)|title|headline|opening text|hit sentence|image|hashtags|links|country|region|subregion|state|city|language|sentiment|key ?phrases|(?:global |national |local |desktop |mobile )?reach|national viewership|ave|(?:twitter |facebook |reddit |editorial )?(?:social )?echo|engagement|shares|quotes|likes|replies|reposts|comments|reactions|(?:estimated )?views|document tags|custom (?:categories|fields)|influencer|(?:twitter|x) .*|tweet id|user profile url|alternate date format)$/,
  createReader(header, context) {
    const columns = columnsOf(header);
    return (row) => postItem(draftOf(columns.cellsOf(row), context), row.line, context.options);
  },
};

/** What the file says when it may not say the text. */
const withheld = /^(?:text (?:not available|withheld)|content (?:not available|withheld|unavailable).*|n\/a)$/i;

function draftOf(cell: Cell, context: ReadContext): Draft {
  const { options } = context;
  const address = linkedPost(cell('url'));
  const platform = platformOf(cell, address) ?? options.platform ?? 'web';
  const text = textOf(cell, platform);
  if (text === '') context.tell('posts whose text the export withholds');
  if (options.zone === undefined)
    context.tell('times taken for UTC: --zone names the zone of the account that exported');
  const handle = cell('author handle', 'twitter screen name', 'x screen name').replace(/^@+/, '') || address?.handle;
  const isSocial = address?.platform !== undefined || cell('tweet id') !== '';
  const kind = kindOf(cell);
  return {
    platform,
    id: wholeId(cell('tweet id')) ?? address?.id ?? (cell('document id') || cell('url')),
    accountId: isSocial
      ? (wholeId(cell('twitter id', 'x id')) ?? handle ?? (cell('author name', 'influencer') || undefined))
      : cell('source domain') || address?.host || cell('source name', 'source'),
    handle: isSocial ? handle : undefined,
    followers: countOf(cell('twitter followers', 'x followers')),
    createdAt: timeOf(cell, options),
    text,
    lang: languageCode(cell('language')),
    kind,
    tags: [...wordsIn(cell('hashtags')), ...tagsIn(text)],
    links: [...linksInCell(cell('links')), ...linksIn(text)],
    // The counters of a repost are those of the original.
    ...(kind === 'repost' && platform === 'x'
      ? {}
      : {
          likes: countOf(cell('likes')),
          reposts: countOf(cell('reposts', 'shares')),
          replies: countOf(cell('replies', 'comments')),
        }),
  };
}

function platformOf(cell: Cell, address: LinkedPost | undefined): string | undefined {
  if (cell('tweet id') !== '') return 'x';
  const named = cell('source type', 'source name', 'source').toLowerCase();
  return address?.platform ?? (/^(?:twitter|x)$/.test(named) ? 'x' : platformOfHost(cell('source domain')));
}

function textOf(cell: Cell, platform: string): string {
  const parts =
    platform === 'web'
      ? [cell('title', 'headline'), cell('opening text', 'hit sentence')]
      : [cell('opening text', 'hit sentence', 'title', 'headline')];
  return parts.filter((part) => part !== '' && !withheld.test(part)).join('\n');
}

/** The newer edition has the time of day in a column of its own; the older one in both. */
function timeOf(cell: Cell, options: ImportOptions): Date | undefined {
  const date = cell('date');
  const time = cell('time');
  const whole = /\d:\d\d/.test(date) || time === '' ? date : `${date} ${time}`;
  return parseLocalTime(whole, options) ?? parseLocalTime(`${cell('alternate date format')} ${time}`.trim(), options);
}

function kindOf(cell: Cell): PostKind {
  const type = cell('content type').toLowerCase();
  if (/repost|retweet|^share/.test(type)) return 'repost';
  if (/quote/.test(type)) return 'quote';
  if (/reply|comment/.test(type)) return 'reply';
  const sentence = cell('hit sentence', 'headline');
  if (/^RT @\w+/.test(sentence)) return 'repost';
  return /^QT @\w+/.test(sentence) ? 'quote' : 'original';
}
