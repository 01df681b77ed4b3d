/** A PostgreSQL server as an operator installs one, in a temporary folder, for what is measured on `DATABASE_URL`. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount } from '../src/store/server-account.ts';

export interface BenchServer {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

/** Where Debian has the programs of PostgreSQL 15, the oldest that is supported. */
export const debianPrograms = '/usr/lib/postgresql/15/bin';

/**
 * Defaults of the server but for two: what is stored here need not outlive a power cut, and the vacuum would touch blocks
 * beside those that are counted.
 */
const settings = ['fsync=off', 'autovacuum=off', 'max_wal_size=512MB', 'listen_addresses='];

export async function withInstalledServer<Result>(
  programs: string,
  work: (server: BenchServer) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const data = path.join(folder, 'postgres');
  try {
    const as = await accountFor(folder);
    await run(
      path.join(programs, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
      as,
    );
    const options = settings.flatMap((setting) => ['-c', setting]);
    const server = spawn(path.join(programs, 'postgres'), ['-D', data, '-k', folder, ...options], as);
    const ended = once(server, 'exit');
    try {
      const connection = { host: folder, user: 'postgres', database: 'postgres' };
      await ready(connection, data);
      return await work(connection);
    } finally {
      server.kill('SIGINT'); // does not wait for clients
      await ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server refuses to run as root. */
async function accountFor(folder: string): Promise<SpawnOptions> {
  const { uid, gid, switched } = serverAccount(path.join(folder, 'postgres'));
  await mkdir(path.join(folder, 'postgres'), { mode: 0o700 });
  if (!switched) return { stdio: 'ignore', cwd: folder };
  await chmod(folder, 0o755);
  await chown(folder, uid, gid);
  await chown(path.join(folder, 'postgres'), uid, gid);
  return { stdio: 'ignore', cwd: folder, uid, gid };
}

async function run(program: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  const [status] = await once(spawn(program, args, options), 'exit');
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}`);
}

async function ready(connection: BenchServer, data: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const client = new pg.Client(connection);
    const there = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (there) return;
    await sleep(100);
  }
  const pid = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => 'none');
  throw new Error(`the server does not get ready (postmaster.pid: ${pid.split('\n')[0] ?? ''})`);
}
