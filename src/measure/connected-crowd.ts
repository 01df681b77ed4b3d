/** Did the accounts know each other before the burst? A crowd that talked to each other for long is one by itself. */
import type { Post } from '../post/post.ts';
import { type History, pastsOf } from './history.ts';
import { type Share, shareOf } from './share.ts';

export interface ConnectedCrowd {
  /**
   * Accounts with another account of the burst such that each answered, reposted or quoted the other before the burst /
   * accounts with an earlier post.
   */
  readonly mutual: Share;
  /** The same in one direction at least, whichever. */
  readonly linked: Share;
  /** Accounts without an earlier post. */
  readonly unknown: number;
}

export function measureConnectedCrowd(posts: readonly Post[], history: History | undefined): ConnectedCrowd {
  const { of, known } = pastsOf(posts, history);
  const authors = authorsOf([...posts, ...(history?.posts ?? [])]);
  const targets = new Map([...of].map(([author, theirs]) => [author, targetsOf(author, theirs, authors)]));
  const mutual = new Set<string>();
  const linked = new Set<string>();
  for (const [author, theirs] of targets) {
    for (const target of theirs) {
      const back = targets.get(target);
      if (back === undefined) continue;
      linked.add(author).add(target);
      if (back.has(author)) mutual.add(author);
    }
  }
  return {
    mutual: shareOf(mutual.size, of.size),
    linked: shareOf(linked.size, of.size),
    unknown: known.of - of.size,
  };
}

/** Author of each post at hand: what a parent's author is looked up in where the platform does not give it. */
function authorsOf(posts: readonly Post[]): ReadonlyMap<string, string> {
  return new Map(posts.map(({ platform, id, accountId }) => [`${platform}:${id}`, accountId]));
}

function targetsOf(author: string, posts: readonly Post[], authors: ReadonlyMap<string, string>): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const { platform, parentId, parentAccountId } of posts) {
    const account = parentAccountId ?? authors.get(`${platform}:${parentId}`);
    if (account !== undefined) targets.add(`${platform}:${account}`);
  }
  targets.delete(author);
  return targets;
}
