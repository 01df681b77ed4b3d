import { describe, expect, it } from 'vitest';
import { createAssessContext } from '../../src/app/assess-context.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { type Label, labelOf } from '../../src/campaign/label.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import { dayMs, minuteMs } from '../../src/post/post.ts';
import { aCampaign } from '../builders.ts';

const now = new Date('2026-04-02T12:00:00Z');
const ended = (daysAgo: number, id: string): Campaign =>
  aCampaign({ id, accountIds: [`of-${id}`], state: 'ended', endedAt: new Date(now.getTime() - daysAgo * dayMs) });
const judged = (campaign: Campaign, by: string, verdict: Label['verdict']): Label =>
  labelOf(campaign, { by, byName: by, at: now, verdict });

function contextOver(campaigns: readonly Campaign[], labels: readonly Label[], clock = (): Date => now) {
  let reads = 0;
  const context = createAssessContext({
    store: {
      labels: {
        all: async () => {
          reads += 1;
          return labels;
        },
        fits: async () => [],
      },
      campaigns: { byId: async (id) => campaigns.find((campaign) => campaign.id === id) },
    },
    fixed: { watchedTags: ['example'], watchedHosts: [], families: { stop: ['stop', 'stopit'] } },
    now: clock,
  });
  return { context, reads: () => reads };
}

describe('what evidence is weighed with', () => {
  it('is what is configured, with the rules to begin with while nobody has judged', async () => {
    const { context } = contextOver([], []);

    expect(await context()).toEqual({
      watchedTags: ['example'],
      watchedHosts: [],
      families: { stop: ['stop', 'stopit'] },
      rules: startRules,
      rulesVersion: startRules.version,
      confirmed: [],
    });
  });

  it('knows the accounts of campaigns that people confirmed, once these cannot be taken up again', async () => {
    const old = ended(30, 'old');
    const fresh = ended(2, 'fresh');
    const doubted = ended(30, 'doubted');
    const open = aCampaign({ id: 'open', accountIds: ['of-open'] });
    const labels = [
      judged(old, 'slack:U1', 'campaign'),
      judged(fresh, 'slack:U1', 'campaign'),
      judged(open, 'slack:U1', 'campaign'),
      judged(doubted, 'slack:U1', 'campaign'),
      judged(doubted, 'slack:U2', 'organic'),
    ];
    const { context } = contextOver([old, fresh, doubted, open], labels);

    expect((await context()).confirmed).toEqual([{ campaignId: 'old', platform: 'x', accountIds: ['of-old'] }]);
  });

  it('is read again after ten minutes, not at every tick', async () => {
    let at = now.getTime();
    const { context, reads } = contextOver([], [], () => new Date(at));

    await context();
    at += 9 * minuteMs;
    await context();
    expect(reads()).toBe(1);
    at += minuteMs;
    await context();
    expect(reads()).toBe(2);
  });
});
