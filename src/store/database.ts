/** The way to the database: one pool, one query layer, types as the program wants them. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CompiledQuery, Kysely, PostgresDialect, type QueryResult, type RawBuilder } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { cleanText } from './json.ts';
import type { StoreLog } from './log.ts';

export type Db = Kysely<unknown>;

export type Connection =
  | { readonly host: string; readonly user: string; readonly database: string }
  | { readonly url: string };

export interface OpenDatabase {
  readonly db: Db;
  /** For what needs one connection over several calls: server-side cursors. */
  readonly pool: pg.Pool;
}

/** Enough for one writer and the questions of a bot; a server has 100 by default and several processes share them. */
const connections = 8;

export function openDatabase(connection: Connection, log: StoreLog): OpenDatabase {
  const types = new pg.TypeOverrides();
  // Counts are far below 2^53, and a number that arrives as text is a trap.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  const pool = new pg.Pool({
    ...('url' in connection ? { connectionString: connection.url } : connection),
    max: connections,
    types,
    application_name: 'tocsin',
    connectionTimeoutMillis: 30_000,
  });
  // Without a listener the end of an idle connection ends the process; the pool replaces it by itself.
  pool.on('error', (error) => log.warn({ error: error.message }, 'database connection was lost'));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, pool);
  return { db, pool };
}

/** Kysely hides the connection of a transaction, and COPY needs it. */
const pools = new WeakMap<Db, pg.Pool>();
const clients = new WeakMap<Db, pg.PoolClient>();

export async function rows<Row>(db: Db, statement: RawBuilder<Row>): Promise<readonly Row[]> {
  return (await execute(db, statement)).rows;
}

/** Number of rows that a statement wrote. */
export async function changed(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await execute(db, statement)).numAffectedRows ?? 0);
}

function execute<Row>(db: Db, statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
  const compiled: CompiledQuery<Row> = statement.compile(db);
  const cleaned: CompiledQuery<Row> = { ...compiled, parameters: compiled.parameters.map(cleanParameter) };
  return db.executeQuery(cleaned);
}

function cleanParameter(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  return Array.isArray(value) ? value.map(cleanParameter) : value;
}

/** One transaction; what `work` throws undoes it. */
export async function atomically<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  const pool = pools.get(db);
  if (pool === undefined) throw new TypeError('a transaction is begun inside another');
  const client = await pool.connect();
  // The transaction takes this connection and gives it back to the pool.
  const one = { connect: () => Promise.resolve(client), end: () => Promise.resolve() };
  const transaction = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: one }) }).transaction();
  return transaction.execute((tx) => {
    clients.set(tx, client);
    return work(tx);
  });
}

/** COPY … FROM STDIN inside a transaction, of rows as `copy-text.ts` writes them. */
export async function copyIn(tx: Db, statement: string, chunks: Iterable<string>): Promise<void> {
  const client = clients.get(tx);
  if (client === undefined) throw new TypeError('COPY needs a transaction');
  await pipeline(Readable.from(chunks), client.query(copyFrom(statement)));
}
