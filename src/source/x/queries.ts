/** What is searched: each watched tag and each configured query, under the key that its counts are kept by. */
import { longestQuery, type XSettings } from './settings.ts';

export interface XQuery {
  /** A tag in normal form, or the name of a configured query. */
  readonly key: string;
  readonly query: string;
  /** A configured query may hold anything and is asked by itself. */
  readonly isTag: boolean;
}

export function queriesOf({ queries }: Pick<XSettings, 'queries'>, tags: readonly string[]): readonly XQuery[] {
  const named = Object.entries(queries).map(([key, query]) => ({ key, query, isTag: false }));
  const names = new Set(named.map(({ key }) => key));
  const ofTags = tags.filter((tag) => !names.has(tag)).map((tag) => ({ key: tag, query: tagQuery(tag), isTag: true }));
  return [...ofTags, ...named].filter(({ query }) => query.length <= longestQuery);
}

/** X knows tags of letters, digits and underscores that are not digits alone; the rest is looked for as words. */
function tagQuery(tag: string): string {
  return /^[\p{L}\p{M}\p{N}_]+$/u.test(tag) && !/^[\p{N}_]+$/u.test(tag) ? `#${tag}` : `"${tag.replaceAll('"', ' ')}"`;
}

/** Several in one request, in the order given, as far as they fit into X's longest query. */
export function packQueries<T extends XQuery>(list: readonly T[], mayJoin: (a: T, b: T) => boolean): readonly T[][] {
  const packs: T[][] = [];
  for (const one of list) {
    const pack = packs.at(-1);
    const first = pack?.[0];
    const fits =
      pack !== undefined &&
      first !== undefined &&
      first.isTag &&
      one.isTag &&
      mayJoin(first, one) &&
      joined([...pack, one]).length <= longestQuery;
    if (fits) pack.push(one);
    else packs.push([one]);
  }
  return packs;
}

export function joined(pack: readonly Pick<XQuery, 'query'>[]): string {
  return pack.map(({ query }) => query).join(' OR ');
}

/** Terms joined by OR into as few texts of at most `longest` characters as their order allows. */
export function packTerms(terms: readonly string[], longest: number): readonly string[] {
  const packs: string[] = [];
  for (const term of terms) {
    const last = packs.at(-1);
    const longer = last === undefined ? undefined : `${last} OR ${term}`;
    if (longer !== undefined && longer.length <= longest) packs[packs.length - 1] = longer;
    else packs.push(term);
  }
  return packs;
}
