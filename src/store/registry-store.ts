/** Who is attributed, in editions; see `RegistryStore`. */
import { sql } from 'kysely';
import type { RegistryEntry } from '../registry/registry.ts';
import { readEntry } from './codec.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { toDocument } from './json.ts';
import type { RegistryEdition, RegistryStore } from './store.ts';

export function createRegistryStore(db: Db): RegistryStore {
  return {
    snapshot: () =>
      db
        .transaction()
        .setIsolationLevel('repeatable read') // version and entries of one moment
        .setAccessMode('read only')
        .execute(async (tx) => {
          const version = await currentVersion(tx);
          const found = await rows(tx, sql<{ body: unknown }>`SELECT body FROM registry_entry ORDER BY id`);
          return { version, entries: found.map(({ body }) => readEntry(body)) };
        }),
    keepEdition: (edition, entries) => atomically(db, (tx) => keepEdition(tx, edition, entries)),
    editions: (limit) =>
      rows(
        db,
        sql<RegistryEdition>`
          SELECT version, source, by, at, added, changed, refused FROM registry_edition
          ORDER BY seq DESC LIMIT ${limit}`,
      ),
  };
}

interface Change {
  readonly id: string;
  readonly before: unknown;
}

/** `added` and `changed` are counted here, against what is kept at this moment. */
async function keepEdition(
  tx: Db,
  edition: Omit<RegistryEdition, 'version'>,
  entries: readonly RegistryEntry[],
): Promise<RegistryEdition> {
  // Two imports at once would both take the same version.
  await sql`LOCK TABLE registry_edition IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
  const given = toDocument([...new Map(entries.map((entry) => [entry.id, entry])).values()]);
  const changes = await rows(
    tx,
    sql<Change>`
      SELECT given ->> 'id' AS id, entry.body AS before FROM jsonb_array_elements(${given}::jsonb) AS given
      LEFT JOIN registry_entry AS entry ON entry.id = given ->> 'id'
      WHERE entry.body IS DISTINCT FROM given`,
  );
  const version = changes.length === 0 ? await currentVersion(tx) : await nextVersion(tx, edition.at);
  const added = changes.filter(({ before }) => before === null).length;
  const kept = { ...edition, version, added, changed: changes.length - added };
  const [row] = await rows(
    tx,
    sql<{ seq: number }>`
      INSERT INTO registry_edition (version, source, by, at, added, changed, refused)
      VALUES (${version}, ${kept.source}, ${kept.by}, ${kept.at}, ${added}, ${kept.changed}, ${kept.refused})
      RETURNING seq`,
  );
  await changed(
    tx,
    sql`
      INSERT INTO registry_event (edition, entry_id, before, after)
      SELECT ${row?.seq ?? 0}, given ->> 'id', entry.body, given FROM jsonb_array_elements(${given}::jsonb) AS given
      LEFT JOIN registry_entry AS entry ON entry.id = given ->> 'id'
      WHERE entry.body IS DISTINCT FROM given`,
  );
  await changed(
    tx,
    sql`
      INSERT INTO registry_entry AS entry (id, body)
      SELECT given ->> 'id', given FROM jsonb_array_elements(${given}::jsonb) AS given
      ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body WHERE entry.body <> EXCLUDED.body`,
  );
  return kept;
}

/** Of the newest edition, whether it changed anything or not: one that did not has the version before it. */
async function currentVersion(tx: Db): Promise<string> {
  const [row] = await rows(
    tx,
    sql<{ version: string }>`SELECT version FROM registry_edition ORDER BY seq DESC LIMIT 1`,
  );
  return row?.version ?? 'none';
}

/** `2026-11-20`, then `2026-11-20.2` … on the same day. */
async function nextVersion(tx: Db, at: Date): Promise<string> {
  const day = at.toISOString().slice(0, 10);
  const [row] = await rows(
    tx,
    sql<{ editions: number }>`
      SELECT count(DISTINCT version) AS editions FROM registry_edition
      WHERE version = ${day} OR starts_with(version, ${`${day}.`})`,
  );
  const earlier = row?.editions ?? 0;
  return earlier === 0 ? day : `${day}.${earlier + 1}`;
}
