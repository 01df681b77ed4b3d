/** Messages of the console; see `ConsoleStore`. */
import { sql } from 'kysely';
import { readMessage } from './codec.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { toDocument } from './json.ts';
import type { ConsoleMessage, ConsoleStore } from './store.ts';

interface MessageRow {
  readonly seq: number;
  readonly channel: string;
  readonly thread: string | null;
  readonly message: unknown;
  readonly created_at: Date;
  readonly edited_at: Date | null;
}

export function createConsoleStore(db: Db): ConsoleStore {
  return {
    keep: (channel, deliveryId, message, thread, now) =>
      atomically(db, async (tx) => {
        const known = await refOf(tx, deliveryId);
        if (known !== undefined) return known;
        const seq = await nextRevision(tx);
        await changed(
          tx,
          sql`
            INSERT INTO console_message (seq, channel, delivery_id, thread, message, created_at)
            VALUES (${seq}, ${channel}, ${deliveryId}, ${thread ?? null}, ${toDocument(message)}::jsonb, ${now})
            ON CONFLICT (delivery_id) DO NOTHING`,
        );
        // Another process may have kept it while this one waited for the revision.
        return (await refOf(tx, deliveryId)) ?? refText(seq);
      }),
    replace: (ref, message, now) =>
      atomically(db, async (tx) => {
        const [known] = await rows(tx, sql`SELECT FROM console_message WHERE seq = ${seqOf(ref)}`);
        if (known === undefined) return false;
        await nextRevision(tx);
        await changed(
          tx,
          sql`
            UPDATE console_message SET message = ${toDocument(message)}::jsonb, edited_at = ${now}
            WHERE seq = ${seqOf(ref)}`,
        );
        return true;
      }),
    refOf: (deliveryId) => refOf(db, deliveryId),
    async channels() {
      const found = await rows(
        db,
        sql<{ channel: string }>`SELECT DISTINCT channel FROM console_message ORDER BY channel`,
      );
      return found.map(({ channel }) => channel);
    },
    async messages(channel, limit) {
      const found = await rows(
        db,
        sql<MessageRow>`
          SELECT seq, channel, thread, message, created_at, edited_at FROM console_message
          WHERE channel = ${channel} ORDER BY seq DESC LIMIT ${limit}`,
      );
      return found.map(messageOf).reverse();
    },
    async revision() {
      const [row] = await rows(db, sql<{ revision: number }>`SELECT revision FROM console_revision`);
      return String(row?.revision ?? 0);
    },
  };
}

/** The row stays locked until the transaction ends: revisions become visible in the order of their numbers. */
async function nextRevision(tx: Db): Promise<number> {
  const [row] = await rows(
    tx,
    sql<{ revision: number }>`UPDATE console_revision SET revision = revision + 1 RETURNING revision`,
  );
  return row?.revision ?? 0;
}

async function refOf(db: Db, deliveryId: string): Promise<string | undefined> {
  const [row] = await rows(db, sql<{ seq: number }>`SELECT seq FROM console_message WHERE delivery_id = ${deliveryId}`);
  return row === undefined ? undefined : refText(row.seq);
}

function refText(seq: number): string {
  return `m${seq}`;
}

/** 0, which no message has, for anything that is no reference. */
function seqOf(ref: string): number {
  return /^m\d{1,15}$/.test(ref) ? Number(ref.slice(1)) : 0;
}

function messageOf(row: MessageRow): ConsoleMessage {
  return {
    ref: refText(row.seq),
    channel: row.channel,
    thread: row.thread ?? undefined,
    message: readMessage(row.message),
    createdAt: row.created_at,
    editedAt: row.edited_at ?? undefined,
  };
}
