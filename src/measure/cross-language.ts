/**
 * One video, picture or link under copied texts of several languages: what a translated campaign looks like. Wire
 * services and organisations that write in many languages look like it, too.
 */
import type { Post } from '../post/post.ts';
import { copyClustersOf } from './copies.ts';
import { languageOf } from './language.ts';
import { authorOf, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

interface CrossLanguageObject {
  readonly kind: 'media' | 'link';
  /** Native id of the upload with its platform before it, or the link in normal form. */
  readonly id: string;
  /** Main languages of the clusters that carry it, sorted. */
  readonly languages: readonly string[];
  readonly accounts: number;
  readonly posts: number;
}

export interface CrossLanguageCopies {
  /** Written posts of clusters with such an object / written posts. */
  readonly posts: Share;
  /** Most languages first, then most accounts, then by id. */
  readonly objects: readonly CrossLanguageObject[];
  readonly fewestLanguages: number;
}

const fewestLanguages = 3;
const fewestAccounts = 3;

/** @param clusters copies among the posts (`CopyMeasure.members`), where they are at hand */
export function measureCrossLanguage(
  posts: readonly Post[],
  clusters: readonly (readonly Post[])[] = copyClustersOf(posts),
): CrossLanguageCopies {
  const carried = new Map<string, Carried>();
  for (const cluster of clusters) {
    const language = mainLanguage(cluster);
    if (language === undefined) continue;
    for (const [object, theirs] of byObject(cluster)) {
      if (new Set(theirs.map(authorOf)).size < fewestAccounts) continue;
      const known = carried.get(object) ?? { languages: new Set<string>(), posts: [] };
      known.languages.add(language);
      known.posts.push(...theirs);
      carried.set(object, known);
    }
  }
  const found = [...carried].filter(([, { languages }]) => languages.size >= fewestLanguages);
  const behind = new Set(found.flatMap(([, { posts: theirs }]) => theirs));
  return {
    posts: shareOf(behind.size, writtenOf(posts).length),
    objects: found.map(describe).sort(byLanguages),
    fewestLanguages,
  };
}

interface Carried {
  readonly languages: Set<string>;
  readonly posts: Post[];
}

function describe([object, { languages, posts }]: readonly [string, Carried]): CrossLanguageObject {
  const isMedia = object.startsWith('media ');
  return {
    kind: isMedia ? 'media' : 'link',
    id: object.slice(object.indexOf(' ') + 1),
    languages: [...languages].sort(),
    accounts: new Set(posts.map(authorOf)).size,
    posts: posts.length,
  };
}

function byLanguages(a: CrossLanguageObject, b: CrossLanguageObject): number {
  return b.languages.length - a.languages.length || b.accounts - a.accounts || (a.id < b.id ? -1 : 1);
}

function byObject(posts: readonly Post[]): ReadonlyMap<string, readonly Post[]> {
  const objects = new Map<string, Post[]>();
  for (const post of posts) {
    const uploads = (post.media ?? []).map((id) => `media ${post.platform}:${id}`);
    for (const object of new Set([...uploads, ...post.links.map((link) => `link ${link}`)])) {
      const same = objects.get(object);
      if (same === undefined) objects.set(object, [post]);
      else same.push(post);
    }
  }
  return objects;
}

/** Primary language of more than half of the posts. */
function mainLanguage(posts: readonly Post[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { lang, text } of posts) {
    const language = languageOf(lang, text).lang.split('-', 1)[0] ?? 'und';
    if (language !== 'und') counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => 2 * count > posts.length)?.[0];
}
