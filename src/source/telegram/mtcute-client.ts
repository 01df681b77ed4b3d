/** Telegram through `@mtcute/node`: what we ask, translated to calls of the protocol, and errors to ours. */
import type { tl } from '@mtcute/node';
import { SourceError } from '../source-error.ts';
import { channelMessageOf, namesOf } from './mtcute-message.ts';
import type { TelegramSecrets } from './settings.ts';
import type {
  History,
  HistoryQuestion,
  OpenTelegram,
  Peer,
  ResolvedChannel,
  TelegramClient,
} from './telegram-client.ts';
import { rpcFailure } from './telegram-error.ts';

/** The part of the library that is used. */
export interface MtcuteCalls {
  call<T extends tl.RpcMethod>(
    message: T,
    params?: { readonly abortSignal?: AbortSignal; readonly timeout?: number },
  ): Promise<tl.RpcCallReturn[T['_']]>;
  destroy(): Promise<void>;
}

export interface MtcuteNumbers {
  readonly zero: tl.Long;
  readonly fromText: (text: string) => tl.Long;
}

const callTimeoutMs = 30_000;

/** The library is loaded only where Telegram is read this way. */
export function openMtcute(secrets: TelegramSecrets): OpenTelegram {
  return async () => {
    const { Long, MemoryStorage, networkMiddlewares, TelegramClient: Mtcute } = await import('@mtcute/node');
    const client = new Mtcute({
      apiId: secrets.apiId,
      apiHash: secrets.apiHash,
      storage: new MemoryStorage(),
      disableUpdates: true,
      logLevel: 0,
      network: {
        middlewares: networkMiddlewares.basic({
          // Waiting is the caller's business, and an answer that never comes is an error.
          floodWaiter: { maxWait: 0, maxRetries: 0, store: false, onBeforeWait: () => undefined },
          internalErrors: { maxRetries: 2 },
        }),
      },
    });
    try {
      await client.importSession(secrets.session, true);
    } catch {
      await client.destroy();
      // The library's error may repeat the session.
      throw new SourceError('credential', 'TELEGRAM_SESSION is no session that can be read');
    }
    const numbers = { zero: Long.ZERO, fromText: (text: string) => Long.fromString(text) };
    return createMtcuteClient(client, numbers);
  };
}

export function createMtcuteClient(mtcute: MtcuteCalls, numbers: MtcuteNumbers): TelegramClient {
  async function ask<T extends tl.RpcMethod>(message: T, signal: AbortSignal): Promise<tl.RpcCallReturn[T['_']]> {
    signal.throwIfAborted();
    // The library retries a connection for ever; `timeout` counts from when a call was sent.
    const timer = AbortSignal.timeout(callTimeoutMs);
    const abortSignal = AbortSignal.any([signal, timer]);
    try {
      return await mtcute.call(message, { abortSignal, timeout: callTimeoutMs });
    } catch (error) {
      signal.throwIfAborted();
      throw failureOf(error, timer.aborted);
    }
  }

  return {
    async resolve(name, signal) {
      const { peer, chats } = await ask({ _: 'contacts.resolveUsername', username: name }, signal);
      const chat = chats.find((one) => one._ === 'channel' && peer._ === 'peerChannel' && one.id === peer.channelId);
      return resolvedOf(chat, name);
    },
    async history(channel, question, signal) {
      const answer = await ask(requestOf(channel, question, numbers), signal);
      if (answer._ === 'messages.messagesNotModified') return { messages: [], missing: [] };
      return historyOf(answer.messages, answer.chats, question);
    },
    close: () => mtcute.destroy(),
  };
}

function requestOf(
  { id, accessHash }: Peer,
  question: HistoryQuestion,
  { zero, fromText }: MtcuteNumbers,
): tl.messages.RawGetHistoryRequest | tl.channels.RawGetMessagesRequest {
  const channel = { channelId: Number(id), accessHash: fromText(accessHash) };
  if (question.ids !== undefined) {
    const ids = question.ids.map((number) => ({ _: 'inputMessageID' as const, id: number }));
    return { _: 'channels.getMessages', channel: { _: 'inputChannel', ...channel }, id: ids };
  }
  const { minId, limit } = question;
  // The server counts from the newest message down; a negative `addOffset` makes it begin above `offsetId`, which is
  // the only way to get the oldest of what is new: https://core.telegram.org/api/offsets
  const from = minId === undefined ? { offsetId: 0, addOffset: 0 } : { offsetId: minId + 1, addOffset: -limit };
  return {
    _: 'messages.getHistory',
    peer: { _: 'inputPeerChannel', ...channel },
    ...from,
    offsetDate: 0,
    limit,
    maxId: 0,
    minId: minId ?? 0,
    hash: zero,
  };
}

function historyOf(
  given: readonly tl.TypeMessage[],
  chats: readonly tl.TypeChat[],
  question: HistoryQuestion,
): History {
  const names = namesOf(chats);
  const messages = given
    .flatMap((message) => channelMessageOf(message, names) ?? [])
    .sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
  if (question.ids === undefined) {
    const minId = question.minId ?? 0;
    return { messages: messages.filter(({ ids }) => (ids[0] ?? 0) > minId), missing: [] };
  }
  // Only an id that the answer itself calls empty is gone.
  const missing = given.flatMap((message) => (message._ === 'messageEmpty' ? [message.id] : []));
  return { messages, missing };
}

function resolvedOf(chat: tl.TypeChat | undefined, name: string): ResolvedChannel {
  if (chat?._ !== 'channel' || chat.accessHash === undefined) {
    throw new SourceError('refused', `${name} is no channel on Telegram`, { answer: 'USERNAME_NOT_OCCUPIED' });
  }
  const reasons = chat.restrictionReason?.map(({ platform, reason }) => `${platform}: ${reason}`.slice(0, 60));
  return {
    id: String(chat.id),
    accessHash: chat.accessHash.toString(),
    title: chat.title,
    participants: chat.participantsCount,
    restriction: reasons === undefined || reasons.length === 0 ? undefined : reasons.join(', ').slice(0, 200),
  };
}

/** Told apart by what an error carries: the library has several copies of its classes. */
export function failureOf(error: unknown, isLate: boolean): SourceError {
  if (error instanceof SourceError) return error;
  if (isLate) return new SourceError('unavailable', `Telegram gave no answer within ${callTimeoutMs / 1000} s`);
  if (error instanceof Error && 'code' in error && 'text' in error) {
    const { code, text } = error;
    const seconds = 'seconds' in error && typeof error.seconds === 'number' ? error.seconds : undefined;
    if (typeof code === 'number' && typeof text === 'string') return rpcFailure({ code, text, seconds }, new Date());
  }
  return new SourceError('unavailable', 'no connection to Telegram');
}
