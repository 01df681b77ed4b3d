/** Why an edition was kept, what happened to one entry, and editions that wait for a person. */
import { type Kysely, type Migration, sql } from 'kysely';

export const registryHistory: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE registry_edition ADD COLUMN reason text;
    CREATE INDEX registry_edition_version ON registry_edition (version, seq);
    CREATE INDEX registry_edition_at ON registry_edition (at, seq);
    CREATE INDEX registry_event_entry ON registry_event (entry_id, edition);

    CREATE TABLE registry_pending (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      source text COLLATE "C" NOT NULL, at timestamptz NOT NULL, against text NOT NULL, entries jsonb NOT NULL,
      refused int NOT NULL, content_hash text NOT NULL,
      settled_as text CHECK (settled_as IN ('applied', 'dismissed')), settled_by text, settled_at timestamptz,
      CHECK (num_nulls(settled_as, settled_by, settled_at) IN (0, 3)));
    CREATE INDEX registry_pending_source ON registry_pending (source, seq);
    -- One question at a time about a source.
    CREATE UNIQUE INDEX registry_pending_open ON registry_pending (source) WHERE settled_as IS NULL;
  `.execute(db);
}
