/** Names of the AT Protocol, as far as they become ids: what is not of this form is not stored. */
import { safeId } from '../safe-value.ts';

export const postCollection = 'app.bsky.feed.post';
export const repostCollection = 'app.bsky.feed.repost';
/** What is read of the network. */
export const collections = [postCollection, repostCollection] as const;

const did = /^did:[a-z]+:[A-Za-z0-9._:%-]+$/;
const recordKey = /^[A-Za-z0-9._~:-]+$/;
const handle = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

export function isDid(text: string): boolean {
  return did.test(text) && safeId(text) === text;
}

/** The handle in lower case; `handle.invalid` is what servers write for an account whose handle does not resolve. */
export function handleOf(text: string): string | undefined {
  const name = text.trim().replace(/^@+/, '').toLowerCase();
  return handle.test(name) && name.length <= 200 && name !== 'handle.invalid' ? name : undefined;
}

/** `at://DID/COLLECTION/KEY`, which is the id of a post; `undefined` when a part is none, or all is too long for a key. */
export function recordUri(repo: string, collection: string, key: string): string | undefined {
  return did.test(repo) && recordKey.test(key) ? safeId(`at://${repo}/${collection}/${key}`) : undefined;
}

/** The uri of a post as it stands in somebody else's record. */
export function postUri(text: string | undefined): string | undefined {
  const [, repo, collection, key] = /^at:\/\/([^/]+)\/([^/]+)\/([^/?#]+)$/.exec(text ?? '') ?? [];
  if (repo === undefined || key === undefined || collection !== postCollection) return undefined;
  return recordUri(repo, collection, key);
}

const letters = '234567abcdefghijklmnopqrstuvwxyz';

/** The time in a record key or revision of the usual form (TID: 13 letters of base 32, microseconds in all but 10 bits). */
export function timeOfTid(tid: string): Date | undefined {
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(tid)) return undefined;
  let value = 0n;
  for (const letter of tid) value = value * 32n + BigInt(letters.indexOf(letter));
  return new Date(Number((value >> 10n) / 1000n));
}
