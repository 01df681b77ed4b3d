/** Brings the database to the newest form. Any number of processes may do so at once: one does, the others wait. */
import { type Migration, Migrator, sql } from 'kysely';
import { type Db, rows } from './database.ts';
import { posts } from './migrations/0001-posts.ts';
import { campaigns } from './migrations/0002-campaigns.ts';
import { deliveries } from './migrations/0003-deliveries.ts';
import { registry } from './migrations/0004-registry.ts';
import { consoleAuditSettings } from './migrations/0005-console.ts';
import { sources } from './migrations/0006-sources.ts';
import { ingest } from './migrations/0007-ingest.ts';
import { checks } from './migrations/0008-checks.ts';
import { postFields } from './migrations/0009-post-fields.ts';
import { registryHistory } from './migrations/0010-registry.ts';
import { sharing } from './migrations/0011-sharing.ts';
import { breakout } from './migrations/0012-breakout.ts';
import { labels } from './migrations/0013-labels.ts';
import { detectorState } from './migrations/0014-detector-state.ts';
import { StoreUserError } from './store-error.ts';

/** In order, forward only: one that has been released is never changed. */
const migrations: Readonly<Record<string, Migration>> = {
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
  '0014-detector-state': detectorState,
};

const migrationTableName = 'tocsin_migration';

/** Oldest version that the statements are tested with; Debian 12 has it. */
const oldestVersion = 150_000;

/** Names of the migrations that this call ran. */
export async function migrate(db: Db): Promise<readonly string[]> {
  await checkServer(db);
  const executed = new Set(await executedMigrations(db));
  const newer = [...executed].filter((name) => migrations[name] === undefined);
  if (newer.length > 0) {
    throw new StoreUserError(
      `The database has been used by a newer Tocsin (it has ${newer.join(', ')}). Update this one.`,
    );
  }
  if (Object.keys(migrations).every((name) => executed.has(name))) return [];
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName,
    migrationLockTableName: `${migrationTableName}_lock`,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the database could not be migrated', { cause: error });
  return (results ?? []).map(({ migrationName }) => migrationName);
}

async function checkServer(db: Db): Promise<void> {
  const [server] = await rows(
    db,
    sql<{ version: number; name: string; encoding: string }>`
      SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name,
        current_setting('server_encoding') AS encoding`,
  );
  if (server === undefined || server.version < oldestVersion) {
    throw new StoreUserError(`The database server is PostgreSQL ${server?.name}; Tocsin needs 15 or later.`);
  }
  if (server.encoding !== 'UTF8') {
    throw new StoreUserError(`The database is encoded in ${server.encoding}; Tocsin needs one in UTF8.`);
  }
}

async function executedMigrations(db: Db): Promise<readonly string[]> {
  const [table] = await rows(
    db,
    sql<{ there: boolean }>`SELECT to_regclass(${migrationTableName}) IS NOT NULL AS there`,
  );
  if (table?.there !== true) return [];
  const found = await rows(db, sql<{ name: string }>`SELECT name FROM ${sql.table(migrationTableName)}`);
  return found.map(({ name }) => name);
}
