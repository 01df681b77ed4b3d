/** Bringing databases up to date: at once, from newer versions, on databases that do not fit. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { ask } from '../contract/ask.ts';
import { createDatabase } from './database.ts';

type Database = Awaited<ReturnType<typeof createDatabase>>;

describe('migrations', () => {
  const databases: Database[] = [];

  afterEach(async () => {
    for (const database of databases.splice(0)) await database.drop();
  });

  async function emptyDatabase(options = ''): Promise<Database> {
    const database = await createDatabase(`template0 ${options}`);
    databases.push(database);
    return database;
  }

  it('are run once when several processes open the same new database', async () => {
    const database = await emptyDatabase();
    const script = fileURLToPath(new URL('migrate-process.ts', import.meta.url));

    const processes = [1, 2, 3, 4].map(() => fork(script, [database.url], { execArgv: ['--import', 'tsx'] }));
    const exits = await Promise.all(processes.map((process) => once(process, 'exit')));

    expect(exits.map(([code]) => code)).toEqual([0, 0, 0, 0]);
    const ran = await ask(database.connection, 'SELECT name FROM tocsin_migration ORDER BY name');
    expect(ran.map((row) => row['name'])).toEqual([
      '0001-posts',
      '0002-campaigns',
      '0003-deliveries',
      '0004-registry',
      '0005-console',
    ]);
  });

  it('are run once when one process opens a new database several times', async () => {
    const { connection } = await emptyDatabase();
    const told: object[] = [];
    const log = { info: (details: object) => told.push(details), warn: () => undefined };

    const stores = await Promise.all([1, 2, 3, 4, 5, 6].map(() => openStore({ connection, log })));

    expect(told).toHaveLength(1);
    for (const store of stores) {
      expect(await store.posts.newestMark()).toBe('0');
      await store.close();
    }
  });

  it('refuse a database that a newer version has used', async () => {
    const database = await emptyDatabase();
    await (await openStore({ connection: database.connection })).close();
    await ask(database.connection, `INSERT INTO tocsin_migration VALUES ('9999-from-the-future', '2030')`);

    await expect(openStore({ connection: database.connection })).rejects.toThrow(/newer Tocsin.*9999-from-the-future/);
  });

  it('refuse a database that cannot hold every text', async () => {
    const { connection } = await emptyDatabase(`ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc`);

    await expect(openStore({ connection })).rejects.toThrow(/SQL_ASCII.*UTF8/);
  });

  it('open a database by URL', async () => {
    const { url } = await emptyDatabase();

    const store = await openStore({ connection: { url } });
    await store.settings.set('a', 'b');

    expect(await store.settings.get('a')).toBe('b');
    await store.close();
  });
});
