/** In which languages the posts are written, as the platform says; never translated, never guessed. */
import type { Post } from '../post/post.ts';
import { authorOf, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface LanguageRow {
  /** Primary language of the BCP 47 tag (`zh` for `zh-Hant`), `und` when the platform does not say. */
  readonly lang: string;
  readonly accounts: number;
  /** Written posts in it / written posts. */
  readonly posts: Share;
}

/** Most posts first, then by language; `und` is a row like others. */
export function measureLanguages(posts: readonly Post[]): readonly LanguageRow[] {
  const written = writtenOf(posts);
  const byLanguage = new Map<string, Post[]>();
  for (const post of written) {
    const lang = primaryLanguage(post.lang);
    const same = byLanguage.get(lang);
    if (same === undefined) byLanguage.set(lang, [post]);
    else same.push(post);
  }
  return [...byLanguage]
    .map(([lang, theirs]) => ({
      lang,
      accounts: new Set(theirs.map(authorOf)).size,
      posts: shareOf(theirs.length, written.length),
    }))
    .sort((a, b) => b.posts.n - a.posts.n || (a.lang < b.lang ? -1 : 1));
}

/** X marks posts without words by codes of its own: only tags, only media, links, mentions. */
const wordless = /^(zxx|mul|q[a-t][a-z])$/;

function primaryLanguage(tag: string | undefined): string {
  const primary = tag?.trim().toLowerCase().split(/[-_]/, 1)[0] ?? '';
  return /^[a-z]{2,3}$/.test(primary) && !wordless.test(primary) ? primary : 'und';
}
