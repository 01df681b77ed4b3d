/** What calls cost, counted before each of them per day and month, so that no limit is ever passed. */
import { type RawBuilder, sql } from 'kysely';
import { atomically, changed, type Db, rows } from './database.ts';
import { toJson } from './json.ts';
import { type LocalPeriod, localPeriods, nextPeriod } from './local-period.ts';
import type { Spending } from './store.ts';

export async function spend(
  db: Db,
  spending: Spending,
  now: Date,
): Promise<{ readonly ok: boolean; readonly until?: Date | undefined }> {
  // PostgreSQL knows NaN as a number greater than all others: once added, it would stay.
  if (!Number.isFinite(spending.amount)) throw new RangeError(`an amount of ${spending.amount} cannot be counted`);
  const periods = localPeriods(now, spending.zone).map((one) => ({ ...one, most: spending[one.period] }));
  return atomically(db, async (tx) => {
    await lock(tx, spending, periods);
    const passed = await limitsPassed(tx, spending, periods);
    if (passed.length > 0) {
      return { ok: false, until: nextPeriod(now, passed.includes('month') ? 'month' : 'day', spending.zone) };
    }
    await add(tx, spending, periods);
    return { ok: true };
  });
}

interface Limited extends LocalPeriod {
  readonly most: number | undefined;
}

/** Until the transaction ends: who comes meanwhile waits here, the day before the month, and sees what was added. */
async function lock(tx: Db, { purse, unit }: Spending, periods: readonly Limited[]): Promise<void> {
  for (const { period, key } of periods) {
    await changed(
      tx,
      sql`
        INSERT INTO spending AS known (purse, unit, period, key, amount)
        VALUES (${purse}, ${unit}, ${period}, ${key}, 0)
        ON CONFLICT (purse, unit, period, key) DO UPDATE SET amount = known.amount`,
    );
  }
}

/** Nothing and less than nothing are always allowed, also where a limit was lowered below what is spent. */
async function limitsPassed(
  tx: Db,
  { purse, unit, amount }: Spending,
  periods: readonly Limited[],
): Promise<readonly LocalPeriod['period'][]> {
  if (amount <= 0) return [];
  const passed = await rows(
    tx,
    sql<Pick<LocalPeriod, 'period'>>`
      SELECT period FROM spending JOIN ${recordsOf(periods)} USING (period, key)
      WHERE purse = ${purse} AND unit = ${unit} AND spending.amount + ${amount}::numeric > given.most`,
  );
  return passed.map(({ period }) => period);
}

/** What is given back after its day has ended leaves the new day at nothing. */
async function add(tx: Db, { purse, unit, amount }: Spending, periods: readonly Limited[]): Promise<void> {
  await changed(
    tx,
    sql`
      UPDATE spending SET amount = GREATEST(spending.amount + ${amount}::numeric, 0)
      FROM ${recordsOf(periods)}
      WHERE purse = ${purse} AND unit = ${unit} AND spending.period = given.period AND spending.key = given.key`,
  );
}

function recordsOf(periods: readonly LocalPeriod[]): RawBuilder<unknown> {
  return sql`json_to_recordset(${toJson(periods)}::json) AS given (period text, key text, most numeric)`;
}

export async function spent(
  db: Db,
  { purse, unit, zone }: Spending,
  now: Date,
): Promise<{ readonly day: number; readonly month: number }> {
  const found = await rows(
    db,
    sql<{ period: LocalPeriod['period']; amount: number }>`
      SELECT period, amount FROM spending JOIN ${recordsOf(localPeriods(now, zone))} USING (period, key)
      WHERE purse = ${purse} AND unit = ${unit}`,
  );
  const amountOf = (period: LocalPeriod['period']) => found.find((one) => one.period === period)?.amount ?? 0;
  return { day: amountOf('day'), month: amountOf('month') };
}

/** A year can be compared with the one before; more is of no use to anybody. */
const monthsKept = 14;

export async function pruneSpending(tx: Db): Promise<void> {
  await changed(
    tx,
    sql`
      DELETE FROM spending
      WHERE key < left(to_char(now() AT TIME ZONE 'UTC' - make_interval(months => ${monthsKept}), 'YYYY-MM-DD'),
        length(key))`,
  );
}
