/** What is known of a burst's accounts from before it: their earlier posts, as far as they were read. */
import type { Post, Span } from '../post/post.ts';
import { authorOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface History {
  /** Posts of the burst's accounts in `span`, in any order. Others among them, and the burst's own, do no harm. */
  readonly posts: readonly Post[];
  /** What was looked at: 90 days up to the burst's beginning. Only what was collected is in it; a silence may be ours. */
  readonly span: Span;
  readonly readAt: Date;
  /** Accounts that were looked up, by `authorOf`; absent: all of the burst. */
  readonly accounts?: ReadonlySet<string> | undefined;
  /** Accounts whose older posts were left out, because there were more than are read of one account. */
  readonly cappedAccounts?: number | undefined;
  /** Latest known post of an account before `span`, by `authorOf`: without it no silence is longer than the span. */
  readonly lastBefore?: ReadonlyMap<string, Date> | undefined;
}

export interface AccountPasts {
  /** First post of the burst, ms; NaN without posts. */
  readonly start: number;
  /** Earlier posts of each account of the burst that has any, by `authorOf`, in the order given. */
  readonly of: ReadonlyMap<string, readonly Post[]>;
  /** Accounts with an earlier post / accounts of the burst. */
  readonly known: Share;
}

/** The past of each account of a burst: what lies before the burst's first post. Without a history nobody has one. */
export function pastsOf(posts: readonly Post[], history: History | undefined): AccountPasts {
  const accounts = new Set(posts.map(authorOf));
  const start = posts.reduce((first, { createdAt }) => Math.min(first, createdAt.getTime()), Number.POSITIVE_INFINITY);
  const of = new Map<string, Post[]>();
  for (const post of history?.posts ?? []) {
    const author = authorOf(post);
    if (!accounts.has(author) || post.createdAt.getTime() >= start) continue;
    const theirs = of.get(author);
    if (theirs === undefined) of.set(author, [post]);
    else theirs.push(post);
  }
  return { start: accounts.size === 0 ? Number.NaN : start, of, known: shareOf(of.size, accounts.size) };
}
