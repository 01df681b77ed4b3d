/** Runs a program of the embedded server under the server's account, with its folder at hand. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, constants, fchownSync, openSync, statSync, truncateSync } from 'node:fs';
import type { ServerFolder } from './server-folder.ts';

/** The log is started anew at a start of the server when it has grown beyond this. */
const longestLog = 10 * 1024 * 1024;

/** Standard output of a short-lived program; throws with what it complained about. */
export async function runProgram(folder: ServerFolder, program: string, args: readonly string[]): Promise<string> {
  const handle = openHandle(folder);
  try {
    return await outputOf(program, args, { ...as(folder), stdio: ['ignore', 'pipe', 'pipe', handle ?? 'ignore'] });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function outputOf(program: string, args: readonly string[], options: SpawnOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let output = '';
    let complaints = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ended with ${code}: ${complaints.trim()}`));
    });
  });
}

export interface ServerChild {
  readonly pid: number | undefined;
  ended(): boolean;
}

/** Starts the server apart from this process: it outlives a killed parent and no Ctrl-C of the terminal reaches it. */
export function spawnServer(folder: ServerFolder, program: string, args: readonly string[]): ServerChild {
  const handle = openHandle(folder);
  const log = openLog(folder);
  try {
    const child = spawn(program, args, {
      ...as(folder),
      detached: true,
      stdio: ['ignore', log, log, handle ?? 'ignore'],
    });
    let ended = false;
    child.on('exit', () => (ended = true));
    child.on('error', () => (ended = true));
    child.unref();
    return { pid: child.pid, ended: () => ended };
  } finally {
    closeSync(log);
    if (handle !== undefined) closeSync(handle);
  }
}

function as({ account }: ServerFolder): SpawnOptions {
  return {
    ...(account.switched ? { uid: account.uid, gid: account.gid } : {}),
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  };
}

function openHandle(folder: ServerFolder): number | undefined {
  return folder.access === 'handle' ? openSync(folder.path, constants.O_RDONLY | constants.O_DIRECTORY) : undefined;
}

function openLog({ log, account }: ServerFolder): number {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > longestLog) truncateSync(log);
  const file = openSync(log, 'a', 0o600);
  if (account.switched) fchownSync(file, account.uid, account.gid);
  return file;
}
