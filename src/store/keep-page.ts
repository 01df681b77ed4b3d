/** One page of a source, in one transaction: posts, authors, deletes, raw payloads, counts, gaps, cursor. */
import { sql } from 'kysely';
import { keepCounts } from './counts.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { findPosts } from './find-posts.ts';
import { keepGaps } from './gaps.ts';
import { toJson } from './json.ts';
import { keepAccounts, keepPosts, rowsPerStatement } from './keep-posts.ts';
import { haveMonths } from './months.ts';
import { givenAccounts, givenPosts } from './post-rows.ts';
import { dropRaw, keepRaw } from './raw-items.ts';
import { keepSource } from './source-state.ts';
import type { KeepPage, KeptPage, PostRef, SourceName } from './store.ts';

export function keepPage(db: Db, source: string | SourceName, page: KeepPage, now: Date): Promise<KeptPage> {
  const sourceId = typeof source === 'string' ? source : source.id;
  const given = givenPage(page, now);
  return atomically(db, async (tx) => {
    let kept: KeptPage = { added: 0, known: 0, deleted: 0 };
    if (Object.values(given).some(({ length }) => length > 0)) {
      const mark = await takeArrivalMark(tx);
      const { added, known } = await keepGivenPosts(tx, given, mark);
      let deleted = 0;
      for (const part of partsOf(given.deletes)) deleted += await purge(tx, part, now);
      // After the deletes: nothing is kept of a post that is gone.
      for (const part of partsOf(given.gone)) await dropRaw(tx, part);
      await keepRaw(tx, sourceId, given.raw, now);
      await keepCounts(tx, given.counts);
      kept = { added, known, deleted };
    }
    // The source before its gaps, as whoever notes trouble does: two never wait for each other.
    await keepSource(tx, source, page, kept.added, now);
    await keepGaps(tx, typeof source === 'string' ? { id: source } : source, page.gaps ?? []);
    return kept;
  });
}

function givenPage(page: KeepPage, now: Date) {
  const deletes = page.deletes ?? [];
  return {
    posts: givenPosts(page.posts),
    accounts: givenAccounts(page.posts, page.accounts ?? [], now),
    deletes,
    /** Posts may also come as deleted. */
    gone: [...deletes, ...page.posts.filter(({ deletedAt }) => deletedAt !== undefined)].map(refOf),
    raw: page.raw ?? [],
    counts: page.counts ?? [],
  };
}

function refOf({ platform, id }: PostRef): PostRef {
  return { platform, id };
}

async function keepGivenPosts(
  tx: Db,
  { posts, accounts }: Pick<ReturnType<typeof givenPage>, 'posts' | 'accounts'>,
  lastMark: number,
): Promise<{ readonly added: number; readonly known: number }> {
  const total = { added: 0, known: 0 };
  await haveMonths(
    tx,
    posts.map(({ created_at }) => created_at),
  );
  for (const part of partsOf(accounts)) await keepAccounts(tx, part);
  for (const part of partsOf(posts)) {
    const { added, known } = await keepPosts(tx, part, lastMark + total.added);
    total.added += added;
    total.known += known;
  }
  const mark = lastMark + total.added;
  await sql`UPDATE arrival_mark SET mark = ${mark} WHERE mark <> ${mark}`.execute(tx);
  return total;
}

/**
 * The arrival number of the newest post, locked until the transaction ends. Numbers are therefore given and made
 * visible in one order: a reader that has seen number n has seen everything up to n, and "after n" skips nothing. A
 * sequence would not do, as a page that took its numbers early may commit late. It also makes writers of posts take
 * turns, so that no two add the same post, whose `created_at` may differ, under two keys.
 */
export async function takeArrivalMark(tx: Db): Promise<number> {
  // A machine that loses power in the middle must not keep the others waiting until its connection is found dead.
  const [row] = await rows(
    tx,
    sql<{ mark: number }>`
      SELECT mark, set_config('idle_in_transaction_session_timeout', '60s', true) FROM arrival_mark FOR UPDATE`,
  );
  return row?.mark ?? 0;
}

function partsOf<Row>(all: readonly Row[]): readonly (readonly Row[])[] {
  const parts: (readonly Row[])[] = [];
  for (let from = 0; from < all.length; from += rowsPerStatement) parts.push(all.slice(from, from + rowsPerStatement));
  return parts;
}

/** Takes the text away, also of a post that came as deleted; what it is counted by stays. How many were not deleted yet. */
async function purge(tx: Db, deletes: readonly PostRef[], now: Date): Promise<number> {
  let deleted = 0;
  for (const [table, found] of await findPosts(tx, deletes)) {
    const purged = found.filter(({ isDeleted, hasText }) => !isDeleted || hasText);
    if (purged.length === 0) continue;
    await changed(
      tx,
      sql`
        UPDATE ${sql.table(table)} AS post SET deleted_at = COALESCE(post.deleted_at, ${now}), text = ''
        FROM json_to_recordset(${toJson(purged)}::json) AS gone (platform text, id text)
        WHERE post.platform = gone.platform AND post.id = gone.id`,
    );
    deleted += purged.filter(({ isDeleted }) => !isDeleted).length;
  }
  return deleted;
}
