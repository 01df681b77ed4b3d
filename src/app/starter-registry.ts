/** The starter registry that the package brings: imported once, into a registry that is empty. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeEntries } from '../registry/merge.ts';
import type { RegistryStore } from '../store/store.ts';
import { packageRoot } from './package-root.ts';
import { readRegistryText } from './registry-import.ts';

/** One edition, whatever the number of files: a process that dies in the middle leaves nothing half. */
export async function keepStarterRegistry(registry: RegistryStore, now: Date): Promise<void> {
  const known = await registry.editions(1);
  if (known.length > 0) return;
  const folder = join(packageRoot(), 'config', 'registry');
  const names = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const reads = texts.map((text, i) => readRegistryText(text, names[i] ?? '', { includeOfficials: false, now }));
  const entries = reads.flatMap((read) => read.entries);
  const refused = reads.reduce((sum, read) => sum + read.refused.length, 0);
  await registry.keepEdition(
    { source: `starter registry (${names.join(', ')})`, by: 'tocsin', at: now, added: 0, changed: 0, refused },
    (current) => mergeEntries(current.entries, entries).entries,
  );
}
