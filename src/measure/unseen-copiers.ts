/**
 * Are those who copy strangers, where the others are regulars? The accounts with copied texts compared with the other
 * accounts of the same burst, by whether anything they wrote was seen before it: what this installation does not read it
 * misses of both. Who takes over a tag that others use comes from outside; a petition or fans bring their own crowd to both.
 */
import type { Post } from '../post/post.ts';
import { type History, pastsOf } from './history.ts';
import { lnFactorial } from './ln-factorial.ts';
import { authorOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface UnseenCopiers {
  /** Accounts with a copied text of whom no earlier post is known / accounts with a copied text that were looked up. */
  readonly copiers: Share;
  /** The same of the other accounts. */
  readonly others: Share;
  /** ln of the chance that so many of the unseen are among the copiers (hypergeometric, upper tail); at most 0. */
  readonly lnTail: number;
}

const fewest = { copiers: 8, others: 10 } as const;

/**
 * @param clusters posts of near-identical texts (`CopyMeasure.members`)
 * @returns undefined with fewer than eight accounts that copy or ten others
 */
export function measureUnseenCopiers(
  posts: readonly Post[],
  clusters: readonly (readonly Post[])[],
  history: History,
): UnseenCopiers | undefined {
  const { of: pasts } = pastsOf(posts, history);
  const asked = history.accounts;
  const isAsked = (author: string): boolean => asked === undefined || asked.has(author);
  const copying = new Set(clusters.flat().map(authorOf).filter(isAsked));
  const rest = new Set(posts.map(authorOf).filter((author) => isAsked(author) && !copying.has(author)));
  if (copying.size < fewest.copiers || rest.size < fewest.others) return undefined;
  const unseenIn = (authors: ReadonlySet<string>): Share =>
    shareOf([...authors].filter((author) => !pasts.has(author)).length, authors.size);
  const copiers = unseenIn(copying);
  const others = unseenIn(rest);
  return { copiers, others, lnTail: lnHypergeometricTail(copiers, others) };
}

/** ln P(X ≥ n): of all unseen accounts so many or more fall among the copiers. */
function lnHypergeometricTail(copiers: Share, others: Share): number {
  const unseen = copiers.n + others.n;
  const all = copiers.of + others.of;
  const total = lnChoose(all, unseen);
  let tail = 0;
  for (let n = copiers.n; n <= Math.min(copiers.of, unseen); n++) {
    if (unseen - n <= others.of) tail += Math.exp(lnChoose(copiers.of, n) + lnChoose(others.of, unseen - n) - total);
  }
  return Math.min(0, Math.log(Math.max(tail, Number.MIN_VALUE)));
}

function lnChoose(of: number, n: number): number {
  return lnFactorial(of) - lnFactorial(n) - lnFactorial(of - n);
}
