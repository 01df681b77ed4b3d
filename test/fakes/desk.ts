/** A desk with a few invented commands: what the chats ask it is kept, what it answers is fixed. */
import { z } from 'zod';
import {
  type Answer,
  type Asker,
  type ButtonPress,
  type Command,
  type Desk,
  UserError,
} from '../../src/chat/command.ts';
import { parseLine } from '../../src/chat/line.ts';
import type { ChatLog } from '../../src/chat/log.ts';
import { answerMessage } from '../../src/message/answer.ts';
import type { Message } from '../../src/message/message.ts';

export interface FakeDesk extends Desk {
  readonly asked: { readonly asker: Asker; readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];
  readonly pressed: ButtonPress[];
  /** Lets the commands that wait answer. */
  release(): void;
}

export function fakeDesk(pressAnswer?: Answer): FakeDesk {
  const asked: FakeDesk['asked'] = [];
  const pressed: ButtonPress[] = [];
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  async function answer(asker: Asker, name: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    asked.push({ asker, name, args });
    switch (name) {
      case 'study':
      case 'dawdle':
        await released;
        return { message: answerMessage({ title: 'The study is ready' }), visibility: 'channel' };
      case 'whisper':
        await released;
        return { message: answerMessage({ title: 'Only for you' }), visibility: 'private' };
      case 'file':
        return {
          message: answerMessage({ title: 'Your file' }),
          visibility: 'private',
          file: {
            name: 'campaign.TLP-AMBER.csv',
            mediaType: 'text/csv',
            content: 'mark,campaign\r\nTLP:AMBER,ünï\r\n',
          },
        };
      case 'mistake':
        throw new UserError('No tag #Xinjang seen. Did you mean #Xinjiang?');
      case 'crash':
        throw new Error('connection to database lost, password=hunter2');
      case 'hostile':
        return { message: hostileMessage, visibility: 'channel' };
      default:
        return {
          message: answerMessage({
            title: `#${String(args['tag'])}`,
            sections: [{ label: 'Posts', lines: ['4,210 of 9,000'] }],
          }),
          visibility: 'channel',
        };
    }
  }

  return {
    asked,
    pressed,
    release,
    commands,
    ask: answer,
    async askLine(asker, name, line) {
      const command = commands.find((some) => some.name === name);
      return answer(asker, name, parseLine(line, command?.arguments ?? [], name));
    },
    complete: (_name, _argument, typed) =>
      Promise.resolve(
        ['Xinjiang', 'XinjiangCotton'].filter((tag) => tag.toLowerCase().startsWith(typed.toLowerCase())),
      ),
    press(press) {
      pressed.push(press);
      return Promise.resolve(
        pressAnswer ?? { message: answerMessage({ title: 'Acknowledged by you' }), visibility: 'private' },
      );
    },
  };
}

function aCommand(name: string, more: Partial<Command> = {}): Command {
  return {
    name,
    summary: `Invented command ${name}`,
    arguments: [],
    schema: z.record(z.string(), z.unknown()),
    visibility: 'channel',
    slow: false,
    examples: [],
    run: () => Promise.reject(new Error('the desk answers')),
    ...more,
  };
}

const commands: readonly Command[] = [
  aCommand('tag', {
    arguments: [
      { name: 'tag', summary: 'the tag to look for', required: true },
      { name: 'since', summary: 'how far back', required: false, choices: ['1d', '7d', '30d'] },
    ],
    complete: () => Promise.resolve([]),
  }),
  aCommand('study', { slow: true }),
  aCommand('dawdle'),
  aCommand('whisper', { slow: true }),
  aCommand('file', { slow: true, visibility: 'private' }),
  aCommand('mistake'),
  aCommand('crash'),
  aCommand('hostile'),
];

export const hostileMessage: Message = {
  kind: 'answer',
  title: '<!channel> *bold* @everyone https://evil.example/title',
  lead: ['<@U1> <#C1|general> <https://evil.example|bank> ```code``` ||spoiler|| [x](https://evil.example)'],
  sections: [
    { label: '@here', lines: ['<@&1> <!subteam^S1> & `tick` > quote', '# heading', '\u202eturned\u202c \u200bhidden'] },
  ],
  footer: ['@everyone'],
  buttons: [{ action: 'ack', label: '<!here> *Ack*', value: 'ack:c:1:' }],
  fallback: '<!channel> @here *bold* <https://evil.example|bank> https://evil.example',
};

/** Keeps what is logged. */
export function fakeLog(): ChatLog & {
  readonly entries: { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
} {
  const entries: { fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    entries.push({ fields, message });
  };
  return { entries, info: keep, warn: keep, error: keep };
}

/** A memory of handled keys, as the store keeps one. */
export function fakeSeen(): (key: string) => Promise<boolean> {
  const keys = new Set<string>();
  return (key) => {
    const known = keys.has(key);
    keys.add(key);
    return Promise.resolve(known);
  };
}

/** Resolves as soon as the condition holds; fails loudly when it never does. */
export async function until<T>(look: () => T | undefined | false, what: string): Promise<T> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never happened: ${what}`);
}
