/** Opens the store on a PostgreSQL ≥ 15, embedded or elsewhere, and brings its tables up to date. */
import { sql } from 'kysely';
import { createAccountChecks } from './account-checks.ts';
import { createAuditStore } from './audit-store.ts';
import { createCampaignStore } from './campaign-store.ts';
import { createConsoleStore } from './console-store.ts';
import { type Connection, openDatabase } from './database.ts';
import { createDetectStore } from './detect-store.ts';
import { createDigestStore } from './digest-store.ts';
import { createLabelStore } from './label-store.ts';
import { type StoreLog, silentLog } from './log.ts';
import { createLookups } from './lookups.ts';
import { migrate } from './migrate.ts';
import { createOutbox } from './outbox.ts';
import { createPostStore } from './post-store.ts';
import { createRegistryStore } from './registry-store.ts';
import { createSettingStore } from './setting-store.ts';
import { createSharingStore } from './sharing-store.ts';
import { createSourceStore } from './source-store.ts';
import type { Store } from './store.ts';

export interface OpenStoreOptions {
  readonly connection: Connection;
  readonly log?: StoreLog | undefined;
}

export async function openStore({ connection, log = silentLog }: OpenStoreOptions): Promise<Store> {
  const database = openDatabase(connection, log);
  const { db } = database;
  try {
    const migrations = await migrate(db);
    if (migrations.length > 0) log.info({ migrations }, 'database migrated');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    posts: createPostStore(database),
    sources: createSourceStore(db),
    accountChecks: createAccountChecks(db),
    lookups: createLookups(db),
    detect: createDetectStore(db),
    campaigns: createCampaignStore(db),
    outbox: createOutbox(db),
    digests: createDigestStore(db),
    registry: createRegistryStore(db),
    console: createConsoleStore(db),
    audit: createAuditStore(db),
    settings: createSettingStore(db),
    sharing: createSharingStore(db),
    labels: createLabelStore(db),
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
