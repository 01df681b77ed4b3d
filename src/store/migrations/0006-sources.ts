/** Live sources: leases, trouble, budgets, counts, raw payloads; posts with edits, media and the author's own time. */
import { type Kysely, type Migration, sql } from 'kysely';

export const sources: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE post ADD COLUMN claimed_at timestamptz, ADD COLUMN edit int, ADD COLUMN media text[];

    ALTER TABLE source_state
      ADD COLUMN platform text, ADD COLUMN last_read_at timestamptz,
      ADD COLUMN trouble_kind text, ADD COLUMN trouble_since timestamptz, ADD COLUMN failures int NOT NULL DEFAULT 0,
      ADD COLUMN not_before timestamptz,
      ADD COLUMN lease_holder text, ADD COLUMN lease_until timestamptz;

    ALTER TABLE gap
      ADD COLUMN platform text, ADD COLUMN coverage text NOT NULL DEFAULT 'part', ADD COLUMN open boolean NOT NULL
        DEFAULT false;
    -- An open gap grows: it may reach the ends of one that is closed without being the same.
    ALTER TABLE gap DROP CONSTRAINT gap_pkey;
    CREATE UNIQUE INDEX gap_closed ON gap (source_id, from_at, to_at) WHERE NOT open;
    CREATE UNIQUE INDEX gap_open ON gap (source_id) WHERE open;
  `.execute(db);
  await sql`
    -- Prices have three decimals: sums of them are exact in numeric and are not in binary.
    CREATE TABLE spending (
      purse text NOT NULL, unit text NOT NULL, period text NOT NULL CHECK (period IN ('day', 'month')),
      key text COLLATE "C" NOT NULL, amount numeric NOT NULL,
      PRIMARY KEY (purse, unit, period, key));

    CREATE TABLE count_bucket (
      platform text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, at timestamptz NOT NULL, seconds int NOT NULL,
      posts bigint NOT NULL, tone real);
    -- A key may be a query of any length.
    CREATE UNIQUE INDEX count_bucket_key ON count_bucket (platform, index_key(key), at, seconds);
    CREATE INDEX count_bucket_at ON count_bucket (at);

    CREATE TABLE raw_item (
      seq bigint GENERATED ALWAYS AS IDENTITY, read_at timestamptz NOT NULL,
      platform text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
      source_id text NOT NULL, payload text NOT NULL);
    CREATE INDEX raw_item_post ON raw_item (platform, id);
    CREATE INDEX raw_item_read_at ON raw_item (read_at, seq);
  `.execute(db);
}
