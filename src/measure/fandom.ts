/** Were the accounts at it long before? A community that has used these tags for months is no crowd made for the day. */
import { dayMs, type Post } from '../post/post.ts';
import { type History, pastsOf } from './history.ts';
import { type Share, shareOf } from './share.ts';

export interface Fandom {
  /** Accounts that used one of the burst's tags more than 60 days before it / accounts with a post from that time. */
  readonly accounts: Share;
  /** Accounts of the burst without a post from that time. */
  readonly unknown: number;
  readonly days: number;
}

const days = 60;
/** A tag that so many of the burst's posts carry beside its own is what the crowd calls itself. */
const besideFrom = 0.2;

/** @param tags the burst's tag with its family, in normal form; tags that many of its posts carry are added */
export function measureFandom(posts: readonly Post[], history: History | undefined, tags: readonly string[]): Fandom {
  const { start, of, known } = pastsOf(posts, history);
  const wanted = new Set([...tags, ...tagsBeside(posts)]);
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

function tagsBeside(posts: readonly Post[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { tags } of posts) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].flatMap(([tag, count]) => (count >= besideFrom * posts.length ? [tag] : []));
}
