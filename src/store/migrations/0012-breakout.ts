/** How far a campaign came, as a person judges it. */
import { type Kysely, type Migration, sql } from 'kysely';

export const breakout: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE campaign_action ADD COLUMN breakout int CHECK (breakout BETWEEN 1 AND 6), ADD COLUMN reason text
  `.execute(db);
}
