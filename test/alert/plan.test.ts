import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignAction, Route, SentAlert, Step } from '../../src/alert/alert.ts';
import { acknowledgement, planAlerts, shownVersion } from '../../src/alert/plan.ts';
import { levels } from '../../src/campaign/campaign.ts';
import { aCampaign } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const route: Route = { target: 'console:alerts', minLevel: 'S2' };
const question = { actions: [], sent: [], routes: [route], room: new Map<string, number>(), now };

function sentFrom(given: Partial<SentAlert> = {}): SentAlert {
  const { id, level, accounts } = aCampaign();
  return { campaignId: id, target: route.target, version: 1, level, accounts, at: now, growthTold: 0, ...given };
}

describe('planAlerts', () => {
  it('posts a campaign that no message shows yet', () => {
    expect(planAlerts({ ...question, campaigns: [aCampaign()] })).toMatchObject([{ do: 'post', why: 'new' }]);
  });

  it('says why it stays silent', () => {
    const low = aCampaign({ level: 'S3' });

    expect(planAlerts({ ...question, campaigns: [low] })).toMatchObject([{ do: 'nothing', why: 'below-level' }]);
    expect(
      planAlerts({ ...question, campaigns: [aCampaign()], routes: [{ ...route, platforms: ['bluesky'] }] }),
    ).toMatchObject([{ do: 'nothing', why: 'other-route' }]);
    expect(planAlerts({ ...question, campaigns: [aCampaign()], sent: [sentFrom()] })).toMatchObject([
      { do: 'nothing', why: 'unchanged' },
    ]);
  });

  it('does not tell as news what ended days ago, but keeps a message of it up to date', () => {
    const endedAt = new Date(now.getTime() - 3 * 86_400_000);
    const old = aCampaign({ state: 'ended', endedAt, lastAt: endedAt, version: 2 });

    expect(planAlerts({ ...question, campaigns: [old] })).toMatchObject([{ do: 'nothing', why: 'long-over' }]);
    expect(planAlerts({ ...question, campaigns: [old], sent: [sentFrom()] })).toMatchObject([
      { do: 'edit', why: 'ended' },
    ]);
  });

  it('edits the message of a campaign that grew and tells the growth once under it', () => {
    const growth = [{ at: now, posts: 900, accounts: 391, coordination: 0.95, level: 'S2' as const }];
    const grown = aCampaign({ version: 2, accounts: 391, growth });

    expect(planAlerts({ ...question, campaigns: [grown], sent: [sentFrom()] })).toMatchObject([
      { do: 'edit', why: 'grew' },
      { do: 'reply', why: 'grew', note: 0 },
    ]);
    expect(planAlerts({ ...question, campaigns: [grown], sent: [sentFrom({ growthTold: 1 })] })).toMatchObject([
      { do: 'edit', why: 'grew' },
    ]);
  });

  it('edits after somebody acknowledged', () => {
    const ack: CampaignAction = {
      campaignId: aCampaign().id,
      kind: 'ack',
      by: 'Mira',
      at: new Date(now.getTime() + 1),
    };

    expect(planAlerts({ ...question, campaigns: [aCampaign()], sent: [sentFrom()], actions: [ack] })).toMatchObject([
      { do: 'edit', why: 'action' },
    ]);
  });

  it('holds back new messages over the cap and while snoozed', () => {
    const campaigns = [aCampaign({ id: 'a' }), aCampaign({ id: 'b' })];
    const snooze: CampaignAction = {
      campaignId: 'a',
      kind: 'snooze',
      by: 'Mira',
      at: now,
      until: new Date(now.getTime() + 1000),
    };

    expect(
      planAlerts({ ...question, campaigns, room: new Map([[route.target, 1]]) }).map(({ do: what, why }) => [
        what,
        why,
      ]),
    ).toEqual([
      ['post', 'new'],
      ['nothing', 'channel-cap'],
    ]);
    expect(planAlerts({ ...question, campaigns, actions: [snooze] }).map(({ why }) => why)).toEqual(['snoozed', 'new']);
  });

  it('does not take room for what a chat refused for good', () => {
    const campaigns = [aCampaign({ id: 'a' }), aCampaign({ id: 'b' })];
    const sent = [sentFrom({ campaignId: 'a', undeliverable: true })];

    expect(planAlerts({ ...question, campaigns, sent, room: new Map([[route.target, 1]]) })).toMatchObject([
      { do: 'nothing', why: 'undeliverable' },
      { do: 'post', why: 'new' },
    ]);
  });

  it('takes the first route that fits a target', () => {
    const routes: Route[] = [
      { ...route, kinds: ['attributed-burst'] },
      { ...route, minLevel: 'S3' },
    ];

    expect(planAlerts({ ...question, routes, campaigns: [aCampaign({ level: 'S3' })] })).toMatchObject([
      { do: 'post' },
    ]);
  });

  it('says nothing when planned again after the steps were carried out', () => {
    const anyCampaign = fc.record({
      version: fc.integer({ min: 1, max: 50 }),
      level: fc.constantFrom(...levels),
      ended: fc.boolean(),
      notes: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(anyCampaign, { maxLength: 6 }), fc.nat(3), (shapes, acks) => {
        const campaigns = shapes.map(({ version, level, ended, notes }, i) =>
          aCampaign({
            id: `c${i}`,
            version,
            level,
            state: ended ? 'ended' : 'open',
            growth: Array.from({ length: notes }, () => ({ at: now, posts: 1, accounts: 1, coordination: 0.5, level })),
          }),
        );
        const actions: CampaignAction[] = campaigns.flatMap(({ id }) =>
          Array.from({ length: acks }, () => ({ campaignId: id, kind: 'verdict' as const, by: 'Mira', at: now })),
        );
        const steps = planAlerts({ ...question, campaigns, actions });
        const sent = steps.flatMap((step) => carriedOut(step, actions));

        return planAlerts({ ...question, campaigns, actions, sent }).every((step) => step.do === 'nothing');
      }),
    );
  });
});

function carriedOut(step: Step, actions: readonly CampaignAction[]): readonly SentAlert[] {
  if (step.do !== 'post' && step.do !== 'edit') return [];
  const { campaign, target } = step;
  const own = actions.filter(({ campaignId }) => campaignId === campaign.id);
  return [
    {
      campaignId: campaign.id,
      target,
      version: shownVersion(campaign, own),
      level: campaign.level,
      accounts: campaign.accounts,
      at: now,
      growthTold: campaign.growth.length,
    },
  ];
}

describe('acknowledgement', () => {
  const ack: CampaignAction = { campaignId: 'a', kind: 'ack', by: 'Mira', at: now };

  it('is held by whoever acknowledged last and did not take it back', () => {
    const unack: CampaignAction = { ...ack, kind: 'unack', at: new Date(now.getTime() + 5) };
    const again: CampaignAction = { ...ack, by: 'Juri', at: new Date(now.getTime() + 9) };

    expect(acknowledgement([])).toBeUndefined();
    expect(acknowledgement([ack])?.by).toBe('Mira');
    expect(acknowledgement([ack, unack])).toBeUndefined();
    expect(acknowledgement([again, unack, ack])?.by).toBe('Juri');
  });
});
