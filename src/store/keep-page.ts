/** One page of a source, in one transaction: posts, authors, deletes, gaps, cursor. */
import { sql } from 'kysely';
import { atomically, changed, type Db, rows } from './database.ts';
import { toJson } from './json.ts';
import { keepAccounts, keepPosts, rowsPerStatement } from './keep-posts.ts';
import { haveMonths } from './months.ts';
import { givenAccounts, givenPosts } from './post-rows.ts';
import type { KeepPage, KeptPage } from './store.ts';

export function keepPage(db: Db, sourceId: string, page: KeepPage, now: Date): Promise<KeptPage> {
  const posts = givenPosts(page.posts);
  const accounts = givenAccounts(page.posts, page.accounts ?? [], now);
  const deletes = page.deletes ?? [];
  return atomically(db, async (tx) => {
    const total = { added: 0, known: 0, deleted: 0 };
    if (posts.length > 0 || deletes.length > 0 || accounts.length > 0) {
      let mark = await takeArrivalMark(tx);
      await haveMonths(
        tx,
        posts.map(({ created_at }) => created_at),
      );
      for (const part of partsOf(accounts)) await keepAccounts(tx, part);
      for (const part of partsOf(posts)) {
        const { added, known } = await keepPosts(tx, part, mark);
        mark += added;
        total.added += added;
        total.known += known;
      }
      await sql`UPDATE arrival_mark SET mark = ${mark} WHERE mark <> ${mark}`.execute(tx);
      for (const part of partsOf(deletes)) total.deleted += await markDeleted(tx, part, now);
    }
    await keepGaps(tx, sourceId, page.gaps ?? []);
    await keepSource(tx, sourceId, page, total.added, now);
    return total;
  });
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

function markDeleted(
  tx: Db,
  deletes: readonly { readonly platform: string; readonly id: string }[],
  now: Date,
): Promise<number> {
  return changed(
    tx,
    sql`
      UPDATE post SET deleted_at = ${now}
      FROM (
        SELECT DISTINCT post.platform, post.id, post.created_at
        FROM json_to_recordset(${toJson(deletes)}::json) AS gone (platform text, id text)
        JOIN post ON post.platform = gone.platform AND post.id = index_key(gone.id)
        WHERE post.deleted_at IS NULL
      ) AS found
      WHERE post.platform = found.platform AND post.id = found.id AND post.created_at = found.created_at`,
  );
}

async function keepGaps(tx: Db, sourceId: string, gaps: NonNullable<KeepPage['gaps']>): Promise<void> {
  if (gaps.length === 0) return;
  await changed(
    tx,
    sql`
      INSERT INTO gap (source_id, from_at, to_at, reason)
      SELECT ${sourceId}, "from", "to", reason
      FROM json_to_recordset(${toJson(gaps)}::json) AS gap ("from" timestamptz, "to" timestamptz, reason text)
      ON CONFLICT DO NOTHING`,
  );
}

async function keepSource(tx: Db, sourceId: string, page: KeepPage, added: number, now: Date): Promise<void> {
  const cursor = page.cursor === undefined ? null : toJson(page.cursor);
  await changed(
    tx,
    sql`
      INSERT INTO source_state AS state (source_id, cursor, watermark, last_polled_at, posts)
      VALUES (${sourceId}, ${cursor}::json, ${page.watermark ?? null}::timestamptz, ${now}, ${added})
      ON CONFLICT (source_id) DO UPDATE SET
        cursor = COALESCE(EXCLUDED.cursor, state.cursor), watermark = COALESCE(EXCLUDED.watermark, state.watermark),
        last_polled_at = EXCLUDED.last_polled_at, last_error = NULL, posts = state.posts + EXCLUDED.posts`,
  );
}
