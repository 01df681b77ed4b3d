/** What is promised of deliveries: at least once, in order, one at a time per channel. */
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/message/message.ts';
import type { ClaimedDelivery, NewDelivery, Outbox, SettledDelivery } from '../../src/store/store.ts';
import type { Opened } from './store.ts';

const start = new Date('2026-03-02T12:00:00Z').getTime();
const at = (seconds: number) => new Date(start + seconds * 1000);
const leaseMs = 60_000;
const everywhere = ['slack', 'discord', 'console'];

const message: Message = {
  kind: 'alert',
  level: 'S2',
  title: 'title \ud800 \u0000',
  lead: ['2026-03-02T12:00:00.000Z'],
  sections: [{ label: 'Attributed', lines: ['none'] }],
  footer: [],
  buttons: [{ action: 'ack', label: 'Ack', value: 'ack:c:1', style: 'primary' }],
  fallback: 'fallback',
};

function aDelivery(given: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: 'c|slack:C1|alert|post',
    campaignId: 'c',
    target: 'slack:C1',
    kind: 'alert',
    how: 'post',
    message,
    version: 1,
    level: 'S2',
    accounts: 10,
    growthTold: 0,
    ...given,
  };
}

const anEdit = (version: number, given: Partial<NewDelivery> = {}): NewDelivery =>
  aDelivery({
    id: `c|slack:C1|alert|edit-${version}`,
    how: 'edit',
    version,
    accounts: version * 10,
    growthTold: version - 1,
    ...given,
  });

const aReply = (n: number): NewDelivery =>
  aDelivery({ id: `c|slack:C1|reply|${n}`, how: 'reply', kind: 'reply', growthTold: undefined });

const sent = (ref: string): SettledDelivery => ({ outcome: 'sent', ref });
const retry = (seconds: number, uncertain = false): SettledDelivery => ({
  outcome: 'retry',
  at: at(seconds),
  reason: 'busy',
  uncertain,
});
const dead: SettledDelivery = { outcome: 'dead', reason: 'no such channel' };

async function claimIds(outbox: Outbox, seconds: number, limit = 10): Promise<string[]> {
  return (await outbox.claim(at(seconds), leaseMs, limit, everywhere)).map(({ id }) => id);
}

async function send(outbox: Outbox, delivery: NewDelivery, ref: string, seconds: number): Promise<void> {
  await outbox.add([delivery], at(seconds));
  expect(await claimIds(outbox, seconds)).toEqual([delivery.id]);
  await outbox.settle(delivery.id, sent(ref), at(seconds));
}

export function describeOutbox(opened: Opened): void {
  describe('the outbox', () => {
    describeClaiming(opened);
    describeParents(opened);
    describeWhatWasSaid(opened);
    describeDigests(opened);
  });
}

