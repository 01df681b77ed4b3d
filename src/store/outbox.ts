/** What is to be said and what became of it; see `Outbox`. */
import { sql } from 'kysely';
import type { Level } from '../campaign/campaign.ts';
import { claim } from './claim-deliveries.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { toDocument } from './json.ts';
import type { NewDelivery, Outbox, SettledDelivery } from './store.ts';

export function createOutbox(db: Db): Outbox {
  return {
    add: (deliveries, now) => atomically(db, (tx) => addDeliveries(tx, deliveries, now)),
    claim: (now, leaseMs, limit, platforms) => claim(db, now, leaseMs, limit, platforms),
    settle: (id, outcome, now) => settle(db, id, outcome, now),
    sentAlerts: (campaignIds) => sentAlerts(db, campaignIds),
    async countPosted(target, since) {
      // Planned ones count too: while a chat does not answer, the cap must hold for what waits.
      const [row] = await rows(
        db,
        sql<{ posted: number }>`
          SELECT count(*) AS posted FROM delivery WHERE target = ${target} AND kind = 'alert' AND how = 'post'
            AND (state IN ('pending', 'claimed') OR state = 'sent' AND created_at >= ${since})`,
      );
      return row?.posted ?? 0;
    },
    async backlog() {
      const [row] = await rows(
        db,
        sql<{ pending: number; dead: number; oldest: Date | null }>`
          SELECT count(*) FILTER (WHERE state <> 'dead') AS pending, count(*) FILTER (WHERE state = 'dead') AS dead,
            min(created_at) FILTER (WHERE state <> 'dead') AS oldest
          FROM delivery WHERE state IN ('pending', 'claimed') OR state = 'dead'`,
      );
      return { pending: row?.pending ?? 0, dead: row?.dead ?? 0, oldest: row?.oldest ?? undefined };
    },
    async campaignOf(target, ref) {
      const [row] = await rows(
        db,
        sql<{ campaign_id: string }>`
          SELECT campaign_id FROM delivery WHERE target = ${target} AND ref = ${ref} AND campaign_id IS NOT NULL
          ORDER BY seq DESC LIMIT 1`,
      );
      return row?.campaign_id;
    },
  };
}

/** How many were new. */
export async function addDeliveries(tx: Db, deliveries: readonly NewDelivery[], now: Date): Promise<number> {
  let added = 0;
  for (const delivery of deliveries) {
    const isNew = (await insert(tx, delivery, now)) === 1;
    if (isNew && delivery.how === 'edit') await supersede(tx, delivery);
    added += isNew ? 1 : 0;
  }
  return added;
}

function insert(tx: Db, delivery: NewDelivery, now: Date): Promise<number> {
  const { id, campaignId, target, kind, how, version, level, accounts, growthTold } = delivery;
  const platform = target.slice(0, Math.max(0, target.indexOf(':')));
  return changed(
    tx,
    sql`
      INSERT INTO delivery (id, campaign_id, target, platform, kind, how, message, version, level, accounts,
        growth_told, state, created_at, due_at)
      VALUES (${id}, ${campaignId ?? null}, ${target}, ${platform}, ${kind}, ${how},
        ${toDocument(delivery.message)}::jsonb, ${version}, ${level ?? null}, ${accounts ?? null},
        ${growthTold ?? null}, 'pending', ${now}, ${now})
      ON CONFLICT (id) DO NOTHING`,
  );
}

/** One that is claimed may be on its way: it stays. */
async function supersede(tx: Db, { id, campaignId, target, kind }: NewDelivery): Promise<void> {
  await changed(
    tx,
    sql`
      UPDATE delivery SET state = 'superseded', reason = ${`superseded by ${id}`}
      WHERE campaign_id = ${campaignId ?? null} AND target = ${target} AND kind = ${kind} AND how = 'edit'
        AND state = 'pending' AND id <> ${id}`,
  );
}

