/**
 * Tags and links of a post. Tags sit in three places: facets, the record's own list, and bare text, which clients that
 * write no facets leave. Each is in normal form and named once.
 */
import { normalTag } from '../../post/normal-form.ts';
import { bareTags } from '../bare-tags.ts';
import { safeLinks, safeTags } from '../safe-value.ts';
import type { Facet, PostRecord } from './record.ts';

export function tagsOf(record: PostRecord): readonly string[] {
  const inFacets = features(record.facets).flatMap(({ tag }) => (tag === undefined ? [] : [tag]));
  return safeTags([...inFacets, ...record.tags, ...bareTags(withoutTagFacets(record))]);
}

export function linksOf(record: PostRecord): readonly string[] {
  const inFacets = features(record.facets).flatMap(({ $type, uri }) =>
    uri === undefined || $type?.endsWith('#link') === false ? [] : [uri],
  );
  const cards = [record.embed?.external?.uri, record.embed?.media?.external?.uri];
  return safeLinks([...inFacets, ...cards.filter((uri) => uri !== undefined)].filter((uri) => /^https?:/i.test(uri)));
}

function features(facets: readonly Facet[]): readonly Facet['features'][number][] {
  return facets.flatMap((facet) => facet.features);
}

/**
 * The text without the stretches that tag facets name, so that `#covid-19` is not counted as `covid` too. Offsets count
 * bytes of UTF-8, and are believed only where the tag really stands there: otherwise a facet could hide other tags.
 */
function withoutTagFacets({ text, facets }: PostRecord): string {
  const tagged = facets.filter((facet) => facet.features.some(({ tag }) => tag !== undefined));
  if (tagged.length === 0) return text;
  const bytes = Buffer.from(text);
  for (const { index, features: named } of tagged) {
    if (index === undefined || index.byteStart < 0 || index.byteStart >= index.byteEnd) continue;
    const stretch = normalTag(bytes.toString('utf8', index.byteStart, index.byteEnd));
    if (named.some(({ tag }) => tag !== undefined && normalTag(tag) === stretch)) {
      bytes.subarray(index.byteStart, index.byteEnd).fill(' ');
    }
  }
  return bytes.toString();
}
