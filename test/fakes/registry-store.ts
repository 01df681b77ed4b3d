/** The registry's store in memory, with what its contract promises. */
import type { RegistryEntry } from '../../src/registry/registry.ts';
import type { PendingEdition, RegistryEdition, RegistryStore } from '../../src/store/store.ts';

export interface FakeRegistryStore extends RegistryStore {
  readonly kept: RegistryEdition[];
}

export function fakeRegistryStore(first: readonly RegistryEntry[] = []): FakeRegistryStore {
  const states: { readonly version: string; readonly at: Date; readonly entries: readonly RegistryEntry[] }[] = [];
  const kept: RegistryEdition[] = [];
  const pendings: PendingEdition[] = [];
  const newest = () => states.at(-1) ?? { version: 'none', at: new Date(0), entries: [] };
  if (first.length > 0) states.push({ version: 'v1', at: new Date(0), entries: first });

  return {
    kept,
    snapshot: async () => newest(),
    snapshotOf: async (wanted) =>
      states.findLast(({ version, at }) => (typeof wanted === 'string' ? version === wanted : at <= wanted)),
    history: async () => [],
    keepPending: async (pending) => {
      for (const [i, one] of pendings.entries()) {
        const at = pending.at;
        if (one.source === pending.source && one.settled === undefined) {
          pendings[i] = { ...one, settled: { as: 'dismissed', by: 'tocsin', at } };
        }
      }
      const added = { ...pending, id: `edition-${pendings.length + 1}` };
      pendings.push(added);
      return added;
    },
    pending: async (question) =>
      pendings.findLast((one) => ('id' in question ? one.id === question.id : one.source === question.source)),
    unsettled: async () => pendings.filter(({ settled }) => settled === undefined),
    settle: async (id, as, by, at) => {
      const index = pendings.findIndex((one) => one.id === id && one.settled === undefined);
      const found = pendings[index];
      if (found === undefined) return false;
      pendings[index] = { ...found, settled: { as, by, at } };
      return true;
    },
    keepEdition: async (edition, given) => {
      const entries = typeof given === 'function' ? given(newest()) : given;
      const { entries: before, version: current } = newest();
      const known = new Map(before.map((entry) => [entry.id, JSON.stringify(entry)]));
      const changes = entries.filter((entry) => known.get(entry.id) !== JSON.stringify(entry));
      const added = changes.filter(({ id }) => !known.has(id)).length;
      const version = changes.length === 0 ? current : `v${states.length + 1}`;
      const row = { ...edition, version, added, changed: changes.length - added };
      const after = [...new Map([...before, ...entries].map((entry) => [entry.id, entry])).values()];
      if (changes.length > 0) states.push({ version, at: edition.at, entries: after });
      kept.unshift(row);
      return row;
    },
    editions: async (limit) => kept.slice(0, limit),
  };
}
