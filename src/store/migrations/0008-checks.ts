/** Looking again at what was read: when accounts were asked about, and which campaigns changed lately. */
import { type Kysely, type Migration, sql } from 'kysely';

export const checks: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE account_check (
      platform text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL, checked_at timestamptz NOT NULL,
      PRIMARY KEY (platform, account_id));
    CREATE INDEX account_check_at ON account_check (checked_at);

    ALTER TABLE campaign ADD COLUMN changed_at timestamptz NOT NULL DEFAULT '-infinity';
    CREATE INDEX campaign_changed ON campaign (changed_at);
  `.execute(db);
}
