/** Which accounts lack what a profile would say, and when they were asked about; see `AccountChecks`. */
import { sql } from 'kysely';
import { changed, type Db, rows } from './database.ts';
import type { AccountChecks } from './store.ts';

export function createAccountChecks(db: Db): AccountChecks {
  return {
    async lacking({ platform, accountIds, activeSince, checkedBefore, limit }) {
      const found = await rows(
        db,
        sql<{ id: string }>`
          SELECT account.account_id AS id FROM account
          LEFT JOIN account_check AS done USING (platform, account_id)
          WHERE account.platform = ${platform} AND (account.created_at IS NULL OR account.followers IS NULL)
            AND (done.checked_at IS NULL OR done.checked_at < ${checkedBefore})
            ${accountIds === undefined ? sql`` : sql`AND account.account_id = ANY (${[...accountIds]}::text[])`}
            ${activeSince === undefined ? sql`` : sql`AND account.last_post_at >= ${activeSince}`}
          ORDER BY account.last_post_at DESC, account.account_id LIMIT ${limit}`,
      );
      return found.map(({ id }) => id);
    },
    async note(platform, accountIds, now) {
      await changed(
        db,
        sql`
          INSERT INTO account_check (platform, account_id, checked_at)
          SELECT ${platform}, id, ${now} FROM unnest(${[...new Set(accountIds)]}::text[]) AS id
          ON CONFLICT (platform, account_id) DO UPDATE SET checked_at = EXCLUDED.checked_at`,
      );
    },
    prune: (before) => changed(db, sql`DELETE FROM account_check WHERE checked_at < ${before}`),
  };
}
