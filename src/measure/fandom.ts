/** Were the accounts at it long before? A community that has used these tags for months is no crowd made for the day. */
import { dayMs, type Post } from '../post/post.ts';
import { type History, pastsOf } from './history.ts';
import { type Share, shareOf } from './share.ts';

export interface Fandom {
  /** Accounts that used one of the tags more than 60 days before the burst / accounts with a post from that time. */
  readonly accounts: Share;
  /** Accounts of the burst without a post from that time. */
  readonly unknown: number;
  readonly days: number;
}

const days = 60;

/** @param tags the burst's tag with its family, in normal form */
export function measureFandom(posts: readonly Post[], history: History | undefined, tags: readonly string[]): Fandom {
  const { start, of, known } = pastsOf(posts, history);
  const wanted = new Set(tags);
  let old = 0;
  let using = 0;
  for (const theirs of of.values()) {
    const early = theirs.filter(({ createdAt }) => createdAt.getTime() < start - days * dayMs);
    if (early.length === 0) continue;
    old += 1;
    if (early.some((post) => post.tags.some((tag) => wanted.has(tag)))) using += 1;
  }
  return { accounts: shareOf(using, old), unknown: known.of - old, days };
}
