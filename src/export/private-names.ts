/**
 * Handles and ids of the accounts that may not be named, to find them in what is not an account: a link on a host that
 * nobody knows as a platform, a host of somebody's own, a sentence that a person wrote.
 */
import { hostOf, pseudonym } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { decoded } from './account-page.ts';
import type { ExportAccount } from './model.ts';

export interface PrivateNames {
  /** Whether a link or host holds such a name. */
  readonly isIn: (address: string) => boolean;
  /** The text with pseudonyms in the place of names. Plain letters without an @ stay: a handle may be a word. */
  readonly hide: (text: string) => string;
}

export interface PrivateNamesContext {
  readonly registry: Registry;
  readonly nameOf: (post: Post) => Pick<ExportAccount, 'as' | 'name'>;
  readonly secret: string;
}

/** Shorter ones are words and numbers of all kinds. */
const shortest = 5;

/** Of all posts, also of those that do not leave themselves. */
export function createPrivateNames(posts: readonly Post[], context: PrivateNamesContext): PrivateNames {
  const handles = new Map<string, string>();
  const ids = new Map<string, string>();
  const open = new Set<string>();
  for (const post of posts) {
    const { platform, accountId, handle, parentAccountId } = post;
    if (isOpen(post, context)) {
      for (const name of [accountId, handle ?? '']) open.add(name.toLowerCase());
      continue;
    }
    const name = pseudonym(platform, accountId, context.secret);
    ids.set(accountId.toLowerCase(), name);
    for (const form of handleForms(handle)) handles.set(form, name);
    if (parentAccountId === undefined || isListed(platform, parentAccountId, post.createdAt, context)) continue;
    ids.set(parentAccountId.toLowerCase(), pseudonym(platform, parentAccountId, context.secret));
  }
  const find = (from: ReadonlyMap<string, string>, name: string): string | undefined =>
    name.length < shortest || open.has(name) ? undefined : from.get(name);
  return {
    isIn: (address) =>
      piecesOf(address).some((piece) => find(ids, piece) !== undefined || find(handles, piece) !== undefined),
    hide: (text) =>
      text.replace(/(@?)([\p{L}\p{N}_](?:[\p{L}\p{N}_.:-]*[\p{L}\p{N}_])?)/gu, (whole, at: string, word: string) => {
        const name = word.toLowerCase();
        const isHandle = at !== '' || /[\d._]/.test(name);
        return find(ids, name) ?? (isHandle ? find(handles, name) : undefined) ?? whole;
      }),
  };
}

function isOpen(post: Post, context: PrivateNamesContext): boolean {
  const { platform, accountId, handle, createdAt } = post;
  const entry = context.registry.findAccount({ platform, accountId, handle }, createdAt)?.entry;
  return entry?.publicRole === true || context.nameOf(post).as !== 'pseudonym';
}

function isListed(platform: string, accountId: string, at: Date, { registry }: PrivateNamesContext): boolean {
  return registry.findAccount({ platform, accountId }, at)?.entry.publicRole === true;
}

/** `name.bsky.social` is `name` elsewhere. */
function handleForms(handle: string | undefined): readonly string[] {
  const full = handle?.toLowerCase().replace(/^@/, '');
  if (full === undefined) return [];
  const short = /^([^@]+)@|^(.+)\.bsky\.social$/.exec(full);
  return [full, ...(short === null ? [] : [short[1] ?? short[2] ?? ''])];
}

/**
 * What stands between separators. Of a host only what is in front of its own domain: `reuters.com` is the site of
 * whoever has that handle, and no page of an account. Words inside of a slug are words.
 */
function piecesOf(address: string): readonly string[] {
  const host = hostOf(address).toLowerCase().replace(/:\d+$/, '');
  const labels = host.split('.').slice(0, -2);
  const words = decoded(address.slice(hostOf(address).length))
    .toLowerCase()
    .split(/[^\p{L}\p{N}_.:-]+/u)
    .map((word) => word.replace(/^(?:twitter|telegram|instagram|facebook)-/, ''));
  return [
    ...(labels.length > 0 ? [host, ...labels] : []),
    ...words.flatMap((word) => [word, ...word.split('.'), ...word.split(':')]),
  ];
}
