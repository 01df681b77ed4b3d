/** Posts and where they come from; see `PostStore`. */
import { sql } from 'kysely';
import { type Db, type OpenDatabase, rows } from './database.ts';
import { gapsIn } from './gaps.ts';
import { createTurns } from './in-turn.ts';
import { keepPage } from './keep-page.ts';
import { prune } from './prune.ts';
import { arrivedAfter, newestMark, postsOf, readInOrder } from './read-posts.ts';
import { cursorOf, sourceStates } from './source-state.ts';
import type { PostStore, StoreSummary } from './store.ts';

export function createPostStore({ db, pool }: OpenDatabase): PostStore {
  const inTurn = createTurns();
  return {
    keepPage: (source, page, now) => inTurn(() => keepPage(db, source, page, now)),
    cursorOf: (sourceId) => cursorOf(db, sourceId),
    sourceStates: () => sourceStates(db),
    gapsIn: (span) => gapsIn(db, span),
    arrivedAfter: (mark, limit) => arrivedAfter(db, mark, limit),
    newestMark: () => newestMark(db),
    readInOrder: (span, platforms, batch) => readInOrder(db, pool, span, platforms, batch),
    postsOf: (question) => postsOf(db, question),
    summary: () => summary(db),
    prune: (before) => inTurn(() => prune(db, before)),
  };
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
