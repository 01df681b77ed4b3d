/** Telegram for a user, in memory: finds channels seldom, keeps to `minId`, and asks to wait. */
import { SourceError } from '../../../src/source/source-error.ts';
import type { ChannelMessage } from '../../../src/source/telegram/channel-message.ts';
import type { History, TelegramClient } from '../../../src/source/telegram/telegram-client.ts';
import { rpcFailure } from '../../../src/source/telegram/telegram-error.ts';
import { aTime } from '../a-poll.ts';

export function aMessage(id: number, more: Partial<ChannelMessage> = {}): ChannelMessage {
  return {
    ids: [id],
    service: false,
    at: new Date(aTime.getTime() - 3_600_000),
    text: `message ${id}`,
    tags: [],
    links: [],
    media: [],
    edited: false,
    raw: { id },
    ...more,
  };
}

export interface FakeTelegram {
  /** Messages by name. */
  channels: Record<string, readonly ChannelMessage[]>;
  restriction?: string;
  /** Keys belong to an account: a new login makes those of before invalid. */
  account: number;
  /** Channels for which it asks to wait, and for how many seconds. */
  readonly floods: Map<string, number>;
  readonly errors: Map<string, { readonly code: number; readonly text: string }>;
  readonly calls: string[];
  opened: number;
  closed: number;
}

export function aTelegram(channels: Record<string, readonly ChannelMessage[]>): FakeTelegram {
  return { channels, account: 1, floods: new Map(), errors: new Map(), calls: [], opened: 0, closed: 0 };
}

export async function openFake(fake: FakeTelegram): Promise<TelegramClient> {
  fake.opened += 1;
  const names = Object.keys(fake.channels);
  function refuse(name: string): void {
    const seconds = fake.floods.get(name);
    if (seconds !== undefined) throw rpcFailure({ code: 420, text: 'FLOOD_WAIT_%d', seconds }, aTime);
    const error = fake.errors.get(name);
    if (error !== undefined) throw rpcFailure(error, aTime);
  }
  return {
    async resolve(name) {
      fake.calls.push(`resolve ${name}`);
      refuse(name);
      if (fake.channels[name] === undefined) throw rpcFailure({ code: 400, text: 'USERNAME_NOT_OCCUPIED' }, aTime);
      const id = String(1000 + names.indexOf(name));
      return { id, accessHash: `${id}${fake.account}`, title: name, participants: 900, restriction: fake.restriction };
    },
    async history({ id, accessHash }, question): Promise<History> {
      const name = names[Number(id) - 1000] ?? '';
      fake.calls.push(`history ${name} ${question.ids === undefined ? `above ${question.minId}` : 'again'}`);
      if (accessHash !== `${id}${fake.account}`) throw rpcFailure({ code: 400, text: 'CHANNEL_INVALID' }, aTime);
      refuse(name);
      const all = [...(fake.channels[name] ?? [])].sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
      if (question.ids !== undefined) {
        if (question.ids.length > 100) throw new SourceError('refused', 'too many ids');
        const has = new Map(all.map((message) => [message.ids[0], message]));
        const messages = question.ids.flatMap((one) => has.get(one) ?? []);
        return { messages, missing: question.ids.filter((one) => !has.has(one)) };
      }
      if (question.limit > 100) throw new SourceError('refused', 'limit');
      const { minId, limit } = question;
      if (minId === undefined) return { messages: all.slice(-limit), missing: [] };
      return { messages: all.filter(({ ids }) => (ids[0] ?? 0) > minId).slice(0, limit), missing: [] };
    },
    async close() {
      fake.closed += 1;
    },
  };
}
