/** The starter registry that the package brings: imported once, into a registry that is empty. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryStore } from '../store/store.ts';
import { packageRoot } from './package-root.ts';
import { importRegistryFile } from './registry-import.ts';

export async function keepStarterRegistry(registry: RegistryStore, now: Date): Promise<void> {
  const known = await registry.editions(1);
  if (known.length > 0) return;
  const folder = join(packageRoot(), 'config', 'registry');
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()) {
    await importRegistryFile(join(folder, name), { registry, includeOfficials: false, by: 'tocsin', now });
  }
}
