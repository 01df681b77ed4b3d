/** Bringing databases up to date: at once, from newer versions, on databases that do not fit. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kysely, type Migration, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { posts } from '../../src/store/migrations/0001-posts.ts';
import { campaigns } from '../../src/store/migrations/0002-campaigns.ts';
import { deliveries } from '../../src/store/migrations/0003-deliveries.ts';
import { registry } from '../../src/store/migrations/0004-registry.ts';
import { consoleAuditSettings } from '../../src/store/migrations/0005-console.ts';
import { sources } from '../../src/store/migrations/0006-sources.ts';
import { ingest } from '../../src/store/migrations/0007-ingest.ts';
import { checks } from '../../src/store/migrations/0008-checks.ts';
import { postFields } from '../../src/store/migrations/0009-post-fields.ts';
import { registryHistory } from '../../src/store/migrations/0010-registry.ts';
import { sharing } from '../../src/store/migrations/0011-sharing.ts';
import { breakout } from '../../src/store/migrations/0012-breakout.ts';
import { labels } from '../../src/store/migrations/0013-labels.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aPost } from '../builders.ts';
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
    const written = readdirSync(new URL('../../src/store/migrations', import.meta.url)).toSorted();
    expect(ran.map((row) => `${String(row['name'])}.ts`)).toEqual(written);
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

  it('keep what was there before sources were live, and go on with it', async () => {
    const { connection } = await emptyDatabase();
    await migrateWith(connection, {
      '0001-posts': posts,
      '0002-campaigns': campaigns,
      '0003-deliveries': deliveries,
      '0004-registry': registry,
      '0005-console': consoleAuditSettings,
    });
    await ask(connection, beforeSources);
    const [old, now] = [new Date('2026-02-03T10:00:00Z'), new Date('2026-02-04T10:00:00Z')];
    const gap = { sourceId: 'folder', from: new Date('2026-02-03T08:00:00Z'), to: old, reason: 'moved' };
    const known = aPost({ id: 'p', accountId: 'a', createdAt: old, seenAt: old, text: 'old', tags: ['t'] });

    const store = await openStore({ connection });
    const before = await store.posts.arrivedAfter('', 10);
    const state = await store.sources.state('folder');
    const folder = { id: 'folder', platform: 'file', coverage: 'part' as const };
    const kept = await store.posts.keepPage(
      folder,
      { posts: [known, aPost({ createdAt: now })], deletes: [known], gaps: [gap], cursor: { file: 2 } },
      now,
    );
    await store.sources.noteRead(folder, true, now);

    expect(before.posts).toEqual([known]);
    expect(state).toEqual({
      sourceId: 'folder',
      cursor: { file: 1 },
      watermark: old,
      lastPolledAt: old,
      lastError: 'unreadable',
      posts: 1,
    });
    expect(kept).toEqual({ added: 1, known: 1, deleted: 1 });
    expect(await store.posts.gapsIn({ from: new Date(0), to: now })).toEqual([{ ...gap, coverage: 'part' }]);
    expect(await store.posts.sourceStates()).toEqual([
      {
        sourceId: 'folder',
        platform: 'file',
        cursor: { file: 2 },
        watermark: old,
        lastPolledAt: now,
        lastReadAt: now,
        posts: 2,
      },
    ]);
    expect((await store.posts.arrivedAfter('', 10)).posts.map(({ text, deletedAt }) => [text, deletedAt])).toEqual([
      ['', now],
      ['', undefined],
    ]);
    await store.close();
  });

  it('drop what the burst detector had learnt, and keep open episodes of listed groups under the lane of now', async () => {
    const { connection } = await emptyDatabase();
    await migrateWith(connection, {
      '0001-posts': posts,
      '0002-campaigns': campaigns,
      '0003-deliveries': deliveries,
      '0004-registry': registry,
      '0005-console': consoleAuditSettings,
      '0006-sources': sources,
      '0007-ingest': ingest,
      '0008-checks': checks,
      '0009-post-fields': postFields,
      '0010-registry': registryHistory,
      '0011-sharing': sharing,
      '0012-breakout': breakout,
      '0013-labels': labels,
    });
    await ask(
      connection,
      `INSERT INTO key_state VALUES
         ('hashtag-burst', 'clock', 'clock', '{"hour":1}'),
         ('attributed-burst', 'clock', 'clock', '7'),
         ('attributed-burst', 'g', 'g', '{"name":["\\"lane\\":\\"known\\""],"episode":{"best":{"lane":"known"}},"topics":[{"lane": "together"}]}'),
         ('co-share', 'clock', 'clock', '{"lane":"known"}')`,
    );

    const store = await openStore({ connection });

    expect(await store.detect.loadState('hashtag-burst')).toEqual([]);
    expect((await store.detect.loadState('attributed-burst')).map(({ state }) => state)).toEqual([
      7,
      { name: ['"lane":"known"'], episode: { best: { lane: 'group' } }, topics: [{ lane: 'group' }] },
    ]);
    expect(await store.detect.loadState('co-share')).toHaveLength(1);
    await store.close();
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

/** Brings a database as far as a version before did. */
async function migrateWith(
  connection: Database['connection'],
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool(connection) }) });
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: 'tocsin_migration',
    migrationLockTableName: 'tocsin_migration_lock',
  }).migrateToLatest();
  await db.destroy();
  if (error !== undefined) throw new Error('the older version could not be made', { cause: error });
}

/** A post in a month of its own, a source that failed last, and a gap, as the version before wrote them. */
const beforeSources = `
  CREATE TABLE post_y2026m02 (LIKE post INCLUDING CONSTRAINTS INCLUDING INDEXES);
  ALTER TABLE post ATTACH PARTITION post_y2026m02 FOR VALUES FROM ('2026-02-01Z') TO ('2026-03-01Z');
  CREATE TABLE post_tag_y2026m02 (LIKE post_tag INCLUDING CONSTRAINTS INCLUDING INDEXES);
  ALTER TABLE post_tag ATTACH PARTITION post_tag_y2026m02 FOR VALUES FROM ('2026-02-01Z') TO ('2026-03-01Z');
  CREATE TABLE post_link_y2026m02 (LIKE post_link INCLUDING CONSTRAINTS INCLUDING INDEXES);
  ALTER TABLE post_link ATTACH PARTITION post_link_y2026m02 FOR VALUES FROM ('2026-02-01Z') TO ('2026-03-01Z');
  INSERT INTO post (platform, id, account_id, created_at, seen_at, arrival, kind, tags, links, text)
    VALUES ('x', 'p', 'a', '2026-02-03T10:00Z', '2026-02-03T10:00Z', 1, 'original', '{t}', '{}', 'old');
  INSERT INTO post_tag (tag, created_at, platform, account_id, post_id)
    VALUES ('t', '2026-02-03T10:00Z', 'x', 'a', 'p');
  INSERT INTO account (platform, account_id, last_post_at) VALUES ('x', 'a', '2026-02-03T10:00Z');
  INSERT INTO tag VALUES ('t', 1);
  INSERT INTO platform_total VALUES ('x', 1);
  UPDATE arrival_mark SET mark = 1;
  INSERT INTO source_state (source_id, cursor, watermark, last_polled_at, last_error, posts)
    VALUES ('folder', '{"file":1}', '2026-02-03T10:00Z', '2026-02-03T10:00Z', 'unreadable', 1);
  INSERT INTO gap VALUES ('folder', '2026-02-03T08:00Z', '2026-02-03T10:00Z', 'moved')`;