function describeClaiming(opened: Opened): void {
  it('hands a delivery out as it was added', async () => {
    const { outbox } = opened().store;
    const bare: NewDelivery = {
      id: 'notice',
      target: 'console:alerts',
      kind: 'notice',
      how: 'post',
      message,
      version: 0,
    };

    const added = await outbox.add([aDelivery(), bare], at(0));
    const claimed = await outbox.claim(at(0), leaseMs, 10, everywhere);

    const clean = { ...message, title: 'title \ufffd ' };
    const fresh = { attempts: 1, uncertain: false, parentRef: undefined };
    expect(added).toBe(2);
    expect(claimed).toEqual<ClaimedDelivery[]>([
      { ...aDelivery(), message: clean, ...fresh },
      { ...bare, message: clean, ...fresh },
    ]);
  });

  it('keeps an id once over all time', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);

    const added = await outbox.add(
      [aDelivery({ version: 9 }), aDelivery({ id: 'new' }), aDelivery({ id: 'new' })],
      at(1),
    );

    expect(added).toBe(1);
    expect(await claimIds(outbox, 1)).toEqual(['new']);
  });

  it('gives a channel one delivery at a time, the oldest first', async () => {
    const { outbox } = opened().store;
    const ids = ['a', 'b', 'c'];
    await outbox.add(
      ids.map((id) => aDelivery({ id })),
      at(0),
    );
    await outbox.add([aDelivery({ id: 'd', target: 'slack:C2' })], at(0));

    expect(await claimIds(outbox, 0)).toEqual(['a', 'd']);
    expect(await claimIds(outbox, 1)).toEqual([]);
    await outbox.settle('a', sent('m1'), at(1));
    expect(await claimIds(outbox, 1)).toEqual(['b']);
    await outbox.settle('b', dead, at(1));
    expect(await claimIds(outbox, 1)).toEqual(['c']);
  });

  it('gives no more than asked for, and for the chats asked for', async () => {
    const { outbox } = opened().store;
    const targets = ['discord:1', 'slack:C1', 'slack:C2', 'slack:C3'];
    await outbox.add(
      targets.map((target) => aDelivery({ id: target, target })),
      at(0),
    );

    const claimed = await outbox.claim(at(0), leaseMs, 2, ['slack']);

    expect(claimed.map(({ id }) => id)).toEqual(['slack:C1', 'slack:C2']);
  });

  it('never gives one delivery to two, nor two of a channel at once, however many ask', async () => {
    const { store, another } = opened();
    const workers = [store, await another(), await another()];
    const deliveries = Array.from({ length: 60 }, (_, n) => aDelivery({ id: `d${n}`, target: `slack:C${n % 6}` }));
    await store.outbox.add(deliveries, at(0));
    const busy = new Set<string>();
    const done: string[] = [];

    await Promise.all(
      workers.flatMap((worker) =>
        [0, 1].map(async () => {
          while (done.length < deliveries.length) {
            for (const { id, target } of await worker.outbox.claim(at(0), leaseMs, 3, everywhere)) {
              expect(busy.has(target)).toBe(false);
              busy.add(target);
              done.push(id);
              await new Promise((resolve) => setTimeout(resolve, 2));
              busy.delete(target);
              await worker.outbox.settle(id, sent(`m-${id}`), at(0));
            }
          }
        }),
      ),
    );
    for (const other of workers.slice(1)) await other.close();

    expect(done).toHaveLength(60);
    expect(new Set(done).size).toBe(60);
    for (const channel of [0, 1, 2, 3, 4, 5]) {
      const ofChannel = done.filter((id) => Number(id.slice(1)) % 6 === channel);
      expect(ofChannel).toEqual(ofChannel.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
    }
  });

  it('tries again when it is due, and says which attempt it is', async () => {
    const { outbox } = opened().store;
    await outbox.add([aDelivery()], at(0));
    await claimIds(outbox, 0);

    await outbox.settle(aDelivery().id, retry(30), at(1));

    expect(await claimIds(outbox, 29)).toEqual([]);
    expect(await outbox.claim(at(30), leaseMs, 1, everywhere)).toMatchObject([{ attempts: 2, uncertain: false }]);
  });

  it('says that nobody knows whether a delivery arrived', async () => {
    const { outbox } = opened().store;
    await outbox.add([aDelivery()], at(0));
    await claimIds(outbox, 0);

    await outbox.settle(aDelivery().id, retry(1, true), at(0));
    const afterUnknown = await outbox.claim(at(1), leaseMs, 1, everywhere);
    await outbox.settle(aDelivery().id, retry(2, false), at(1));
    const afterKnown = await outbox.claim(at(2), leaseMs, 1, everywhere);

    expect(afterUnknown).toMatchObject([{ uncertain: true }]);
    expect(afterKnown).toMatchObject([{ uncertain: false }]);
  });

  it('hands a delivery whose process died to another, as uncertain', async () => {
    const { outbox } = opened().store;
    await outbox.add([aDelivery()], at(0));
    await claimIds(outbox, 0);

    expect(await claimIds(outbox, 59)).toEqual([]);
    const again = await outbox.claim(at(60), leaseMs, 1, everywhere);

    expect(again).toMatchObject([{ id: aDelivery().id, uncertain: true, attempts: 2 }]);
    expect(await claimIds(outbox, 61)).toEqual([]);
  });

  it('does not send again what a slow process reports as sent after all', async () => {
    const { outbox } = opened().store;
    await outbox.add([aDelivery()], at(0));
    await claimIds(outbox, 0);
    await claimIds(outbox, 60);

    await outbox.settle(aDelivery().id, sent('m1'), at(61));
    await outbox.settle(aDelivery().id, retry(62), at(61));
    await outbox.settle(aDelivery().id, dead, at(61));

    expect(await claimIds(outbox, 200)).toEqual([]);
    expect(await outbox.campaignOf('slack:C1', 'm1')).toBe('c');
    expect(await outbox.backlog()).toEqual({ pending: 0, dead: 0, oldest: undefined });
  });

  it('tells what waits and what is given up', async () => {
    const { outbox } = opened().store;
    await outbox.add(
      ['a', 'b'].map((id) => aDelivery({ id })),
      at(0),
    );
    await outbox.add([aDelivery({ id: 'c' })], at(5));
    await claimIds(outbox, 5);
    await outbox.settle('a', dead, at(6));
    await claimIds(outbox, 6);

    expect(await outbox.backlog()).toEqual({ pending: 2, dead: 1, oldest: at(0) });
  });
}

