/** Who is attributed, in editions, with what each edition changed. */
import { type Kysely, type Migration, sql } from 'kysely';

export const registry: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE registry_entry (id text COLLATE "C" PRIMARY KEY, body jsonb NOT NULL);

    CREATE TABLE registry_edition (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      version text NOT NULL, source text NOT NULL, by text NOT NULL, at timestamptz NOT NULL,
      added int NOT NULL, changed int NOT NULL, refused int NOT NULL);

    CREATE TABLE registry_event (
      edition bigint NOT NULL REFERENCES registry_edition, entry_id text COLLATE "C" NOT NULL,
      before jsonb, after jsonb NOT NULL,
      PRIMARY KEY (edition, entry_id));
  `.execute(db);
}
