/**
 * What Monday's digest adds: bursts below the digest line for people to judge, and how well scores have held so far.
 */
import { shownVersion } from '../src/alert/plan.ts';
import { auditSample } from '../src/campaign/audit-sample.ts';
import { reliabilityOf } from '../src/campaign/calibrate-reliability.ts';
import type { Campaign } from '../src/campaign/campaign.ts';
import { isoWeek } from '../src/campaign/fit-week.ts';
import { settleLabels } from '../src/campaign/label.ts';
import type { AuditedBurst, DigestLearning } from '../src/message/learning-sections.ts';
import { dayMs } from '../src/post/post.ts';
import type { CampaignStore, LabelStore } from '../src/store/store.ts';

export interface LearningDeps {
  readonly labels: Pick<LabelStore, 'all' | 'fits' | 'auditCandidates' | 'keepAuditSample'>;
  readonly campaigns: Pick<CampaignStore, 'byId' | 'actionsOf'>;
}

const weekMs = 7 * dayMs;

/** `undefined` on every other day of the zone. */
export async function learningOf(at: Date, zone: string, deps: LearningDeps): Promise<DigestLearning | undefined> {
  if (!isMonday(at, zone)) return undefined;
  const [fit] = await deps.labels.fits(1);
  return {
    audit: await auditOf(at, deps),
    reliability: reliabilityOf(settleLabels(await deps.labels.all())),
    fit,
  };
}

function isMonday(at: Date, zone: string): boolean {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(at) === 'Mon';
}

/** Drawn once a week for all channels: the first digest draws from the seven days before it. */
async function auditOf(at: Date, { labels, campaigns }: LearningDeps): Promise<readonly AuditedBurst[]> {
  const candidates = await labels.auditCandidates({ from: new Date(at.getTime() - weekMs), to: at });
  // The middle of the seven days names their week, whatever the zone.
  const week = isoWeek(new Date(at.getTime() - weekMs / 2));
  const drawn = await labels.keepAuditSample(week, auditSample(candidates, week));
  const found = await Promise.all(
    drawn.map(async ({ campaignId, probability }) => ({ probability, campaign: await campaigns.byId(campaignId) })),
  );
  const kept = found.flatMap(({ campaign, probability }) =>
    campaign === undefined ? [] : [{ campaign, probability }],
  );
  const actions = await campaigns.actionsOf(kept.map(({ campaign }) => campaign.id));
  const versionOf = (campaign: Campaign): number =>
    shownVersion(
      campaign,
      actions.filter(({ campaignId }) => campaignId === campaign.id),
    );
  return kept.map(({ campaign, probability }) => ({ campaign, probability, version: versionOf(campaign) }));
}
