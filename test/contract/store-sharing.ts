/** What is promised of people's decisions about what leaves. */
import { describe, expect, it } from 'vitest';
import type { NewNaming } from '../../src/export/naming.ts';
import type { TechniqueDecision } from '../../src/export/technique.ts';
import type { Store } from '../../src/store/store.ts';
import { aCampaign } from '../builders.ts';
import type { Opened } from './store.ts';

const at = new Date('2026-03-02T12:00:00Z');
const dayMs = 24 * 3_600_000;
const { id: campaignId } = aCampaign();

async function withCampaign({ detect }: Store): Promise<void> {
  await detect.progress();
  await detect.keepTick({ at, mark: '1', changes: [], detections: [], campaigns: [aCampaign()] });
}

function aDecision(given: Partial<TechniqueDecision> = {}): TechniqueDecision {
  return {
    campaignId,
    technique: 'disarm:1.6:T0049',
    decision: 'confirmed',
    by: 'slack:U1',
    byName: 'Ana',
    at,
    ...given,
  };
}

function aNaming(given: Partial<NewNaming> = {}): NewNaming {
  return {
    campaignId,
    platform: 'x',
    accountId: '900',
    reason: 'why',
    requestedBy: 'slack:U1',
    requestedByName: 'Ana',
    requestedAt: at,
    ...given,
  };
}

export function describeSharing(opened: Opened): void {
  describe('decisions about techniques', () => {
    it('gives back the newest about each, as it was made', async () => {
      const { store } = opened();
      await withCampaign(store);
      const last = aDecision({
        decision: 'rejected',
        by: 'discord:2',
        byName: 'B\u0000en',
        at: new Date('2026-03-01T00:00:00Z'),
      });
      const other = aDecision({ technique: 'disarm:1.6:T0015.001', reason: 'seen by eye' });

      await store.sharing.decide(aDecision());
      await store.sharing.decide(other);
      await store.sharing.decide(last);

      expect(await store.sharing.decisionsOf(campaignId)).toEqual([other, { ...last, byName: 'Ben' }]);
      expect(await store.sharing.decisionsOf('another')).toEqual([]);
    });

    it('keeps the earlier ones', async () => {
      const { store, query } = opened();
      await withCampaign(store);

      await store.sharing.decide(aDecision());
      await store.sharing.decide(aDecision({ decision: 'rejected' }));

      expect(await query('SELECT count(*)::int AS n FROM technique_decision')).toEqual([{ n: 2 }]);
    });

    it('refuses one about a campaign that is not there', async () => {
      await expect(opened().store.sharing.decide(aDecision())).rejects.toThrow('foreign key');
    });
  });

  describe('requests to name an account', () => {
    it('wait for somebody else, once', async () => {
      const { store } = opened();
      await withCampaign(store);
      const request = await store.sharing.requestNaming(aNaming());

      const self = await store.sharing.confirmNaming(request.id, { by: 'slack:U1', byName: 'Ana' }, at);
      const second = await store.sharing.confirmNaming(request.id, { by: 'slack:U2', byName: 'Ben' }, at);
      const third = await store.sharing.confirmNaming(request.id, { by: 'slack:U3', byName: 'Cai' }, at);

      expect([self, second, third]).toEqual([false, true, false]);
      expect(await store.sharing.naming(request.id)).toEqual({
        ...aNaming(),
        id: request.id,
        confirmed: { by: 'slack:U2', byName: 'Ben', at },
      });
      expect(await store.sharing.namingsOf(campaignId)).toHaveLength(1);
    });

    it('are void after seven days', async () => {
      const { store } = opened();
      await withCampaign(store);
      const { id } = await store.sharing.requestNaming(aNaming());
      const reader = { by: 'slack:U2', byName: 'Ben' };

      expect(await store.sharing.confirmNaming(id, reader, new Date(at.getTime() + 7 * dayMs))).toBe(false);
      expect(await store.sharing.confirmNaming(id, reader, new Date(at.getTime() + 7 * dayMs - 1))).toBe(true);
    });

    it('are one for an account, however often they are made; an expired one makes room', async () => {
      const { store, another } = opened();
      await withCampaign(store);
      const other = await another();
      const both = await Promise.all([store, other].map(({ sharing }) => sharing.requestNaming(aNaming())));
      const foreign = await store.sharing.requestNaming(aNaming({ platform: 'bluesky' }));
      const late = await store.sharing.requestNaming(aNaming({ requestedAt: new Date(at.getTime() + 7 * dayMs) }));

      expect(both[0]?.id).toBe(both[1]?.id);
      expect(new Set([both[0]?.id, foreign.id, late.id]).size).toBe(3);
      expect((await store.sharing.namingsOf(campaignId)).map(({ id }) => id)).toEqual([
        late.id,
        foreign.id,
        both[0]?.id,
      ]);
      await other.close();
    });

    it('stay confirmed, and are not asked for again', async () => {
      const { store } = opened();
      await withCampaign(store);
      const { id } = await store.sharing.requestNaming(aNaming());
      await store.sharing.confirmNaming(id, { by: 'slack:U2', byName: 'Ben' }, at);

      const again = await store.sharing.requestNaming(aNaming({ requestedAt: new Date(at.getTime() + 400 * dayMs) }));

      expect(again).toMatchObject({ id, confirmed: { byName: 'Ben' } });
    });

    it('cannot be confirmed by who made them, past the store either', async () => {
      const { store, query } = opened();
      await withCampaign(store);
      await store.sharing.requestNaming(aNaming());

      const past = query(
        `UPDATE naming_request SET confirmed_by = requested_by, confirmed_by_name = 'x', confirmed_at = now()`,
      );

      await expect(past).rejects.toThrow('check');
    });

    it.each(['naming-999', 'naming-', '1', "naming-1' OR true", 'naming-1e3'])('are not found as %s', async (id) => {
      const { store } = opened();
      await withCampaign(store);
      await store.sharing.requestNaming(aNaming());

      expect(await store.sharing.naming(id)).toBeUndefined();
      expect(await store.sharing.confirmNaming(id, { by: 'slack:U2', byName: 'Ben' }, at)).toBe(false);
    });
  });
}
