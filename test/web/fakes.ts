/** In-memory board and desk, builders and a plain HTTP request: what tests of the console and its page stand on. */
import { request as httpRequest } from 'node:http';
import { z } from 'zod';
import type { Answer, Asker, ButtonPress, Command, Desk } from '../../src/chat/command.ts';
import { consoleViews } from '../../src/chat/console/views.ts';
import type { Message } from '../../src/message/message.ts';
import { plainText } from '../../src/message/plain-text.ts';
import type { ConsoleMessage, ConsoleStore } from '../../src/store/store.ts';
import type { WebLog, WebOptions } from '../../src/web/ports.ts';

export function aMessage(parts: Partial<Message> = {}): Message {
  return {
    kind: 'notice',
    title: 'A notice',
    lead: [],
    sections: [],
    footer: [],
    buttons: [],
    fallback: 'A notice',
    ...parts,
  };
}

export function anAlert(parts: Partial<Message> = {}): Message {
  return aMessage({
    kind: 'alert',
    level: 'S2',
    title: '● S2  #StopExampleRumors · X · signs of coordination, lifted by officials  [since 09:40 UTC · open]',
    lead: ['Usually 0-3 accounts an hour; now 214 in 3 h (412 posts). By chance once in 11 years.'],
    sections: [
      {
        label: 'Attributed',
        lines: [
          '9 of 214 accounts (4.2 %, 95 % 2.2-7.8) are on list registry@2026-11-20; they wrote 6 of the 20 most interactive posts',
          'e.g. Example Daily (state media, SC), Consulate in Exampleville (government) · source list 2024-12, self-declared',
        ],
      },
      {
        label: 'Coordinated',
        lines: [
          '131 of 214 (61 %) posted the same object within 60 s of another, ≥ 2 objects; copy share 0.48 in the first 2 h (30 texts)',
          '54 accounts created in one week of Jan 2026 (expected 3)',
        ],
      },
      {
        label: 'Later gone',
        lines: ['7 of 214 suspended, 12 of 412 posts deleted · checked 12:00 UTC, reason not given by the platform'],
      },
      {
        label: 'Innocent?',
        lines: [
          'News: no matching burst in 58 feeds (±2 h) · Calendar: none · Fandom: no · Text variety low (0.12) → not explained',
        ],
      },
      { label: 'Not known', lines: ['follower ages of 38 accounts (budget) · Bluesky not read 10:05-10:20'] },
      {
        label: '',
        lines: [
          'Coordination 0.93 (prior 0.02; content +2.5, timing +1.4, accounts +1.6, against −0.3) · concern: state-linked narrative',
        ],
      },
    ],
    footer: ['rules v7', 'registry 2026-11-20', 'TLP:AMBER'],
    buttons: [
      { action: 'ack', label: 'Ack', value: 'ack:stopexamplerumors-x-20261124:3:', style: 'primary' },
      { action: 'snooze', label: 'Snooze ▾', value: 'snooze:stopexamplerumors-x-20261124:3:' },
      { action: 'verdict', label: 'Verdict ▾', value: 'verdict:stopexamplerumors-x-20261124:3:' },
      { action: 'evidence', label: 'Evidence', value: 'evidence:stopexamplerumors-x-20261124:3:' },
      { action: 'export', label: 'Export', value: 'export:stopexamplerumors-x-20261124:3:' },
    ],
    fallback: 'S2 #StopExampleRumors on X',
    ...parts,
  });
}

/** The whole contract, so that the compiler compares it with the ports of console and page. */
export interface MemoryBoard extends ConsoleStore {
  put(channel: string, message: Message, at: string, thread?: string): string;
  edit(ref: string, message: Message, at: string): boolean;
  breakDown(broken: boolean): void;
}

export function aBoard(): MemoryBoard {
  const kept: ConsoleMessage[] = [];
  const refs = new Map<string, string>();
  let revision = 0;
  let isBroken = false;
  function put(channel: string, message: Message, at: string, thread?: string): string {
    revision += 1;
    const ref = `m${revision}`;
    kept.push({ ref, channel, thread, message, createdAt: new Date(at) });
    return ref;
  }
  function edit(ref: string, message: Message, at: string): boolean {
    const index = kept.findIndex((one) => one.ref === ref);
    if (index < 0) return false;
    revision += 1;
    kept[index] = { ...kept[index]!, message, editedAt: new Date(at) };
    return true;
  }
  function works(): void {
    if (isBroken) throw new Error('no connection to /var/socket');
  }
  return {
    put,
    edit,
    breakDown(broken) {
      isBroken = broken;
    },
    channels: async () => [...new Set(kept.map(({ channel }) => channel))],
    messages: async (channel, limit) => {
      works();
      return kept.filter((one) => one.channel === channel).slice(-limit);
    },
    revision: async () => {
      works();
      return String(revision);
    },
    keep: async (channel, deliveryId, message, thread, now) => {
      works();
      const ref = refs.get(deliveryId) ?? put(channel, message, now.toISOString(), thread);
      refs.set(deliveryId, ref);
      return ref;
    },
    replace: async (ref, message, now) => {
      works();
      return edit(ref, message, now.toISOString());
    },
    refOf: async (deliveryId) => refs.get(deliveryId),
  };
}

