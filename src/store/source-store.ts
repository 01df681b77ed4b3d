/** What is kept of a source besides its posts; see `SourceStore`. */
import { countsOf } from './counts.ts';
import type { Db } from './database.ts';
import { pruneRaw, rawItems } from './raw-items.ts';
import { releaseSourceLease, takeSourceLease } from './source-lease.ts';
import { noteRead, noteTrouble, sourceState } from './source-state.ts';
import { spend, spent } from './spending.ts';
import type { SourceStore } from './store.ts';

export function createSourceStore(db: Db): SourceStore {
  return {
    takeLease: (sourceId, holder, leaseMs, now) => takeSourceLease(db, sourceId, holder, leaseMs, now),
    releaseLease: (sourceId, holder) => releaseSourceLease(db, sourceId, holder),
    state: (sourceId) => sourceState(db, sourceId),
    noteRead: (source, filled, now) => noteRead(db, source, filled, now),
    noteTrouble: (source, trouble, now) => noteTrouble(db, source, trouble, now),
    spend: (spending, now) => spend(db, spending, now),
    spent: (spending, now) => spent(db, spending, now),
    countsOf: (question) => countsOf(db, question),
    rawItems: (question) => rawItems(db, question),
    pruneRaw: (before) => pruneRaw(db, before),
  };
}
