/** Which digests were planned; see `DigestStore`. */
import { sql } from 'kysely';
import { atomically, changed, type Db, rows } from './database.ts';
import { addDeliveries } from './outbox.ts';
import type { DigestStore } from './store.ts';

export function createDigestStore(db: Db): DigestStore {
  return {
    async lastDigest(target) {
      const [row] = await rows(
        db,
        sql<{ date: string | null }>`SELECT max(local_date) AS date FROM digest WHERE target = ${target}`,
      );
      return row?.date ?? undefined;
    },
    planDigest: (target, localDate, delivery, now) =>
      atomically(db, async (tx) => {
        const planned = await changed(
          tx,
          sql`
            INSERT INTO digest (target, local_date, delivery_id, planned_at)
            VALUES (${target}, ${localDate}, ${delivery.id}, ${now}) ON CONFLICT DO NOTHING`,
        );
        if (planned === 0) return false;
        await addDeliveries(tx, [delivery], now);
        return true;
      }),
  };
}
