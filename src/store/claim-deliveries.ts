/** Hands out what is due, so that one channel gets one message at a time and in order. */
import { sql } from 'kysely';
import type { Level } from '../campaign/campaign.ts';
import { readMessage } from './codec.ts';
import { atomically, type Db, rows } from './database.ts';
import type { ClaimedDelivery, DeliveryKind, NewDelivery } from './store.ts';

interface ClaimedRow {
  readonly id: string;
  readonly seq: number;
  readonly campaign_id: string | null;
  readonly target: string;
  readonly kind: DeliveryKind;
  readonly message: unknown;
  readonly how: NewDelivery['how'];
  readonly version: number;
  readonly level: Level | null;
  readonly accounts: number | null;
  readonly growth_told: number | null;
  readonly attempts: number;
  readonly uncertain: boolean;
  readonly parent_ref: string | null;
}

/** Any number that no other advisory lock of this database has. */
const claimLock = 7_106_672;

/**
 * Claims are made one after the other: which row is a channel's first depends on the rows that somebody else may be
 * claiming, and skipping locked rows alone would hand out a channel's second message beside its first. Rows that are
 * being settled or superseded in this moment are skipped.
 */
export function claim(
  db: Db,
  now: Date,
  leaseMs: number,
  limit: number,
  platforms: readonly string[],
): Promise<readonly ClaimedDelivery[]> {
  return atomically(db, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${claimLock})`.execute(tx);
    const claimed = await rows(
      tx,
      sql<ClaimedRow>`
        WITH ready AS (
          SELECT DISTINCT ON (waiting.target) waiting.id, waiting.seq
          FROM delivery AS waiting
          WHERE waiting.platform = ANY (${platforms}::text[])
            AND (waiting.state = 'pending' AND waiting.due_at <= ${now}
              OR waiting.state = 'claimed' AND waiting.claimed_until <= ${now})
            AND (waiting.how = 'post' OR ${parentRefOf('waiting')} IS NOT NULL)
            AND NOT EXISTS (
              SELECT FROM delivery AS busy
              WHERE busy.target = waiting.target AND busy.state = 'claimed' AND busy.claimed_until > ${now})
          ORDER BY waiting.target, waiting.seq
        ), first AS (
          SELECT id FROM delivery WHERE id IN (SELECT id FROM ready ORDER BY seq LIMIT ${limit})
            AND state IN ('pending', 'claimed')
          FOR UPDATE SKIP LOCKED
        )
        UPDATE delivery SET state = 'claimed', claimed_until = ${new Date(now.getTime() + leaseMs)},
          attempts = attempts + 1, uncertain = uncertain OR state = 'claimed'
        FROM first WHERE delivery.id = first.id
        RETURNING delivery.id, campaign_id, target, kind, message, how, version, level, accounts, growth_told,
          attempts, uncertain, seq, ${parentRefOf('delivery')} AS parent_ref`,
    );
    return claimed.toSorted((a, b) => a.seq - b.seq).map(deliveryOf);
  });
}

/** Reference of the newest sent message that an edit or a reply of this row belongs to. */
function parentRefOf(row: string) {
  return sql`(
    SELECT parent.ref FROM delivery AS parent
    WHERE parent.campaign_id = ${sql.ref(`${row}.campaign_id`)} AND parent.target = ${sql.ref(`${row}.target`)}
      AND parent.kind = 'alert' AND parent.how = 'post' AND parent.state = 'sent'
    ORDER BY parent.seq DESC LIMIT 1)`;
}

function deliveryOf(row: ClaimedRow): ClaimedDelivery {
  return {
    id: row.id,
    campaignId: row.campaign_id ?? undefined,
    target: row.target,
    kind: row.kind,
    message: readMessage(row.message),
    how: row.how,
    version: row.version,
    level: row.level ?? undefined,
    accounts: row.accounts ?? undefined,
    growthTold: row.growth_told ?? undefined,
    attempts: row.attempts,
    parentRef: row.how === 'post' ? undefined : (row.parent_ref ?? undefined),
    uncertain: row.uncertain,
  };
}
