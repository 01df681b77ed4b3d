/** Questions of the commands; see `Lookups`. */
import { sql } from 'kysely';
import { accountActivity, findAccounts } from './account-activity.ts';
import { type Db, rows } from './database.ts';
import { nearestTags, tagsStartingWith } from './nearest-tags.ts';
import type { Lookups } from './store.ts';
import { tagActivity } from './tag-activity.ts';

export function createLookups(db: Db): Lookups {
  return {
    tagActivity: (tag, span) => tagActivity(db, tag, span),
    nearestTags: (tag, count) => nearestTags(db, tag, count),
    tagsStartingWith: (prefix, count) => tagsStartingWith(db, prefix, count),
    findAccounts: (handleOrId) => findAccounts(db, handleOrId),
    accountActivity: (platform, accountId, span) => accountActivity(db, platform, accountId, span),
    async countPosts(platform, accountIds, { from, to }) {
      const [row] = await rows(
        db,
        sql<{ posts: number; accounts: number }>`
          SELECT count(*) AS posts, count(DISTINCT account_id) AS accounts FROM post
          WHERE platform = ${platform}
            AND account_id = ANY (SELECT index_key(id) FROM unnest(${accountIds}::text[]) AS id)
            AND created_at >= ${from} AND created_at < ${to}`,
      );
      return { posts: row?.posts ?? 0, accounts: row?.accounts ?? 0 };
    },
    languages: ({ from, to }) =>
      rows(
        db,
        sql<{ lang: string; posts: number }>`
          SELECT COALESCE(lang, 'und') AS lang, count(*) AS posts FROM post
          WHERE created_at >= ${from} AND created_at < ${to} GROUP BY 1 ORDER BY posts DESC, lang`,
      ),
  };
}
