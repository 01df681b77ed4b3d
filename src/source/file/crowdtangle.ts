/** CrowdTangle's exports: posts of Facebook pages and groups, and of Instagram accounts. The service ended in 2024. */
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import { type Cell, type CsvFormat, columnsOf, type ReadContext } from './file-reader.ts';
import { linkedPost } from './host-platform.ts';
import { parseLocalTime } from './local-time.ts';
import { linksIn, tagsIn } from './text-parts.ts';

/** Older exports have the shorter name. */
const created = ['post created', 'created'] as const;

export const crowdtangle: CsvFormat = {
  format: 'crowdtangle',
  what: 'a CrowdTangle export',
  fits: (columns) =>
    columns.has('url') &&
    columns.hasOneOf(...created) &&
    (columns.hasOneOf('page name', 'group name') || columns.has('account', 'user name', 'description')),
  known:
    /^(?:(?:page|group) name|account|user name|facebook id|page (?:category|admin top country|description|created)|(?:page )?(?:likes|followers) at posting|created|post created(?: date| time)?|type|total interactions.*|likes|comments|shares|love|wow|haha|sad|angry|care|thankful|video share status|is video owner\?|post views|total views(?: for all crossposts)?|video length|views|url|photo|title|message|link|final link|image text|link text|description|sponsor (?:id|name|category)|.*overperforming.*|)$/,
  createReader(header, context) {
    const columns = columnsOf(header);
    const draftOf = columns.hasOneOf('page name', 'group name') ? facebookDraft : instagramDraft;
    return (row) => postItem(draftOf(columns.cellsOf(row), context), row.line, context.options);
  },
};

function facebookDraft(cell: Cell, context: ReadContext): Draft {
  const { options } = context;
  const url = cell('url');
  const accountId = wholeId(cell('facebook id'));
  const text = cell('message');
  // What the post leads to; the address of the post itself is none.
  const links = [cell('final link', 'link'), ...linksIn(text)].filter((link) => !isSameAddress(link, url));
  return {
    platform: options.platform ?? 'facebook',
    id: facebookId(accountId, linkedPost(url)?.id),
    accountId,
    handle: cell('user name'),
    accountCreatedAt: parseLocalTime(cell('page created'), options),
    followers: countOf(cell('followers at posting')),
    createdAt: timeOf(cell, context),
    text,
    kind: 'original',
    tags: tagsIn(text),
    links,
    ...countersOf(cell),
  };
}

/** A number of a post is unique within its page or group only; this is how Facebook's Graph API names it. */
function facebookId(accountId: string | undefined, postId: string | undefined): string | undefined {
  if (postId === undefined || accountId === undefined) return undefined;
  return /^\d+$/.test(postId) ? `${accountId}_${postId}` : postId;
}

function instagramDraft(cell: Cell, context: ReadContext): Draft {
  const { options } = context;
  const text = cell('description');
  return {
    platform: options.platform ?? 'instagram',
    id: linkedPost(cell('url'))?.id,
    // The export has no number of the account.
    accountId: cell('user name'),
    handle: cell('user name'),
    followers: countOf(cell('followers at posting')),
    createdAt: timeOf(cell, context),
    text,
    kind: 'original',
    tags: tagsIn(text),
    links: linksIn(text),
    ...countersOf(cell),
  };
}

/** In the zone of the dashboard, which is named by letters. */
function timeOf(cell: Cell, context: ReadContext): Date | undefined {
  const written = cell(...created);
  const read = parseLocalTime(written, context.options);
  if (read === undefined && /\d [A-Z]{2,5}$/.test(written)) {
    context.tell('times whose zone is called like others: --zone names the one that is meant');
  }
  return read;
}

/** `N/A` and an empty cell are unknown. */
function countersOf(cell: Cell): Pick<Draft, 'likes' | 'reposts' | 'replies'> {
  return {
    likes: countOf(cell('likes')),
    reposts: countOf(cell('shares')),
    replies: countOf(cell('comments')),
  };
}

function isSameAddress(link: string, url: string): boolean {
  return link.replace(/\/+$/, '') === url.replace(/\/+$/, '');
}
