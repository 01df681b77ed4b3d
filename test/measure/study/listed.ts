/** A registry of entries of any kind, by account id and by host; and posts of many accounts for planted sets. */
import fc from 'fast-check';
import { createTable, tableOf } from '../../../src/measure/table/build-table.ts';
import { type PostTable, type Stance, stances } from '../../../src/measure/table/post-table.ts';
import type { Post } from '../../../src/post/post.ts';
import type { Registry, RegistryEntry } from '../../../src/registry/registry.ts';
import { anEntry, aPost } from '../../builders.ts';

/** @param accounts entry by account id @param hosts entry by host, subdomains included */
export function listed(
  accounts: Readonly<Record<string, Partial<RegistryEntry>>>,
  hosts: Readonly<Record<string, Partial<RegistryEntry>>> = {},
): Registry {
  const byAccount = new Map(Object.entries(accounts).map(([key, given]) => [key, anEntry({ id: key, ...given })]));
  const byHost = new Map(Object.entries(hosts).map(([key, given]) => [key, anEntry({ id: key, ...given })]));
  return {
    version: '2026-03-01',
    entries: [...byAccount.values(), ...byHost.values()],
    findAccount({ accountId = '' }) {
      const entry = byAccount.get(accountId);
      return entry === undefined ? undefined : { entry, by: 'native-id' };
    },
    findHost(host) {
      const found = [...byHost].find(([known]) => host === known || host.endsWith(`.${known}`));
      return found === undefined ? undefined : { entry: found[1], by: 'host' };
    },
    nearestHandles: () => [],
    nearestHosts: () => [],
  };
}

/** One entry of each kind that matters, for the accounts a … d of `somePosts`; e, f and g are in no registry. */
export const mixedRegistry = listed(
  {
    a: { kind: 'state-media', state: 'XX' },
    b: { kind: 'diplomat', state: 'YY' },
    c: { kind: 'proxy-reported', state: 'XX', evidence: [{ type: 'platform-takedown', source: 'Example set' }] },
    d: { kind: 'public-service-media', state: 'ZZ' },
  },
  { 'daily.example': { kind: 'state-media', state: 'XX' } },
);

/** Posts with the index in their id; what is given may depend on the index. */
export function manyPosts(count: number, given: (index: number) => Partial<Post>): readonly Post[] {
  return Array.from({ length: count }, (_, index) => aPost(given(index)));
}

/** A table whose rows have the stances given, in order. */
export function tableWithStances(rows: readonly (readonly [Post, Stance])[], registry: Registry): PostTable {
  const builder = createTable({ registry, stanceBy: 'example 1 (lexicon)' });
  for (const [post, stance] of rows) builder.add(post, stance);
  return builder.build();
}

export function tableIn(posts: Iterable<Post>, registry: Registry = mixedRegistry): PostTable {
  return tableOf(posts, { registry });
}

/** Which of the rows are looked at: all, or those whose draw is true. */
export function someRows(draws: readonly boolean[] | undefined, table: PostTable): Uint32Array | undefined {
  return draws === undefined
    ? undefined
    : Uint32Array.from(Array.from({ length: table.rows }, (_, row) => row).filter((row) => draws[row] === true));
}

export const draws = fc.option(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), { nil: undefined });

export const stanceDraws = fc.array(fc.constantFrom(...stances), { minLength: 40, maxLength: 40 });

/** The posts of the rows looked at, for a reference over posts. */
export function chosen(posts: readonly Post[], rows: Uint32Array | undefined): readonly Post[] {
  return rows === undefined ? posts : posts.filter((_, index) => rows.includes(index));
}

/** Ids of the posts behind a number. */
export function idsBehind(table: PostTable, rows: Uint32Array): readonly string[] {
  return Array.from(rows, (row) => table.id.at(row));
}
