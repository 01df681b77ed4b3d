/** What evidence is weighed with at this moment: the rules in force, and the accounts of campaigns that people confirmed. */
import { currentRules } from '../../jobs/refit.ts';
import type { AssessContext } from '../campaign/assess.ts';
import { settleLabels } from '../campaign/label.ts';
import { startRules } from '../campaign/start-rules.ts';
import { reopenMs } from '../campaign/track.ts';
import type { ConfirmedCampaign } from '../measure/overlap.ts';
import { minuteMs } from '../post/post.ts';
import type { Store } from '../store/store.ts';

export interface AssessContextDeps {
  readonly store: {
    readonly labels: Pick<Store['labels'], 'all' | 'fits'>;
    readonly campaigns: Pick<Store['campaigns'], 'byId'>;
  };
  /** What is configured. */
  readonly fixed: Omit<AssessContext, 'rules' | 'rulesVersion' | 'confirmed'>;
  readonly now: () => Date;
}

/** Labels come a few a day. */
const keptMs = 10 * minuteMs;

export function createAssessContext({ store, fixed, now }: AssessContextDeps): () => Promise<AssessContext> {
  let kept: { readonly at: number; readonly context: Promise<AssessContext> } | undefined;
  return () => {
    const at = now().getTime();
    if (kept !== undefined && at - kept.at >= 0 && at - kept.at < keptMs) return kept.context;
    const context = read(store, fixed, now());
    kept = { at, context };
    context.catch(() => {
      kept = undefined;
    });
    return context;
  };
}

async function read(
  store: AssessContextDeps['store'],
  fixed: AssessContextDeps['fixed'],
  now: Date,
): Promise<AssessContext> {
  const [rules, confirmed] = await Promise.all([
    currentRules(store.labels, startRules),
    confirmedCampaigns(store, now),
  ]);
  return { ...fixed, rules, rulesVersion: rules.version, confirmed };
}

/** A campaign that may still be taken up again is no earlier one: it would confirm itself. */
async function confirmedCampaigns(
  { labels, campaigns }: AssessContextDeps['store'],
  now: Date,
): Promise<readonly ConfirmedCampaign[]> {
  const ids = settleLabels(await labels.all()).flatMap(({ campaignId, outcome }) =>
    outcome === 'campaign' ? [campaignId] : [],
  );
  const found = await Promise.all(ids.map((id) => campaigns.byId(id)));
  return found.flatMap((campaign) => {
    const { id, platform, accountIds, endedAt } = campaign ?? {};
    if (id === undefined || accountIds === undefined || endedAt === undefined) return [];
    return now.getTime() - endedAt.getTime() > reopenMs ? [{ campaignId: id, platform, accountIds }] : [];
  });
}
