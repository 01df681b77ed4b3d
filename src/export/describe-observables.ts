/** Tags, links and hosts of a campaign with how many posts and accounts used them. */
import type { Campaign } from '../campaign/campaign.ts';
import { authorOf } from '../measure/post-groups.ts';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { mayLeave } from './account-page.ts';
import type { ExportObservables } from './model.ts';
import type { PrivateNames } from './private-names.ts';

/** The tail of single uses says little; it stays countable in the store. */
const listed = { tags: 100, links: 200, hosts: 100 } as const;

export function describeObservables(
  { tags, links, lastAt }: Campaign,
  posts: readonly Post[],
  registry: Registry,
  isOpen: (link: string) => boolean,
): ExportObservables {
  const written = posts.filter(({ kind }) => kind !== 'repost');
  const usedTags = usesOf(written, (post) => post.tags, tags);
  const usedLinks = usesOf(written, (post) => post.links, links);
  const shown = usedLinks.filter(({ name }) => isOpen(name));
  const hosts = usesOf(written, (post) => [...new Set(post.links.map(hostOf))], links.map(hostOf)).filter(({ name }) =>
    isOpen(name),
  );
  return {
    tags: usedTags.slice(0, listed.tags).map(({ name, ...uses }) => ({ tag: name, ...uses })),
    links: shown.slice(0, listed.links).map(({ name, ...uses }) => ({ link: name, ...uses })),
    hosts: hosts.slice(0, listed.hosts).map(({ name, posts: n }) => {
      const entry = registry.findHost(name, lastAt)?.entry;
      return { host: name, posts: n, organisation: entry?.publicRole === true ? entry.id : undefined };
    }),
    linksWithheld: usedLinks.length - shown.length,
  };
}

/** Links of the campaign and its posts that show the page of an account which may not be named. */
export function withheldLinks(
  { key, keyKind, links }: Campaign,
  posts: readonly Post[],
  isOpen: (link: string) => boolean,
): readonly string[] {
  const all = new Set([...(keyKind === 'link' ? [key] : []), ...links, ...posts.flatMap((post) => post.links)]);
  return [...all].filter((link) => !isOpen(link));
}

/** Pages of a listed host are its own, whoever they are about. */
export function showsNobody(link: string, registry: Registry, at: Date, names: PrivateNames): boolean {
  if (!mayLeave(link, registry, at)) return false;
  return !names.isIn(link) || registry.findHost(hostOf(link), at)?.entry.publicRole === true;
}

interface Uses {
  readonly name: string;
  readonly posts: number;
  readonly accounts: number;
}

/** Most used first; what the campaign names is in it even where no stored post is left. */
function usesOf(
  posts: readonly Post[],
  namesOf: (post: Post) => readonly string[],
  named: readonly string[],
): readonly Uses[] {
  const uses = new Map(named.map((name) => [name, { posts: 0, accounts: new Set<string>() }]));
  for (const post of posts) {
    for (const name of namesOf(post)) {
      const known = uses.get(name) ?? { posts: 0, accounts: new Set<string>() };
      known.posts += 1;
      known.accounts.add(authorOf(post));
      uses.set(name, known);
    }
  }
  return [...uses]
    .map(([name, { posts: n, accounts }]) => ({ name, posts: n, accounts: accounts.size }))
    .toSorted((a, b) => b.posts - a.posts || b.accounts - a.accounts || (a.name < b.name ? -1 : 1));
}