async function settle(db: Db, id: string, outcome: SettledDelivery, now: Date): Promise<void> {
  await atomically(db, async (tx) => {
    switch (outcome.outcome) {
      case 'sent':
        await changed(
          tx,
          sql`
            UPDATE delivery SET state = 'sent', ref = ${outcome.ref}, settled_at = ${now}, claimed_until = NULL,
              reason = NULL, uncertain = false
            WHERE id = ${id} AND state <> 'sent'`,
        );
        return;
      case 'retry':
        await changed(
          tx,
          sql`
            UPDATE delivery SET state = 'pending', due_at = ${outcome.at}, claimed_until = NULL,
              reason = ${outcome.reason}, uncertain = ${outcome.uncertain}
            WHERE id = ${id} AND state IN ('pending', 'claimed')`,
        );
        await supersedeByNewerEdit(tx, id);
        return;
      case 'dead':
        await changed(
          tx,
          sql`
            UPDATE delivery SET state = 'dead', settled_at = ${now}, claimed_until = NULL, reason = ${outcome.reason}
            WHERE id = ${id} AND state IN ('pending', 'claimed')`,
        );
        await buryOrphans(tx, id, now);
        return;
    }
  });
}

/** An edit that failed while a newer one was added has nothing left to say. */
async function supersedeByNewerEdit(tx: Db, id: string): Promise<void> {
  await changed(
    tx,
    sql`
      UPDATE delivery AS failed SET state = 'superseded'
      WHERE id = ${id} AND how = 'edit' AND state = 'pending' AND EXISTS (
        SELECT FROM delivery AS newer WHERE newer.campaign_id = failed.campaign_id AND newer.target = failed.target
          AND newer.kind = failed.kind AND newer.how = 'edit' AND newer.seq > failed.seq
          AND newer.state <> 'dead')`,
  );
}

/** Edits and replies of a message that will never be there would wait for ever. */
async function buryOrphans(tx: Db, id: string, now: Date): Promise<void> {
  await changed(
    tx,
    sql`
      UPDATE delivery AS orphan SET state = 'dead', settled_at = ${now}, reason = 'its message could not be sent'
      FROM delivery AS parent
      WHERE parent.id = ${id} AND parent.state = 'dead' AND parent.kind = 'alert' AND parent.how = 'post'
        AND orphan.campaign_id = parent.campaign_id AND orphan.target = parent.target
        AND orphan.how IN ('edit', 'reply') AND orphan.state = 'pending'
        AND NOT EXISTS (
          SELECT FROM delivery AS other WHERE other.campaign_id = parent.campaign_id AND other.target = parent.target
            AND other.kind = 'alert' AND other.how = 'post' AND other.state NOT IN ('dead', 'superseded'))`,
  );
}

interface AlertRow {
  readonly campaignId: string;
  readonly target: string;
  readonly version: number;
  readonly level: Level;
  readonly accounts: number;
  readonly at: Date;
  readonly growthTold: number;
}

/** Dead ones said nothing, and superseded ones have a newer beside them. */
function sentAlerts(db: Db, campaignIds: readonly string[]): Promise<readonly AlertRow[]> {
  return rows(
    db,
    sql<AlertRow>`
      SELECT DISTINCT ON (campaign_id, target) campaign_id AS "campaignId", target, version,
        COALESCE(level, 'S4') AS level, COALESCE(accounts, 0) AS accounts, COALESCE(settled_at, created_at) AS at,
        COALESCE(max(growth_told) OVER (PARTITION BY campaign_id, target), 0) AS "growthTold",
        (state = 'dead') AS undeliverable
      FROM delivery
      WHERE campaign_id = ANY (${campaignIds}::text[]) AND kind = 'alert' AND how IN ('post', 'edit')
        AND state <> 'superseded' AND (state <> 'dead' OR how = 'post')
      ORDER BY campaign_id, target, seq DESC`,
  );
}
