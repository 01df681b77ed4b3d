/** A database of its own for a test file: a copy of the migrated template on the run's embedded server. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { ask } from '../contract/ask.ts';
import { templateDatabase } from './global-setup.ts';

export interface FreshDatabase {
  readonly store: Store;
  /** What `openStore`, `pg` and the queue take. */
  readonly connection: { readonly host: string; readonly user: string; readonly database: string };
  /** The same as a URL. */
  readonly url: string;
  /** Closes the store and drops the database. */
  close(): Promise<void>;
}

export async function freshDatabase(): Promise<FreshDatabase> {
  const database = await createDatabase(templateDatabase);
  const store = await openStore({ connection: database.connection });
  return {
    ...database,
    store,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}

/** Without a store; `template0` makes one without tables. */
export async function createDatabase(template: string): Promise<{
  readonly connection: FreshDatabase['connection'];
  readonly url: string;
  drop(): Promise<void>;
}> {
  const server = inject('postgres');
  const database = `t_${randomBytes(8).toString('hex')}`;
  // Without fsync, copying files is several times faster than copying through the log.
  await ask({ ...server, database: 'postgres' }, `CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY file_copy`);
  return {
    connection: { ...server, database },
    url: `postgresql://${server.user}@/${database}?host=${encodeURIComponent(server.host)}`,
    async drop() {
      await ask({ ...server, database: 'postgres' }, `DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
}
