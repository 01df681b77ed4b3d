/** What is promised of labels, audit samples and the history of the rules. */
import { describe, expect, it } from 'vitest';
import type { RulesFit } from '../../src/campaign/fit-rules.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import type { Store } from '../../src/store/store.ts';
import { aCampaign } from '../builders.ts';
import { aLabel } from '../campaign/labels.ts';
import type { Opened } from './store.ts';

const at = new Date('2026-03-02T12:00:00Z');

async function withCampaigns({ detect }: Store, campaigns = [aCampaign()]): Promise<void> {
  await detect.progress();
  await detect.keepTick({ at, mark: '1', changes: [], detections: [], campaigns });
}

function aFit(given: Partial<RulesFit> = {}): RulesFit {
  return {
    week: '2026-W10',
    at,
    adopted: false,
    rules: startRules,
    labels: 12,
    confirmed: 3,
    weeks: 2,
    reason: 'weights are fitted from 50 judged bursts on; there are 12',
    ...given,
  };
}

export function describeLabels(opened: Opened): void {
  describe('labels', () => {
    it('come back as they were kept, oldest first', async () => {
      const { store } = opened();
      await withCampaigns(store);
      const second = aLabel({ by: 'slack:U2', at: new Date('2026-03-02T13:00:00Z'), verdict: 'cannot-say' });
      const first = aLabel({
        byName: 'A\u0000na',
        evidence: [
          { name: 'synchrony', family: 'timing', strength: 1, measured: Number.POSITIVE_INFINITY },
          { name: 'news-match', family: 'against', strength: 0 },
        ],
        selection: 'audit',
        probability: 0.016,
      });

      await store.labels.keep(second);
      await store.labels.keep(first);

      expect(await store.labels.all()).toEqual([{ ...first, byName: 'Ana' }, second]);
    });

    it('are one when the same is kept twice, and two when somebody judges again', async () => {
      const { store } = opened();
      await withCampaigns(store);

      await store.labels.keep(aLabel());
      await store.labels.keep(aLabel());
      await store.labels.keep(aLabel({ at: new Date('2026-03-02T13:00:00Z'), verdict: 'organic' }));

      expect((await store.labels.all()).map(({ verdict }) => verdict)).toEqual(['campaign', 'organic']);
    });

    it('are refused about a campaign that is not there', async () => {
      await expect(opened().store.labels.keep(aLabel())).rejects.toThrow('foreign key');
    });
  });

  describe('audit samples', () => {
    it('are drawn from what opened in the span, never got above S4 and has a score', async () => {
      const { store } = opened();
      const low = { level: 'S4', openedAt: at } as const;
      await withCampaigns(store, [
        aCampaign({ ...low, id: 'b' }),
        aCampaign({ ...low, id: 'a', kind: 'co-share' }),
        aCampaign({ ...low, id: 'sent', level: 'S3' }),
        aCampaign({ ...low, id: 'listed', kind: 'attributed-burst' }),
        aCampaign({ ...low, id: 'before', openedAt: new Date(at.getTime() - 1) }),
        aCampaign({ ...low, id: 'after', openedAt: new Date(at.getTime() + 1_000) }),
      ]);

      const span = { from: at, to: new Date(at.getTime() + 1_000) };

      expect(await store.labels.auditCandidates(span)).toEqual([{ campaignId: 'a' }, { campaignId: 'b' }]);
    });

    it('stay as they were kept first, in their order, however many keep one at once', async () => {
      const { store, another } = opened();
      await withCampaigns(
        store,
        ['a', 'b', 'c'].map((id) => aCampaign({ id })),
      );
      const other = await another();
      const drawn = (...ids: string[]) => ids.map((campaignId) => ({ campaignId, probability: 1 / 3 }));

      const [one, two] = await Promise.all([
        store.labels.keepAuditSample('2026-W10', drawn('c', 'a')),
        other.labels.keepAuditSample('2026-W10', drawn('b')),
      ]);

      expect(one).toEqual(two);
      expect(await store.labels.keepAuditSample('2026-W10', drawn('b', 'c'))).toEqual(one);
      expect(await store.labels.keepAuditSample('2026-W11', drawn('b'))).toEqual(drawn('b'));
      await other.close();
    });

    it('tell the chance of the last time a campaign was drawn', async () => {
      const { store } = opened();
      await withCampaigns(store);
      const { id: campaignId } = aCampaign();

      expect(await store.labels.auditProbability(campaignId)).toBeUndefined();
      await store.labels.keepAuditSample('2026-W11', [{ campaignId, probability: 0.5 }]);
      await store.labels.keepAuditSample('2026-W10', [{ campaignId, probability: 0.1 }]);

      expect(await store.labels.auditProbability(campaignId)).toBe(0.5);
    });

    it('hold no impossible chance', async () => {
      const { store } = opened();
      await withCampaigns(store);
      const { id: campaignId } = aCampaign();

      await expect(store.labels.keepAuditSample('2026-W10', [{ campaignId, probability: 0 }])).rejects.toThrow('check');
    });
  });

  describe('fits of the rules', () => {
    it('are kept one a week, the first, and come back whole, newest first', async () => {
      const { store } = opened();
      const calibration = { method: 'platt' as const, points: [{ logOdds: -4, probability: 0.01 }] };
      const fitted = aFit({
        week: '2026-W11',
        adopted: true,
        rules: { ...startRules, version: 'v4+2026-W11', calibration },
        loss: { start: 0.4, fitted: 0.3, since: { labels: 9, present: 0.5, fitted: 0.4 } },
      });

      expect(await store.labels.keepFit(aFit())).toBe(true);
      expect(await store.labels.keepFit(fitted)).toBe(true);
      expect(await store.labels.keepFit(aFit({ reason: 'again' }))).toBe(false);

      expect(await store.labels.fits(5)).toEqual([fitted, aFit()]);
      expect(await store.labels.fits(1)).toEqual([fitted]);
    });
  });
}
