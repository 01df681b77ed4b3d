/** Posts of one day, streamed, → the figures of a digest. Memory does not grow with the day. */
import type { Post } from '../post/post.ts';
import type { Registry, RegistryEntry } from '../registry/registry.ts';
import { type Share, shareOf } from './share.ts';

export interface DaySummary {
  readonly posts: number;
  readonly platforms: readonly string[];
  /** Posts by registry accounts per group (`CN state-media`). */
  readonly groups: Readonly<Record<string, number>>;
  /** Posts per language, most first; `und` where the platform gave none. */
  readonly languages: readonly { readonly lang: string; readonly posts: number }[];
  /** Attributed authors among the most interactive originals; absent while no post has counters. */
  readonly influence?: Share | undefined;
}

/** Original posts compared for influence: the digest's top 100 (F1 with N = 100). */
const topPosts = 100;

function groupOf({ state, kind }: RegistryEntry): string {
  return `${state} ${kind}`;
}

/** Feed posts, then `finish`. Reposts carry their parent's counters and never count as posts with them. */
export function createDaySummary(registry: Registry): { add(posts: readonly Post[]): void; finish(): DaySummary } {
  let posts = 0;
  const platforms = new Set<string>();
  const groups = new Map<string, number>();
  const languages = new Map<string, number>();
  let top: { readonly post: Post; readonly interactions: number; readonly attributed: boolean }[] = [];

  function keepTop(limit: number): void {
    if (top.length <= limit) return;
    top.sort((a, b) => b.interactions - a.interactions || byTime(a.post, b.post));
    top = top.slice(0, topPosts);
  }

  return {
    add(batch) {
      for (const post of batch) {
        posts += 1;
        platforms.add(post.platform);
        const lang = post.lang ?? 'und';
        languages.set(lang, (languages.get(lang) ?? 0) + 1);
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
          .map(([lang, n]) => ({ lang, posts: n }))
          .sort((a, b) => b.posts - a.posts || (a.lang < b.lang ? -1 : 1)),
        influence:
          top.length === 0 ? undefined : shareOf(top.filter(({ attributed }) => attributed).length, top.length),
      };
    },
  };
}

/** Likes, reposts and replies of an original or quote; `undefined` when the platform gave no counter at all. */
function interactionsOf({ kind, likes, reposts, replies }: Post): number | undefined {
  if (kind === 'repost') return undefined;
  if (likes === undefined && reposts === undefined && replies === undefined) return undefined;
  return (likes ?? 0) + (reposts ?? 0) + (replies ?? 0);
}

function byTime(a: Post, b: Post): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}
