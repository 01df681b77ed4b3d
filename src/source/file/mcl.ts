/**
 * Meta Content Library: posts of Facebook and Instagram as CSV. Columns are the API's fields with dots. Those of Facebook
 * are certain; Meta's dictionary gives the same ones for Instagram, `hashtags` besides.
 */
import { parseTime } from '../parse-time.ts';
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import { type Cell, type CsvColumns, type CsvFormat, columnsOf } from './file-reader.ts';
import { linkedPost } from './host-platform.ts';
import { linksIn, linksInCell, tagsIn, wordsIn } from './text-parts.ts';

export const mcl: CsvFormat = {
  format: 'mcl',
  what: 'a table of the Meta Content Library',
  fits: (columns) => columns.has('id', 'creation_time', 'post_owner.id'),
  known:
    /^(?:|id|creation_time|modified_time|text|lang|activities(?:\..*)?|content_type|media_type|has_media|image_text|hashtags|is_branded_content|branded_content_page_id|is_verified|is_reshare|match_type|mcl_url|multimedia(?:\..*)?|shared_post_id|(?:views?_date_last_refreshed)|(?:link_attachment|location|post_owner|statistics|surface)\..*|link_(?:url|title|description))$/,
  createReader(header, { options }) {
    const columns = columnsOf(header);
    const platform = options.platform ?? platformOf(columns);
    return (row) => {
      const cell = columns.cellsOf(row);
      return postItem(draftOf(cell, platform ?? platformOfRow(cell)), row.line, options);
    };
  },
};

/** Reactions, shares and surfaces are Facebook's; a table without them may still be. */
function platformOf(columns: CsvColumns): string | undefined {
  const isFacebook = columns.hasOneOf(
    'statistics.reaction_count',
    'statistics.love_count',
    'statistics.share_count',
    'surface.id',
    'shared_post_id',
  );
  return isFacebook ? 'facebook' : undefined;
}

function platformOfRow(cell: Cell): string {
  if (/^(?:page|group|event|profile)$/i.test(cell('post_owner.type'))) return 'facebook';
  return /\/facebook\//i.test(cell('mcl_url')) ? 'facebook' : 'instagram';
}

function draftOf(written: Cell, platform: string): Draft {
  // R writes what is missing as NA.
  const cell: Cell = (...names) =>
    names.map((name) => written(name)).find((value) => !/^(?:NA|NULL|nan|)$/.test(value)) ?? '';
  const text = cell('text');
  const shared = cell('shared_post_id');
  const links = [cell('link_attachment.link', 'link_url')].flatMap(linksInCell);
  return {
    platform,
    id: wholeId(cell('id')),
    accountId: wholeId(cell('post_owner.id')),
    handle: cell('post_owner.username'),
    createdAt: parseTime(cell('creation_time')),
    text,
    lang: cell('lang'),
    kind: shared === '' ? 'original' : 'repost',
    parentId: wholeId(shared),
    tags: [...wordsIn(cell('hashtags')), ...tagsIn(text)],
    links: [...links, ...linksIn(text)].filter((link) => linkedPost(link)?.id !== cell('id')),
    likes: countOf(cell('statistics.like_count')),
    reposts: countOf(cell('statistics.share_count')),
    replies: countOf(cell('statistics.comment_count')),
  };
}
