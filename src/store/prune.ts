/** Removes old posts, by whole months where possible, and what was only there for them. */
import { sql } from 'kysely';
import pg from 'pg';
import { atomically, changed, type Db, rows } from './database.ts';
import { takeArrivalMark } from './keep-page.ts';
import { keptMonths, type Month, postTables } from './months.ts';
import { pruneSpending } from './spending.ts';

/** How many posts were removed. */
export async function prune(db: Db, before: Date): Promise<number> {
  let removed = 0;
  for (const month of await keptMonths(db)) {
    if (month.to <= before) removed += await dropMonth(db, month);
  }
  return removed + (await deleteBefore(db, before));
}

/**
 * Dropping waits for every question that is going on, and what comes after waits for it. It gives up soon, before the
 * server looks for deadlocks (1 s), and leaves the month to `deleteBefore`; the empty tables go another day.
 */
async function dropMonth(db: Db, { name, from, to }: Month): Promise<number> {
  try {
    return await atomically(db, async (tx) => {
      await takeArrivalMark(tx);
      await sql`SET LOCAL lock_timeout = '500ms'`.execute(tx);
      const removed = await discount(tx, sql`SELECT platform FROM ${sql.table(`post_${name}`)}`);
      await discountTags(tx, sql`SELECT tag FROM ${sql.table(`post_tag_${name}`)}`);
      // With its posts: a key that is there with what was said says that the post is there.
      await sql`DELETE FROM post_key WHERE created_at >= ${from} AND created_at < ${to}`.execute(tx);
      await sql`DROP TABLE ${sql.join(postTables.map((table) => sql.table(`${table}_${name}`)))}`.execute(tx);
      return removed;
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '55P03') return 0; // lock_not_available
    throw error;
  }
}

function deleteBefore(db: Db, before: Date): Promise<number> {
  return atomically(db, async (tx) => {
    await takeArrivalMark(tx);
    const removed = await discount(tx, sql`DELETE FROM post WHERE created_at < ${before} RETURNING platform`);
    await discountTags(tx, sql`DELETE FROM post_tag WHERE created_at < ${before} RETURNING tag`);
    await sql`DELETE FROM post_link WHERE created_at < ${before}`.execute(tx);
    await sql`DELETE FROM post_key WHERE created_at < ${before}`.execute(tx);
    await sql`DELETE FROM gap WHERE to_at < ${before}`.execute(tx);
    await sql`DELETE FROM count_bucket WHERE at < ${before}`.execute(tx);
    await pruneSpending(tx);
    // Handles and follower counts of people are kept no longer than what they wrote.
    await sql`DELETE FROM account WHERE last_post_at < ${before}`.execute(tx);
    return removed;
  });
}

async function discount(tx: Db, gone: ReturnType<typeof sql>): Promise<number> {
  const [row] = await rows(
    tx,
    sql<{ posts: number }>`
      WITH gone AS (${gone}), counted AS (SELECT platform, count(*) AS posts FROM gone GROUP BY platform),
      updated AS (
        UPDATE platform_total AS total SET posts = total.posts - counted.posts FROM counted
        WHERE total.platform = counted.platform
      )
      SELECT COALESCE(sum(posts), 0) AS posts FROM counted`,
  );
  await changed(tx, sql`DELETE FROM platform_total WHERE posts <= 0`);
  return row?.posts ?? 0;
}

async function discountTags(tx: Db, gone: ReturnType<typeof sql>): Promise<void> {
  await sql`
    WITH gone AS (${gone}), counted AS (SELECT tag, count(*) AS posts FROM gone GROUP BY tag)
    UPDATE tag SET posts = tag.posts - counted.posts FROM counted WHERE tag.tag = counted.tag`.execute(tx);
  await changed(tx, sql`DELETE FROM tag WHERE posts <= 0`);
}
