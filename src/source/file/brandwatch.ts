/**
 * Brandwatch's exports. Lines about the query stand above the header. Columns of X are called `Twitter …` in older files
 * and `X …` in newer ones; no official list of columns was found, so they are found by name.
 */
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import { type Cell, type CsvFormat, columnsOf, type ReadContext } from './file-reader.ts';
import { blueskyPost, linkedPost, platformOfHost } from './host-platform.ts';
import { parseLocalTime } from './local-time.ts';
import { linksIn, linksInCell, tagsIn, wordsIn } from './text-parts.ts';

export const brandwatch: CsvFormat = {
  format: 'brandwatch',
  what: 'a Brandwatch export',
  hasPreamble: true,
  fits: (columns) =>
    columns.has('date', 'url') &&
    columns.hasOneOf('full text', 'snippet', 'title') &&
    columns.hasOneOf('query id', 'query name', 'page type', 'thread entry type') &&
    !columns.has('hit sentence'),
  known:
    /^(?:|query (?:id|name)|date|title|snippet|full text|url|domain|sentiment|page type(?: name)?|language|(?:country|continent|region|city)(?: code)?|account type|added|updated|assignment|author|avatar|expanded urls|hashtags|media urls|mentioned authors|original url|(?:parent|root) blog name|likes|comments|shares|engagement (?:score|type)|reach estimate|reach(?: \(new\))?|impact|impressions|thread .*|(?:twitter|x|bluesky|facebook|instagram|reddit|linkedin|tiktok|youtube|linkedin|threads) .*|category details|categories|tags|priority|status|starred|checked|display ur(?:l|ls)|full name|gender|interest|professions?|location name|latitude|longitude|resource (?:id|type)|short urls|subreddit.*|weblog title|matched .*|emotion|insights .*|blog.*|pub type|publisher .*|copyright|entity .*|parent post id|root post id|is syndicated|lang.*|copies|authority.*|note ids|last assignment date|monthly visitors|.*average.*|.*tier.*)$/,
  createReader(header, context) {
    const columns = columnsOf(header);
    return (row) => postItem(draftOf(columns.cellsOf(row), context), row.line, context.options);
  },
};

function draftOf(cell: Cell, context: ReadContext): Draft {
  const { options } = context;
  // A page of X has both names, depending on the age of the export.
  const ofX: Cell = (...names) => cell(...names.flatMap((name) => [`x ${name}`, `twitter ${name}`]));
  const address = linkedPost(cell('url', 'original url'));
  const platform = platformOf(cell) ?? address?.platform ?? options.platform ?? 'web';
  const text = cell('full text', 'snippet') || cell('title');
  if (text === '') context.tell('posts whose text the export withholds');
  if (options.zone === undefined)
    context.tell('times taken for UTC: --zone names the zone of the account that exported');
  const author = cell('author').replace(/^@+/, '');
  const relation = relationOf(cell, ofX);
  const isSite = platform === 'web';
  return {
    platform,
    id: blueskyPost(cell('url'), cell('bluesky author id')) ?? address?.id ?? (cell('resource id') || cell('url')),
    accountId: isSite
      ? cell('domain') || address?.host || author
      : (wholeId(ofX('author id') || cell('bluesky author id', `${platform} author id`)) ??
        (author || address?.handle)),
    handle: isSite ? undefined : (address?.handle ?? author),
    followers: countOf(ofX('followers') || cell('bluesky followers', `${platform} followers`)),
    createdAt: parseLocalTime(cell('date'), options),
    text: isSite
      ? [cell('title'), text].filter((part, at, all) => part !== '' && all.indexOf(part) === at).join('\n')
      : text,
    lang: cell('language'),
    ...relation,
    tags: [...wordsIn(cell('hashtags')), ...tagsIn(text)],
    links: [...linksInCell(cell('expanded urls')), ...linksIn(text)],
    // The counters of a repost are those of the original.
    ...(relation.kind === 'repost' && platform === 'x'
      ? {}
      : {
          likes: countOf(ofX('likes') || cell('likes')),
          reposts: countOf(ofX('retweets', 'reposts') || cell('shares')),
          replies: countOf(ofX('reply count') || cell('comments')),
        }),
  };
}

const pageTypes: Readonly<Record<string, string>> = {
  twitter: 'x',
  x: 'x',
  bluesky: 'bluesky',
  facebook: 'facebook',
  facebook_public: 'facebook',
  instagram: 'instagram',
  instagram_public: 'instagram',
  reddit: 'reddit',
  tumblr: 'tumblr',
  youtube: 'youtube',
  tiktok: 'tiktok',
  threads: 'threads',
  linkedin: 'linkedin',
  vk: 'vk',
};

function platformOf(cell: Cell): string | undefined {
  const type = cell('page type', 'page type name').toLowerCase().replace(/\s+/g, '_');
  return pageTypes[type] ?? platformOfHost(cell('domain'));
}

function relationOf(cell: Cell, ofX: Cell): Pick<Draft, 'kind' | 'parentId'> {
  const repeated = ofX('retweet of');
  const type = cell('thread entry type').toLowerCase();
  if (repeated !== '' || /share|retweet|repost/.test(type)) return { kind: 'repost', parentId: postIn(repeated) };
  if (/quote/.test(type)) return { kind: 'quote', parentId: postIn(cell('thread url')) };
  const repliedTo = ofX('reply to');
  if (repliedTo !== '' || /reply|comment/.test(type)) return { kind: 'reply', parentId: postIn(repliedTo) };
  return { kind: 'original' };
}

/** An address or a number; anything else says that there is a parent, but not which. */
function postIn(value: string): string | undefined {
  return linkedPost(value)?.id ?? (/^\d+$/.test(value) ? value : undefined);
}
