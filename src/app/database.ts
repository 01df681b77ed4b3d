/** Opens the one database: PostgreSQL by DATABASE_URL, else the embedded server in the data folder. */
import { ensurePostgres } from '../store/launcher.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** What the queue needs to reach the same database. */
type DatabaseConnection =
  | { readonly host: string; readonly user: string; readonly database: string }
  | { readonly url: string };

export interface Database {
  readonly store: Store;
  readonly connection: DatabaseConnection;
  /** One line for people: where the data is. No password. */
  readonly description: string;
  close(): Promise<void>;
}

export interface DatabaseQuestion {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

export async function openDatabase({ databaseUrl, dataDir }: DatabaseQuestion): Promise<Database> {
  if (databaseUrl !== undefined) {
    const connection = { url: databaseUrl };
    const store = await openStore({ connection });
    return {
      store,
      connection,
      description: `PostgreSQL at ${withoutPassword(databaseUrl)}`,
      close: () => store.close(),
    };
  }
  const server = await ensurePostgres({ dir: dataDir });
  const connection = { host: server.host, user: server.user, database: server.database };
  const store = await openStore({ connection });
  return {
    store,
    connection,
    description: `embedded PostgreSQL in ${dataDir} (${server.how})`,
    async close() {
      await store.close();
      await server.release();
    },
  };
}

function withoutPassword(text: string): string {
  try {
    const url = new URL(text);
    return `${url.host}${url.pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
