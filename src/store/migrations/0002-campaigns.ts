/** What detectors remember, what they found, and what became of it. */
import { type Kysely, type Migration, sql } from 'kysely';

export const campaigns: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  // Keys may be long links, see index_key. `json`, not `jsonb`: a detector's state comes back as it was written.
  await sql`
    CREATE TABLE key_state (
      detector text NOT NULL, key_id text COLLATE "C" NOT NULL, key text NOT NULL, state json NOT NULL,
      PRIMARY KEY (detector, key_id));

    CREATE TABLE detect_progress (
      one boolean PRIMARY KEY DEFAULT true CHECK (one), mark text NOT NULL, at timestamptz NOT NULL,
      version bigint NOT NULL);

    CREATE TABLE detection (
      episode_id text COLLATE "C" PRIMARY KEY, at timestamptz NOT NULL, body jsonb NOT NULL);

    CREATE TABLE campaign (
      id text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, open boolean NOT NULL, level text NOT NULL,
      key text NOT NULL, tags text[] NOT NULL,
      first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, ended_at timestamptz, body jsonb NOT NULL);
    CREATE INDEX campaign_last ON campaign (last_at);
    CREATE INDEX campaign_current ON campaign (open, ended_at);

    CREATE TABLE campaign_action (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      campaign_id text COLLATE "C" NOT NULL REFERENCES campaign, kind text NOT NULL, by text NOT NULL,
      at timestamptz NOT NULL, until timestamptz, verdict text,
      UNIQUE (campaign_id, at, kind, by));
  `.execute(db);
}
