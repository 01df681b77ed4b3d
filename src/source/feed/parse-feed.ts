/** Text of a feed → its items in one shape, whatever the format: RSS 0.9x to 2.0, RDF, Atom, JSON Feed. */
import {
  type AtomFeed,
  type JsonFeed,
  parseAtomFeed,
  parseJsonFeed,
  parseRdfFeed,
  parseRssFeed,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import { SourceError } from '../source-error.ts';
import type { Markup } from './plain-text.ts';

export interface FeedItem {
  readonly guid?: string | undefined;
  readonly link?: string | undefined;
  readonly title?: Markup | undefined;
  readonly body?: Markup | undefined;
  /** As written. */
  readonly time?: string | undefined;
  readonly lang?: string | undefined;
  /** Of a feed of YouTube. */
  readonly video?: { readonly id: string; readonly channelId?: string | undefined } | undefined;
  readonly likes?: number | undefined;
  /** As it was read. */
  readonly raw: unknown;
}

export interface Feed {
  readonly lang?: string | undefined;
  /** In the feed's order, mostly newest first. */
  readonly items: readonly FeedItem[];
}

/** Throws `garbage` that says what came instead. `place` is the feed's host and path. */
export function parseFeed(text: string, place: string): Feed {
  const root = rootOf(text);
  try {
    switch (root) {
      case 'rss':
        return fromRss(parseRssFeed(text));
      case 'feed':
        return fromAtom(parseAtomFeed(text));
      case 'rdf':
        return fromRdf(parseRdfFeed(text));
      case '{':
        return fromJson(parseJsonFeed(text));
      default:
        throw new SourceError('garbage', `${place}: ${whatCame(root)} instead of a feed`);
    }
  } catch (error) {
    if (error instanceof SourceError) throw error;
    // What the parser says may repeat a piece of the feed, so it is no cause to keep.
    throw new SourceError('garbage', `${place}: a broken feed`);
  }
}

/** Name of the first element, or `{` for JSON. */
function rootOf(text: string): string {
  let rest = text.replace(/^[\s\u{feff}]+/u, '');
  // A prolog is a handful of pieces; more are no feed.
  for (let pieces = 0; pieces < 50; pieces += 1) {
    const end = endOfPiece(rest);
    if (end === undefined) break;
    rest = rest.slice(end).trimStart();
  }
  if (rest === '') return '';
  return rest.startsWith('{') ? '{' : (/^<(?:[\w.-]+:)?([\w-]+)/.exec(rest)?.[1] ?? 'text').toLowerCase();
}

/** Where a declaration, a comment or a document type ends. */
function endOfPiece(text: string): number | undefined {
  if (text.startsWith('<?')) return after(text, '?>');
  if (text.startsWith('<!--')) return after(text, '-->');
  if (!/^<!doctype/i.test(text)) return undefined;
  const subset = text.indexOf('[');
  const end = text.indexOf('>');
  return subset >= 0 && subset < end ? (after(text, ']>') ?? after(text, '>')) : after(text, '>');
}

function after(text: string, mark: string): number | undefined {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : at + mark.length;
}

function whatCame(root: string): string {
  if (root === '') return 'an empty answer';
  if (root === 'html' || root === 'head' || root === 'body') return 'an HTML page';
  return root === 'text' ? 'text' : 'another kind of document';
}

function fromRss(feed: RssFeed.Feed<string>): Feed {
  return {
    lang: feed.language ?? feed.dc?.languages?.[0],
    items: (feed.items ?? []).map((item) => {
      const guid = item.guid?.value;
      const permalink = item.guid?.isPermaLink !== false && /^https?:/i.test(guid ?? '') ? guid : undefined;
      return {
        guid,
        link: item.link ?? permalink ?? atomLink(item.atom?.links),
        title: markup(item.title ?? item.media?.title?.value),
        body: markup(item.description ?? item.content?.encoded ?? item.media?.description?.value),
        time: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published ?? item.atom?.updated,
        lang: item.dc?.languages?.[0] ?? item.xml?.lang,
        raw: item,
      };
    }),
  };
}

function fromRdf(feed: RdfFeed.Feed<string>): Feed {
  return {
    lang: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    items: (feed.items ?? []).map((item) => ({
      guid: item.rdf?.about,
      link: item.link,
      title: markup(item.title),
      body: markup(item.description ?? item.content?.encoded),
      time: item.dc?.dates?.[0] ?? item.atom?.published,
      lang: item.dc?.languages?.[0] ?? item.xml?.lang,
      raw: item,
    })),
  };
}

function fromAtom(feed: AtomFeed.Feed<string>): Feed {
  return {
    lang: feed.xml?.lang,
    items: (feed.entries ?? []).map((entry) => {
      const group = entry.media?.groups?.[0];
      const videoId = entry.yt?.videoId;
      return {
        guid: entry.id,
        link: atomLink(entry.links),
        title: typed(entry.title),
        body: typed(entry.summary) ?? typed(entry.content) ?? plain(group?.description?.value),
        time: entry.published ?? entry.updated,
        lang: entry.xml?.lang,
        video: videoId === undefined ? undefined : { id: videoId, channelId: entry.yt?.channelId },
        likes: videoId === undefined ? undefined : group?.community?.starRating?.count,
        raw: entry,
      };
    }),
  };
}

function fromJson(feed: JsonFeed.Feed<string>): Feed {
  return {
    lang: feed.language,
    items: (feed.items ?? []).map((item) => ({
      guid: item.id,
      link: item.url ?? item.external_url,
      title: plain(item.title),
      body: plain(item.content_text) ?? markup(item.content_html) ?? plain(item.summary),
      time: item.date_published ?? item.date_modified,
      lang: item.language,
      raw: item,
    })),
  };
}

function markup(value: string | undefined): Markup | undefined {
  return value === undefined ? undefined : { value, html: true };
}

function plain(value: string | undefined): Markup | undefined {
  return value === undefined ? undefined : { value, html: false };
}

/** RFC 4287, 3.1.1: text unless it says that it is markup. */
function typed(text: AtomFeed.Text | AtomFeed.Content | undefined): Markup | undefined {
  return text?.value === undefined ? undefined : { value: text.value, html: /html/i.test(text.type ?? '') };
}

function atomLink(
  links: readonly { readonly href?: string | undefined; readonly rel?: string | undefined }[] | undefined,
): string | undefined {
  return (links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? undefined)?.href;
}
