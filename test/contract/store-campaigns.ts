/** What is promised of ticks, campaigns and what people do about them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignAction } from '../../src/alert/alert.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import type { DetectTick, Store } from '../../src/store/store.ts';
import { aCampaign, aDetection, anAssessment, anIndicator } from '../builders.ts';
import type { Opened } from './store.ts';

const at = new Date('2026-03-02T12:00:00Z');

function aTick(given: Partial<DetectTick> = {}): DetectTick {
  return { at, mark: '1', changes: [], detections: [], campaigns: [], ...given };
}

async function keep(store: Store, ...campaigns: Campaign[]): Promise<void> {
  await store.detect.progress();
  await store.detect.keepTick(aTick({ campaigns }));
}

export function describeCampaigns(opened: Opened): void {
  describeDetect(opened);
  describeCampaignQuestions(opened);
  describeActions(opened);
}

function describeDetect(opened: Opened): void {
  describe('detect ticks', () => {
    it('goes on where the last tick ended', async () => {
      const { detect } = opened().store;
      const before = await detect.progress();

      await detect.keepTick(aTick({ mark: '7' }));
      await detect.keepTick(aTick({ mark: '9', at: new Date('2026-03-02T12:01:00Z') }));

      expect(before).toBeUndefined();
      expect(await detect.progress()).toEqual({ mark: '9', at: new Date('2026-03-02T12:01:00Z') });
    });

    it('refuses a tick, whole, when another process has kept one since', async () => {
      const { store, another } = opened();
      const other = await another();
      for (const { detect } of [store, other]) await detect.progress();
      await store.detect.keepTick(aTick({ mark: '7' }));

      const first = other.detect.keepTick(aTick({ mark: '8', campaigns: [aCampaign()] }));
      await expect(first).rejects.toThrow('another process');
      await expect(other.detect.keepTick(aTick())).rejects.toThrow('another process');
      expect(await store.campaigns.byId(aCampaign().id)).toBeUndefined();

      await other.detect.progress();
      await other.detect.keepTick(aTick({ mark: '8' }));
      expect(await store.detect.progress()).toMatchObject({ mark: '8' });
      await other.close();
    });

    it('lets one of several processes advance that keep a tick at once', async () => {
      const { store, another } = opened();
      const all = [store, await another(), await another()];
      for (let round = 0; round < 5; round += 1) {
        for (const { detect } of all) await detect.progress();

        const outcomes = await Promise.allSettled(
          all.map(({ detect }, n) => detect.keepTick(aTick({ mark: `${round}-${n}` }))),
        );

        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
        expect(await store.detect.progress()).toMatchObject({ mark: `${round}-${winner}` });
      }
      for (const other of all.slice(1)) await other.close();
    });

    it('gives the state of a detector back, changed and without what was forgotten', async () => {
      const { detect } = opened().store;
      const long = `l.example/${'x'.repeat(9_000)}`;
      await detect.keepTick(
        aTick({
          changes: [
            { detector: 'd', key: 'b', state: { z: 1, a: [1.5, -0.25, null], '': {} } },
            { detector: 'd', key: 'a', state: 0 },
            { detector: 'd', key: long, state: { deep: 1 } },
            { detector: 'e', key: 'a', state: 'of another' },
          ],
        }),
      );

      await detect.keepTick(
        aTick({
          changes: [
            { detector: 'd', key: 'a', state: 1 },
            { detector: 'd', key: 'a', state: 2 },
            { detector: 'd', key: long, state: null },
            { detector: 'd', key: 'never there', state: null },
          ],
        }),
      );

      expect(await detect.loadState('d')).toEqual([
        { detector: 'd', key: 'a', state: 2 },
        { detector: 'd', key: 'b', state: { z: 1, a: [1.5, -0.25, null], '': {} } },
      ]);
      const [, b] = await detect.loadState('d');
      expect(JSON.stringify(b?.state)).toBe('{"z":1,"a":[1.5,-0.25,null],"":{}}');
      expect(await detect.loadState('e')).toHaveLength(1);
    });

    it('keeps many changes', async () => {
      const { detect } = opened().store;
      const changes = Array.from({ length: 5_001 }, (_, n) => ({ detector: 'd', key: `k${n}`, state: { n } }));

      await detect.keepTick(aTick({ changes }));

      expect(new Set((await detect.loadState('d')).map(({ key }) => key)).size).toBe(5_001);
    });

    it('keeps one detection per episode, the last one', async () => {
      const { store, query } = opened();
      const detection = aDetection();

      await store.detect.keepTick(aTick({ detections: [detection, { ...detection, posts: 500 }] }));
      await store.detect.keepTick(
        aTick({ detections: [{ ...detection, posts: 600, open: false }, aDetection({ episode: 'e2' })] }),
      );

      const kept = await query(`SELECT body ->> 'posts' AS posts FROM detection ORDER BY body ->> 'episode'`);
      expect(kept).toEqual([{ posts: '412' }, { posts: '600' }]);
    });
  });
}

function describeCampaignQuestions(opened: Opened): void {
  describe('campaigns', () => {
    it('gives a campaign back as it was, dates and strange numbers included', async () => {
      const { store } = opened();
      const campaign = aCampaign({
        state: 'ended',
        endedAt: new Date('2026-03-03T00:00:00.001Z'),
        links: ['l.example/a'],
        tags: ['例子', '2026-03-02T12:00:00.000Z'],
        expectedFalsePerDay: Number.POSITIVE_INFINITY,
        assessment: anAssessment({
          families: { content: -0.5, timing: Number.NEGATIVE_INFINITY },
          indicators: [anIndicator(), anIndicator({ share: undefined, value: Number.NaN, source: 'list 2026-01-01' })],
        }),
        growth: [{ at, posts: 1, accounts: 1, coordination: 0.1, level: 'S4' }],
      });

      await keep(store, campaign);

      expect(await store.campaigns.byId(campaign.id)).toEqual(campaign);
      expect(await store.campaigns.byId('other')).toBeUndefined();
    });

    it('gives any campaign back', async () => {
      const { store } = opened();
      const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
      const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((given) => given.replaceAll('\u0000', ''));
      const campaigns = fc.record({
        id: text,
        key: text,
        tags: fc.array(text),
        firstAt: date,
        lastAt: date,
        posts: fc.double(),
      });

      await fc.assert(
        fc.asyncProperty(campaigns, async (given) => {
          // A negative zero is no other number of posts.
          const campaign = aCampaign({ ...given, posts: given.posts === 0 ? 0 : given.posts });

          await keep(store, campaign);

          expect(await store.campaigns.byId(campaign.id)).toEqual(campaign);
        }),
        { numRuns: 50 },
      );
    });

    it('replaces a campaign by a newer version and never by an older one', async () => {
      const { store } = opened();

      await keep(store, aCampaign({ version: 2, posts: 2 }));
      await keep(store, aCampaign({ version: 3, posts: 3, level: 'S1' }));
      await keep(store, aCampaign({ version: 1, posts: 1 }));

      expect(await store.campaigns.byId(aCampaign().id)).toMatchObject({ version: 3, posts: 3, level: 'S1' });
      expect(await store.campaigns.list({ minLevel: 'S1' })).toHaveLength(1);
    });

    it('has open campaigns and those that ended lately at hand', async () => {
      const { store } = opened();
      const ended = (id: string, day: string) => aCampaign({ id, state: 'ended', endedAt: new Date(day) });
      await keep(store, aCampaign({ id: 'open' }), ended('late', '2026-03-05'), ended('early', '2026-03-01'));

      const current = await store.campaigns.current(new Date('2026-03-05'));

      expect(current.map(({ id }) => id).sort()).toEqual(['late', 'open']);
    });

    it('lists campaigns by level, state and span, the newest activity first', async () => {
      const { campaigns } = opened().store;
      const day = (n: number) => new Date(Date.UTC(2026, 2, n));
      await keep(
        opened().store,
        aCampaign({ id: 'a', level: 'S1', firstAt: day(1), lastAt: day(3) }),
        aCampaign({ id: 'b', level: 'S2', firstAt: day(2), lastAt: day(9), state: 'ended', endedAt: day(9) }),
        aCampaign({ id: 'c', level: 'S4', firstAt: day(5), lastAt: day(6) }),
      );
      const ids = async (question: Parameters<typeof campaigns.list>[0]) =>
        (await campaigns.list(question)).map(({ id }) => id);

      expect(await ids({})).toEqual(['b', 'c', 'a']);
      expect(await ids({ limit: 2 })).toEqual(['b', 'c']);
      expect(await ids({ openOnly: true })).toEqual(['c', 'a']);
      expect(await ids({ minLevel: 'S2' })).toEqual(['b', 'a']);
      expect(await ids({ span: { from: day(3), to: day(5) } })).toEqual(['b', 'a']);
      expect(await ids({ span: { from: day(4), to: day(5) } })).toEqual(['b']);
    });

    it('finds campaigns by the beginning of id, key or tag, as people write them', async () => {
      const { store } = opened();
      await keep(
        store,
        aCampaign({ id: 'stopit-x-20260302', key: 'stopit', tags: ['stopit', 'also'], lastAt: new Date('2026-03-02') }),
        aCampaign({
          id: 'other-x-20260303',
          key: 'l.example/Path',
          keyKind: 'link',
          tags: [],
          lastAt: new Date('2026-03-03'),
        }),
      );
      const ids = async (text: string, limit = 10) => (await store.campaigns.search(text, limit)).map(({ id }) => id);

      expect(await ids('#StopIt')).toEqual(['stopit-x-20260302']);
      expect(await ids('stopit-x-20260302')).toEqual(['stopit-x-20260302']);
      expect(await ids('#ALSO')).toEqual(['stopit-x-20260302']);
      expect(await ids('L.example/p')).toEqual(['other-x-20260303']);
      expect(await ids('opit')).toEqual([]);
      expect(await ids('%')).toEqual([]);
      expect(await ids('', 1)).toEqual(['other-x-20260303']);
      expect(await ids('a\u0000lso')).toEqual(['stopit-x-20260302']);
    });
  });
}

function describeActions(opened: Opened): void {
  describe('actions', () => {
    const campaignId = aCampaign().id;
    const ack = (by: string, minute: number): CampaignAction => ({
      campaignId,
      kind: 'ack',
      by,
      at: new Date(Date.UTC(2026, 2, 2, 12, minute)),
    });

    it('lets the first acknowledgement win, until it is taken back', async () => {
      const { store } = opened();
      await keep(store, aCampaign());
      const { campaigns } = store;

      expect(await campaigns.act({ ...ack('a', 0), kind: 'unack' })).toBe(false);
      expect(await campaigns.act(ack('a', 1))).toBe(true);
      expect(await campaigns.act(ack('b', 2))).toBe(false);
      expect(await campaigns.act({ ...ack('b', 3), kind: 'unack' })).toBe(true);
      expect(await campaigns.act(ack('b', 4))).toBe(true);

      const kept = await campaigns.actionsOf([campaignId, 'other']);
      expect(kept.map(({ kind, by }) => `${kind} ${by}`)).toEqual(['ack a', 'unack b', 'ack b']);
    });

    it('answers an action that is repeated as before, and keeps it once', async () => {
      const { store } = opened();
      await keep(store, aCampaign());
      const snooze: CampaignAction = { ...ack('a', 5), kind: 'snooze', until: new Date('2026-03-03') };
      const verdict: CampaignAction = { ...ack('b', 6), kind: 'verdict', verdict: 'organic' };

      const breakout: CampaignAction = { ...ack('b', 7), kind: 'breakout', breakout: 4, reason: 'three \u0000papers' };
      for (const action of [ack('a', 1), ack('a', 1), snooze, snooze, verdict, verdict, breakout]) {
        expect(await store.campaigns.act(action)).toBe(true);
      }

      expect(await store.campaigns.actionsOf([campaignId])).toEqual([
        ack('a', 1),
        snooze,
        verdict,
        { ...breakout, reason: 'three papers' },
      ]);
    });

    it('lets one of many win who acknowledge at once', async () => {
      const { store, another } = opened();
      await keep(store, aCampaign());
      const other = await another();

      const won = await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? store : other).campaigns.act(ack(`p${n}`, n))),
      );
      await other.close();

      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.campaigns.actionsOf([campaignId])).toEqual([ack(`p${won.indexOf(true)}`, won.indexOf(true))]);
    });

    it('refuses an action on a campaign that is not there', async () => {
      await expect(opened().store.campaigns.act(ack('a', 1))).rejects.toThrow(campaignId);
    });
  });
}
