/** Starts the command line as a person does, in a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
}

export async function aDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tocsin-smoke-'));
}

/** The environment of a fresh machine: nothing configured but where the data goes, and a free port. */
export function start(dataDir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  return startProgram(builtProgram() ?? fromSources, dataDir, args, env);
}

/** As `npm start` does in a checkout. */
export function startFromSources(dataDir: string, args: readonly string[]): Running {
  return startProgram(fromSources, dataDir, args, {});
}

const fromSources = ['--import', 'tsx', 'src/cli/tocsin.ts'];

function builtProgram(): readonly string[] | undefined {
  const program: string | undefined = inject('program');
  return program === undefined ? undefined : [program];
}

function startProgram(
  program: readonly string[],
  dataDir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const child = spawn(process.execPath, [...program, ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TOCSIN_DATA_DIR: dataDir,
      TOCSIN_CONSOLE_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

export function tocsin(
  dataDir: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Ended> {
  return start(dataDir, args, env).ended;
}

/** Asks until the answer is there; the test's own time limit ends the waiting. */
export async function until<Result>(ask: () => Promise<Result | undefined>): Promise<Result> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
