/** Who did what; see `AuditStore`. Records are added and never changed, which the database itself enforces. */
import { sql } from 'kysely';
import { changed, type Db, rows } from './database.ts';
import { toJson } from './json.ts';
import type { AuditRecord, AuditStore } from './store.ts';

interface AuditRow extends Omit<AuditRecord, 'details'> {
  readonly details: Readonly<Record<string, unknown>> | null;
}

export function createAuditStore(db: Db): AuditStore {
  return {
    async append({ at, by, action, subject, details }) {
      const json = details === undefined ? null : toJson(details);
      await changed(
        db,
        sql`
          INSERT INTO audit (at, by, action, subject, details)
          VALUES (${at}, ${by}, ${action}, ${subject}, ${json}::jsonb)`,
      );
    },
    async latest(limit) {
      const found = await rows(
        db,
        sql<AuditRow>`SELECT at, by, action, subject, details FROM audit ORDER BY seq DESC LIMIT ${limit}`,
      );
      return found.map(({ details, ...record }) => ({ ...record, details: details ?? undefined }));
    },
  };
}
