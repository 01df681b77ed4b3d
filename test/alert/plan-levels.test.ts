import { describe, expect, it } from 'vitest';
import type { SentAlert } from '../../src/alert/alert.ts';
import { planAlerts } from '../../src/alert/plan.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { alertMessage, growthMessage } from '../../src/message/alert-message.ts';
import { dayMs, hourMs } from '../../src/post/post.ts';
import { aCampaign } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const target = 'console:alerts';
const routes = [{ target, minLevel: 'S2' as const }];
const page = (id: string, given: Partial<Campaign> = {}): Campaign =>
  aCampaign({ id, level: 'S1', lastAt: now, openedAt: new Date(now.getTime() - hourMs), ...given });
const sentOf = (campaign: Campaign): SentAlert => ({
  campaignId: campaign.id,
  target,
  version: campaign.version,
  level: campaign.level,
  accounts: campaign.accounts,
  at: now,
  growthTold: campaign.growth.length,
});
const plan = (campaigns: readonly Campaign[], sent: readonly Campaign[] = []) =>
  planAlerts({ campaigns, sent: sent.map(sentOf), actions: [], routes, room: new Map(), now }).flatMap((step) =>
    step.do === 'post' ? [step.beyondBudget] : [],
  );

describe('pages of one day', () => {
  it('are two, and each one more says how many it is beyond them', () => {
    expect(plan(['a', 'b', 'c', 'd'].map((id) => page(id)))).toEqual([undefined, undefined, 1, 2]);
  });

  it('count those that were sent within a day, by when they reached the level', () => {
    const old = page('old', { openedAt: new Date(now.getTime() - dayMs - 1) });
    const risen = page('risen', {
      openedAt: new Date(now.getTime() - 3 * dayMs),
      growth: [{ at: new Date(now.getTime() - hourMs), posts: 900, accounts: 300, coordination: 0.95, level: 'S1' }],
    });
    const one = page('one');

    expect(plan([one, risen, page('new')], [one, risen])).toEqual([1]);
    expect(plan([one, old, page('new')], [one, old])).toEqual([undefined]);
    expect(plan([one, risen, page('quiet', { level: 'S2' })], [one, risen])).toEqual([undefined]);
  });

  it('ask a person to raise the threshold from the third on', () => {
    const context = { actions: [], gaps: [], mark: 'TLP:AMBER', now };

    expect(alertMessage(page('c'), { ...context, beyondBudget: 1 }).lead[0]).toMatch(
      /^1 more at S1 than the 2 .* raise the threshold/,
    );
    expect(alertMessage(page('a'), context).lead[0]).not.toContain('threshold');
  });
});

describe('a level that fell', () => {
  const note = {
    at: now,
    posts: 412,
    accounts: 214,
    coordination: 0.25,
    level: 'S3',
    fell: true,
    why: 'a wide burst',
  } as const;
  const fallen = aCampaign({ level: 'S2', version: 2, growth: [note], lastAt: now });

  it('is told once in the thread', () => {
    const sent = { ...sentOf(aCampaign({ level: 'S2' })), growthTold: 0 };
    const steps = (growthTold: number, version: number) =>
      planAlerts({
        campaigns: [fallen],
        sent: [{ ...sent, growthTold, version }],
        actions: [],
        routes,
        room: new Map(),
        now,
      });

    expect(steps(0, 1).map((step) => [step.do, step.why])).toEqual([
      ['edit', 'grew'],
      ['reply', 'level-fell'],
    ]);
    expect(steps(1, 2)).toMatchObject([{ do: 'nothing', why: 'unchanged' }]);
  });

  it('is said with its reason', () => {
    const message = growthMessage(fallen, note, undefined, 'TLP:AMBER');

    expect(message.title).toBe('+2 h: now S3, score 0.25');
    expect(message.lead).toEqual(['Why: a wide burst']);
  });
});
