/** Who reads a source now: one holder at a time, also among several processes. */
import { sql } from 'kysely';
import { changed, type Db } from './database.ts';

/** One statement: of two takers the second waits for the first one's row, and then sees it held. */
export async function takeSourceLease(
  db: Db,
  sourceId: string,
  holder: string,
  leaseMs: number,
  now: Date,
): Promise<boolean> {
  const until = new Date(now.getTime() + leaseMs);
  const taken = await changed(
    db,
    sql`
      INSERT INTO source_state AS state (source_id, lease_holder, lease_until) VALUES (${sourceId}, ${holder}, ${until})
      ON CONFLICT (source_id) DO UPDATE SET lease_holder = EXCLUDED.lease_holder, lease_until = EXCLUDED.lease_until
      WHERE state.lease_holder IS NULL OR state.lease_holder = EXCLUDED.lease_holder OR state.lease_until <= ${now}`,
  );
  return taken === 1;
}

export async function releaseSourceLease(db: Db, sourceId: string, holder: string): Promise<void> {
  await changed(
    db,
    sql`
      UPDATE source_state SET lease_holder = NULL, lease_until = NULL
      WHERE source_id = ${sourceId} AND lease_holder = ${holder}`,
  );
}
