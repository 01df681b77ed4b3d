/**
 * The burst detector keeps its state in another form: what it had learnt is let go, and it begins anew with the next posts.
 * Open episodes of listed groups keep theirs, under the name that their lane has now.
 */
import { type Kysely, type Migration, sql } from 'kysely';

export const detectorState: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DELETE FROM key_state WHERE detector = 'hashtag-burst'`.execute(db);
  // Quotes within texts are escaped, so that only a field can be spelled like this.
  await sql`
    UPDATE key_state
    SET state = regexp_replace(state::text, '"lane"\\s*:\\s*"(known|together)"', '"lane":"group"', 'g')::json
    WHERE detector = 'attributed-burst' AND state::text ~ '"lane"\\s*:\\s*"(known|together)"'
  `.execute(db);
}
