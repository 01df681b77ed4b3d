/** What a chat can be asked to do. Every chat is met through this and nothing else. */
import type { Message } from '../message/message.ts';

export type ChatPlatform = 'slack' | 'discord' | 'console';

export interface Target {
  readonly platform: ChatPlatform;
  /** The platform's own channel id; a plain name in the console. */
  readonly channel: string;
}

export interface Post {
  readonly target: Target;
  readonly message: Message;
  /** Unique for what is sent; the same id is never shown twice. */
  readonly deliveryId: string;
  /** Reference of the parent message to answer under. */
  readonly thread?: string | undefined;
}

export type Delivery =
  | { readonly outcome: 'sent'; readonly ref: string }
  | { readonly outcome: 'failed'; readonly reason: string; readonly retry: boolean; readonly retryAfterMs?: number }
  /** The request may or may not have arrived: ask `find` before trying again. */
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface Notifier {
  readonly platform: ChatPlatform;
  /** Opens sockets; resolves when the chat can be used. */
  start(): Promise<void>;
  stop(): Promise<void>;
  send(post: Post): Promise<Delivery>;
  /** Replaces the message under `ref` in place; nobody is pinged. */
  edit(post: Post, ref: string): Promise<Delivery>;
  /** The reference of a delivery that already arrived, if the chat can tell. */
  find(post: Post): Promise<string | undefined>;
  /** For `tocsin doctor`: what works and what is missing, one line each. */
  check(channels: readonly string[]): Promise<readonly { readonly ok: boolean; readonly text: string }[]>;
}
