/** `tocsin telegram-login`: logs an account in by the terminal and prints its session for TELEGRAM_SESSION. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UserError } from '../chat/command.ts';
import { telegramLogin } from '../source/telegram/login.ts';
import { exitStatus, printLines, say } from './output.ts';
import { type CommonOptions, load } from './session.ts';

export async function loginToTelegram(common: CommonOptions): Promise<number> {
  const { secrets } = await load(common);
  const { telegramApiId, telegramApiHash } = secrets;
  if (telegramApiId === undefined || telegramApiHash === undefined) {
    throw new UserError('Set TELEGRAM_API_ID and TELEGRAM_API_HASH first; my.telegram.org gives both.');
  }
  say('The session that this prints is as good as the phone: keep it as you keep a password.');
  const terminal = createTerminal();
  try {
    const result = await telegramLogin(
      { apiId: Number(telegramApiId), apiHash: telegramApiHash },
      {
        phone: () => terminal.ask('Phone number, in international form: '),
        code: (sentBy) => terminal.ask(`Code (sent by ${sentBy}): `),
        password: () => terminal.askSilently('Password of the two-step verification: '),
        wrong: async (what) => say(`That ${what} was wrong.`),
      },
    );
    if (result.outcome === 'failed') throw new UserError(`No session: ${result.reason}.`);
    await printLines([result.session]);
    return exitStatus.done;
  } finally {
    terminal.close();
  }
}

/** Questions go to standard error, so that standard output is the session alone. */
function createTerminal(): {
  ask(question: string): Promise<string>;
  askSilently(question: string): Promise<string>;
  close(): void;
} {
  let silent = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!silent) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  return {
    ask: (question) => lines.question(question),
    async askSilently(question) {
      process.stderr.write(question);
      silent = true;
      try {
        return await lines.question('');
      } finally {
        silent = false;
        process.stderr.write('\n');
      }
    },
    close: () => lines.close(),
  };
}
