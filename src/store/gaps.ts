/** Spans in which a source was not read, or not fully. At most one of each source is open: it still grows. */
import { sql } from 'kysely';
import type { Span } from '../post/post.ts';
import { changed, type Db, rows } from './database.ts';
import { toJson } from './json.ts';
import type { KeepPage, SourceName, StoredGap } from './store.ts';

/** The same gap told twice is one. */
export async function keepGaps(
  tx: Db,
  { id, platform, coverage }: Partial<SourceName> & Pick<SourceName, 'id'>,
  gaps: NonNullable<KeepPage['gaps']>,
): Promise<void> {
  if (gaps.length === 0) return;
  await changed(
    tx,
    sql`
      INSERT INTO gap (source_id, platform, coverage, from_at, to_at, reason)
      SELECT ${id}, ${platform ?? null}, ${coverage ?? 'part'}, "from", "to", reason
      FROM json_to_recordset(${toJson(gaps)}::json) AS gap ("from" timestamptz, "to" timestamptz, reason text)
      ON CONFLICT DO NOTHING`,
  );
}

/** Lengthens the open gap to `to`; with `from` given it opens one unless there is one. */
export async function growGap(
  tx: Db,
  { id, platform, coverage }: SourceName,
  { from, to, reason }: { readonly from: Date | undefined; readonly to: Date; readonly reason: string },
): Promise<void> {
  const grown = await changed(
    tx,
    sql`
      UPDATE gap SET to_at = GREATEST(to_at, ${to}), reason = ${reason}, platform = ${platform}, coverage = ${coverage}
      WHERE source_id = ${id} AND open`,
  );
  if (grown > 0 || from === undefined) return;
  await changed(
    tx,
    sql`
      INSERT INTO gap (source_id, platform, coverage, from_at, to_at, reason, open)
      VALUES (${id}, ${platform}, ${coverage}, ${from}, ${to}, ${reason}, true)`,
  );
}

/** Ends the open gap at `to`; without `to` it was filled and is none. */
export async function endGap(tx: Db, sourceId: string, to: Date | undefined): Promise<void> {
  const ended = sql`DELETE FROM gap WHERE source_id = ${sourceId} AND open`;
  await changed(
    tx,
    to === undefined
      ? ended
      : sql`
          WITH ended AS (${ended} RETURNING *)
          INSERT INTO gap (source_id, platform, coverage, from_at, to_at, reason)
          SELECT source_id, platform, coverage, from_at, ${to}::timestamptz, reason FROM ended WHERE from_at < ${to}
          ON CONFLICT DO NOTHING`,
  );
}

export async function gapsIn(db: Db, { from, to }: Span): Promise<readonly StoredGap[]> {
  const found = await rows(
    db,
    sql<StoredGap & { readonly platform: string | null }>`
      SELECT source_id AS "sourceId", platform, coverage, from_at AS "from", until AS "to", reason
      FROM (
        -- While a source is left alone its gap goes on, though nobody notes it.
        SELECT gap.*, CASE WHEN open AND state.not_before IS NOT NULL THEN GREATEST(to_at, LEAST(state.not_before, now()))
          ELSE to_at END AS until
        FROM gap LEFT JOIN source_state AS state USING (source_id)
      ) AS gap
      WHERE from_at < ${to} AND until > ${from} ORDER BY from_at, source_id, until`,
  );
  return found.map((gap) => ({ ...gap, platform: gap.platform ?? undefined }));
}
