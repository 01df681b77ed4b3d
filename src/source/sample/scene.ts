/** What the parts of the sample are made of: posts with their author, and the instant at which each becomes visible. */
import { normalLink, normalTag } from '../../post/normal-form.ts';
import type { Post, PostKind } from '../../post/post.ts';
import type { Actor } from './cast.ts';
import type { Random } from './random.ts';
import type { SampleLang } from './texts.ts';

/** A post, or a known post seen again, becoming visible at `atMs`; `deleted` when it was found gone then. */
export interface Sighting {
  readonly atMs: number;
  readonly post: Post;
  readonly deleted?: boolean;
}

export interface Draft {
  readonly id: string;
  readonly actor: Actor;
  readonly atMs: number;
  readonly text: string;
  readonly lang: SampleLang;
  /** As written; the text carries them. */
  readonly tags: readonly string[];
  readonly links?: readonly string[] | undefined;
  readonly kind?: PostKind | undefined;
  readonly parentId?: string | undefined;
  readonly counts?: Pick<Post, 'likes' | 'reposts' | 'replies'> | undefined;
}

export function samplePost(draft: Draft): Post {
  const { actor, tags, links = [] } = draft;
  const at = wholeSecond(draft.atMs);
  return {
    platform: 'sample',
    id: draft.id,
    accountId: actor.id,
    handle: actor.handle,
    accountCreatedAt: actor.createdAt,
    followers: actor.followers,
    createdAt: at,
    seenAt: at,
    text: draft.text,
    lang: draft.lang,
    kind: draft.kind ?? 'original',
    parentId: draft.parentId,
    tags: [...new Set(tags.map(normalTag))],
    links: links.map((link) => normalLink(link) ?? link),
    ...draft.counts,
  };
}

/** Down, so that a post stays in its hour. */
function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}

/** A post with its tags at the end, as people write it. */
export function withTags(text: string, tags: readonly string[]): string {
  return [text, ...tags.map((tag) => `#${tag}`)].join(' ');
}

/** A repost carries what it repeats, and no counters of its own. */
export function repostOf(parent: Post, id: string, actor: Actor, atMs: number): Post {
  const at = wholeSecond(atMs);
  return {
    ...parent,
    id,
    accountId: actor.id,
    handle: actor.handle,
    accountCreatedAt: actor.createdAt,
    followers: actor.followers,
    createdAt: at,
    seenAt: at,
    kind: 'repost',
    parentId: parent.id,
    likes: undefined,
    reposts: undefined,
    replies: undefined,
  };
}

export function sighting(post: Post): Sighting {
  return { atMs: post.createdAt.getTime(), post };
}

/** Engagement with a heavy tail: most posts get next to nothing, a few get thousands. */
export function someCounts(random: Random, scale = 1): Pick<Post, 'likes' | 'reposts' | 'replies'> {
  const likes = Math.min(50_000, Math.floor(scale * (random.next() ** -0.8 - 1)));
  return {
    likes,
    reposts: Math.floor(likes * random.between(0.05, 0.3)),
    replies: Math.floor(likes * random.next() * 0.15),
  };
}

export const noCounts = { likes: 0, reposts: 0, replies: 0 } as const;
