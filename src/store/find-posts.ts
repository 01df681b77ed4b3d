/** Which posts of a list are kept, and where: each is looked up in the table of its own month, however many there are. */
import { sql } from 'kysely';
import { type Db, rows } from './database.ts';
import { cleanText, toJson } from './json.ts';
import { monthOf } from './months.ts';
import { indexKey, postDigest } from './post-digest.ts';
import type { PostRef } from './store.ts';

/** Its id is in the form that the tables hold. */
interface FoundPost extends PostRef {
  readonly isDeleted: boolean;
  readonly hasText: boolean;
}

/**
 * Posts by the table they are in. Only for the holder of the arrival mark: no table may go away meanwhile.
 *
 * The tables are named, not found by `created_at`: the database would plan for every month there is, and it mistakes
 * the index by time for the better one where many posts have one time.
 */
export async function findPosts(tx: Db, posts: readonly PostRef[]): Promise<ReadonlyMap<string, readonly FoundPost[]>> {
  const found = new Map<string, readonly FoundPost[]>();
  for (const [table, refs] of await placesOf(tx, posts)) {
    const there = await rows(
      tx,
      sql<FoundPost>`
        SELECT given.platform, given.id, post.deleted_at IS NOT NULL AS "isDeleted", post.text <> '' AS "hasText"
        FROM json_to_recordset(${toJson(refs)}::json) AS given (platform text, id text)
        CROSS JOIN LATERAL (
          SELECT deleted_at, text FROM ${sql.table(table)} AS post
          WHERE post.platform = given.platform AND post.id = given.id OFFSET 0
        ) AS post`,
    );
    found.set(table, there);
  }
  return found;
}

/** The tables that posts would be in. A digest proves nothing, and may be left over from a post that was pruned. */
async function placesOf(tx: Db, posts: readonly PostRef[]): Promise<ReadonlyMap<string, readonly PostRef[]>> {
  const unique = new Map(
    posts.map(({ platform, id }) => {
      const ref = { platform: cleanText(platform), id: cleanText(id) };
      return [postDigest(ref.platform, ref.id), { ...ref, id: indexKey(ref.id) }];
    }),
  );
  if (unique.size === 0) return new Map();
  const keys = await rows(
    tx,
    sql<{ digest: string; at: Date }>`
      SELECT DISTINCT given.digest::text AS digest, key.created_at AS at
      FROM unnest(${[...unique.keys()]}::bigint[]) AS given (digest)
      CROSS JOIN LATERAL (SELECT created_at FROM post_key WHERE post_key.digest = given.digest OFFSET 0) AS key`,
  );
  const places = new Map<string, Set<PostRef>>();
  for (const { digest, at } of keys) {
    const ref = unique.get(digest);
    if (ref === undefined) continue;
    const table = tableOf(at);
    const known = places.get(table);
    if (known === undefined) places.set(table, new Set([ref]));
    else known.add(ref);
  }
  const there = await existing(tx, [...places.keys()]);
  return new Map([...places].flatMap(([table, refs]) => (there.has(table) ? [[table, [...refs]] as const] : [])));
}

function tableOf(at: Date): string {
  const month = monthOf(at);
  if (month !== undefined) return `post_${month.name}`;
  return at.getUTCFullYear() < 2050 ? 'post_early' : 'post_late';
}

async function existing(tx: Db, tables: readonly string[]): Promise<ReadonlySet<string>> {
  if (tables.length === 0) return new Set();
  const found = await rows(
    tx,
    sql<{ name: string }>`
      SELECT name FROM unnest(${tables}::text[]) AS name WHERE to_regclass(name) IS NOT NULL`,
  );
  return new Set(found.map(({ name }) => name));
}
