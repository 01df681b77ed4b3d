/**
 * Whose post a reply or repost answers: the registry entry of the parent's author. From the parent's own row where it is in
 * the set, else from what is known of its account.
 */
import { dayMs } from '../../post/post.ts';
import type { Registry, RegistryEntry } from '../../registry/registry.ts';
import type { PostTable } from '../table/post-table.ts';

export type AccountRegistry = Pick<Registry, 'findAccount'>;

/** The parent's author is in no registry. */
const unlisted = -1;
/** The parent's author is not known, or nothing was there to ask about it. */
export const unknownParent = -2;

export interface ParentEntries {
  /** Grows while it is asked. */
  readonly entries: readonly RegistryEntry[];
  /** Index into `entries`, `unlisted` or `unknownParent`. */
  of(row: number): number;
}

/**
 * @param registry asked for parents outside the set as of the row's day, once a day (UTC) and account at most; without it
 * their account is looked up among the authors of the set, and is unknown where it wrote none
 */
export function parentEntriesOf(table: PostTable, registry?: AccountRegistry): ParentEntries {
  const entries = [...table.entries];
  const byAuthor = registry === undefined ? entryOfAccount(table) : new Int32Array(0);
  const ask = registry === undefined ? undefined : onceADay(table, registry, entries);
  return {
    entries,
    of(row) {
      const account = table.parentAccount[row] ?? -1;
      if (account < 0) return unknownParent;
      const parent = table.parent[row] ?? -1;
      if (parent >= 0) return table.entry[parent] ?? unlisted;
      return ask === undefined ? (byAuthor[account] ?? unknownParent) : ask(account, table.at[row] ?? 0);
    },
  };
}

/**
 * Entry of each account by its own posts, of the latest one where it changed: an index into the table's entries,
 * `unlisted`, or `unknownParent` for an account without a post.
 */
export function entryOfAccount(table: PostTable): Int32Array {
  const entries = new Int32Array(table.accounts.size).fill(unknownParent);
  const latest = new Float64Array(table.accounts.size).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < table.rows; row++) {
    const account = table.account[row] ?? 0;
    const at = table.at[row] ?? 0;
    if (at < (latest[account] ?? 0)) continue;
    latest[account] = at;
    entries[account] = table.entry[row] ?? unlisted;
  }
  return entries;
}

/** Amplifiers repost the same few accounts all day, and a registry's validity is given in days. */
function onceADay(
  table: PostTable,
  registry: AccountRegistry,
  entries: RegistryEntry[],
): (account: number, at: number) => number {
  const askedDay = new Float64Array(table.accounts.size).fill(Number.NaN);
  const answer = new Int32Array(table.accounts.size);
  const indexById = new Map(entries.map(({ id }, index) => [id, index]));
  return (account, at) => {
    const day = Math.floor(at / dayMs);
    if (askedDay[account] === day) return answer[account] ?? unlisted;
    const entry = findAccount(table, registry, account, at);
    let index = entry === undefined ? unlisted : indexById.get(entry.id);
    if (entry !== undefined && index === undefined) {
      index = entries.push(entry) - 1;
      indexById.set(entry.id, index);
    }
    askedDay[account] = day;
    answer[account] = index ?? unlisted;
    return index ?? unlisted;
  };
}

/** By native id, and by handle where one is known. */
function findAccount(
  table: PostTable,
  registry: AccountRegistry,
  account: number,
  at: number,
): RegistryEntry | undefined {
  const platform = table.platforms[table.accounts.platform[account] ?? 0] ?? '';
  const accountId = table.accounts.key.at(account).slice(platform.length + 1);
  const handle = table.accounts.handle(account);
  return registry.findAccount({ platform, accountId, handle: handle === '' ? undefined : handle }, new Date(at))?.entry;
}
