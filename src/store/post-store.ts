/** Posts and where they come from; see `PostStore`. */
import { sql } from 'kysely';
import { changed, type Db, type OpenDatabase, rows } from './database.ts';
import { createTurns } from './in-turn.ts';
import { keepPage } from './keep-page.ts';
import { prune } from './prune.ts';
import { arrivedAfter, newestMark, postsOf, readInOrder } from './read-posts.ts';
import type { PostStore, SourceState, StoredGap, StoreSummary } from './store.ts';

export function createPostStore({ db, pool }: OpenDatabase): PostStore {
  const inTurn = createTurns();
  return {
    keepPage: (sourceId, page, now) => inTurn(() => keepPage(db, sourceId, page, now)),
    cursorOf: (sourceId) => cursorOf(db, sourceId),
    async noteSourceError(sourceId, error, now) {
      await changed(
        db,
        sql`
          INSERT INTO source_state AS state (source_id, last_polled_at, last_error)
          VALUES (${sourceId}, ${now}, ${error})
          ON CONFLICT (source_id) DO UPDATE
            SET last_polled_at = EXCLUDED.last_polled_at, last_error = EXCLUDED.last_error`,
      );
    },
    sourceStates: () => sourceStates(db),
    gapsIn: ({ from, to }) =>
      rows(
        db,
        sql<StoredGap>`
          SELECT source_id AS "sourceId", from_at AS "from", to_at AS "to", reason FROM gap
          WHERE from_at < ${to} AND to_at > ${from} ORDER BY from_at, source_id, to_at`,
      ),
    arrivedAfter: (mark, limit) => arrivedAfter(db, mark, limit),
    newestMark: () => newestMark(db),
    readInOrder: (span, platforms, batch) => readInOrder(db, pool, span, platforms, batch),
    postsOf: (question) => postsOf(db, question),
    summary: () => summary(db),
    prune: (before) => inTurn(() => prune(db, before)),
  };
}

async function cursorOf(db: Db, sourceId: string): Promise<unknown> {
  const [row] = await rows(
    db,
    sql<{ cursor: unknown }>`
      SELECT cursor FROM source_state WHERE source_id = ${sourceId} AND cursor IS NOT NULL`,
  );
  return row?.cursor;
}

interface SourceRow {
  readonly source_id: string;
  readonly cursor: unknown;
  readonly watermark: Date | null;
  readonly last_polled_at: Date | null;
  readonly last_error: string | null;
  readonly posts: number;
}

async function sourceStates(db: Db): Promise<readonly SourceState[]> {
  const found = await rows(db, sql<SourceRow>`SELECT * FROM source_state ORDER BY source_id`);
  return found.map((row) => ({
    sourceId: row.source_id,
    cursor: row.cursor ?? undefined,
    watermark: row.watermark ?? undefined,
    lastPolledAt: row.last_polled_at ?? undefined,
    lastError: row.last_error ?? undefined,
    posts: row.posts,
  }));
}

async function summary(db: Db): Promise<StoreSummary> {
  const platforms = await rows(
    db,
    sql<{ platform: string; posts: number }>`
      SELECT platform, posts FROM platform_total ORDER BY posts DESC, platform`,
  );
  const [extent] = await rows(
    db,
    sql<{ accounts: number; first: Date | null; last: Date | null }>`
      SELECT (SELECT count(*) FROM account) AS accounts, (SELECT min(created_at) FROM post) AS first,
        (SELECT max(created_at) FROM post) AS last`,
  );
  return {
    posts: platforms.reduce((sum, { posts }) => sum + posts, 0),
    accounts: extent?.accounts ?? 0,
    first: extent?.first ?? undefined,
    last: extent?.last ?? undefined,
    platforms,
  };
}
