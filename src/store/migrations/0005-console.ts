/** The console's messages, the record of who did what, and settings that outlive a restart. */
import { type Kysely, type Migration, sql } from 'kysely';

export const consoleAuditSettings: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE console_revision (one boolean PRIMARY KEY DEFAULT true CHECK (one), revision bigint NOT NULL);
    INSERT INTO console_revision (revision) VALUES (0);
    CREATE TABLE console_message (
      seq bigint PRIMARY KEY, channel text COLLATE "C" NOT NULL, delivery_id text COLLATE "C" NOT NULL UNIQUE,
      thread text, message jsonb NOT NULL, created_at timestamptz NOT NULL, edited_at timestamptz);
    CREATE INDEX console_channel ON console_message (channel, seq);

    CREATE TABLE audit (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL, by text NOT NULL, action text NOT NULL, subject text NOT NULL, details jsonb);

    CREATE TABLE setting (name text COLLATE "C" PRIMARY KEY, value text NOT NULL);
  `.execute(db);
  // A record that can be rewritten proves nothing.
  await sql`
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$;
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  `.execute(db);
}
