/** Editions that were read again and wait for a person: at most one a source, settled once. */
import { sql } from 'kysely';
import { changed, type Db, rows } from './database.ts';
import { readEntries } from './entry-json.ts';
import { toDocument } from './json.ts';
import type { PendingEdition } from './store.ts';

type Given = Omit<PendingEdition, 'id' | 'settled'>;

/** The same content against the same registry is one question, however often it is asked. */
export async function keepPending(tx: Db, given: Given): Promise<PendingEdition> {
  // Two processes that read a source at once would each dismiss what the other asks.
  await sql`LOCK TABLE registry_pending IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
  const open = await newest(tx, sql`source = ${given.source} AND settled_as IS NULL`);
  if (open?.contentHash === given.contentHash && open.against === given.against) return open;
  if (open !== undefined) {
    await settle(tx, open.id, { as: 'dismissed', by: 'a newer edition of the source', at: given.at });
  }
  const [kept] = await rows(
    tx,
    sql<PendingRow>`
      INSERT INTO registry_pending (source, at, against, entries, refused, content_hash)
      VALUES (${given.source}, ${given.at}, ${given.against}, ${toDocument(given.entries)}::jsonb, ${given.refused},
        ${given.contentHash})
      RETURNING ${columns}`,
  );
  if (kept === undefined) throw new Error('the pending edition was not kept');
  return toPending(kept);
}

export async function pending(
  db: Db,
  question: { readonly id: string } | { readonly source: string },
): Promise<PendingEdition | undefined> {
  if ('source' in question) return newest(db, sql`source = ${question.source}`);
  const seq = seqOf(question.id);
  return seq === undefined ? undefined : newest(db, sql`seq = ${seq}`);
}

/** The oldest first: in the order in which people were asked. */
export async function unsettled(db: Db): Promise<readonly PendingEdition[]> {
  const found = await rows(
    db,
    sql<PendingRow>`SELECT ${columns} FROM registry_pending WHERE settled_as IS NULL ORDER BY seq`,
  );
  return found.map(toPending);
}

export async function settle(db: Db, id: string, { as, by, at }: Settled): Promise<boolean> {
  const seq = seqOf(id);
  if (seq === undefined) return false;
  const written = await changed(
    db,
    sql`
      UPDATE registry_pending SET settled_as = ${as}, settled_by = ${by}, settled_at = ${at}
      WHERE seq = ${seq} AND settled_as IS NULL`,
  );
  return written === 1;
}

type Settled = NonNullable<PendingEdition['settled']>;

async function newest(db: Db, which: ReturnType<typeof sql>): Promise<PendingEdition | undefined> {
  const [found] = await rows(
    db,
    sql<PendingRow>`SELECT ${columns} FROM registry_pending WHERE ${which} ORDER BY seq DESC LIMIT 1`,
  );
  return found === undefined ? undefined : toPending(found);
}

const columns = sql`seq, source, at, against, entries, refused, content_hash AS "contentHash",
  settled_as AS "settledAs", settled_by AS "settledBy", settled_at AS "settledAt"`;

interface PendingRow extends Omit<Given, 'entries'> {
  readonly seq: number;
  readonly entries: unknown;
  readonly settledAs: Settled['as'] | null;
  readonly settledBy: string | null;
  readonly settledAt: Date | null;
}

function toPending({ seq, entries, settledAs, settledBy, settledAt, ...rest }: PendingRow): PendingEdition {
  const settled =
    settledAs === null || settledBy === null || settledAt === null
      ? undefined
      : { as: settledAs, by: settledBy, at: settledAt };
  return { ...rest, id: `edition-${seq}`, entries: readEntries(entries), settled };
}

/** Nine digits: more do not come, and would not fit the column's comparison. */
function seqOf(id: string): number | undefined {
  const [, digits] = /^edition-([1-9]\d{0,8})$/.exec(id) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
