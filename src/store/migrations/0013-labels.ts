/** What people judged with the evidence of that moment, what was drawn for them to judge, and what was learned from it. */
import { type Kysely, type Migration, sql } from 'kysely';

export const labels: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE label (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      campaign_id text COLLATE "C" NOT NULL REFERENCES campaign, by text NOT NULL, at timestamptz NOT NULL,
      body jsonb NOT NULL,
      UNIQUE (campaign_id, by, at));

    CREATE TABLE audit_sample (
      week text COLLATE "C" NOT NULL, place int NOT NULL,
      campaign_id text COLLATE "C" NOT NULL REFERENCES campaign,
      probability double precision NOT NULL CHECK (probability > 0 AND probability <= 1),
      PRIMARY KEY (week, place), UNIQUE (campaign_id, week));

    CREATE TABLE rules_fit (
      week text COLLATE "C" PRIMARY KEY, at timestamptz NOT NULL, body jsonb NOT NULL);
  `.execute(db);
}
