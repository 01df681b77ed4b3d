/** What measures of amplification ask for: whose post a repost repeats, and how often a post was quoted. */
import { type Kysely, type Migration, sql } from 'kysely';

export const postFields: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  // Without a default no row is written, however many there are.
  await sql`ALTER TABLE post ADD COLUMN parent_account_id text, ADD COLUMN quotes bigint`.execute(db);
}
