/**
 * Which events of the whole network are kept. Most posts of a day are about lunch: what has neither a tag nor a watched
 * link nor a watched author can be part of no campaign that Tocsin detects.
 */
import { hostOf } from '../../post/normal-form.ts';
import type { Post } from '../../post/post.ts';
import type { Watched } from '../source.ts';
import type { JetstreamEvent } from './event.ts';
import { createRecent } from './recent.ts';
import type { BlueskyKeep } from './settings.ts';

export interface Selection {
  wants(post: Post): boolean;
  /** Whether what an event says of its author is kept. */
  wantsFact(event: JetstreamEvent): boolean;
}

/** Some 25 MB. Reposts of what was kept before that, or before a restart, are not recognised. */
const rememberedPosts = 200_000;
const rememberedAccounts = 100_000;

export function createSelection(keep: BlueskyKeep, watched: Watched): Selection {
  const kept = createRecent(rememberedPosts);
  const authors = createRecent(rememberedAccounts);
  const accounts = new Set(watched.accounts.map(({ nativeId }) => nativeId));
  const tags = new Set(watched.tags);
  const hosts = new Set(watched.hosts);
  const isWorthIt = (post: Post): boolean => {
    if (keep === 'all' || accounts.has(post.accountId) || kept.has(post.id)) return true;
    if (post.tags.some((tag) => keep === 'tagged' || tags.has(tag))) return true;
    if (post.links.some((link) => isWithin(hostOf(link), hosts))) return true;
    const carries = post.kind === 'repost' || post.kind === 'quote';
    return carries && post.parentId !== undefined && kept.has(post.parentId);
  };
  return {
    wants(post) {
      const isWanted = isWorthIt(post);
      if (isWanted && keep !== 'all') {
        authors.add(post.accountId);
        if (post.kind !== 'repost') kept.add(post.id);
      }
      return isWanted;
    },
    wantsFact(event) {
      // Suspensions come for everybody, and may be of an account kept long ago. New accounts and new handles are many.
      if (event.kind === 'account' && !event.account.active) {
        authors.add(event.did);
        return true;
      }
      return keep === 'all' || accounts.has(event.did) || authors.has(event.did);
    },
  };
}

/** All posts of the given accounts, as the server was asked; a server that gives others is not believed. */
export function onlyOf(dids: ReadonlySet<string>): Selection {
  return { wants: (post) => dids.has(post.accountId), wantsFact: (event) => dids.has(event.did) };
}

/** Whether the host or one it is part of is in the set. */
function isWithin(host: string, hosts: ReadonlySet<string>): boolean {
  if (hosts.size === 0) return false;
  for (let rest = host; ; rest = rest.slice(rest.indexOf('.') + 1)) {
    if (hosts.has(rest)) return true;
    if (!rest.includes('.')) return false;
  }
}
