/** Editions of the registry: each has a version, and one event for every entry that it changed. */
import { sql } from 'kysely';
import type { RegistrySnapshot } from '../registry/registry.ts';
import { changed, type Db, rows } from './database.ts';
import { readEntry } from './entry-json.ts';
import { toDocument } from './json.ts';
import type { EditionEntries, RegistryEdition } from './store.ts';

/** `added` and `changed` are counted here, against what is kept at this moment. */
export async function keepEdition(
  tx: Db,
  edition: Omit<RegistryEdition, 'version'>,
  entries: EditionEntries,
): Promise<RegistryEdition> {
  // Two imports at once would both take the same version, and each take back what the other kept.
  await sql`LOCK TABLE registry_edition IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
  const made = typeof entries === 'function' ? entries(await currentSnapshot(tx)) : entries;
  const given = toDocument([...new Map(made.map((entry) => [entry.id, entry])).values()]);
  const [counts = { added: 0, changed: 0 }] = await rows(
    tx,
    sql<Pick<RegistryEdition, 'added' | 'changed'>>`
      WITH ${changesOf(given)}
      SELECT count(*) FILTER (WHERE before IS NULL) AS added, count(before) AS changed FROM changes`,
  );
  const isNew = counts.added + counts.changed > 0;
  const version = isNew ? await nextVersion(tx, edition.at) : await currentVersion(tx);
  const kept = { ...edition, version, ...counts };
  const [row] = await rows(
    tx,
    sql<{ seq: number }>`
      INSERT INTO registry_edition (version, source, by, at, reason, added, changed, refused)
      VALUES (${version}, ${kept.source}, ${kept.by}, ${kept.at}, ${kept.reason ?? null}, ${kept.added},
        ${kept.changed}, ${kept.refused})
      RETURNING seq`,
  );
  if (isNew) {
    await changed(
      tx,
      sql`
        WITH ${changesOf(given)},
          event AS (
            INSERT INTO registry_event (edition, entry_id, before, after)
            SELECT ${row?.seq ?? 0}, id, before, after FROM changes)
        INSERT INTO registry_entry (id, body) SELECT id, after FROM changes
        ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body`,
    );
  }
  return kept;
}

/** Entries that are not kept as they are given, with what is kept. */
function changesOf(given: string) {
  return sql`
    given AS MATERIALIZED (
      SELECT body ->> 'id' AS id, body FROM jsonb_array_elements(${given}::jsonb) AS one (body)),
    changes AS MATERIALIZED (
      SELECT given.id, entry.body AS before, given.body AS after
      FROM given LEFT JOIN registry_entry AS entry ON entry.id = given.id
      WHERE entry.body IS DISTINCT FROM given.body)`;
}

/** The newest first. */
export async function editions(db: Db, limit: number): Promise<readonly RegistryEdition[]> {
  const found = await rows(
    db,
    sql<Omit<RegistryEdition, 'reason'> & { readonly reason: string | null }>`
      SELECT version, source, by, at, reason, added, changed, refused FROM registry_edition
      ORDER BY seq DESC LIMIT ${limit}`,
  );
  return found.map(({ reason, ...edition }) => ({ ...edition, reason: reason ?? undefined }));
}

/** In a transaction that sees version and entries of one moment. */
export async function currentSnapshot(tx: Db): Promise<RegistrySnapshot> {
  const version = await currentVersion(tx);
  const found = await rows(tx, sql<{ body: unknown }>`SELECT body FROM registry_entry ORDER BY id`);
  return { version, entries: found.map(({ body }) => readEntry(body)) };
}

/** Of the newest edition, whether it changed anything or not: one that did not has the version before it. */
async function currentVersion(tx: Db): Promise<string> {
  const [row] = await rows(
    tx,
    sql<{ version: string }>`SELECT version FROM registry_edition ORDER BY seq DESC LIMIT 1`,
  );
  return row?.version ?? noVersion;
}

/** Version of a registry into which nothing was ever taken. */
export const noVersion = 'none';

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
