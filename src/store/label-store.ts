/** Labels, audit samples and the history of the rules; see `LabelStore`. */
import { sql } from 'kysely';
import { z } from 'zod';
import { families } from '../campaign/campaign.ts';
import type { RulesFit } from '../campaign/fit-rules.ts';
import { type Label, verdicts } from '../campaign/label.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { toDocument } from './json.ts';
import type { AuditedCampaign, LabelStore } from './store.ts';

export function createLabelStore(db: Db): LabelStore {
  return {
    async keep(label) {
      const { campaignId, by, at } = label;
      await changed(
        db,
        sql`
          INSERT INTO label (campaign_id, by, at, body) VALUES (${campaignId}, ${by}, ${at}, ${toDocument(label)}::jsonb)
          ON CONFLICT DO NOTHING`,
      );
    },
    async all() {
      const found = await rows(db, sql<BodyRow>`SELECT body FROM label ORDER BY at, seq`);
      return found.map(({ body }): Label => LabelJson.parse(body));
    },
    async auditCandidates({ from, to }) {
      // Bursts of attributed accounts are judged without a score, so there is nothing to be learned for it.
      return rows(
        db,
        sql<{ campaignId: string }>`
          SELECT id AS "campaignId" FROM campaign
          WHERE level = 'S4' AND body ->> 'kind' <> 'attributed-burst'
            AND (body ->> 'openedAt')::timestamptz >= ${from} AND (body ->> 'openedAt')::timestamptz < ${to}
          ORDER BY id`,
      );
    },
    keepAuditSample: (week, drawn) => keepAuditSample(db, week, drawn),
    async auditProbability(campaignId) {
      const [row] = await rows(
        db,
        sql<{ probability: number }>`
          SELECT probability FROM audit_sample WHERE campaign_id = ${campaignId} ORDER BY week DESC LIMIT 1`,
      );
      return row?.probability;
    },
    async keepFit(fit) {
      const written = await changed(
        db,
        sql`
          INSERT INTO rules_fit (week, at, body) VALUES (${fit.week}, ${fit.at}, ${toDocument(fit)}::jsonb)
          ON CONFLICT DO NOTHING`,
      );
      return written > 0;
    },
    async fits(limit) {
      const found = await rows(db, sql<BodyRow>`SELECT body FROM rules_fit ORDER BY week DESC LIMIT ${limit}`);
      return found.map(({ body }): RulesFit => RulesFitJson.parse(body));
    },
  };
}

interface BodyRow {
  readonly body: unknown;
}

/** The table is locked, so that of two digests planned at once one draws. */
function keepAuditSample(db: Db, week: string, drawn: readonly AuditedCampaign[]): Promise<readonly AuditedCampaign[]> {
  return atomically(db, async (tx) => {
    await sql`LOCK TABLE audit_sample IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
    const known = await rows(
      tx,
      sql<AuditedCampaign>`
        SELECT campaign_id AS "campaignId", probability FROM audit_sample WHERE week = ${week} ORDER BY place`,
    );
    if (known.length > 0) return known;
    for (const [place, { campaignId, probability }] of drawn.entries()) {
      await changed(
        tx,
        sql`
          INSERT INTO audit_sample (week, place, campaign_id, probability)
          VALUES (${week}, ${place}, ${campaignId}, ${probability})`,
      );
    }
    return drawn;
  });
}

const when = z.iso.datetime().transform((text) => new Date(text));

const LabelJson = z.object({
  campaignId: z.string(),
  kind: z.enum(['hashtag-campaign', 'attributed-burst', 'co-share']),
  version: z.number(),
  openedAt: when,
  by: z.string(),
  byName: z.string(),
  at: when,
  verdict: z.enum(verdicts),
  predicted: z.number(),
  rulesVersion: z.string(),
  evidence: z.array(
    z.object({
      name: z.string(),
      family: z.enum(families),
      strength: z.number(),
      // What is not finite is kept as text; see `toDocument`.
      measured: z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN']).transform(Number)]).optional(),
    }),
  ),
  selection: z.enum(['sent', 'audit']),
  probability: z.number(),
});

const RulesFitJson = z.object({
  week: z.string(),
  at: when,
  adopted: z.boolean(),
  rules: z.object({
    version: z.string(),
    prior: z.number(),
    weights: z.record(z.string(), z.number()),
    calibration: z
      .object({
        method: z.enum(['platt', 'isotonic']),
        points: z.array(z.object({ logOdds: z.number(), probability: z.number() })),
      })
      .optional(),
  }),
  labels: z.number(),
  confirmed: z.number(),
  weeks: z.number(),
  loss: z
    .object({
      start: z.number(),
      fitted: z.number(),
      since: z.object({ labels: z.number(), present: z.number(), fitted: z.number() }).optional(),
    })
    .optional(),
  reason: z.string(),
});
