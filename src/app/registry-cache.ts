/** The registry as jobs and commands use it: read again when another edition was imported, by whatever process. */
import { createRegistry } from '../registry/create-registry.ts';
import type { Registry } from '../registry/registry.ts';
import type { RegistryStore } from '../store/store.ts';

/** How long an edition imported elsewhere may go unnoticed. */
const checkMs = 5_000;

export function createRegistryCache(store: RegistryStore, wall: () => number = Date.now): () => Promise<Registry> {
  let registry: Registry | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<Registry> | undefined;

  async function load(): Promise<Registry> {
    const [newest] = await store.editions(1);
    if (registry === undefined || (newest !== undefined && newest.version !== registry.version)) {
      registry = createRegistry(await store.snapshot());
    }
    checkedAt = wall();
    return registry;
  }

  return async () => {
    if (registry !== undefined && wall() - checkedAt < checkMs) return registry;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };
}
