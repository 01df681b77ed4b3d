/**
 * Which copied texts are headlines that readers pass on, and no copies: titles that are known, and texts that always come
 * with one and the same link, from accounts that copy nothing else.
 */
import { noiseTail } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { authorOf } from './post-groups.ts';

/** A post that is compared, and the number of its text in normal form. */
export interface Copy {
  readonly post: Post;
  readonly text: number;
}

const fewestAccounts = 3;
/**
 * Of a headline's accounts less than this part may have copied another text: keen readers pass on several headlines, while a
 * network that pushes one outlet's titles does so with nearly all of its accounts. A stated guess.
 */
const othersBelow = 0.1;
/** Nobody who passes on a headline ends it in meaningless letters. */
const tailsBelow = 3;

/**
 * @param clusters near-identical texts of at least three accounts
 * @returns numbers of the texts
 */
export function headlineTexts(
  clusters: readonly (readonly Copy[])[],
  isTitle: (text: number) => boolean,
): ReadonlySet<number> {
  const wordings = clusters.flatMap((cluster) => [...byText(cluster)]);
  // Wordings, not clusters: a bank of texts that are near each other is one cluster, and its users copy several of them.
  const wordingsOf = new Map<string, number>();
  for (const [, copies] of wordings) {
    for (const author of authorsOf(copies)) wordingsOf.set(author, (wordingsOf.get(author) ?? 0) + 1);
  }
  const found = new Set<number>();
  for (const [text, copies] of wordings) {
    const authors = authorsOf(copies);
    const others = [...authors].filter((author) => (wordingsOf.get(author) ?? 0) > 1).length;
    const isPassedOn =
      authors.size >= fewestAccounts && others < othersBelow * authors.size && hasOneLink(copies) && !hasTails(copies);
    if (isTitle(text) || isPassedOn) found.add(text);
  }
  return found;
}

function byText(cluster: readonly Copy[]): ReadonlyMap<number, readonly Copy[]> {
  const texts = new Map<number, Copy[]>();
  for (const copy of cluster) {
    const same = texts.get(copy.text);
    if (same === undefined) texts.set(copy.text, [copy]);
    else same.push(copy);
  }
  return texts;
}

function authorsOf(copies: readonly Copy[]): ReadonlySet<string> {
  return new Set(copies.map(({ post }) => authorOf(post)));
}

/** A link that every one of the posts carries. */
function hasOneLink(copies: readonly Copy[]): boolean {
  return copies[0]?.post.links.some((link) => copies.every(({ post }) => post.links.includes(link))) ?? false;
}

function hasTails(copies: readonly Copy[]): boolean {
  return new Set(copies.flatMap(({ post }) => noiseTail(post.text) ?? [])).size >= tailsBelow;
}
