/**
 * The embedded database: attaches to the server of a data folder, or starts it, or makes it first.
 *
 * Any number of processes may call this at once. The server is a process of its own that outlives a killed Tocsin;
 * the last process to `release` it stops it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { initialise, serverUser, startServer } from './cluster.ts';
import { type Lease, takeLease } from './lease.ts';
import { type StoreLog, silentLog } from './log.ts';
import { clearStaleFiles, livePostmaster, recordedPostmaster, stopPostmaster } from './postmaster.ts';
import { findBinaries } from './server-binaries.ts';
import { openServerFolder, type ServerFolder } from './server-folder.ts';
import type { ServerChild } from './server-program.ts';

export interface EmbeddedPostgres {
  /** Folder of the unix socket: what `pg` takes as `host`. */
  readonly host: string;
  readonly user: string;
  readonly database: string;
  readonly pid: number;
  readonly how: 'attached' | 'started' | 'initialised';
  /** Call it after every pool of this process is closed. Stops the server unless somebody else is connected. */
  release(): Promise<'stopped' | 'left-running'>;
}

export interface EmbeddedPostgresOptions {
  /** Data folder; the server lives in its subfolder `postgres`. */
  readonly dir: string;
  readonly log?: StoreLog | undefined;
  /** Folder with programs of PostgreSQL ≥ 17 to use instead of the packaged ones. */
  readonly binaries?: string | undefined;
  /** Settings of the server beside ours, for one that this call starts. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

const databaseName = 'tocsin';

/** Recovery of a big database takes its time; a server that came this far is not given up earlier. */
const patienceMs = 600_000;

/** Old backends of a killed server need a moment to let go of its memory: starts are tried again for 5 s. */
const startTries = 20;
const startPauseMs = 250;

export async function ensurePostgres({
  dir,
  log = silentLog,
  binaries = process.env['POSTGRES_BIN'],
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = openServerFolder(dir);
  let held = await hold(folder, binaries, settings);
  let released = false;
  let mending: Promise<void> | undefined;
  log.info({ how: held.how, pid: held.pid, folder: folder.path, access: folder.access }, 'database server is there');

  const watch = (): void => {
    held.lease.onLost(() => {
      if (!released) mending = mend();
    });
  };
  // A server that was killed, by the kernel for want of memory for instance, is started again at once.
  const mend = async (): Promise<void> => {
    try {
      held = await hold(folder, binaries, settings);
      watch();
      log.warn({ how: held.how, pid: held.pid }, 'database server was lost and is back');
    } catch (error) {
      log.warn({ error: String(error) }, 'database server was lost and does not come back');
    }
  };
  watch();

  return {
    host: held.socket,
    user: serverUser,
    database: databaseName,
    get pid() {
      return held.pid;
    },
    how: held.how,
    async release() {
      if (released) return 'left-running';
      released = true;
      await mending;
      const last = await held.lease.isLast().catch(() => false);
      const stopped = last && (await stopPostmaster(held.pid, folder, 60_000));
      await held.lease.end();
      log.info({ pid: held.pid, stopped }, 'database server released');
      return stopped ? 'stopped' : 'left-running';
    },
  };
}

interface Held {
  readonly lease: Lease;
  readonly pid: number;
  readonly socket: string;
  readonly how: EmbeddedPostgres['how'];
}

async function hold(
  folder: ServerFolder,
  binaries: string | undefined,
  settings: Readonly<Record<string, string>>,
): Promise<Held> {
  let how: Held['how'] = 'attached';
  let child: ServerChild | undefined;
  const givenUpAt = Date.now() + patienceMs;
  for (let starts = 0, waits = 0; ; ) {
    const socket = recordedPostmaster(folder)?.socket ?? folder.socket;
    const lease = await takeLease(socket, databaseName);
    const pid = recordedPostmaster(folder)?.pid;
    if (lease !== undefined && pid !== undefined) {
      return { lease, pid, socket, how: pid === child?.pid ? how : 'attached' };
    }
    await lease?.end();
    if (Date.now() > givenUpAt) throw new Error(`the database server does not get ready: ${endOfLog(folder)}`);
    if ((child !== undefined && !child.ended()) || livePostmaster(folder) !== undefined) {
      // Seldom while it takes long: every refused connection is a line in the server's log.
      waits += 1;
      await sleep(Math.min(20 + waits * 5, 500));
      continue;
    }
    if (starts === startTries) throw new Error(`the database server does not start: ${endOfLog(folder)}`);
    if (starts > 0) await sleep(startPauseMs);
    const bin = findBinaries(folder, binaries);
    how = (await initialise(folder, bin)) ? 'initialised' : how === 'initialised' ? how : 'started';
    clearStaleFiles(folder);
    child = startServer(folder, bin, settings);
    starts += 1;
  }
}

function endOfLog(folder: ServerFolder): string {
  if (!existsSync(folder.log)) return 'it wrote no log';
  return readFileSync(folder.log, 'utf8').trimEnd().split('\n').slice(-5).join(' | ');
}
