/** Posts → references to them: id, times, address, and a hash that proves what the text was. */
import { createHash, createHmac } from 'node:crypto';
import { byTimeThenId, interactionsOf } from '../measure/post-groups.ts';
import type { Post } from '../post/post.ts';
import type { ExportAccount, ExportEvidence, ExportEvidenceList } from './model.ts';
import { postLink } from './post-link.ts';

export interface EvidenceContext {
  readonly nameOf: (post: Post) => Pick<ExportAccount, 'as' | 'name'>;
  readonly secret: string;
}

/** What a receiver can look through; the rest is counted. */
const itemsListed = 1_000;

export function describeEvidence(posts: readonly Post[], context: EvidenceContext): ExportEvidenceList {
  const written = posts.filter(({ kind }) => kind !== 'repost');
  const known = written.filter((post) => context.nameOf(post).as !== 'pseudonym').toSorted(byTimeThenId);
  const others = written.filter((post) => context.nameOf(post).as === 'pseudonym').toSorted(byInteractions);
  const chosen = [...known, ...others].slice(0, itemsListed);
  return { items: chosen.toSorted(byTimeThenId).map((post) => referenceTo(post, context)), of: written.length };
}

function byInteractions(a: Post, b: Post): number {
  return (interactionsOf(b) ?? 0) - (interactionsOf(a) ?? 0) || byTimeThenId(a, b);
}

function referenceTo(post: Post, { nameOf, secret }: EvidenceContext): ExportEvidence {
  const { as, name } = nameOf(post);
  const mayBeNamed = as !== 'pseudonym';
  return {
    platform: post.platform,
    post: mayBeNamed || !namesItsAuthor(post) ? post.id : postPseudonym(post, secret),
    account: name,
    listed: as === 'listed',
    kind: post.kind,
    at: post.createdAt,
    retrievedAt: post.seenAt,
    link: mayBeNamed ? postLink(post) : undefined,
    contentHash: post.text === '' ? undefined : contentHash(post.text),
  };
}

/**
 * Some platforms put the account into the post's id: `at://did…/…`, `channel/123`, the address of an article. A bare
 * number or code does not name anybody by itself.
 */
function namesItsAuthor({ id, accountId, handle }: Post): boolean {
  if (!/^[\w-]{1,40}$/.test(id)) return true;
  const inside = (name: string | undefined): boolean =>
    name !== undefined && name !== '' && id.toLowerCase().includes(name.toLowerCase());
  return inside(accountId) || inside(handle);
}

function postPseudonym({ platform, id }: Post, secret: string): string {
  return `post-${createHmac('sha256', secret).update(`post:${platform}:${id}`).digest('hex').slice(0, 16)}`;
}

/** SHA-256, hex, of a text as UTF-8 in Unicode's form NFC: two ways to write the same letters give one hash. */
function contentHash(text: string): string {
  return createHash('sha256').update(text.normalize('NFC'), 'utf8').digest('hex');
}
