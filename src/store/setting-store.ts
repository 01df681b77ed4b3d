/** Small values that outlive a restart; see `SettingStore`. */
import { sql } from 'kysely';
import { changed, type Db, rows } from './database.ts';
import type { SettingStore } from './store.ts';

export function createSettingStore(db: Db): SettingStore {
  return {
    async getOrCreate(name, create) {
      const known = await get(db, name);
      if (known !== undefined) return known;
      const value = create();
      await changed(db, sql`INSERT INTO setting (name, value) VALUES (${name}, ${value}) ON CONFLICT DO NOTHING`);
      return (await get(db, name)) ?? value;
    },
    get: (name) => get(db, name),
    async set(name, value) {
      await changed(
        db,
        sql`
          INSERT INTO setting (name, value) VALUES (${name}, ${value})
          ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value`,
      );
    },
  };
}

async function get(db: Db, name: string): Promise<string | undefined> {
  const [row] = await rows(db, sql<{ value: string }>`SELECT value FROM setting WHERE name = ${name}`);
  return row?.value;
}
