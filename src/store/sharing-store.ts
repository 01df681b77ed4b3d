/** What people decided about what leaves of a campaign; see `SharingStore`. */
import { sql } from 'kysely';
import { type NamingRequest, namingExpiresMs } from '../export/naming.ts';
import type { TechniqueDecision } from '../export/technique.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import type { SharingStore } from './store.ts';

export function createSharingStore(db: Db): SharingStore {
  return {
    async decide({ campaignId, technique, decision, by, byName, at, reason }) {
      await changed(
        db,
        sql`
          INSERT INTO technique_decision (campaign_id, technique, decision, by, by_name, at, reason)
          VALUES (${campaignId}, ${technique}, ${decision}, ${by}, ${byName}, ${at}, ${reason ?? null})`,
      );
    },
    decisionsOf: (campaignId) => decisionsOf(db, campaignId),
    requestNaming: (request) => requestNaming(db, request),
    async naming(id) {
      const seq = seqOf(id);
      if (seq === undefined) return undefined;
      const [row] = await rows(db, sql<NamingRow>`SELECT ${namingColumns} FROM naming_request WHERE seq = ${seq}`);
      return row === undefined ? undefined : namingOf(row);
    },
    async namingsOf(campaignId) {
      const found = await rows(
        db,
        sql<NamingRow>`
          SELECT ${namingColumns} FROM naming_request WHERE campaign_id = ${campaignId} ORDER BY seq DESC`,
      );
      return found.map(namingOf);
    },
    async confirmNaming(id, { by, byName }, at) {
      const seq = seqOf(id);
      if (seq === undefined) return false;
      const written = await changed(
        db,
        sql`
          UPDATE naming_request SET confirmed_by = ${by}, confirmed_by_name = ${byName}, confirmed_at = ${at}
          WHERE seq = ${seq} AND confirmed_by IS NULL AND requested_by <> ${by}
            AND requested_at > ${new Date(at.getTime() - namingExpiresMs)}`,
      );
      return written > 0;
    },
  };
}

interface DecisionRow {
  readonly campaign_id: string;
  readonly technique: string;
  readonly decision: TechniqueDecision['decision'];
  readonly by: string;
  readonly by_name: string;
  readonly at: Date;
  readonly reason: string | null;
}

async function decisionsOf(db: Db, campaignId: string): Promise<readonly TechniqueDecision[]> {
  const found = await rows(
    db,
    sql<DecisionRow>`
      SELECT DISTINCT ON (technique) campaign_id, technique, decision, by, by_name, at, reason
      FROM technique_decision WHERE campaign_id = ${campaignId} ORDER BY technique, seq DESC`,
  );
  return found.map(({ technique, decision, by, by_name, at, reason }) => ({
    campaignId,
    technique,
    decision,
    by,
    byName: by_name,
    at,
    reason: reason ?? undefined,
  }));
}

interface NamingRow {
  readonly seq: string;
  readonly campaign_id: string;
  readonly platform: string;
  readonly account_id: string;
  readonly reason: string;
  readonly requested_by: string;
  readonly requested_by_name: string;
  readonly requested_at: Date;
  readonly confirmed_by: string | null;
  readonly confirmed_by_name: string | null;
  readonly confirmed_at: Date | null;
}

const namingColumns = sql`
  seq::text AS seq, campaign_id, platform, account_id, reason, requested_by, requested_by_name, requested_at,
  confirmed_by, confirmed_by_name, confirmed_at`;

/** The campaign's row is locked, so that two requests at once become one. */
function requestNaming(db: Db, request: Parameters<SharingStore['requestNaming']>[0]): Promise<NamingRequest> {
  const { campaignId, platform, accountId, reason, requestedBy, requestedByName, requestedAt } = request;
  return atomically(db, async (tx) => {
    await rows(tx, sql`SELECT FROM campaign WHERE id = ${campaignId} FOR UPDATE`);
    const [known] = await rows(
      tx,
      sql<NamingRow>`
        SELECT ${namingColumns} FROM naming_request
        WHERE campaign_id = ${campaignId} AND platform = ${platform} AND account_id = ${accountId}
          AND (confirmed_by IS NOT NULL OR requested_at > ${new Date(requestedAt.getTime() - namingExpiresMs)})
        ORDER BY seq DESC LIMIT 1`,
    );
    if (known !== undefined) return namingOf(known);
    const [added] = await rows(
      tx,
      sql<NamingRow>`
        INSERT INTO naming_request
          (campaign_id, platform, account_id, reason, requested_by, requested_by_name, requested_at)
        VALUES (${campaignId}, ${platform}, ${accountId}, ${reason}, ${requestedBy}, ${requestedByName}, ${requestedAt})
        RETURNING ${namingColumns}`,
    );
    if (added === undefined) throw new Error('a naming request was not kept');
    return namingOf(added);
  });
}

function namingOf(row: NamingRow): NamingRequest {
  const { confirmed_by: by, confirmed_by_name: byName, confirmed_at: at } = row;
  return {
    id: `naming-${row.seq}`,
    campaignId: row.campaign_id,
    platform: row.platform,
    accountId: row.account_id,
    reason: row.reason,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    requestedAt: row.requested_at,
    confirmed: by === null || byName === null || at === null ? undefined : { by, byName, at },
  };
}

function seqOf(id: string): number | undefined {
  const digits = /^naming-(\d{1,15})$/.exec(id.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