function describeParents(opened: Opened): void {
  it('holds edits and replies back until their message is there, and names it', async () => {
    const { outbox } = opened().store;
    await outbox.add([aReply(0), anEdit(2), aDelivery()], at(0));

    expect(await claimIds(outbox, 0)).toEqual([aDelivery().id]);
    expect(await claimIds(outbox, 0)).toEqual([]);
    await outbox.settle(aDelivery().id, sent('m1'), at(0));

    const [reply] = await outbox.claim(at(0), leaseMs, 5, everywhere);
    expect(reply).toMatchObject({ id: aReply(0).id, parentRef: 'm1' });
    await outbox.settle(aReply(0).id, sent('r1'), at(0));
    expect(await outbox.claim(at(0), leaseMs, 5, everywhere)).toMatchObject([{ id: anEdit(2).id, parentRef: 'm1' }]);
  });

  it('takes the newest message of the campaign in that channel as the parent', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await send(outbox, aDelivery({ id: 'elsewhere', target: 'slack:C2' }), 'm2', 0);
    await send(outbox, aDelivery({ id: 'other', campaignId: 'd' }), 'm3', 0);
    await send(outbox, aDelivery({ id: 'again', version: 3 }), 'm4', 1);

    await outbox.add([aReply(0)], at(2));

    expect(await outbox.claim(at(2), leaseMs, 5, everywhere)).toMatchObject([{ parentRef: 'm4' }]);
  });

  it('drops an edit that a newer one replaces, but not one that is on its way', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await outbox.add([anEdit(2)], at(1));
    await outbox.add([anEdit(3)], at(1));

    expect(await claimIds(outbox, 1)).toEqual([anEdit(3).id]);
    await outbox.add([anEdit(4)], at(2));
    await outbox.add([anEdit(2), anEdit(3)], at(2));
    await outbox.settle(anEdit(3).id, sent('m1'), at(2));

    expect(await claimIds(outbox, 2)).toEqual([anEdit(4).id]);
  });

  it('does not repeat a failed edit once a newer one was added', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await outbox.add([anEdit(2)], at(1));
    await claimIds(outbox, 1);
    await outbox.add([anEdit(3)], at(2));

    await outbox.settle(anEdit(2).id, retry(3), at(2));

    expect(await claimIds(outbox, 10)).toEqual([anEdit(3).id]);
    await outbox.settle(anEdit(3).id, sent('m1'), at(10));
    expect(await claimIds(outbox, 11)).toEqual([]);
  });

  it('leaves edits of other messages alone', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await send(outbox, aDelivery({ id: 'p2', campaignId: 'd' }), 'm2', 0);

    await outbox.add([anEdit(2)], at(1));
    await outbox.add([anEdit(2, { id: 'e2', campaignId: 'd' })], at(1));

    expect(await claimIds(outbox, 1)).toEqual([anEdit(2).id]);
    await outbox.settle(anEdit(2).id, sent('m1'), at(1));
    expect(await claimIds(outbox, 1)).toEqual(['e2']);
  });

  it('gives up what belongs to a message that cannot be sent', async () => {
    const { outbox } = opened().store;
    await outbox.add([aDelivery(), anEdit(2), aReply(0)], at(0));
    await claimIds(outbox, 0);

    await outbox.settle(aDelivery().id, dead, at(1));

    expect(await outbox.backlog()).toMatchObject({ pending: 0, dead: 3 });
    expect(await outbox.sentAlerts(['c'])).toMatchObject([{ campaignId: 'c', undeliverable: true }]);
  });
}

