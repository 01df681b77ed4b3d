import { describe, expect, it } from 'vitest';
import { createDeliver, readTarget } from '../../jobs/deliver.ts';
import type { Delivery, Notifier, Post } from '../../src/chat/notifier.ts';
import { noticeMessage } from '../../src/message/answer.ts';
import type { ClaimedDelivery, Outbox, SettledDelivery } from '../../src/store/store.ts';

const now = new Date('2026-03-02T12:00:00Z');
const never = new AbortController().signal;

function aDelivery(given: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  return {
    id: 'd1',
    target: 'console:alerts',
    kind: 'alert',
    how: 'post',
    message: noticeMessage('hello'),
    version: 1,
    attempts: 1,
    uncertain: false,
    ...given,
  };
}

/** Hands out what it is given once, and remembers how each was settled. */
function anOutbox(deliveries: readonly ClaimedDelivery[]): Outbox & { readonly settled: Map<string, SettledDelivery> } {
  const settled = new Map<string, SettledDelivery>();
  let waiting = [...deliveries];
  return {
    settled,
    claim: async () => {
      const claimed = waiting;
      waiting = [];
      return claimed;
    },
    settle: async (id, outcome) => {
      settled.set(id, outcome);
    },
    add: async () => 0,
    sentAlerts: async () => [],
    countPosted: async () => 0,
    backlog: async () => ({ pending: 0, dead: 0 }),
    campaignOf: async () => undefined,
  };
}

function aNotifier(
  outcome: Delivery,
  arrived?: string,
): Notifier & { readonly sent: Post[]; readonly edited: string[] } {
  const sent: Post[] = [];
  const edited: string[] = [];
  return {
    platform: 'console',
    sent,
    edited,
    start: async () => {},
    stop: async () => {},
    send: async (post) => {
      sent.push(post);
      return outcome;
    },
    edit: async (_post, ref) => {
      edited.push(ref);
      return outcome;
    },
    find: async () => arrived,
    check: async () => [],
  };
}

async function deliver(
  delivery: ClaimedDelivery,
  notifier: Notifier,
  allowTargets?: readonly string[],
): Promise<SettledDelivery | undefined> {
  const outbox = anOutbox([delivery]);
  await createDeliver({ outbox, notifiers: [notifier], allowTargets, now: () => now })(never);
  return outbox.settled.get(delivery.id);
}

describe('createDeliver', () => {
  it('sends what is claimed and keeps its reference', async () => {
    expect(await deliver(aDelivery(), aNotifier({ outcome: 'sent', ref: 'r1' }))).toEqual({
      outcome: 'sent',
      ref: 'r1',
    });
  });

  it('edits under the parent’s reference and answers in its thread', async () => {
    const notifier = aNotifier({ outcome: 'sent', ref: 'r1' });
    await deliver(aDelivery({ how: 'edit', parentRef: 'parent' }), notifier);
    await deliver(aDelivery({ how: 'reply', parentRef: 'parent' }), notifier);

    expect(notifier.edited).toEqual(['parent']);
    expect(notifier.sent[0]?.thread).toBe('parent');
  });

  it('asks before it sends again after an unknown outcome', async () => {
    const arrived = aNotifier({ outcome: 'sent', ref: 'second' }, 'first');
    const missing = aNotifier({ outcome: 'sent', ref: 'second' });

    expect(await deliver(aDelivery({ uncertain: true }), arrived)).toEqual({ outcome: 'sent', ref: 'first' });
    expect(arrived.sent).toEqual([]);
    expect(await deliver(aDelivery({ uncertain: true }), missing)).toEqual({ outcome: 'sent', ref: 'second' });
  });

  it('asks again later when a chat cannot be asked, still uncertain', async () => {
    const notifier = aNotifier({ outcome: 'sent', ref: 'r1' });
    const away = { ...notifier, find: () => Promise.reject(new Error('no connection')) };

    expect(await deliver(aDelivery({ uncertain: true }), away)).toMatchObject({
      outcome: 'retry',
      uncertain: true,
      reason: 'no connection',
    });
    expect(notifier.sent).toEqual([]);
  });

  it('waits as long as the chat asks, or longer with every try', async () => {
    const limited = aNotifier({ outcome: 'failed', reason: 'rate limited', retry: true, retryAfterMs: 7000 });
    const away = aNotifier({ outcome: 'unknown', reason: 'connection lost' });

    expect(await deliver(aDelivery(), limited)).toMatchObject({
      outcome: 'retry',
      uncertain: false,
      at: new Date(now.getTime() + 7000),
    });
    expect(await deliver(aDelivery({ attempts: 3 }), away)).toMatchObject({
      outcome: 'retry',
      uncertain: true,
      at: new Date(now.getTime() + 20_000),
    });
  });

  it('gives up on what a person must mend, and after a day of tries', async () => {
    const refused = aNotifier({ outcome: 'failed', reason: 'invite the bot to the channel', retry: false });
    const away = aNotifier({ outcome: 'unknown', reason: 'connection lost' });

    expect(await deliver(aDelivery(), refused)).toEqual({ outcome: 'dead', reason: 'invite the bot to the channel' });
    expect(await deliver(aDelivery({ attempts: 150 }), away)).toMatchObject({ outcome: 'dead' });
  });

  it('sends nowhere else in test mode, and nowhere without a chat', async () => {
    const notifier = aNotifier({ outcome: 'sent', ref: 'r1' });

    expect(await deliver(aDelivery(), notifier, ['console:test'])).toMatchObject({
      outcome: 'dead',
      reason: /test mode/,
    });
    expect(await deliver(aDelivery({ target: 'slack:C1' }), notifier)).toMatchObject({ outcome: 'dead' });
    expect(notifier.sent).toEqual([]);
  });
});

describe('readTarget', () => {
  it('splits platform and channel and knows no others', () => {
    expect(readTarget('slack:C012')).toEqual({ platform: 'slack', channel: 'C012' });
    expect(readTarget('irc:#x')).toBeUndefined();
    expect(readTarget('console:')).toBeUndefined();
  });
});
