/** Who is attributed, in editions; see `RegistryStore`. */
import { atomically, type Db } from './database.ts';
import { currentSnapshot, editions, keepEdition } from './registry-editions.ts';
import { history, snapshotOf } from './registry-history.ts';
import { keepPending, pending, settle, unsettled } from './registry-pending.ts';
import type { RegistryStore } from './store.ts';

export function createRegistryStore(db: Db): RegistryStore {
  return {
    snapshot: () =>
      db
        .transaction()
        .setIsolationLevel('repeatable read') // version and entries of one moment
        .setAccessMode('read only')
        .execute(currentSnapshot),
    snapshotOf: (version) => snapshotOf(db, version),
    history: (entryId) => history(db, entryId),
    keepEdition: (edition, entries) => atomically(db, (tx) => keepEdition(tx, edition, entries)),
    editions: (limit) => editions(db, limit),
    keepPending: (given) => atomically(db, (tx) => keepPending(tx, given)),
    pending: (question) => pending(db, question),
    unsettled: () => unsettled(db),
    settle: (id, as, by, at) => settle(db, id, { as, by, at }),
  };
}
