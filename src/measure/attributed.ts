/**
 * The attributed part of a set of posts: which organisations that speak for a state took part, how early and with what
 * weight. Public-service broadcasters and reported networks are on the list, too, and counted apart.
 */
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { type EntryKind, type Registry, type RegistryEntry, stateKinds } from '../registry/registry.ts';
import { authorOf, byTimeThenId, interactionsOf, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface AttributedOrganisation {
  readonly entry: RegistryEntry;
  readonly accounts: number;
  /** Written posts; reposts are apart. */
  readonly posts: number;
  readonly reposts: number;
  readonly firstAt: Date;
}

export interface AttributedMeasure {
  readonly registryVersion: string;
  /** Attributed accounts / accounts, reposting ones included. */
  readonly accounts: Share;
  /** Posts written by attributed accounts / posts written (no reposts). */
  readonly posts: Share;
  /**
   * Posts by attributed accounts among the `topN` written posts with the most likes and reposts. Posts without counters
   * cannot be ranked; undefined when none has any.
   */
  readonly top: Share | undefined;
  /** Accounts of the other kinds of entry, most first. */
  readonly otherwise: readonly { readonly kind: EntryKind; readonly accounts: number }[];
  /** Written posts that carry a link to a host of a state's outlet or office / written posts with a link. */
  readonly links: Share;
  /** Most posts first, then accounts, then the earliest, then by entry id. */
  readonly organisations: readonly AttributedOrganisation[];
  readonly firstAttributedAt: Date | undefined;
  /** Place of the first attributed account among all accounts by their first post: the 4th of 214. Ties share the better place. */
  readonly order: { readonly place: number; readonly of: number } | undefined;
}

/** @param topN how many of the most interactive posts are looked at */
export function measureAttributed(posts: readonly Post[], registry: Registry, topN = 20): AttributedMeasure {
  const listed = attributePosts(posts, registry);
  const entries = new Map([...listed].filter(([, { kind }]) => stateKinds.includes(kind)));
  const written = writtenOf(posts);
  const accounts = new Set(posts.map(authorOf));
  const attributed = posts.filter((post) => entries.has(post));
  const attributedAccounts = new Set(attributed.map(authorOf));
  const ranked = mostInteractive(written, topN);
  const linking = written.filter((post) => post.links.length > 0);
  const first = earliestOf(attributed);
  return {
    registryVersion: registry.version,
    otherwise: otherKinds(listed),
    accounts: shareOf(attributedAccounts.size, accounts.size),
    posts: shareOf(countIn(written, entries), written.length),
    top: ranked.length === 0 ? undefined : shareOf(countIn(ranked, entries), ranked.length),
    links: shareOf(linking.filter((post) => hasListedHost(post, registry)).length, linking.length),
    organisations: organisationsOf(attributed, entries),
    firstAttributedAt: first,
    order: first === undefined ? undefined : { place: 1 + accountsBefore(posts, first), of: accounts.size },
  };
}

/** A listing is looked up as of each post: a handle may have changed hands in between. */
function attributePosts(posts: readonly Post[], registry: Registry): ReadonlyMap<Post, RegistryEntry> {
  const entries = new Map<Post, RegistryEntry>();
  for (const post of posts) {
    const found = registry.findAccount(post, post.createdAt);
    if (found !== undefined) entries.set(post, found.entry);
  }
  return entries;
}

function countIn(posts: readonly Post[], entries: ReadonlyMap<Post, RegistryEntry>): number {
  return posts.filter((post) => entries.has(post)).length;
}

function mostInteractive(written: readonly Post[], topN: number): readonly Post[] {
  return written
    .filter((post) => interactionsOf(post) !== undefined)
    .sort((a, b) => (interactionsOf(b) ?? 0) - (interactionsOf(a) ?? 0) || byTimeThenId(a, b))
    .slice(0, topN);
}

function hasListedHost(post: Post, registry: Registry): boolean {
  return post.links.some((link) => {
    const found = registry.findHost(hostOf(link), post.createdAt);
    return found !== undefined && stateKinds.includes(found.entry.kind);
  });
}

function otherKinds(listed: ReadonlyMap<Post, RegistryEntry>): AttributedMeasure['otherwise'] {
  const authors = new Map<EntryKind, Set<string>>();
  for (const [post, { kind }] of listed) {
    if (!stateKinds.includes(kind)) authors.set(kind, (authors.get(kind) ?? new Set()).add(authorOf(post)));
  }
  return [...authors]
    .map(([kind, { size }]) => ({ kind, accounts: size }))
    .sort((a, b) => b.accounts - a.accounts || (a.kind < b.kind ? -1 : 1));
}

function earliestOf(posts: readonly Post[]): Date | undefined {
  let first: Date | undefined;
  for (const { createdAt } of posts) if (first === undefined || createdAt < first) first = createdAt;
  return first;
}

function accountsBefore(posts: readonly Post[], moment: Date): number {
  return new Set(posts.filter((post) => post.createdAt < moment).map(authorOf)).size;
}

function organisationsOf(
  attributed: readonly Post[],
  entries: ReadonlyMap<Post, RegistryEntry>,
): readonly AttributedOrganisation[] {
  const byEntry = new Map<string, { entry: RegistryEntry; posts: Post[] }>();
  for (const post of attributed) {
    const entry = entries.get(post);
    if (entry === undefined) continue;
    const known = byEntry.get(entry.id) ?? { entry, posts: [] };
    known.posts.push(post);
    byEntry.set(entry.id, known);
  }
  return [...byEntry.values()].map(({ entry, posts }) => describeOrganisation(entry, posts)).sort(byWeight);
}

function describeOrganisation(entry: RegistryEntry, posts: readonly Post[]): AttributedOrganisation {
  const written = writtenOf(posts).length;
  const firstAt = earliestOf(posts) ?? new Date(0);
  return {
    entry,
    accounts: new Set(posts.map(authorOf)).size,
    posts: written,
    reposts: posts.length - written,
    firstAt,
  };
}

function byWeight(a: AttributedOrganisation, b: AttributedOrganisation): number {
  return (
    b.posts - a.posts ||
    b.accounts - a.accounts ||
    a.firstAt.getTime() - b.firstAt.getTime() ||
    (a.entry.id < b.entry.id ? -1 : 1)
  );
}
