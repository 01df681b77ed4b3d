/** What we ask of Telegram as a user: small, so that any library, or a fake, can stand behind it. */
import type { ChannelMessage } from './channel-message.ts';

export interface Peer {
  readonly id: string;
  /** Belongs to the account that found the channel; another account needs its own. */
  readonly accessHash: string;
}

export interface ResolvedChannel extends Peer {
  readonly title: string;
  readonly participants?: number | undefined;
  /** Why some may not read it, in Telegram's words: `all: terms`, `ios: porn`. */
  readonly restriction?: string | undefined;
}

export type HistoryQuestion =
  /** Messages above `minId`, oldest first, at most `limit` (100). Without `minId`: the newest ones. */
  | { readonly minId?: number | undefined; readonly limit: number; readonly ids?: undefined }
  /** Just these, at most 100. */
  | { readonly ids: readonly number[] };

export interface History {
  /** Ascending by id, service messages among them. An album comes as several, with one `group`. */
  readonly messages: readonly ChannelMessage[];
  /** Of the ids asked for, those that are not there. */
  readonly missing: readonly number[];
}

/** Everything throws a `SourceError`; `answer` is Telegram's own name of the error. */
export interface TelegramClient {
  resolve(name: string, signal: AbortSignal): Promise<ResolvedChannel>;
  history(channel: Peer, question: HistoryQuestion, signal: AbortSignal): Promise<History>;
  close(): Promise<void>;
}

export type OpenTelegram = () => Promise<TelegramClient>;
