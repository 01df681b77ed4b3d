/**
 * How much of what was written is the same or nearly the same text from several accounts.
 *
 * Texts are compared in their normal form: equal ones first, then by 5-grams. Headlines that readers pass on are counted
 * apart; lyrics, petitions and the words of share buttons cannot be told from copies, and nothing is said of them.
 */
import { noiseTail } from '../post/normal-form.ts';
import { dayMs, hourMs, type Post } from '../post/post.ts';
import { type Copy, headlineTexts } from './headlines.ts';
import { distinctTexts, nearGroups } from './near-texts.ts';
import { authorOf, byTimeThenId } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

interface CopyCluster {
  readonly accounts: number;
  readonly posts: number;
  /** Different texts after the normal form: 1 is identical text, more is near-identical text. */
  readonly wordings: number;
  /** Different texts as they were written: other tails, mentions, links. */
  readonly texts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface CopyMeasure {
  /**
   * Posts in clusters (near-identical texts of at least three accounts) / posts with a usable text, headlines left out
   * on both sides, over the whole span.
   */
  readonly all: Share;
  /** The same among the posts of the first `hours` only, where a campaign that later draws a crowd still shows. */
  readonly early: Share;
  /** The same among the posts of the last 24 hours only. */
  readonly recent: Share;
  /** Posts of headlines that at least three accounts passed on / posts with a usable text; none of them is in a share above. */
  readonly headlines: Share;
  /** Clusters of `all`. */
  readonly clusters: number;
  /** The posts of each of them, biggest first: what other measures of copies are made from. */
  readonly members: readonly (readonly Post[])[];
  readonly biggest: CopyCluster | undefined;
  /**
   * Posts that end in a meaningless tail (four capital letters, or symbols), on texts that come with at least ten
   * different tails / posts with a usable text. Tickers and acronyms do not come in ten forms on one text.
   */
  readonly tails: Share;
  /** Originals and quotes whose text is too short to be compared. */
  readonly unusable: number;
  /** Texts that were not compared with every candidate, because too many looked alike: the shares may be too low. */
  readonly capped: number;
}

export interface CopyOptions {
  /** Length of the early part, hours; 2 unless said. */
  readonly hours?: number | undefined;
  /** Known titles of news in normal form (`normalText`): texts that equal one are headlines. */
  readonly titles?: ReadonlySet<string> | undefined;
}

/** Fewer accounts with one text are two friends, not a pattern (field study, F8). */
const fewestAccounts = 3;
const fewestTails = 10;

export function measureCopies(posts: readonly Post[], { hours = 2, titles }: CopyOptions = {}): CopyMeasure {
  const compared = compare(posts);
  const { copies } = compared;
  const { from, to } = extentOf(posts);
  const all = findClusters(compared, copies, titles);
  const described = all.clusters.map(describeCluster).sort(bySize);
  const within = (isInside: (at: number) => boolean): Share => {
    const inside = copies.filter(({ post }) => isInside(post.createdAt.getTime()));
    // What lies outside must not tie together what lies inside, so each span is looked at by itself.
    return (inside.length === copies.length ? all : findClusters(compared, inside, titles)).share;
  };
  return {
    all: all.share,
    early: within((at) => at < from + hours * hourMs),
    recent: within((at) => at > to - dayMs),
    headlines: shareOf(all.headlines, copies.length),
    clusters: all.clusters.length,
    members: described.map((cluster) => cluster.members),
    biggest: described[0]?.about,
    tails: shareOf(countTails(copies), copies.length),
    unusable: compared.unusable,
    capped: all.capped,
  };
}

/** Posts of each cluster, headlines left out. */
export function copyClustersOf(
  posts: readonly Post[],
  { titles }: Pick<CopyOptions, 'titles'> = {},
): readonly (readonly Post[])[] {
  const compared = compare(posts);
  return findClusters(compared, compared.copies, titles).clusters.map((cluster) => cluster.map(({ post }) => post));
}

interface Compared {
  readonly copies: readonly Copy[];
  /** Distinct texts in normal form, sorted, so that the order of posts does not matter. */
  readonly texts: readonly string[];
  readonly unusable: number;
}

/** Only originals and quotes are compared: a repost repeats by nature, and replies are short and alike. */
function compare(posts: readonly Post[]): Compared {
  const candidates = posts.filter(({ kind }) => kind === 'original' || kind === 'quote');
  const { texts, textOf } = distinctTexts(candidates);
  const copies = candidates.flatMap((post, index) => {
    const text = textOf[index] ?? -1;
    return text < 0 ? [] : [{ post, text }];
  });
  return { copies, texts, unusable: candidates.length - copies.length };
}

interface Clusters {
  readonly clusters: readonly (readonly Copy[])[];
  readonly share: Share;
  readonly headlines: number;
  readonly capped: number;
}

function findClusters({ texts }: Compared, copies: readonly Copy[], titles: ReadonlySet<string> | undefined): Clusters {
  const { groupOf, capped } = nearGroups(texts, textsOf(copies, texts.length));
  const byGroup = new Map<number, Copy[]>();
  for (const copy of copies) {
    const group = groupOf[copy.text] ?? -1;
    const same = byGroup.get(group);
    if (same === undefined) byGroup.set(group, [copy]);
    else same.push(copy);
  }
  const found = [...byGroup.values()].filter(isCluster);
  const isHeadline = headlineTexts(found, (text) => titles?.has(texts[text] ?? '') === true);
  const clusters = found.map((cluster) => cluster.filter(({ text }) => !isHeadline.has(text))).filter(isCluster);
  const headlines = found.reduce((sum, cluster) => sum + cluster.filter(({ text }) => isHeadline.has(text)).length, 0);
  const copied = clusters.reduce((sum, cluster) => sum + cluster.length, 0);
  return { clusters, share: shareOf(copied, copies.length - headlines), headlines, capped };
}

function textsOf(copies: readonly Copy[], texts: number): Uint32Array {
  const isUsed = new Uint8Array(texts);
  for (const { text } of copies) isUsed[text] = 1;
  return Uint32Array.from(isUsed.keys()).filter((text) => isUsed[text] === 1);
}

function isCluster(copies: readonly Copy[]): boolean {
  if (copies.length < fewestAccounts) return false;
  return new Set(copies.map(({ post }) => authorOf(post))).size >= fewestAccounts;
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

interface Described {
  readonly about: CopyCluster;
  /** Earlier first. */
  readonly members: readonly Post[];
}

function describeCluster(copies: readonly Copy[]): Described {
  const members = copies.map(({ post }) => post).sort(byTimeThenId);
  return {
    about: {
      accounts: new Set(members.map(authorOf)).size,
      posts: members.length,
      wordings: new Set(copies.map(({ text }) => text)).size,
      texts: new Set(members.map(({ text }) => text)).size,
      firstAt: members[0]?.createdAt ?? new Date(Number.NaN),
      lastAt: members.at(-1)?.createdAt ?? new Date(Number.NaN),
    },
    members,
  };
}

function bySize({ about: a, members: [first] }: Described, { about: b, members: [second] }: Described): number {
  const bySizes = b.accounts - a.accounts || b.posts - a.posts || b.wordings - a.wordings || b.texts - a.texts;
  if (bySizes !== 0 || first === undefined || second === undefined) return bySizes;
  return byTimeThenId(first, second);
}

function countTails(copies: readonly Copy[]): number {
  const byText = new Map<number, string[]>();
  for (const { post, text } of copies) {
    const tail = noiseTail(post.text);
    if (tail === undefined) continue;
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [tail]);
    else same.push(tail);
  }
  let count = 0;
  for (const tails of byText.values()) if (new Set(tails).size >= fewestTails) count += tails.length;
  return count;
}
