/** How much of what was written is the same text from several accounts. */
import { noiseTail, normalText } from '../post/normal-form.ts';
import { dayMs, hourMs, type Post } from '../post/post.ts';
import { authorOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

interface CopyCluster {
  readonly accounts: number;
  readonly posts: number;
  /** Different wordings before the normal form: other tails, mentions, links. */
  readonly texts: number;
}

export interface CopyMeasure {
  /** Posts whose text at least three accounts share / posts with a usable text, over the whole span. */
  readonly all: Share;
  /** The same among the posts of the first `hours` only, where a campaign that later draws a crowd still shows. */
  readonly early: Share;
  /** The same among the posts of the last 24 hours only. */
  readonly recent: Share;
  /** Texts that at least three accounts share. */
  readonly clusters: number;
  readonly biggest: CopyCluster | undefined;
  /**
   * Posts that end in a meaningless tail (four capital letters, or symbols), on texts that come with at least ten
   * different tails / posts with a usable text. Tickers and acronyms do not come in ten forms on one text.
   */
  readonly tails: Share;
  /** Originals and quotes whose text is too short to be compared. */
  readonly unusable: number;
}

export interface CopyOptions {
  /** Length of the early part, hours; 2 unless said. */
  readonly hours?: number | undefined;
}

/** Fewer accounts with one text are two friends, not a pattern (field study, F8). */
const fewestAccounts = 3;
const fewestTails = 10;

interface Copy {
  readonly post: Post;
  readonly text: string;
}

/** Only originals and quotes are compared: a repost repeats by nature, and replies are short and alike. */
export function measureCopies(posts: readonly Post[], { hours = 2 }: CopyOptions = {}): CopyMeasure {
  const candidates = posts.filter((post) => post.kind === 'original' || post.kind === 'quote');
  const copies = candidates.flatMap((post) => {
    const text = normalText(post.text);
    return text === undefined ? [] : [{ post, text }];
  });
  const { from, to } = extentOf(posts);
  const clusters = clustersOf(copies);
  return {
    all: copyShare(copies),
    early: copyShare(copies.filter(({ post }) => post.createdAt.getTime() < from + hours * hourMs)),
    recent: copyShare(copies.filter(({ post }) => post.createdAt.getTime() > to - dayMs)),
    clusters: clusters.length,
    biggest: clusters.map(describeCluster).sort(bySize)[0],
    tails: shareOf(countTails(copies), copies.length),
    unusable: candidates.length - copies.length,
  };
}

/** Posts of each text that at least three accounts share: the members of a cluster. */
export function copyClustersOf(posts: readonly Post[]): readonly (readonly Post[])[] {
  const copies = posts.flatMap((post) => {
    const text = post.kind === 'original' || post.kind === 'quote' ? normalText(post.text) : undefined;
    return text === undefined ? [] : [{ post, text }];
  });
  return clustersOf(copies);
}

function extentOf(posts: readonly Post[]): { readonly from: number; readonly to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const post of posts) {
    from = Math.min(from, post.createdAt.getTime());
    to = Math.max(to, post.createdAt.getTime());
  }
  return { from, to };
}

function byText(copies: readonly Copy[]): ReadonlyMap<string, readonly Post[]> {
  const texts = new Map<string, Post[]>();
  for (const { post, text } of copies) {
    const same = texts.get(text);
    if (same === undefined) texts.set(text, [post]);
    else same.push(post);
  }
  return texts;
}

function clustersOf(copies: readonly Copy[]): readonly (readonly Post[])[] {
  return [...byText(copies).values()].filter((posts) => new Set(posts.map(authorOf)).size >= fewestAccounts);
}

function copyShare(copies: readonly Copy[]): Share {
  const copied = clustersOf(copies).reduce((sum, cluster) => sum + cluster.length, 0);
  return shareOf(copied, copies.length);
}

function describeCluster(posts: readonly Post[]): CopyCluster {
  return {
    accounts: new Set(posts.map(authorOf)).size,
    posts: posts.length,
    texts: new Set(posts.map((post) => post.text)).size,
  };
}

function bySize(a: CopyCluster, b: CopyCluster): number {
  return b.accounts - a.accounts || b.posts - a.posts || b.texts - a.texts;
}

function countTails(copies: readonly Copy[]): number {
  let count = 0;
  for (const posts of byText(copies).values()) {
    const tails = posts.flatMap((post) => noiseTail(post.text) ?? []);
    if (new Set(tails).size >= fewestTails) count += tails.length;
  }
  return count;
}
