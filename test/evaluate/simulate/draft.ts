/** A post as it is written, before anybody has read it: only what `observe` keeps becomes a post. */
import type { PostKind } from '../../../src/post/post.ts';
import type { Account } from './population.ts';
import type { Random } from './random.ts';
import { written } from './text.ts';

export interface Draft {
  readonly id: string;
  readonly account: Account;
  readonly atMs: number;
  readonly text: string;
  readonly lang: string;
  readonly kind: PostKind;
  /** For a repost of a repost the first post, as platforms tell it. */
  readonly parent: Draft | undefined;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly media: readonly string[] | undefined;
  readonly likes: number | undefined;
  readonly deletedMs: number | undefined;
}

interface Wording {
  readonly text: string;
  readonly tags: readonly string[];
  readonly links?: readonly string[] | undefined;
  readonly media?: readonly string[] | undefined;
  readonly lang?: string | undefined;
  readonly kind?: PostKind | undefined;
  readonly parent?: Draft | undefined;
  readonly likes?: number | undefined;
  readonly deletedMs?: number | undefined;
}

/** Makes posts with ids of one series: `name-1`, `name-2` … */
export interface Pen {
  write(account: Account, atMs: number, wording: Wording): Draft;
  repost(account: Account, atMs: number, parent: Draft): Draft;
}

const none: readonly string[] = [];

export function createPen(name: string): Pen {
  let count = 0;
  const nextId = (): string => {
    count += 1;
    return `${name}-${count}`;
  };
  return {
    write(account, atMs, { text, tags, links = none, media, lang, kind = 'original', parent, likes, deletedMs }) {
      return {
        id: nextId(),
        account,
        atMs: wholeSecond(atMs),
        text: written(text, tags, links),
        lang: lang ?? account.lang,
        kind,
        parent,
        tags,
        links,
        media,
        likes,
        deletedMs,
      };
    },
    repost(account, atMs, parent) {
      const first = parent.kind === 'repost' ? (parent.parent ?? parent) : parent;
      const { text, lang, tags, links, media } = first;
      const time = wholeSecond(atMs);
      const base = { account, atMs: time, text, lang, tags, links, media, likes: undefined, deletedMs: undefined };
      return { id: nextId(), ...base, kind: 'repost', parent: first };
    },
  };
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** Likes with a heavy tail that grow with the author's reach. */
export function someLikes(random: Random, reach: number): number {
  return Math.min(50_000, Math.floor(reach * 2 * (random.next() ** -0.8 - 1)));
}
