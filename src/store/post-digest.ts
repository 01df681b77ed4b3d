/** Keys as indexes hold them: the same as the database's `index_key` and `post_digest`. */
import { hash } from 'node:crypto';

/** Entries of a B-tree end at 2,704 bytes, so that a long key is its beginning and a digest. */
export function indexKey(value: string): string {
  // A UTF-16 unit is three bytes of UTF-8 at most.
  if (value.length * 3 <= longestKey || Buffer.byteLength(value) <= longestKey) return value;
  return `${Array.from(value.slice(0, 200)).slice(0, 100).join('')}#${hash('sha256', value, 'hex')}`;
}

const longestKey = 800;

export function postDigest(platform: string, id: string): string {
  return digestOf(`${platform}\n${id}`);
}

/** A signed 64-bit number in digits. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'buffer').readBigInt64BE().toString();
}