function describeWhatWasSaid(opened: Opened): void {
  it('tells the newest that was said of a campaign in each channel, planned or sent', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await send(outbox, anEdit(2, { level: 'S1' }), 'm1', 5);
    await outbox.add([aDelivery({ id: 'elsewhere', target: 'slack:C2' })], at(3));

    const afterEdit = await outbox.sentAlerts(['c', 'none']);
    await outbox.add([anEdit(3)], at(7));
    const planned = await outbox.sentAlerts(['c']);

    expect(afterEdit).toEqual([
      {
        campaignId: 'c',
        target: 'slack:C1',
        version: 2,
        level: 'S1',
        accounts: 20,
        at: at(5),
        growthTold: 1,
        undeliverable: false,
      },
      {
        campaignId: 'c',
        target: 'slack:C2',
        version: 1,
        level: 'S2',
        accounts: 10,
        at: at(3),
        growthTold: 0,
        undeliverable: false,
      },
    ]);
    expect(planned[0]).toMatchObject({ version: 3, growthTold: 2, at: at(7) });
  });

  it('says what the message shows when its newest edit is given up', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await outbox.add([anEdit(2)], at(1));
    await claimIds(outbox, 1);

    await outbox.settle(anEdit(2).id, dead, at(2));

    expect(await outbox.sentAlerts(['c'])).toMatchObject([{ version: 1, growthTold: 0 }]);
  });

  it('counts new alerts of a channel, waiting ones too, without edits, replies and dead ones', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await send(outbox, anEdit(2), 'm1', 10);
    await send(outbox, aReply(0), 'r1', 10);
    await send(outbox, aDelivery({ id: 'elsewhere', target: 'slack:C2' }), 'm2', 10);
    await outbox.add([aDelivery({ id: 'dead', campaignId: 'd' })], at(11));
    await claimIds(outbox, 11);
    await outbox.settle('dead', dead, at(11));

    expect(await outbox.countPosted('slack:C1', at(0))).toBe(1);
    expect(await outbox.countPosted('slack:C1', at(1))).toBe(0);
    await outbox.add([aDelivery({ id: 'waiting', campaignId: 'e' })], at(12));
    expect(await outbox.countPosted('slack:C1', at(100))).toBe(1);
  });

  it('finds the campaign that a message in a thread belongs to', async () => {
    const { outbox } = opened().store;
    await send(outbox, aDelivery(), 'm1', 0);
    await send(outbox, aReply(0), 'r1', 0);
    await send(outbox, aDelivery({ id: 'digest', campaignId: undefined, kind: 'digest' }), 'g1', 0);

    expect(await outbox.campaignOf('slack:C1', 'm1')).toBe('c');
    expect(await outbox.campaignOf('slack:C1', 'r1')).toBe('c');
    expect(await outbox.campaignOf('slack:C1', 'g1')).toBeUndefined();
    expect(await outbox.campaignOf('slack:C2', 'm1')).toBeUndefined();
  });
}

function describeDigests(opened: Opened): void {
  it('plans a digest once per channel and local date, with its delivery', async () => {
    const { store, another } = opened();
    const other = await another();
    const digest = (date: string): NewDelivery =>
      aDelivery({ id: `digest|slack:C1|${date}`, campaignId: undefined, kind: 'digest' });
    const none = await store.digests.lastDigest('slack:C1');

    const planned = await Promise.all(
      [store, other, store, other].map(({ digests }) =>
        digests.planDigest('slack:C1', '2026-03-02', digest('2026-03-02'), at(0)),
      ),
    );
    const next = await store.digests.planDigest('slack:C1', '2026-03-03', digest('2026-03-03'), at(9));
    await other.close();

    expect(none).toBeUndefined();
    expect(planned.filter(Boolean)).toHaveLength(1);
    expect(next).toBe(true);
    expect(await store.digests.lastDigest('slack:C1')).toBe('2026-03-03');
    expect(await store.digests.lastDigest('slack:C2')).toBeUndefined();
    expect(await store.outbox.backlog()).toMatchObject({ pending: 2 });
  });
}
