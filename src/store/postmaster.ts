/** Recognises the server of a folder by its pid file, clears what a dead one left behind, and stops a live one. */
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asClient, asServer, type ServerFolder, socketName } from './server-folder.ts';

export interface Postmaster {
  readonly pid: number;
  /** Folder of its socket, as clients see it. */
  readonly socket: string;
}

/** What the pid file says, whether that process lives or not. */
export function recordedPostmaster(folder: ServerFolder): Postmaster | undefined {
  // Lines of postmaster.pid: pid, data folder, start, port, socket folder, … (PostgreSQL, miscadmin.h).
  const [pid, , , , socket] = linesOf(pidFile(folder));
  if (pid === undefined || !/^\d+$/.test(pid)) return undefined;
  return { pid: Number(pid), socket: socket ? asClient(folder, socket) : folder.socket };
}

export function livePostmaster(folder: ServerFolder): Postmaster | undefined {
  const recorded = recordedPostmaster(folder);
  return recorded !== undefined && runsCluster(recorded.pid, folder) ? recorded : undefined;
}

/**
 * Removes the pid file and the socket's lock of a server that is gone. PostgreSQL does so by itself, but not while
 * the recorded pid exists: as a zombie, or because another program has got the number since.
 */
export function clearStaleFiles(folder: ServerFolder): void {
  clearIfStale(folder, pidFile(folder));
  clearIfStale(folder, path.join(folder.socket, `${socketName}.lock`));
}

function clearIfStale(folder: ServerFolder, file: string): void {
  const judged = linesOf(file)[0];
  if (judged === undefined || runsCluster(Number(judged), folder)) return;
  // Between looking and removing, another process may have started a server: take the file aside, and put it back
  // when it is not the one that was judged.
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (linesOf(aside)[0] !== judged) linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EEXIST'))) {
      throw error;
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written, no recovery at the next start. */
export async function stopPostmaster(pid: number, folder: ServerFolder, patienceMs: number): Promise<boolean> {
  if (!runsCluster(pid, folder)) return true;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < patienceMs; waited += 20) {
    if (!runsCluster(pid, folder)) return true;
    await sleep(20);
  }
  return false;
}

/** A server works in its data folder, which tells it from every other program and from a zombie. */
function runsCluster(pid: number, folder: ServerFolder): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === folder.cluster;
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(asServer(folder, folder.cluster));
  } catch {
    return false;
  }
}

function pidFile(folder: ServerFolder): string {
  return path.join(folder.cluster, 'postmaster.pid');
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim());
  } catch {
    return [];
  }
}
