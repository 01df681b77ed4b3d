/** What the page's server is given by the wiring; the shapes are those of the store's console and of the chats' desk. */
import type { Message } from '../message/message.ts';

export interface WebAsker {
  readonly platform: 'console';
  readonly workspace: string;
  readonly channel: string;
  readonly user: string;
  readonly userName: string;
  readonly thread?: string | undefined;
}

export interface WebAnswer {
  readonly message: Message;
  readonly visibility: 'private' | 'channel';
  /** For the asker alone, to be saved. */
  readonly file?: { readonly name: string; readonly mediaType: string; readonly content: string } | undefined;
}

interface WebCommand {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly summary: string;
    readonly required: boolean;
    readonly choices?: readonly string[] | undefined;
    readonly rest?: boolean | undefined;
  }[];
  readonly examples: readonly string[];
}

/** Who answers commands and presses. */
interface WebDesk {
  readonly commands: readonly WebCommand[];
  askLine(asker: WebAsker, name: string, line: string): Promise<WebAnswer>;
  complete(name: string, argument: string, typed: string): Promise<readonly string[]>;
  press(press: { readonly asker: WebAsker; readonly value: string; readonly ref: string }): Promise<WebAnswer>;
}

export interface BoardMessage {
  readonly ref: string;
  readonly thread?: string | undefined;
  readonly message: Message;
  readonly createdAt: Date;
  readonly editedAt?: Date | undefined;
}

/** Where the shown messages are kept. */
interface WebBoard {
  channels(): Promise<readonly string[]>;
  /** The newest messages of a channel, replies among them, oldest first. */
  messages(channel: string, limit: number): Promise<readonly BoardMessage[]>;
  /** Grows with every change. */
  revision(): Promise<string>;
  /** Keeps an answer that the whole channel sees; answers its reference. */
  keep(channel: string, deliveryId: string, message: Message, thread: string | undefined, now: Date): Promise<string>;
}

/** Message → safe HTML. `console` is the page's own look, the others show what a chat would. */
interface WebViews {
  readonly console: (message: Message) => string;
  readonly slack?: ((message: Message) => string) | undefined;
  readonly discord?: ((message: Message) => string) | undefined;
}
export type ViewName = keyof WebViews;

interface Health {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
}

/** One fact in the page's header: "Last tick" · "12:40:05 UTC". */
export interface StatusLine {
  readonly label: string;
  readonly value: string;
}

/** The part of the program's logger that is used here. */
export interface WebLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface WebOptions {
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** First port to try; 0 takes any free one. */
  readonly port: number;
  /** Names under which browsers may reach the page, beside loopback and `host`. */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly desk: WebDesk;
  readonly board: WebBoard;
  readonly views: WebViews;
  readonly health: () => Promise<Health>;
  readonly status: () => Promise<readonly StatusLine[]>;
  readonly sample: boolean;
  /** Channel that is listed and opened even while it is empty; default `alerts`. */
  readonly home?: string | undefined;
  readonly now: () => Date;
  readonly log: WebLog;
  /** How often an open page's news are looked for; default 1,000. */
  readonly pollMs?: number | undefined;
}
