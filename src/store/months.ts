/** Partitions of the post tables, one per UTC month, made when the first post of a month comes. */
import { sql } from 'kysely';
import { type Db, rows } from './database.ts';

export const postTables = ['post', 'post_tag', 'post_link'] as const;

export interface Month {
  /** Ends the names of its tables: `y2026m11`. */
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

/** The months that have partitions of their own; `post_early` and `post_late` take what lies outside. */
const firstYear = 2005;
const lastYear = 2099;

export function monthOf(date: Date): Month | undefined {
  const year = date.getUTCFullYear();
  return year < firstYear || year > lastYear ? undefined : month(year, date.getUTCMonth());
}

function month(year: number, index: number): Month {
  return {
    name: `y${year}m${String(index + 1).padStart(2, '0')}`,
    from: new Date(Date.UTC(year, index)),
    to: new Date(Date.UTC(year, index + 1)),
  };
}

/** Makes what is missing. Only for the holder of the arrival mark: two may not make the same table. */
export async function haveMonths(tx: Db, dates: Iterable<Date>): Promise<void> {
  const wanted = new Map<string, Month>();
  for (const date of dates) {
    const found = monthOf(date);
    if (found !== undefined) wanted.set(found.name, found);
  }
  const missing = await rows(
    tx,
    sql<{ name: string }>`
      SELECT name FROM unnest(${[...wanted.keys()]}::text[]) AS name WHERE to_regclass('post_' || name) IS NULL
      ORDER BY name`,
  );
  for (const { name } of missing) {
    const made = wanted.get(name);
    if (made !== undefined) await makeMonth(tx, made);
  }
}

async function makeMonth(tx: Db, { name, from, to }: Month): Promise<void> {
  for (const parent of postTables) {
    const table = sql.table(`${parent}_${name}`);
    // Attaching lets questions go on; CREATE TABLE … PARTITION OF would wait for them and hold up those that follow.
    await sql`
      CREATE TABLE ${table} (LIKE ${sql.table(parent)} INCLUDING CONSTRAINTS INCLUDING INDEXES);
      ALTER TABLE ${sql.table(parent)} ATTACH PARTITION ${table}
        FOR VALUES FROM (${sql.lit(from.toISOString())}) TO (${sql.lit(to.toISOString())})
    `.execute(tx);
  }
}

/** Months that have partitions, oldest first. */
export async function keptMonths(db: Db): Promise<readonly Month[]> {
  const found = await rows(
    db,
    sql<{ year: number; month: number }>`
      SELECT substring(relname FROM '^post_y(\\d{4})m')::int AS year,
        substring(relname FROM '^post_y\\d{4}m(\\d{2})$')::int AS month
      FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'post'::regclass AND relname ~ '^post_y\\d{4}m\\d{2}$'
      ORDER BY 1, 2`,
  );
  return found.map((row) => month(row.year, row.month - 1));
}
