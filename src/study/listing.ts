/**
 * What a reader is shown of the rows behind a number: which posts or accounts they are, never their text. Accounts in no
 * registry, and listed ones without a public role, are pseudonyms.
 */

import type { Behind, PostTable } from '../measure/table/post-table.ts';
import { pseudonym } from '../post/normal-form.ts';
import { accountStatuses, postKinds } from '../post/post.ts';
import type { RegistryEntry } from '../registry/registry.ts';

export interface Listing {
  readonly of: 'posts' | 'accounts';
  readonly total: number;
  readonly columns: readonly string[];
  /** @param place 0 … total - 1 */
  row(place: number): readonly string[];
}

const postColumns = ['platform', 'id', 'time', 'who', 'class', 'kind', 'likes', 'reposts', 'replies', 'quotes'];
const accountColumns = ['platform', 'who', 'class', 'posts', 'created', 'followers', 'status'];

/** @param secret key of the pseudonyms */
export function createListings(table: PostTable, secret: string): (behind: Behind) => Listing {
  const pseudonyms = createPseudonyms(table, secret);
  let known: AccountsSeen | undefined;
  const seen = (): AccountsSeen => (known ??= lookAtAccounts(table));
  return ({ of, rows }) =>
    of === 'posts'
      ? { of, total: rows.length, columns: postColumns, row: (place) => postRow(table, rows[place] ?? 0, pseudonyms) }
      : {
          of,
          total: rows.length,
          columns: accountColumns,
          row: (place) => accountRow(table, rows[place] ?? 0, seen(), pseudonyms),
        };
}

function postRow(table: PostTable, row: number, pseudonyms: Pseudonyms): readonly string[] {
  const account = table.account[row] ?? 0;
  const entry = table.entries[table.entry[row] ?? -1];
  return [
    platformOf(table, account),
    postName(table, row, entry, pseudonyms),
    new Date(table.at[row] ?? 0).toISOString().replace('.000Z', 'Z'),
    nameOf(account, entry, pseudonyms),
    entry?.kind ?? 'unattributed',
    postKinds[table.kind[row] ?? 0] ?? '',
    counterText(table.likes[row]),
    counterText(table.reposts[row]),
    counterText(table.replies[row]),
    counterText(table.quotes[row]),
  ];
}

function accountRow(table: PostTable, account: number, seen: AccountsSeen, pseudonyms: Pseudonyms): readonly string[] {
  const entry = table.entries[seen.entry[account] ?? -1];
  const created = table.accounts.createdAt[account] ?? Number.NaN;
  const followers = table.accounts.followers[account] ?? -1;
  const status = table.accounts.status[account] ?? 0;
  return [
    platformOf(table, account),
    nameOf(account, entry, pseudonyms),
    entry?.kind ?? 'unattributed',
    String(seen.posts[account] ?? 0),
    Number.isNaN(created) ? '' : new Date(created).toISOString().slice(0, 10),
    entry?.publicRole === true ? counterText(followers) : followersBand(followers),
    status === 0 ? '' : (accountStatuses[status - 1] ?? ''),
  ];
}

function counterText(value = -1): string {
  return value < 0 ? '' : String(value);
}

/** An exact number of followers and a date of creation would find one account among millions. */
function followersBand(followers: number): string {
  if (followers < 0) return '';
  if (followers === 0) return '0';
  if (followers < 5) return '1-4';
  if (followers < 50) return '5-49';
  return followers < 500 ? '50-499' : '500+';
}

interface Pseudonyms {
  ofAccount(account: number): string;
  ofPost(account: number, id: string): string;
}

/** An account stands in many lists; its pseudonym is made once. */
function createPseudonyms(table: PostTable, secret: string): Pseudonyms {
  const known = new Map<number, string>();
  return {
    ofAccount(account) {
      const found = known.get(account);
      if (found !== undefined) return found;
      const made = pseudonym(platformOf(table, account), accountIdOf(table, account), secret);
      known.set(account, made);
      return made;
    },
    ofPost: (account, id) => pseudonym(platformOf(table, account), `post ${id}`, secret).replace('acct-', 'post-'),
  };
}

/** Listed institutions and persons in public office by their name, all others by a pseudonym. */
function nameOf(account: number, entry: RegistryEntry | undefined, pseudonyms: Pseudonyms): string {
  return entry?.publicRole === true ? entry.name : pseudonyms.ofAccount(account);
}

const bareNumber = /^\d+$/;

/** The platform's id of a post; where it holds its author's id or handle, a pseudonym of the post instead. */
function postName(table: PostTable, row: number, entry: RegistryEntry | undefined, pseudonyms: Pseudonyms): string {
  const account = table.account[row] ?? 0;
  const id = afterColon(table.id.at(row));
  if (entry?.publicRole === true) return id;
  // A bare number holds nobody's name, whatever digits it has in common with another number.
  if (bareNumber.test(id)) return id;
  const author = accountIdOf(table, account).toLowerCase();
  const handle = table.accounts.handle(account).toLowerCase();
  const written = id.toLowerCase();
  const isTelling = (author !== '' && written.includes(author)) || (handle !== '' && written.includes(handle));
  return isTelling ? pseudonyms.ofPost(account, id) : id;
}

function platformOf(table: PostTable, account: number): string {
  return table.platforms[table.accounts.platform[account] ?? 0] ?? '';
}

function accountIdOf(table: PostTable, account: number): string {
  return afterColon(table.accounts.key.at(account));
}

function afterColon(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

interface AccountsSeen {
  /** Index into `entries` as of the account's latest attributed row; -1 when it has none. */
  readonly entry: Int32Array;
  readonly posts: Uint32Array;
}

function lookAtAccounts(table: PostTable): AccountsSeen {
  const entry = new Int32Array(table.accounts.size).fill(-1);
  const posts = new Uint32Array(table.accounts.size);
  for (let row = 0; row < table.rows; row++) {
    const account = table.account[row] ?? 0;
    posts[account] = (posts[account] ?? 0) + 1;
    const found = table.entry[row] ?? -1;
    if (found >= 0) entry[account] = found;
  }
  return { entry, posts };
}
