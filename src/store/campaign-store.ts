/** Campaigns and what people did about them; see `CampaignStore`. */
import { sql } from 'kysely';
import type { ActionKind, BreakoutLevel, CampaignAction } from '../alert/alert.ts';
import { type Campaign, levels } from '../campaign/campaign.ts';
import type { Verdict } from '../campaign/label.ts';
import { normalTag } from '../post/normal-form.ts';
import { readCampaign } from './codec.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { cleanText, toDocument } from './json.ts';
import type { CampaignQuestion, CampaignStore } from './store.ts';

interface BodyRow {
  readonly body: unknown;
}

const listedAtMost = 1_000;

export function createCampaignStore(db: Db): CampaignStore {
  return {
    async current(endedSince) {
      const found = await rows(
        db,
        sql<BodyRow>`SELECT body FROM campaign WHERE open OR ended_at >= ${endedSince} ORDER BY first_at, id`,
      );
      return found.map(({ body }) => readCampaign(body));
    },
    async changedSince(at) {
      const found = await rows(
        db,
        sql<BodyRow>`SELECT body FROM campaign WHERE changed_at >= ${at} ORDER BY first_at, id`,
      );
      return found.map(({ body }) => readCampaign(body));
    },
    async replace(campaign) {
      const written = await changed(
        db,
        sql`
          UPDATE campaign SET version = ${campaign.version}, level = ${campaign.level}, changed_at = now(),
            body = ${toDocument(campaign)}::jsonb
          WHERE id = ${campaign.id} AND version = ${campaign.version - 1}`,
      );
      return written > 0;
    },
    async byId(id) {
      const [row] = await rows(db, sql<BodyRow>`SELECT body FROM campaign WHERE id = ${id}`);
      return row === undefined ? undefined : readCampaign(row.body);
    },
    list: (question) => list(db, question),
    async search(text, limit) {
      const start = text.trim().toLowerCase();
      const tag = normalTag(text);
      const found = await rows(
        db,
        sql<BodyRow>`
          SELECT body FROM campaign
          WHERE starts_with(lower(id), ${start}) OR starts_with(lower(key), ${start}) OR starts_with(lower(key), ${tag})
            OR EXISTS (SELECT FROM unnest(tags) AS own WHERE starts_with(own, ${tag}))
          ORDER BY last_at DESC, id LIMIT ${limit}`,
      );
      return found.map(({ body }) => readCampaign(body));
    },
    act: (action) => act(db, action),
    actionsOf: (campaignIds) => actionsOf(db, campaignIds),
  };
}

async function list(
  db: Db,
  { openOnly = false, minLevel = 'S4', span, limit = listedAtMost }: CampaignQuestion,
): Promise<readonly Campaign[]> {
  const wanted = levels.slice(0, levels.indexOf(minLevel) + 1);
  const found = await rows(
    db,
    sql<BodyRow>`
      SELECT body FROM campaign WHERE level = ANY (${wanted}::text[])
        ${openOnly ? sql`AND open` : sql``}
        ${span === undefined ? sql`` : sql`AND first_at < ${span.to} AND GREATEST(last_at, ended_at) >= ${span.from}`}
      ORDER BY last_at DESC, id LIMIT ${limit}`,
  );
  return found.map(({ body }) => readCampaign(body));
}

/** Campaigns as one tick leaves them; an older version never replaces a newer one. */
export async function saveCampaigns(tx: Db, campaigns: readonly Campaign[]): Promise<void> {
  const last = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  await changed(
    tx,
    sql`
      INSERT INTO campaign (id, version, open, level, key, tags, first_at, last_at, ended_at, changed_at, body)
      SELECT body ->> 'id', (body ->> 'version')::bigint, body ->> 'state' = 'open', body ->> 'level', body ->> 'key',
        ARRAY(SELECT jsonb_array_elements_text(body -> 'tags')), (body ->> 'firstAt')::timestamptz,
        (body ->> 'lastAt')::timestamptz, (body ->> 'endedAt')::timestamptz, now(), body
      FROM jsonb_array_elements(${toDocument([...last.values()])}::jsonb) AS body
      ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, open = EXCLUDED.open, level = EXCLUDED.level,
        key = EXCLUDED.key, tags = EXCLUDED.tags, first_at = EXCLUDED.first_at, last_at = EXCLUDED.last_at,
        ended_at = EXCLUDED.ended_at, changed_at = EXCLUDED.changed_at, body = EXCLUDED.body
      WHERE EXCLUDED.version >= campaign.version`,
  );
}

/** The campaign's row is locked, so that of two people who press at once one is first. */
function act(db: Db, action: CampaignAction): Promise<boolean> {
  const { campaignId, kind, by, at, until, verdict, breakout, reason } = action;
  return atomically(db, async (tx) => {
    const [campaign] = await rows(tx, sql<{ id: string }>`SELECT id FROM campaign WHERE id = ${campaignId} FOR UPDATE`);
    if (campaign === undefined) throw new Error(`there is no campaign ${campaignId}`);
    const [repeated] = await rows(
      tx,
      sql`SELECT FROM campaign_action
        WHERE campaign_id = ${campaignId} AND kind = ${kind} AND by = ${by} AND at = ${at}`,
    );
    if (repeated !== undefined) return true;
    if (kind === 'ack' || kind === 'unack') {
      const acked = await isAcked(tx, campaignId);
      if (acked === (kind === 'ack')) return false;
    }
    await changed(
      tx,
      sql`
        INSERT INTO campaign_action (campaign_id, kind, by, at, until, verdict, breakout, reason)
        VALUES (${campaignId}, ${kind}, ${by}, ${at}, ${until ?? null}, ${verdict ?? null}, ${breakout ?? null},
          ${reason === undefined ? null : cleanText(reason)})`,
    );
    return true;
  });
}

async function isAcked(tx: Db, campaignId: string): Promise<boolean> {
  const [last] = await rows(
    tx,
    sql<{ kind: ActionKind }>`
      SELECT kind FROM campaign_action WHERE campaign_id = ${campaignId} AND kind IN ('ack', 'unack')
      ORDER BY seq DESC LIMIT 1`,
  );
  return last?.kind === 'ack';
}

interface ActionRow {
  readonly campaign_id: string;
  readonly kind: ActionKind;
  readonly by: string;
  readonly at: Date;
  readonly until: Date | null;
  readonly verdict: Verdict | null;
  readonly breakout: BreakoutLevel | null;
  readonly reason: string | null;
}

async function actionsOf(db: Db, campaignIds: readonly string[]): Promise<readonly CampaignAction[]> {
  const found = await rows(
    db,
    sql<ActionRow>`
      SELECT campaign_id, kind, by, at, until, verdict, breakout, reason FROM campaign_action
      WHERE campaign_id = ANY (${campaignIds}::text[]) ORDER BY seq`,
  );
  return found.map((row) => ({
    campaignId: row.campaign_id,
    kind: row.kind,
    by: row.by,
    at: row.at,
    until: row.until ?? undefined,
    verdict: row.verdict ?? undefined,
    breakout: row.breakout ?? undefined,
    reason: row.reason ?? undefined,
  }));
}
