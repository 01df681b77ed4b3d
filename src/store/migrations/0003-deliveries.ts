/** What is said to whom, and what became of it. */
import { type Kysely, type Migration, sql } from 'kysely';

export const deliveries: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE delivery (
      id text COLLATE "C" PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,
      campaign_id text COLLATE "C", target text COLLATE "C" NOT NULL, platform text NOT NULL,
      kind text NOT NULL, how text NOT NULL, message jsonb NOT NULL,
      version bigint NOT NULL, level text, accounts bigint, growth_told bigint,
      state text NOT NULL CHECK (state IN ('pending', 'claimed', 'sent', 'dead', 'superseded')),
      created_at timestamptz NOT NULL, due_at timestamptz NOT NULL, claimed_until timestamptz, settled_at timestamptz,
      attempts int NOT NULL DEFAULT 0, uncertain boolean NOT NULL DEFAULT false, ref text, reason text);
    CREATE INDEX delivery_unsent ON delivery (target, seq) WHERE state IN ('pending', 'claimed');
    CREATE INDEX delivery_campaign ON delivery (campaign_id, target);
    CREATE INDEX delivery_target ON delivery (target, settled_at);
    CREATE INDEX delivery_ref ON delivery (target, ref);
    CREATE INDEX delivery_dead ON delivery (seq) WHERE state = 'dead';

    CREATE TABLE digest (
      target text COLLATE "C" NOT NULL, local_date text COLLATE "C" NOT NULL, delivery_id text NOT NULL,
      planned_at timestamptz NOT NULL,
      PRIMARY KEY (target, local_date));
  `.execute(db);
}
