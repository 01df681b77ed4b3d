/**
 * The account the embedded server runs under, and whether that account can reach a file.
 *
 * PostgreSQL refuses to run as root. Started by root, the server gets an unprivileged account instead.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { StoreUserError } from './store-error.ts';

export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  /** True when Tocsin runs as root and the server as somebody else. */
  readonly switched: boolean;
}

/** Accounts that are looked for, best first; `nobody` is there on every system. */
const candidates = ['postgres', 'nobody'];

/** @param folder where the server keeps everything; once made, its owner is kept, whoever starts Tocsin this time. */
export function serverAccount(folder: string): ServerAccount {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (uid !== 0) {
    if (owner === undefined || owner.uid === uid) return { uid, gid, switched: false };
    throw new StoreUserError(
      `${folder} belongs to another account (uid ${owner.uid}). Start Tocsin as that account or as root, or choose another data folder.`,
    );
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, switched: true };
  return unprivileged();
}

function unprivileged(): ServerAccount {
  // initdb fails under an uid that /etc/passwd does not know, so the number cannot be chosen freely.
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of candidates) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (uid > 0 && gid > 0) return { uid, gid, switched: true };
  }
  throw new StoreUserError(
    'PostgreSQL does not run as root, and neither "postgres" nor "nobody" is an account here. Start Tocsin as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether the account may search every folder on the way and read (and run) the file itself. */
export function canReach(account: ServerAccount, file: string): boolean {
  if (!account.switched) return true;
  const needed = statSync(file).isDirectory() ? 0o1 : 0o5;
  if (!hasMode(account, file, needed)) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (!hasMode(account, folder, 0o1)) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

function hasMode(account: ServerAccount, file: string, needed: number): boolean {
  const { mode, uid, gid } = statSync(file);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & needed) === needed;
}
