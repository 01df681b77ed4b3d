/** Posts of one day, streamed, → the figures of a digest. Memory does not grow with the day. */
import type { Post } from '../post/post.ts';
import type { Registry, RegistryEntry } from '../registry/registry.ts';
import { interactionFormula, interactionsBy } from './interactions.ts';
import { languageOf } from './language.ts';
import { type Share, shareOf } from './share.ts';
import { type Stance, stances } from './table/post-table.ts';

export interface DaySummary {
  readonly posts: number;
  readonly platforms: readonly string[];
  /** Posts by registry accounts per group (`CN state-media`). */
  readonly groups: Readonly<Record<string, number>>;
  /** Written posts per language, most first; `und` where it cannot be told. */
  readonly languages: readonly LanguageCount[];
  /** Attributed authors among the most interactive written posts; absent while no post has counters. */
  readonly influence?: Share | undefined;
}

export interface LanguageCount {
  readonly lang: string;
  readonly posts: number;
  /** Posts by stance; all of them unclassified where nothing classified. */
  readonly stances: Readonly<Record<Stance, number>>;
}

/** Written posts compared for influence: the digest's top 100 (F1 with N = 100). */
const topPosts = 100;

function groupOf({ state, kind }: RegistryEntry): string {
  return `${state} ${kind}`;
}

export interface DaySummaryBuilder {
  /** @param stance of each post, in order; absent: nothing classified */
  add(posts: readonly Post[], stance?: readonly Stance[]): void;
  finish(): DaySummary;
}

/** Feed posts, then `finish`. Reposts carry their parent's text and counters and never count as posts with them. */
export function createDaySummary(registry: Registry): DaySummaryBuilder {
  let posts = 0;
  const platforms = new Set<string>();
  const groups = new Map<string, number>();
  const languages = new Map<string, Record<Stance, number>>();
  let top: { readonly post: Post; readonly interactions: number; readonly attributed: boolean }[] = [];

  function keepTop(limit: number): void {
    if (top.length <= limit) return;
    top.sort((a, b) => b.interactions - a.interactions || byTime(a.post, b.post));
    top = top.slice(0, topPosts);
  }

  return {
    add(batch, stance = []) {
      for (const [index, post] of batch.entries()) {
        posts += 1;
        platforms.add(post.platform);
        if (post.kind !== 'repost') countLanguage(languages, post, stance[index] ?? 'unclassified');
        const entry = registry.findAccount(post, post.createdAt)?.entry;
        if (entry !== undefined) groups.set(groupOf(entry), (groups.get(groupOf(entry)) ?? 0) + 1);
        const interactions = interactionsOf(post);
        if (interactions !== undefined) top.push({ post, interactions, attributed: entry !== undefined });
      }
      keepTop(topPosts * 20);
    },
    finish() {
      keepTop(topPosts);
      return {
        posts,
        platforms: [...platforms].sort(),
        groups: Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1))),
        languages: [...languages]
          .map(([lang, counts]) => ({ lang, posts: sumOf(counts), stances: counts }))
          .sort((a, b) => b.posts - a.posts || (a.lang < b.lang ? -1 : 1)),
        influence:
          top.length === 0 ? undefined : shareOf(top.filter(({ attributed }) => attributed).length, top.length),
      };
    },
  };
}

function countLanguage(languages: Map<string, Record<Stance, number>>, post: Post, stance: Stance): void {
  const { lang } = languageOf(post.lang, post.text);
  const counts = languages.get(lang) ?? { unclassified: 0, positive: 0, neutral: 0, negative: 0 };
  counts[stance] += 1;
  languages.set(lang, counts);
}

function sumOf(counts: Readonly<Record<Stance, number>>): number {
  return stances.reduce((sum, stance) => sum + counts[stance], 0);
}

/** By the formula of the post's platform; `undefined` for a repost and where the platform gave no counter. */
function interactionsOf({ platform, kind, likes, reposts, quotes }: Post): number | undefined {
  if (kind === 'repost') return undefined;
  const counters = { likes: likes ?? -1, reposts: reposts ?? -1, quotes: quotes ?? -1 };
  const sum = interactionsBy(interactionFormula(platform), counters);
  return sum < 0 ? undefined : sum;
}

function byTime(a: Post, b: Post): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}
