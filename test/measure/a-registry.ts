/** A registry that knows accounts by their native id, and hosts by label suffix. */
import type { Registry, RegistryEntry } from '../../src/registry/registry.ts';
import { anEntry } from '../builders.ts';

/** @param accounts entry id by account id @param hosts all listed under the entry `xx-host` */
export function aRegistry(accounts: Readonly<Record<string, string>>, hosts: readonly string[] = []): Registry {
  const entryOf = (id: string): RegistryEntry => anEntry({ id, name: id });
  return {
    version: 'registry-1',
    entries: [...new Set(Object.values(accounts))].map(entryOf),
    findAccount: ({ accountId = '' }) => {
      const id = accounts[accountId];
      return id === undefined ? undefined : { entry: entryOf(id), by: 'native-id' };
    },
    findHost: (host) =>
      hosts.some((known) => host === known || host.endsWith(`.${known}`))
        ? { entry: entryOf('xx-host'), by: 'host' }
        : undefined,
    nearestHandles: () => [],
    nearestHosts: () => [],
  };
}
