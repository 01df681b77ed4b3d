/** One definition of a slash command for every chat, the console and `/help`. */
import type { z } from 'zod';
import type { Message } from '../message/message.ts';
import type { ChatPlatform } from './notifier.ts';

export interface Asker {
  readonly platform: ChatPlatform;
  /** Team, guild or `console`. */
  readonly workspace: string;
  readonly channel: string;
  readonly user: string;
  readonly userName: string;
  /** Reference of the alert's message when asked under one. */
  readonly thread?: string | undefined;
}

export interface Answer {
  readonly message: Message;
  /** `private`: only the asker sees it. */
  readonly visibility: 'private' | 'channel';
  /** Goes to the asker alone, whatever the visibility. */
  readonly file?: AnswerFile | undefined;
}

/** A file that a chat shows as one: an upload in Slack and Discord, a download in the console. */
export interface AnswerFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** Largest file that every chat takes; Discord's own limit is 10 MiB (discord-api-docs, reference, uploading files). */
export const fileBytesAtMost = 8 * 1024 * 1024;

export interface CommandArgument {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** Fixed choices, at most 25 (Discord). */
  readonly choices?: readonly string[] | undefined;
  /** Takes the rest of the line. */
  readonly rest?: boolean | undefined;
}

export interface Command {
  /** Lower-case, 1-32 letters. */
  readonly name: string;
  /** At most 100 characters (Discord). */
  readonly summary: string;
  readonly arguments: readonly CommandArgument[];
  readonly schema: z.ZodType<Record<string, unknown>>;
  readonly visibility: 'private' | 'channel';
  /** May take longer than a second: the chat defers at once. */
  readonly slow: boolean;
  readonly examples: readonly string[];
  /** Suggestions while typing, best first, at most 25. */
  readonly complete?: ((argument: string, typed: string) => Promise<readonly string[]>) | undefined;
  readonly run: (asker: Asker, args: Readonly<Record<string, unknown>>, now: Date) => Promise<Answer>;
}

export interface ButtonPress {
  readonly asker: Asker;
  /** `Button.value` as it was sent. */
  readonly value: string;
  /** Reference of the pressed message. */
  readonly ref: string;
}

/** What a chat calls when people ask or press; handed in by the wiring. Never throws. */
export interface Desk {
  readonly commands: readonly Command[];
  ask(asker: Asker, name: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** A line of free text after the command's name, as Slack and the console give it. */
  askLine(asker: Asker, name: string, line: string): Promise<Answer>;
  complete(name: string, argument: string, typed: string): Promise<readonly string[]>;
  press(press: ButtonPress): Promise<Answer>;
}

/** The asker's to fix: its message is shown as it is. Everything else becomes one polite line. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** `/find tag [since] [words …]`. */
export function usageOf(definition: readonly CommandArgument[], name = ''): string {
  const parts = definition.map(({ name: part, required, rest, choices }) => {
    const word = `${choices === undefined ? part : choices.join('|')}${rest === true ? ' …' : ''}`;
    return required ? word : `[${word}]`;
  });
  return [name === '' ? '' : `/${name}`, ...parts].filter((part) => part !== '').join(' ');
}
