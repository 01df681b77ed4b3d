/** What the page asks: channels, messages, commands and their completion; and what a person does: ask and press. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BoardMessage, ViewName, WebAnswer, WebAsker, WebOptions } from './ports.ts';

/** Enough for a day of alerts with their threads; older ones are found by command. */
const messageLimit = 200;
/** Unread marks count no further. */
const unreadLimit = 50;

const channel = z.string().min(1).max(128);
const reference = z.string().min(1).max(200);
const AskBody = z.object({ line: z.string().trim().min(1).max(2_000), channel, thread: reference.optional() });
// A button's value is at most 100 characters (Discord's custom_id).
const PressBody = z.object({
  value: z.string().min(1).max(100),
  ref: reference,
  channel,
  thread: reference.optional(),
});
const MessagesQuery = z.object({ channel, view: z.enum(['console', 'slack', 'discord']).default('console') });
const CompleteQuery = z.object({
  command: z.string().max(32),
  argument: z.string().max(64),
  typed: z.string().max(200).default(''),
});

type Given = Readonly<Record<string, string>>;
/** `undefined`: what was given is malformed. */
type Answered = Promise<object | undefined>;

export interface Api {
  readonly get: ReadonlyMap<string, (given: Given) => Answered>;
  readonly post: ReadonlyMap<string, (body: unknown) => Answered>;
}

export function createApi(options: WebOptions): Api {
  return {
    get: new Map<string, (given: Given) => Answered>([
      ['/api/channels', () => listChannels(options)],
      ['/api/messages', (given) => listMessages(options, given)],
      ['/api/commands', () => Promise.resolve({ commands: options.desk.commands.map(describeCommand) })],
      ['/api/complete', (given) => complete(options, given)],
    ]),
    post: new Map([
      ['/api/command', (body: unknown) => ask(options, body)],
      ['/api/press', (body: unknown) => press(options, body)],
    ]),
  };
}

async function listChannels({ board, home = 'alerts' }: WebOptions): Promise<object> {
  const names = new Set([home, ...(await board.channels())]);
  const channels = await Promise.all(
    [...names].map(async (name) => {
      const messages = await board.messages(name, unreadLimit);
      return { name, arrivals: messages.map(({ createdAt }) => createdAt.toISOString()) };
    }),
  );
  return { channels };
}

async function listMessages({ board, views }: WebOptions, given: Given): Answered {
  const query = MessagesQuery.safeParse(given);
  if (!query.success) return undefined;
  const view = views[query.data.view] ?? views.console;
  // Asked before the messages: a change in between is then shown again rather than missed.
  const revision = await board.revision();
  const messages = await board.messages(query.data.channel, messageLimit);
  return { revision, messages: messages.map((shown) => describeMessage(shown, view)) };
}

function describeMessage(shown: BoardMessage, view: WebOptions['views']['console']): object {
  const { ref, thread, message, createdAt, editedAt } = shown;
  return { ref, thread, title: message.title, kind: message.kind, createdAt, editedAt, html: view(message) };
}

function describeCommand({ name, summary, arguments: args, examples }: WebOptions['desk']['commands'][number]): object {
  return { name, summary, examples, arguments: args };
}

async function complete({ desk }: WebOptions, given: Given): Answered {
  const query = CompleteQuery.safeParse(given);
  if (!query.success) return undefined;
  const { command, argument, typed } = query.data;
  const known = desk.commands.find(({ name }) => name === command)?.arguments.find(({ name }) => name === argument);
  if (known === undefined) return { suggestions: [] };
  if (known.choices !== undefined) {
    return { suggestions: known.choices.filter((choice) => choice.toLowerCase().startsWith(typed.toLowerCase())) };
  }
  return { suggestions: (await desk.complete(command, argument, typed)).slice(0, 25) };
}

async function ask(options: WebOptions, body: unknown): Answered {
  const given = AskBody.safeParse(body);
  if (!given.success) return undefined;
  const { line, channel: where, thread } = given.data;
  const [, name = '', rest = ''] = /^\/?([\p{L}\p{N}_-]*)(.*)$/su.exec(line) ?? [];
  const known = options.desk.commands.find((command) => command.name === name.toLowerCase());
  const answer =
    known === undefined || !line.startsWith('/')
      ? notACommand(line)
      : await options.desk.askLine(askerIn(where, thread), known.name, rest.trim());
  return showAnswer(options, answer, where, thread);
}

async function press(options: WebOptions, body: unknown): Answered {
  const given = PressBody.safeParse(body);
  if (!given.success) return undefined;
  const { value, ref, channel: where, thread = ref } = given.data;
  const answer = await options.desk.press({ asker: askerIn(where, thread), value, ref });
  return showAnswer(options, answer, where, thread);
}

function askerIn(where: string, thread: string | undefined): WebAsker {
  return { platform: 'console', workspace: 'console', channel: where, user: 'console', userName: 'console', thread };
}

async function showAnswer(
  { board, views, now }: WebOptions,
  { message, visibility, file }: WebAnswer,
  where: string,
  thread: string | undefined,
): Promise<object> {
  if (visibility === 'channel' && file === undefined) {
    const ref = await board.keep(where, `answer:${randomUUID()}`, message, thread, now());
    return { visibility, ref };
  }
  const names: readonly ViewName[] = ['console', 'slack', 'discord'];
  const html = names.flatMap((name) => {
    const view = views[name];
    return view === undefined ? [] : [[name, view(message)] as const];
  });
  return { visibility: 'private', at: now(), title: message.title, html: Object.fromEntries(html), file };
}

function notACommand(line: string): WebAnswer {
  const first = line.split(/\s/u)[0] ?? '';
  const title = first.startsWith('/')
    ? `No command ${first.slice(0, 33)}. /help lists what there is.`
    : 'Commands start with a slash. /help lists what there is.';
  return {
    visibility: 'private',
    message: { kind: 'notice', title, lead: [], sections: [], footer: [], buttons: [], fallback: title },
  };
}
