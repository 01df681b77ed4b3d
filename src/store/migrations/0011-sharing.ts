/** What people decided about what leaves: techniques of a campaign, and accounts to be named. */
import { type Kysely, type Migration, sql } from 'kysely';

export const sharing: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  // A request is confirmed by somebody else than who made it, or not at all: the table holds to that by itself.
  await sql`
    CREATE TABLE technique_decision (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      campaign_id text COLLATE "C" NOT NULL REFERENCES campaign, technique text COLLATE "C" NOT NULL,
      decision text NOT NULL CHECK (decision IN ('confirmed', 'rejected')),
      by text NOT NULL, by_name text NOT NULL, at timestamptz NOT NULL, reason text);
    CREATE INDEX technique_decision_campaign ON technique_decision (campaign_id, technique, seq);

    CREATE TABLE naming_request (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      campaign_id text COLLATE "C" NOT NULL REFERENCES campaign,
      platform text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL, reason text NOT NULL,
      requested_by text NOT NULL, requested_by_name text NOT NULL, requested_at timestamptz NOT NULL,
      confirmed_by text, confirmed_by_name text, confirmed_at timestamptz,
      CHECK (confirmed_by <> requested_by),
      CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (confirmed_by_name IS NULL)));
    CREATE INDEX naming_request_campaign ON naming_request (campaign_id, seq);
  `.execute(db);
}
