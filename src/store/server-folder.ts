/**
 * The folder of the embedded server: data, log and socket of one installation, owned by the server's account.
 *
 * `<data folder>/postgres/` holds `cluster/` (the database), `server.log` and the socket. Only this subfolder belongs
 * to the server's account; what is above it stays as it is.
 */
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canReach, type ServerAccount, serverAccount } from './server-account.ts';
import { StoreUserError } from './store-error.ts';

export interface ServerFolder {
  readonly path: string;
  readonly cluster: string;
  readonly log: string;
  /** Folder of the unix socket, as clients see it. */
  readonly socket: string;
  readonly account: ServerAccount;
  /**
   * How the server gets at its folder. `handle`: a folder above is closed to its account (a checkout under `/root`),
   * so that the server inherits an open handle of the folder and uses it as `/proc/self/fd/3`, which needs no
   * permission above. The data stay where they are looked for and backed up, and nobody's permissions are widened.
   */
  readonly access: 'path' | 'handle';
}

/** Number of the inherited handle: the first after stdin, stdout and stderr. */
const handleFolder = '/proc/self/fd/3';

/** `sun_path` takes 108 bytes with its final zero on Linux and 104 on macOS (unix(7), sys/un.h). */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107;

/** Name that PostgreSQL and its clients give the socket of port 5432. */
export const socketName = '.s.PGSQL.5432';

export function openServerFolder(dir: string): ServerFolder {
  if (process.getuid === undefined) {
    throw new StoreUserError('There is no embedded database for this system. Set DATABASE_URL to a PostgreSQL server.');
  }
  const wanted = path.join(path.resolve(dir), 'postgres');
  const { folder, account } = haveFolder(wanted);
  const access = canReach(account, folder) ? 'path' : 'handle';
  if (access === 'handle' && process.platform !== 'linux') {
    throw new StoreUserError(
      `${folder} is not reachable for the account of the database server. Start Tocsin as an ordinary user, choose another data folder, or set DATABASE_URL.`,
    );
  }
  return {
    path: folder,
    cluster: path.join(folder, 'cluster'),
    log: path.join(folder, 'server.log'),
    socket: socketFolder(folder, account),
    account,
    access,
  };
}

/** A path inside the folder as the server can open it. */
export function asServer(folder: ServerFolder, file: string): string {
  if (folder.access === 'path') return file;
  const inside = path.relative(folder.path, file);
  return inside.startsWith('..') ? file : path.posix.join(handleFolder, inside);
}

/** The reverse of `asServer`: a folder that the server names, as clients can open it. */
export function asClient(folder: ServerFolder, named: string): string {
  return named === handleFolder ? folder.path : named;
}

function haveFolder(wanted: string): { readonly folder: string; readonly account: ServerAccount } {
  try {
    const account = serverAccount(wanted);
    mkdirSync(wanted, { recursive: true });
    const folder = realpathSync(wanted);
    own(folder, account);
    return { folder, account };
  } catch (cause) {
    if (cause instanceof StoreUserError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new StoreUserError(
      `The data folder ${wanted} cannot be made (${code}): may this user write there? Choose another one with TOCSIN_DATA_DIR, or set DATABASE_URL.`,
      { cause },
    );
  }
}

function own(folder: string, account: ServerAccount): void {
  if (account.switched) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
}

/**
 * Beside the data where the path is short enough, else a private folder in the system's temporary one whose name is
 * a digest of the data's path, so that every process finds the same.
 */
function socketFolder(folder: string, account: ServerAccount): string {
  if (Buffer.byteLength(path.join(folder, socketName)) <= longestSocketPath) return folder;
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = path.join(realpathSync(tmpdir()), `tocsin-${digest}`);
  try {
    mkdirSync(short, { mode: 0o700 });
    own(short, account);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  // Everybody can make folders in a temporary one: somebody else's must not be taken for ours.
  const found = lstatSync(short);
  if (!found.isDirectory() || found.uid !== account.uid || (found.mode & 0o077) !== 0) {
    throw new StoreUserError(
      `${short} is needed for the database's socket but is not a private folder of its account. Remove it, or choose a data folder with a shorter path.`,
    );
  }
  return short;
}
