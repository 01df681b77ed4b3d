/** One embedded server for a run, with a template database that has all tables: see `freshDatabase`. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensurePostgres } from '../../src/store/launcher.ts';
import { openStore } from '../../src/store/open-store.ts';
import { livePostmaster, stopPostmaster } from '../../src/store/postmaster.ts';
import { openServerFolder } from '../../src/store/server-folder.ts';

/** Database that every test database starts as a copy of; nobody stays connected to it. */
export const templateDatabase = 'tocsin';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: { readonly host: string; readonly user: string };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearKilledRuns();
  const dir = mkdtempSync(path.join(tmpdir(), `tocsin-test-${process.pid}-`));
  chmodSync(dir, 0o755);
  // Nothing here survives the run, so that nothing needs to reach the disk.
  const server = await ensurePostgres({ dir, settings: { fsync: 'off', max_connections: '200' } });
  const store = await openStore({
    connection: { host: server.host, user: server.user, database: templateDatabase },
  });
  await store.close();
  project.provide('postgres', { host: server.host, user: server.user });
  return async () => {
    await server.release();
    rmSync(dir, { recursive: true, force: true });
  };
}

/** The server of a run that was killed lives on; the name of its folder says whose it was. */
async function clearKilledRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const runner = /^tocsin-test-(\d+)-/.exec(name)?.[1];
    if (runner === undefined || isAlive(Number(runner))) continue;
    const dir = path.join(tmpdir(), name);
    if (existsSync(path.join(dir, 'postgres'))) {
      const folder = openServerFolder(dir);
      const live = livePostmaster(folder);
      if (live !== undefined) await stopPostmaster(live.pid, folder, 30_000);
    }
    rmSync(dir, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
