/** The store on a PostgreSQL server by URL; what it promises is in test/contract/store.ts. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { ask } from '../contract/ask.ts';
import { describeStore } from '../contract/store.ts';

const server = process.env['TOCSIN_TEST_DATABASE_URL'];

describe.skipIf(!server)(`with ${server ? 'a database' : 'TOCSIN_TEST_DATABASE_URL, which is not set'}`, () => {
  const template = databaseName();

  beforeAll(async () => {
    await ask(on('postgres'), `CREATE DATABASE ${template} TEMPLATE template0`);
    const store = await openStore({ connection: { url: on(template).connectionString } });
    await store.close();
  });

  afterAll(async () => {
    await ask(on('postgres'), `DROP DATABASE ${template}`);
  });

  describeStore('a PostgreSQL server', async () => {
    const database = databaseName();
    await ask(on('postgres'), `CREATE DATABASE ${database} TEMPLATE ${template}`);
    const connection = { url: on(database).connectionString };
    const store = await openStore({ connection });
    return {
      store,
      another: () => openStore({ connection }),
      query: (statement) => ask(on(database), statement),
      async close() {
        await store.close();
        // Not WITH (FORCE): that fails while an autovacuum worker is in, whom only a superuser may end.
        await ask(on('postgres'), `DROP DATABASE ${database}`);
      },
    };
  });
});

function databaseName(): string {
  return `t_${randomBytes(8).toString('hex')}`;
}

function on(database: string): { readonly connectionString: string } {
  const url = new URL(server ?? '');
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}
