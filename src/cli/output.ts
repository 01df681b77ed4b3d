/** Where the command line writes: results to standard output, everything else to standard error. */
import { UserError } from '../chat/command.ts';

/** Done, failed, wrong usage. */
export const exitStatus = { done: 0, failed: 1, usage: 2 } as const;

/** Exactly one JSON document on standard output. */
export async function printJson(value: unknown): Promise<void> {
  await write(`${JSON.stringify(value)}\n`);
}

export async function printLines(lines: readonly string[]): Promise<void> {
  await write(`${lines.join('\n')}\n`);
}

/** A document as it is. */
export async function printText(text: string): Promise<void> {
  await write(text);
}

/** Resolves when the text has left: a pipe may take it slowly, and the process ends afterwards. */
function write(text: string): Promise<void> {
  if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      // A reader that has seen enough, as `head` does, is no fault.
      if (error === null || error === undefined || ('code' in error && error.code === 'EPIPE')) resolve();
      else reject(error);
    });
  });
}

/** `write` is told of every error, too; without a listener the first one ends the process. */
function ignore(): void {}

/** One line that a person reads while waiting. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A line that overwrites itself on a terminal and is silent in a pipe; `done` leaves the last one standing. */
export function createProgress(): { show(text: string): void; done(): void } {
  const terminal = process.stderr.isTTY;
  let shown = false;
  let next = 0;
  return {
    show(text) {
      if (!terminal || Date.now() < next) return;
      next = Date.now() + 200;
      shown = true;
      process.stderr.write(`\r\u001b[2K${text}`);
    },
    done() {
      if (shown) process.stderr.write('\n');
    },
  };
}

/** A wrong call: exit status 2. */
export class UsageError extends UserError {}
