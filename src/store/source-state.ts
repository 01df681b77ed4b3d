/** How far a source was read, and since when and why it is not. */
import { sql } from 'kysely';
import { atomically, changed, type Db, rows } from './database.ts';
import { endGap, growGap } from './gaps.ts';
import { toJson } from './json.ts';
import type { KeepPage, NewTrouble, SourceName, SourceState, SourceTrouble } from './store.ts';

/** Trouble is over with `noteRead` alone: a page may be followed by the next failure. */
export async function keepSource(
  tx: Db,
  source: string | SourceName,
  page: KeepPage,
  added: number,
  now: Date,
): Promise<void> {
  const [id, platform, readAt] = typeof source === 'string' ? [source, null, null] : [source.id, source.platform, now];
  const cursor = page.cursor === undefined ? null : toJson(page.cursor);
  await changed(
    tx,
    sql`
      INSERT INTO source_state AS state (source_id, platform, cursor, watermark, last_polled_at, last_read_at, posts)
      VALUES (${id}, ${platform}, ${cursor}::json, ${page.watermark ?? null}::timestamptz, ${now},
        ${readAt}::timestamptz, ${added})
      ON CONFLICT (source_id) DO UPDATE SET
        platform = COALESCE(EXCLUDED.platform, state.platform),
        cursor = COALESCE(EXCLUDED.cursor, state.cursor),
        watermark = GREATEST(EXCLUDED.watermark, state.watermark),
        last_polled_at = EXCLUDED.last_polled_at,
        last_read_at = COALESCE(EXCLUDED.last_read_at, state.last_read_at),
        posts = state.posts + EXCLUDED.posts`,
  );
}

export function noteRead(db: Db, source: SourceName, filled: boolean, now: Date): Promise<void> {
  return atomically(db, async (tx) => {
    await changed(
      tx,
      sql`
        INSERT INTO source_state (source_id, platform, last_polled_at, last_read_at)
        VALUES (${source.id}, ${source.platform}, ${now}, ${now})
        ON CONFLICT (source_id) DO UPDATE SET
          platform = EXCLUDED.platform, last_polled_at = EXCLUDED.last_polled_at,
          last_read_at = EXCLUDED.last_read_at, last_error = NULL, trouble_kind = NULL, trouble_since = NULL,
          failures = 0, not_before = NULL`,
    );
    await endGap(tx, source.id, filled ? undefined : now);
  });
}

export function noteTrouble(db: Db, source: SourceName, trouble: NewTrouble, now: Date): Promise<SourceTrouble> {
  const { kind, message, notBefore, failure, gap } = trouble;
  return atomically(db, async (tx) => {
    const [noted] = await rows(
      tx,
      sql<{ since: Date; failures: number; last_read_at: Date | null }>`
        INSERT INTO source_state AS state (source_id, platform, last_polled_at, last_error, trouble_kind,
          trouble_since, failures, not_before)
        VALUES (${source.id}, ${source.platform}, ${now}, ${message}, ${kind}, ${now}, ${failure ? 1 : 0},
          ${notBefore ?? null}::timestamptz)
        ON CONFLICT (source_id) DO UPDATE SET
          platform = EXCLUDED.platform, last_polled_at = EXCLUDED.last_polled_at, last_error = EXCLUDED.last_error,
          trouble_kind = EXCLUDED.trouble_kind, trouble_since = COALESCE(state.trouble_since, EXCLUDED.trouble_since),
          failures = state.failures + EXCLUDED.failures, not_before = EXCLUDED.not_before
        RETURNING trouble_since AS since, failures, last_read_at`,
    );
    const lastRead = noted?.last_read_at ?? now;
    const from = lastRead < now ? lastRead : now;
    await growGap(tx, source, { from: gap ? from : undefined, to: now, reason: message });
    return { kind, since: noted?.since ?? now, failures: noted?.failures ?? 0, notBefore };
  });
}

export async function cursorOf(db: Db, sourceId: string): Promise<unknown> {
  const [row] = await rows(
    db,
    sql<{ cursor: unknown }>`
      SELECT cursor FROM source_state WHERE source_id = ${sourceId} AND cursor IS NOT NULL`,
  );
  return row?.cursor;
}

interface SourceRow {
  readonly source_id: string;
  readonly platform: string | null;
  readonly cursor: unknown;
  readonly watermark: Date | null;
  readonly last_polled_at: Date | null;
  readonly last_read_at: Date | null;
  readonly last_error: string | null;
  readonly trouble_kind: string | null;
  readonly trouble_since: Date | null;
  readonly failures: number;
  readonly not_before: Date | null;
  readonly posts: number;
}

const columns = sql`
  source_id, platform, cursor, watermark, last_polled_at, last_read_at, last_error, trouble_kind, trouble_since,
  failures, not_before, posts`;

export async function sourceStates(db: Db): Promise<readonly SourceState[]> {
  const found = await rows(db, sql<SourceRow>`SELECT ${columns} FROM source_state ORDER BY source_id`);
  return found.map(stateOf);
}

export async function sourceState(db: Db, sourceId: string): Promise<SourceState | undefined> {
  const [row] = await rows(db, sql<SourceRow>`SELECT ${columns} FROM source_state WHERE source_id = ${sourceId}`);
  return row === undefined ? undefined : stateOf(row);
}

function stateOf(row: SourceRow): SourceState {
  return {
    sourceId: row.source_id,
    platform: row.platform ?? undefined,
    cursor: row.cursor ?? undefined,
    watermark: row.watermark ?? undefined,
    lastPolledAt: row.last_polled_at ?? undefined,
    lastReadAt: row.last_read_at ?? undefined,
    lastError: row.last_error ?? undefined,
    trouble: troubleOf(row),
    posts: row.posts,
  };
}

function troubleOf(row: SourceRow): SourceTrouble | undefined {
  if (row.trouble_kind === null || row.trouble_since === null) return undefined;
  return {
    kind: row.trouble_kind,
    since: row.trouble_since,
    failures: row.failures,
    notBefore: row.not_before ?? undefined,
  };
}
