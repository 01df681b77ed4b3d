/** The registry as it was, and what happened to one entry: both from the events that editions left. */
import { sql } from 'kysely';
import type { RegistrySnapshot } from '../registry/registry.ts';
import { type Db, rows } from './database.ts';
import { readEntry } from './entry-json.ts';
import { noVersion } from './registry-editions.ts';
import type { RegistryEvent } from './store.ts';

/** One statement: the newest event of every entry, up to the newest edition of the version or moment. */
export async function snapshotOf(db: Db, version: string | Date): Promise<RegistrySnapshot | undefined> {
  // Before the first edition the registry was empty, and has a name for it.
  if (version === noVersion) return { version: noVersion, entries: [] };
  const asked = version instanceof Date ? sql`at <= ${version}` : sql`version = ${version}`;
  const found = await rows(
    db,
    sql<{ version: string; body: unknown }>`
      SELECT edition.version, entry.after AS body
      FROM (SELECT seq, version FROM registry_edition WHERE ${asked} ORDER BY seq DESC LIMIT 1) AS edition
      LEFT JOIN LATERAL (
        SELECT DISTINCT ON (entry_id) entry_id, after FROM registry_event
        WHERE registry_event.edition <= edition.seq ORDER BY entry_id, registry_event.edition DESC) AS entry ON true
      ORDER BY entry.entry_id`,
  );
  const [first] = found;
  if (first === undefined) return undefined;
  // An edition without any entry gives one row that has none.
  return { version: first.version, entries: found.flatMap(({ body }) => (body === null ? [] : readEntry(body))) };
}

interface EventRow {
  readonly version: string;
  readonly source: string;
  readonly by: string;
  readonly at: Date;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export async function history(db: Db, entryId: string): Promise<readonly RegistryEvent[]> {
  const found = await rows(
    db,
    sql<EventRow>`
      SELECT version, source, by, at, reason, before, after FROM registry_event
      JOIN registry_edition ON registry_edition.seq = registry_event.edition
      WHERE entry_id = ${entryId} ORDER BY edition DESC`,
  );
  return found.map(({ reason, before, after, ...edition }) => ({
    ...edition,
    reason: reason ?? undefined,
    before: before === null ? undefined : readEntry(before),
    after: readEntry(after),
  }));
}
