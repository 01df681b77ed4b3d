/**
 * What the Zeeschuimer browser extension captured, as NDJSON: each line wraps the site's own object. 4CAT keeps the same
 * objects with the wrapper inside (`__import_meta`).
 */

import { douyin, gab, xiaohongshu } from './captured-elsewhere.ts';
import { captured, instagramComment } from './captured-post.ts';
import { telegramOf4cat } from './captured-telegram.ts';
import { capturedX } from './captured-x.ts';
import { type Draft, postItem } from './draft.ts';
import type { FileItem } from './file-format.ts';
import type { JsonFormat, JsonObject, ReadContext } from './file-reader.ts';
import { isObject, objectAt, textOf } from './json-object.ts';
import { holdsX, twarc2 } from './twarc2.ts';

/** The site's object → a post, or why it is none. */
type CapturedReader = (data: JsonObject) => Draft | string;

/** By the names that the extension gives its sources; older and newer ones. */
const readers: ReadonlyMap<string, CapturedReader> = new Map<string, CapturedReader>([
  ['twitter.com', capturedX],
  ['x.com', capturedX],
  ['twitter-comments', capturedX],
  ['tiktok.com', captured.tiktok],
  ['tiktok-comments', captured.tiktokComment],
  ['instagram.com', captured.instagram],
  ['instagram-comments', instagramComment],
  ['threads.net', captured.threads],
  ['threads.com', captured.threads],
  ['truthsocial.com', captured.truthsocial],
  ['gab.com', gab],
  ['douyin.com', douyin],
  ['xiaohongshu.com', xiaohongshu],
]);

export const zeeschuimer: JsonFormat = {
  format: 'zeeschuimer',
  what: 'a capture of Zeeschuimer',
  fits: (value) => typeof value['source_platform'] === 'string' && 'data' in value,
  createReader(context) {
    return (value, line) => {
      const { data } = value;
      if (!isObject(data)) return [{ refused: { line, reason: 'holds no captured post' } }];
      return [readCaptured(textOf(value['source_platform']), data, line, context)];
    };
  },
};

export const fourcatNdjson: JsonFormat = {
  format: '4cat-ndjson',
  what: 'JSON lines of 4CAT',
  fits: (value) => isObject(value['__import_meta']) || isObject(value['4CAT_metadata']),
  createReader(context) {
    const readX = twarc2.createReader(context);
    return (value, line) => {
      const source = textOf(objectAt(value, '__import_meta')?.['source_platform']);
      if (source !== '') return [readCaptured(source, value, line, context)];
      if (value['_type'] === 'Message') return [itemOf(telegramOf4cat(value), line, context)];
      if (holdsX(value)) return readX(value, line);
      return [{ refused: { line, reason: 'is of a data source of 4CAT that Tocsin does not know: export it as CSV' } }];
    };
  },
};

function readCaptured(source: string, data: JsonObject, line: number, context: ReadContext): FileItem {
  const name = source.trim().toLowerCase();
  const reader = readers.get(name);
  if (reader === undefined) {
    const shown = /^[\w.-]{1,40}$/.test(name) ? name : 'another site';
    return { refused: { line, reason: `was captured on ${shown}, which Tocsin does not read` } };
  }
  return itemOf(reader(data), line, context);
}

function itemOf(draft: Draft | string, line: number, context: ReadContext): FileItem {
  if (typeof draft === 'string') return { refused: { line, reason: draft } };
  return postItem(draft, line, context.options);
}
