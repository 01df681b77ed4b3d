/** Makes the database cluster of a server folder, whole or not at all, and starts a server on it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { asServer, type ServerFolder } from './server-folder.ts';
import { runProgram, type ServerChild, spawnServer } from './server-program.ts';
import { StoreUserError } from './store-error.ts';

export const serverUser = 'tocsin';

/** Oldest major version with the builtin locale provider. */
const oldestMajor = 17;

/**
 * Makes the cluster unless it is there; answers whether this call made it. Nothing is locked: each caller makes one
 * under a name of its own, and renaming lets exactly one win.
 */
export async function initialise(folder: ServerFolder, bin: string): Promise<boolean> {
  const major = await majorVersion(folder, bin);
  if (existsSync(path.join(folder.cluster, 'PG_VERSION'))) {
    const made = Number(readFileSync(path.join(folder.cluster, 'PG_VERSION'), 'utf8').trim());
    if (made === major) return false;
    throw new StoreUserError(
      `${folder.cluster} was made by PostgreSQL ${made}, and the programs in ${bin} are ${major}. Use programs of version ${made}.`,
    );
  }
  removeUnfinished(folder);
  const unfinished = mkdtempSync(path.join(folder.path, 'cluster.new-'));
  rmSync(unfinished, { recursive: true }); // only the name is wanted: initdb makes the folder, as its own account
  try {
    await runProgram(folder, path.join(bin, 'initdb'), [
      '--pgdata',
      asServer(folder, unfinished),
      '--username',
      serverUser,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      // Character classes of extensions such as pg_trgm follow the system's locale; macOS has no C.UTF-8.
      ...(process.platform === 'linux' ? ['--lc-ctype=C.UTF-8'] : []),
      // The socket's permissions decide who gets in: it is open to the server's account and root only.
      '--auth=trust',
    ]);
    renameSync(unfinished, folder.cluster);
    return true;
  } catch (error) {
    if (existsSync(path.join(folder.cluster, 'PG_VERSION'))) return false;
    throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** What a process killed in the middle left behind; nobody needs an hour. */
function removeUnfinished(folder: ServerFolder): void {
  for (const name of readdirSync(folder.path)) {
    const file = path.join(folder.path, name);
    if (!name.startsWith('cluster.new-')) continue;
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 3_600_000) rmSync(file, { recursive: true, force: true });
  }
}

async function majorVersion(folder: ServerFolder, bin: string): Promise<number> {
  const program = path.join(bin, 'postgres');
  const advice = 'Set DATABASE_URL to a PostgreSQL server instead.';
  let answer: string;
  try {
    answer = await runProgram(folder, program, ['--version']);
  } catch (cause) {
    // Alpine has no glibc, so that the kernel does not find the loader that the program names.
    throw new StoreUserError(`The programs in ${bin} do not run on this system (musl instead of glibc?). ${advice}`, {
      cause,
    });
  }
  const major = Number(/(\d+)/.exec(answer)?.[1]);
  if (major >= oldestMajor) return major;
  throw new StoreUserError(`The programs in ${bin} are "${answer.trim()}"; ${oldestMajor} is the oldest. ${advice}`);
}

export function startServer(
  folder: ServerFolder,
  bin: string,
  settings: Readonly<Record<string, string>>,
): ServerChild {
  const socket = asServer(folder, folder.socket).replaceAll('"', '""');
  const all = {
    listen_addresses: '',
    unix_socket_directories: `"${socket}"`,
    unix_socket_permissions: '0700',
    max_wal_size: '1GB',
    wal_compression: 'on',
    shared_buffers: '256MB',
    work_mem: '32MB',
    random_page_cost: '1.1',
    // Parallel workers need room in /dev/shm, of which a container has 64 MB by default.
    max_parallel_workers_per_gather: '0',
    jit: 'off', // the packaged programs come without LLVM
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Statements and details carry text of posts, which has no place in a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // After a crash every file is synced: one call per file system instead of one per file, 0.3 s instead of 4.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawnServer(folder, path.join(bin, 'postgres'), ['-D', asServer(folder, folder.cluster), ...options]);
}