export interface RecordingDesk extends Desk {
  readonly asked: { readonly asker: Asker; readonly name: string; readonly line: string }[];
  readonly pressed: ButtonPress[];
}

function aCommand(parts: Pick<Command, 'name' | 'summary'> & Partial<Command>): Command {
  return {
    arguments: [],
    schema: z.record(z.string(), z.unknown()),
    visibility: 'private',
    slow: false,
    examples: [`/${parts.name}`],
    run: async () => ({ message: aMessage(), visibility: 'private' }),
    ...parts,
  };
}

const someCommands: readonly Command[] = [
  aCommand({ name: 'help', summary: 'What you can ask here' }),
  aCommand({
    name: 'hashtag',
    summary: 'A hashtag: posts, accounts, attributed and coordinated parts',
    visibility: 'channel',
    arguments: [
      { name: 'tag', summary: 'with or without #', required: true },
      { name: 'window', summary: 'how far back', required: false, choices: ['24h', '7d', '30d'] },
    ],
    examples: ['/hashtag #ExampleTag 7d'],
  }),
  aCommand({
    name: 'account',
    summary: 'An account on a registry',
    arguments: [
      { name: 'name', summary: 'handle or name', required: true },
      { name: 'note', summary: 'why you ask', required: false, rest: true },
    ],
  }),
  aCommand({ name: 'campaigns', summary: 'Open campaigns, newest activity first' }),
];

const suggestions: Readonly<Record<string, readonly string[]>> = {
  tag: ['#ExampleTag', '#ExampleTwo', '#سلام'],
  name: ['Example Daily', 'Example Times'],
  note: ['on call tonight'],
};

export function aDesk(answer?: (name: string, line: string) => Answer | Promise<Answer>): RecordingDesk {
  const asked: RecordingDesk['asked'] = [];
  const pressed: ButtonPress[] = [];
  const answerTo = async (name: string, line: string): Promise<Answer> =>
    answer?.(name, line) ?? {
      message: aMessage({ kind: 'answer', title: `Answer to ${name} ${line}` }),
      visibility: someCommands.find((command) => command.name === name)?.visibility ?? 'private',
    };
  return {
    asked,
    pressed,
    commands: someCommands,
    ask: (_asker, name) => answerTo(name, ''),
    askLine: (asker, name, line) => {
      asked.push({ asker, name, line });
      return answerTo(name, line);
    },
    complete: async (_name, argument, typed) => (suggestions[argument] ?? []).filter((one) => one.startsWith(typed)),
    press: async (press) => {
      pressed.push(press);
      return { message: aMessage({ title: `Done: ${press.value.split(':')[0]}` }), visibility: 'private' };
    },
  };
}

export interface RecordingLog extends WebLog {
  readonly lines: { readonly level: string; readonly details: object; readonly message: string }[];
}

export function aLog(): RecordingLog {
  const lines: RecordingLog['lines'] = [];
  const at = (level: string) => (details: object, message: string) => void lines.push({ level, details, message });
  return { lines, warn: at('warn'), error: at('error') };
}

export function webOptions(parts: Partial<WebOptions> = {}): WebOptions {
  const lines = (message: Message): readonly string[] => plainText(message).split('\n');
  return {
    port: 0,
    desk: aDesk(),
    board: aBoard(),
    views: consoleViews({ slack: lines, discord: lines }),
    health: async () => ({ ok: true, checks: [{ name: 'store', ok: true }] }),
    status: async () => [{ label: 'Posts', value: '412,345' }],
    sample: false,
    now: () => new Date('2026-11-24T12:40:00Z'),
    log: aLog(),
    pollMs: 20,
    ...parts,
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** `fetch` does not let a test choose Host, Origin and Sec-Fetch-Site. */
export function ask(
  url: string,
  how: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { method: how.method ?? 'GET', headers: how.headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(how.body);
  });
}
