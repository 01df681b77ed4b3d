/**
 * A model of the team's own as a process: a line of JSON {"text", "lang"} in, a line {"stance"} out, in the same order.
 *
 * It is started once and never again: a model that fails fails the study, because stances of two runs do not mix.
 */
import { type ChildProcessByStdio, spawn as spawnProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../chat/command.ts';
import type { StanceModel } from '../measure/stance.ts';
import { type Stance, stances } from '../measure/table/post-table.ts';

export interface RunningStance extends StanceModel {
  /** Ends the model's process; nothing to end with lexicons. */
  close(): Promise<void>;
}

export interface ModelSettings {
  /** Named beside every number; with a version, because another version gives other numbers. */
  readonly name: string;
  /** Program and its arguments. */
  readonly command: readonly string[];
}

type ModelProcess = ChildProcessByStdio<Writable, Readable, null>;

export interface ModelDeps {
  readonly spawn?: ((program: string, args: readonly string[]) => ModelProcess) | undefined;
  /** Longest silence while an answer is awaited, ms; a minute unless said, because models take time to load. */
  readonly timeoutMs?: number | undefined;
}

/** Lines that are on their way at once: enough to keep a model busy, few enough for any pipe. */
const batch = 256;
const longestAnswer = 10_000;
/** What a process may take to end after its input has. */
const graceMs = 2_000;

const Answer = z.object({ stance: z.enum(stances) });

export function createModelStance({ name, command }: ModelSettings, deps: ModelDeps = {}): RunningStance {
  const { spawn = spawnModel, timeoutMs = 60_000 } = deps;
  const [program = '', ...args] = command;
  const child = spawn(program, args);
  const lines = createAnswers(name, child);
  let turn: Promise<unknown> = Promise.resolve();
  let asked = 0;

  /** What was not asked for makes the answers around it another post's. */
  function refuseSurplus(): void {
    if (lines.left() > 0) throw new UserError(`${name} gave more answers than it was asked for.`);
  }

  async function ask(texts: readonly { readonly text: string; readonly lang: string }[]): Promise<readonly Stance[]> {
    const answers: Stance[] = [];
    for (let from = 0; from < texts.length; from += batch) {
      const part = texts.slice(from, from + batch);
      refuseSurplus();
      const written = part.map(({ text, lang }) => `${JSON.stringify({ text, lang })}\n`).join('');
      if (lines.failure() === undefined) child.stdin.write(written);
      for (let i = 0; i < part.length; i++) answers.push(readAnswer(await lines.next(timeoutMs), name, ++asked));
      refuseSurplus();
    }
    return answers;
  }

  return {
    name,
    classify(texts) {
      // One after the other: answers are told apart by their order alone.
      const mine = turn.then(() => ask(texts)).catch((error: unknown) => lines.fail(error));
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: () => endProcess(child, lines),
  };
}

/** The model is given no variable that might hold a token. */
function spawnModel(program: string, args: readonly string[]): ModelProcess {
  const env = Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'SystemRoot', 'VIRTUAL_ENV', 'CUDA_VISIBLE_DEVICES'].flatMap((key) => {
      const value = process.env[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return spawnProcess(program, [...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
}

function readAnswer(line: string, name: string, number: number): Stance {
  const { data, success } = Answer.safeParse(parsed(line));
  // What it wrote is not repeated: it may hold the text of a post.
  if (success) return data.stance;
  throw new UserError(
    `${name}: line ${number} of its answers is none; expected {"stance": …} with ${stances.join(', ')}.`,
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

interface Answers {
  /** The next line; throws what went wrong with the process. */
  next(timeoutMs: number): Promise<string>;
  /** Nothing is answered any more. Throws the first error that was given. */
  fail(error: unknown): never;
  failure(): unknown;
  /** Lines that nobody has asked for. */
  left(): number;
  readonly ended: Promise<void>;
}

function createAnswers(name: string, child: ModelProcess): Answers {
  const waiting: string[] = [];
  let rest = '';
  let failure: unknown;
  let wake = (): void => undefined;

  function stop(error: unknown): void {
    failure ??= error;
    wake();
  }

  const ended = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      stop(new UserError(`${name} ended with ${code ?? signal ?? 'no status'} before it had answered everything.`));
    });
    // Not `close`: that also waits for whoever else holds the process's output.
    child.once('exit', () => resolve());
    child.once('error', (cause) => {
      stop(new UserError(`${name} cannot be started: is the command under stance.model right?`, { cause }));
      resolve();
    });
  });
  // A process that has ended closes its input; its end says more than the broken pipe.
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestAnswer) stop(new UserError(`${name} gave an answer without an end of the line.`));
    waiting.push(...lines);
    wake();
  });

  function line(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        stop(new UserError(`${name} gave no answer for ${Math.round(timeoutMs / 1000)} s.`));
      }, timeoutMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    ended,
    failure: () => failure,
    left: () => waiting.length,
    fail(error) {
      stop(error);
      throw failure;
    },
    async next(timeoutMs) {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) return next;
        if (failure !== undefined) throw failure;
        await line(timeoutMs);
      }
    },
  };
}

async function endProcess(child: ModelProcess, { ended }: Answers): Promise<void> {
  child.stdin.end();
  const inTime = await Promise.race([ended.then(() => true), wait(graceMs, false, { ref: false })]);
  if (inTime) return;
  child.kill('SIGKILL');
  await ended;
}
