/** Counts that platforms gave without the posts: kept with a page, and read for a chart or a comparison. */
import { sql } from 'kysely';
import { changed, type Db, rows } from './database.ts';
import { cleanText, toJson } from './json.ts';
import type { CountQuestion, StoredCount } from './store.ts';

/** Rows per statement, as for posts. */
const rowsPerStatement = 2_000;

/** The count read last is the right one: a platform goes on counting for a while. */
export async function keepCounts(tx: Db, counts: readonly StoredCount[]): Promise<void> {
  const last = new Map(
    counts
      .filter(isStorable)
      .map((count) => [cleanText(`${count.platform}\n${count.key}\n${count.at.getTime()}\n${count.seconds}`), count]),
  );
  const given = [...last.values()].map((count) => ({
    ...count,
    posts: Math.round(count.posts),
    tone: isTone(count.tone) ? count.tone : undefined,
  }));
  for (let from = 0; from < given.length; from += rowsPerStatement) {
    await changed(
      tx,
      sql`
        INSERT INTO count_bucket AS known (platform, key, at, seconds, posts, tone)
        SELECT platform, key, at, seconds, posts, tone
        FROM json_to_recordset(${toJson(given.slice(from, from + rowsPerStatement))}::json)
          AS given (platform text, key text, at timestamptz, seconds int, posts bigint, tone real)
        ON CONFLICT (platform, index_key(key), at, seconds) DO UPDATE
          SET posts = EXCLUDED.posts, tone = COALESCE(EXCLUDED.tone, known.tone)
          WHERE known.posts <> EXCLUDED.posts OR known.tone IS DISTINCT FROM COALESCE(EXCLUDED.tone, known.tone)`,
    );
  }
}

/** A count that is none is dropped: it must not cost the page. */
function isStorable({ at, seconds, posts }: StoredCount): boolean {
  const year = at.getUTCFullYear();
  const isLength = Number.isInteger(seconds) && seconds > 0 && seconds < 2 ** 31;
  return year >= 1 && year <= 9999 && isLength && posts >= 0 && posts <= Number.MAX_SAFE_INTEGER;
}

function isTone(tone: number | undefined): boolean {
  return tone !== undefined && tone >= -100 && tone <= 100;
}

/** By time, then key. */
export async function countsOf(db: Db, { platform, keys, from, to }: CountQuestion): Promise<readonly StoredCount[]> {
  const ofKeys =
    keys === undefined
      ? sql``
      : sql`AND index_key(key) = ANY (SELECT index_key(key) FROM unnest(${keys}::text[]) AS key)`;
  const found = await rows(
    db,
    sql<StoredCount & { readonly tone: number | null }>`
      SELECT platform, key, at, seconds, posts, tone FROM count_bucket
      WHERE platform = ${platform} AND at >= ${from} AND at < ${to} ${ofKeys} ORDER BY at, key, seconds`,
  );
  return found.map((count) => ({ ...count, tone: count.tone ?? undefined }));
}
