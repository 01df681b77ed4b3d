/** What detectors remember between ticks; see `DetectStore`. */
import { sql } from 'kysely';
import type { Detection, StateEntry } from '../detector/detector.ts';
import { saveCampaigns } from './campaign-store.ts';
import { atomically, changed, type Db, rows } from './database.ts';
import { cleanText, toDocument, toJson } from './json.ts';
import type { DetectStore } from './store.ts';

/** So many entries per statement keep its JSON at a few megabytes. */
const entriesPerStatement = 2_000;

export function createDetectStore(db: Db): DetectStore {
  /** Version of the progress that this process has seen; 0 while there is none. */
  let seen = 0;
  return {
    async progress() {
      const [row] = await rows(
        db,
        sql<{ mark: string; at: Date; version: number }>`SELECT mark, at, version FROM detect_progress`,
      );
      seen = row?.version ?? 0;
      return row === undefined ? undefined : { mark: row.mark, at: row.at };
    },
    async loadState(detector) {
      return rows(
        db,
        sql<StateEntry>`SELECT detector, key, state FROM key_state WHERE detector = ${detector} ORDER BY key_id`,
      );
    },
    async keepTick(tick) {
      const next = seen + 1;
      await atomically(db, async (tx) => {
        await advance(tx, tick.mark, tick.at, seen);
        await keepState(tx, tick.changes);
        await keepDetections(tx, tick.detections);
        await saveCampaigns(tx, tick.campaigns);
      });
      seen = next;
    },
  };
}

/** The row is written first: a second process waits for it, then finds another version than it has seen. */
async function advance(tx: Db, mark: string, at: Date, seen: number): Promise<void> {
  const written = await changed(
    tx,
    seen === 0
      ? sql`INSERT INTO detect_progress (mark, at, version) VALUES (${mark}, ${at}, 1) ON CONFLICT DO NOTHING`
      : sql`UPDATE detect_progress SET mark = ${mark}, at = ${at}, version = ${seen + 1} WHERE version = ${seen}`,
  );
  if (written === 0) throw new Error('another process has kept a later tick');
}

async function keepState(tx: Db, changes: readonly StateEntry[]): Promise<void> {
  // Of an entry that occurs twice the last one counts.
  const last = new Map(changes.map((entry) => [cleanText(`${entry.detector}\n${entry.key}`), entry]));
  const entries = [...last.values()];
  for (let from = 0; from < entries.length; from += entriesPerStatement) {
    const part = entries.slice(from, from + entriesPerStatement);
    const forgotten = part.filter(({ state }) => state === null || state === undefined);
    const kept = part.filter(({ state }) => state !== null && state !== undefined);
    await changed(
      tx,
      sql`
        DELETE FROM key_state USING json_to_recordset(${toJson(forgotten)}::json) AS gone (detector text, key text)
        WHERE key_state.detector = gone.detector AND key_id = index_key(gone.key)`,
    );
    await changed(
      tx,
      sql`
        INSERT INTO key_state (detector, key_id, key, state)
        SELECT detector, index_key(key), key, state
        FROM json_to_recordset(${toJson(kept)}::json) AS entry (detector text, key text, state json)
        ON CONFLICT (detector, key_id) DO UPDATE SET state = EXCLUDED.state`,
    );
  }
}

async function keepDetections(tx: Db, detections: readonly Detection[]): Promise<void> {
  const last = new Map(detections.map((detection) => [cleanText(detection.episode), detection]));
  await changed(
    tx,
    sql`
      INSERT INTO detection (episode_id, at, body)
      SELECT index_key(body ->> 'episode'), (body ->> 'at')::timestamptz, body
      FROM jsonb_array_elements(${toDocument([...last.values()])}::jsonb) AS body
      ON CONFLICT (episode_id) DO UPDATE SET at = EXCLUDED.at, body = EXCLUDED.body`,
  );
}
