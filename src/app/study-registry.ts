/** A registry for a study of files, read from files: the starter registry, or lists that are named. Nothing is stored. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../chat/command.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { mergeEntries } from '../registry/merge.ts';
import type { Registry, RegistryEntry } from '../registry/registry.ts';
import { packageRoot } from './package-root.ts';
import { readRegistryText } from './registry-import.ts';

/** @param files undefined: the starter registry; none: nobody is attributed */
export async function readStudyRegistry(files: readonly string[] | undefined, now: Date): Promise<Registry> {
  const paths = files ?? (await starterFiles());
  const digest = createHash('sha256');
  const entries = new Map<string, RegistryEntry>();
  for (const path of paths) {
    const text = await readText(path);
    digest.update(text);
    const read = readRegistryText(text, path, { includeOfficials: false, now });
    for (const entry of mergeEntries([...entries.values()], read.entries).entries) entries.set(entry.id, entry);
  }
  const what = files === undefined ? 'starter' : paths.map((path) => basename(path)).join(', ');
  const version = paths.length === 0 ? 'none' : `${what} (sha256 ${digest.digest('hex').slice(0, 8)})`;
  return createRegistry({ version, entries: [...entries.values()] });
}

async function starterFiles(): Promise<readonly string[]> {
  const folder = join(packageRoot(), 'config', 'registry');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return names.map((name) => join(folder, name));
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read: does it exist, and may this user open it?`, { cause });
  }
}
