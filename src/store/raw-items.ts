/** Items as the platforms gave them, kept for some days: written beside their posts, read again when a mapping was wrong. */
import { sql } from 'kysely';
import { changed, type Db, rows } from './database.ts';
import { findPosts } from './find-posts.ts';
import { cleanText, toJson } from './json.ts';
import { indexKey } from './post-digest.ts';
import type { KeepPage, PostRef, RawQuestion, StoredRaw } from './store.ts';

interface GivenRaw extends PostRef {
  readonly payload: string;
}

/**
 * Of an item that occurs twice in a page the last stays. An item whose post is known as deleted is not kept, nor is one
 * that the source gave before in the same words: whole feeds are read again and again.
 */
export async function keepRaw(tx: Db, sourceId: string, items: NonNullable<KeepPage['raw']>, now: Date): Promise<void> {
  for (const part of partsOf(givenRaw(items))) {
    const posts = [...(await findPosts(tx, part)).values()].flat();
    const gone = new Set(posts.filter(({ isDeleted }) => isDeleted).map(keyOf));
    const kept = part.filter((item) => !gone.has(keyOf(item)));
    await changed(
      tx,
      sql`
        INSERT INTO raw_item (read_at, platform, id, source_id, payload)
        SELECT ${now}::timestamptz, platform, id, ${sourceId}, payload
        FROM unnest(${kept.map(({ platform }) => platform)}::text[], ${kept.map(({ id }) => indexKey(id))}::text[],
          ${kept.map(({ payload }) => payload)}::text[]) WITH ORDINALITY AS given (platform, id, payload, n)
        WHERE NOT EXISTS (
          SELECT FROM raw_item AS known
          WHERE known.platform = given.platform AND known.id = given.id AND known.source_id = ${sourceId}
            AND known.payload = given.payload
        )
        ORDER BY n`,
    );
  }
}

function givenRaw(items: NonNullable<KeepPage['raw']>): readonly GivenRaw[] {
  const last = new Map<string, GivenRaw>();
  for (const item of items) {
    const payload = payloadJson(item.payload);
    if (payload === undefined) continue;
    const given = { platform: cleanText(item.platform), id: cleanText(item.id), payload };
    last.set(keyOf(given), given);
  }
  return [...last.values()];
}

function keyOf({ platform, id }: PostRef): string {
  return `${platform}\n${indexKey(id)}`;
}

/** What is no JSON, or is nested beyond all measure, is left out: a payload must not cost the page its posts. */
function payloadJson(payload: unknown): string | undefined {
  try {
    return JSON.stringify(payload, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

const rowsPerStatement = 2_000;
/** A statement of some megabytes is fast; one of hundreds takes the memory of both sides. */
const charsPerStatement = 4_000_000;

function partsOf(items: readonly GivenRaw[]): readonly (readonly GivenRaw[])[] {
  const parts: GivenRaw[][] = [];
  let part: GivenRaw[] = [];
  let chars = 0;
  for (const item of items) {
    if (part.length === rowsPerStatement || chars > charsPerStatement) part = [];
    if (part.length === 0) {
      parts.push(part);
      chars = 0;
    }
    part.push(item);
    chars += item.payload.length;
  }
  return parts;
}

/** Removes what was read of these posts. */
export async function dropRaw(tx: Db, posts: readonly PostRef[]): Promise<void> {
  await changed(
    tx,
    sql`
      DELETE FROM raw_item USING json_to_recordset(${toJson(posts)}::json) AS gone (platform text, id text)
      WHERE raw_item.platform = gone.platform AND raw_item.id = index_key(gone.id)`,
  );
}

/** Payloads are some kilobytes each: so many fit in memory several times over. */
const rowsPerBatch = 500;

interface RawRow {
  readonly seq: number;
  readonly read_at: Date;
  readonly platform: string;
  readonly id: string;
  readonly source_id: string;
  readonly payload: string;
}

/** Every batch begins after the last item of the one before; no transaction is held open meanwhile. */
export async function* rawItems(db: Db, { sourceId, post, from, to }: RawQuestion): AsyncGenerator<StoredRaw> {
  const conditions = [
    ...(from === undefined ? [] : [sql`read_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`read_at < ${to}`]),
    ...(sourceId === undefined ? [] : [sql`source_id = ${sourceId}`]),
    ...(post === undefined ? [] : [sql`platform = ${post.platform} AND id = index_key(${post.id})`]),
  ];
  for (let last: RawRow | undefined; ; ) {
    const after = last === undefined ? [] : [sql`(read_at, seq) > (${last.read_at}, ${last.seq})`];
    const all = [...conditions, ...after];
    const where = all.length === 0 ? sql`` : sql`WHERE ${sql.join(all, sql` AND `)}`;
    const found = await rows(
      db,
      sql<RawRow>`
        SELECT seq, read_at, platform, id, source_id, payload FROM raw_item ${where}
        ORDER BY read_at, seq LIMIT ${rowsPerBatch}`,
    );
    for (const row of found) yield rawOf(row);
    last = found.at(-1);
    if (found.length < rowsPerBatch) return;
  }
}

function rawOf({ platform, id, source_id: sourceId, read_at: readAt, payload }: RawRow): StoredRaw {
  return { platform, id, sourceId, readAt, payload: JSON.parse(payload) };
}

const rowsPerRemoval = 10_000;

/**
 * In small transactions, so that nobody waits for the removal of a day's millions. It waits for nobody either: a row
 * that somebody holds is being removed there, with its post.
 */
export async function pruneRaw(db: Db, before: Date): Promise<number> {
  for (let removed = 0; ; ) {
    const part = await changed(
      db,
      sql`
        DELETE FROM raw_item WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM raw_item WHERE read_at < ${before} ORDER BY read_at, seq LIMIT ${rowsPerRemoval}
          FOR UPDATE SKIP LOCKED))`,
    );
    removed += part;
    if (part === 0) return removed;
  }
}
