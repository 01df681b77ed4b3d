/** A registry for a study of files, read from files: the starter registry, or lists that are named. Nothing is stored. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { counted } from '../measure/words.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { mergeEntries } from '../registry/merge.ts';
import type { Registry, RegistryEntry } from '../registry/registry.ts';
import { packageRoot } from './package-root.ts';
import { readRegistryFile } from './registry-file.ts';
import { readRegistryText } from './registry-import.ts';

/**
 * @param files undefined: the starter registry; none: nobody is attributed
 * @param tell hears a line for each entry that could not be taken
 */
export async function readStudyRegistry(
  files: readonly string[] | undefined,
  now: Date,
  tell: (line: string) => void,
): Promise<Registry> {
  const paths = files ?? (await starterFiles());
  const digest = createHash('sha256');
  const entries = new Map<string, RegistryEntry>();
  for (const path of paths) {
    const text = await readRegistryFile(path);
    digest.update(text);
    const read = readRegistryText(text, path, { includeOfficials: false, now });
    tellRefused(path, read.refused, tell);
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

/** Lists of findings hold thousands of rows that are no account. */
const refusalsTold = 10;

function tellRefused(
  path: string,
  refused: readonly { readonly line: number; readonly reason: string }[],
  tell: (line: string) => void,
): void {
  for (const { line, reason } of refused.slice(0, refusalsTold)) tell(`${path} line ${line}: ${reason}`);
  const more = refused.length - refusalsTold;
  if (more > 0) tell(`${path}: ${counted(more, 'more row')} refused (tocsin registry import lists them)`);
}
