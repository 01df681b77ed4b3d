/**
 * A connection that says "this process uses the server". Holders share an advisory lock; the last one to go gets it
 * alone and may stop the server, and a newcomer in that moment waits on the lock instead of being cut off later.
 */
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { serverUser } from './cluster.ts';
import { StoreUserError } from './store-error.ts';

export interface Lease {
  /** Gives the lease up; `true` when nobody else is connected, and nobody can take a lease until `end`. */
  isLast(): Promise<boolean>;
  end(): Promise<void>;
  /** Called when the server ends the connection. */
  onLost(listener: () => void): void;
}

/** Any number that nothing else on this server uses; it belongs to the database `postgres`. */
const usersLock = 7_106_671;

/** How long connections that are just closing may take to disappear. */
const lingerMs = 500;

/**
 * Makes the database too unless it is there. `undefined` while no server listens, or one is only starting or stopping.
 */
export async function takeLease(socket: string, database: string): Promise<Lease | undefined> {
  const stream = new Socket();
  const client = new pg.Client({
    host: socket,
    user: serverUser,
    database: 'postgres',
    application_name: `tocsin lease ${process.pid}`,
    connectionTimeoutMillis: 10_000,
    stream: () => stream,
  });
  client.on('error', () => undefined); // told by 'end' as well
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [usersLock]);
    await haveDatabase(client, database);
  } catch (error) {
    stream.destroy();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new StoreUserError(
        `The database in ${socket} runs under another account. Start Tocsin as that account or as root.`,
        { cause: error },
      );
    }
    // Class 57 is the server starting, stopping or crashing; 53300 is "too many connections", which passes.
    if (error instanceof pg.DatabaseError && !/^(57|53300)/.test(error.code ?? '')) throw error;
    return undefined;
  }
  stream.unref(); // a lease alone keeps no process alive
  return leaseOf(client, stream);
}

async function haveDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount !== 0) return;
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`).catch((error: unknown) => {
    // 42P04 and 23505: another process made it in this moment.
    if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
  });
}

function leaseOf(client: pg.Client, stream: Socket): Lease {
  let ended = false;
  client.on('end', () => (ended = true));
  return {
    async isLast() {
      if (ended) return false;
      stream.ref();
      await client.query('SELECT pg_advisory_unlock_shared($1)', [usersLock]);
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS alone', [usersLock]);
      if (rows[0]?.alone !== true) return false;
      for (let waited = 0; waited <= lingerMs; waited += 25) {
        if ((await otherClients(client)) === 0) return true;
        await sleep(25);
      }
      return false;
    },
    async end() {
      if (ended) return;
      stream.ref();
      await client.end().catch(() => undefined);
    },
    onLost(listener) {
      if (ended) listener();
      else client.on('end', listener);
    },
  };
}

async function otherClients(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    `SELECT count(*)::int AS others FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  return Number(rows[0]?.others);
}
