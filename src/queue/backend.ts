/**
 * The two places BullMQ can keep its jobs: PostgreSQL (also the embedded one) and Redis.
 *
 * Both give the same queues and workers over as few connections as they can: one pool, or one client to add and one
 * to work, shared by all jobs of the process.
 */
import { EventEmitter, setMaxListeners } from 'node:events';
import {
  createPostgresBackend,
  type Job,
  PostgresConnection,
  type Processor,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { pace } from './pace.ts';

/** Where PostgreSQL listens: `host` is a name or the folder of its socket. */
type PostgresAddress =
  | {
      readonly host: string;
      readonly port?: number | undefined;
      readonly user?: string | undefined;
      readonly password?: string | undefined;
      readonly database: string;
    }
  | { readonly url: string };

export type BackendAddress =
  | { readonly kind: 'postgres'; readonly connection: PostgresAddress }
  | { readonly kind: 'redis'; readonly url: string };

type NewQueueOptions = Omit<QueueOptions, 'connection'>;
type NewWorkerOptions = Omit<WorkerOptions, 'connection'>;

/** What we use of BullMQ's queue, whatever it runs on. */
export interface TickQueue {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  setGlobalConcurrency(concurrency: number): Promise<unknown>;
  add(name: string, data: unknown, options: { jobId: string }): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'delayed' | 'active' | 'failed')[]): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** What we use of BullMQ's worker. */
export interface TickWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'lockRenewalFailed', listener: (ids: string[]) => void): unknown;
  on(event: 'failed', listener: (job: Pick<Job, 'data'> | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  cancelJob(id: string, reason: string): boolean;
  cancelAllJobs(reason: string): void;
  close(): Promise<void>;
  disconnect(): Promise<void>;
}

export interface Backend {
  queue(name: string, options: NewQueueOptions): TickQueue;
  worker(name: string, processor: Processor<unknown, unknown>, options: NewWorkerOptions): TickWorker;
  close(): Promise<void>;
}

/** Resolves when the backend answers; rejects when it cannot be reached. */
export async function connectBackend(address: BackendAddress, onError: (error: unknown) => void): Promise<Backend> {
  try {
    return address.kind === 'postgres'
      ? await connectPostgres(address.connection, onError)
      : await connectRedis(address.url, onError);
  } catch (error) {
    throw new Error('the queue backend cannot be reached', { cause: error });
  }
}

// Each worker holds one connection to be woken by; queries borrow another for a moment.
const poolSize = 32;

async function connectPostgres(address: PostgresAddress, onError: (error: unknown) => void): Promise<Backend> {
  const where = 'url' in address ? { connectionString: address.url } : withoutAbsent(address);
  const connection = new PostgresConnection({
    ...where,
    // Without keep-alive BullMQ would not notice a connection that went away silently.
    keepAlive: true,
    max: poolSize,
    application_name: 'tocsin-queue',
    schema: 'bullmq',
    // Nobody else runs BullMQ's migrations; processes that start together wait for each other on its lock.
    migrate: true,
  });
  connection.on('error', onError);
  try {
    await connection.waitUntilReady();
  } catch (error) {
    await connection.close();
    throw error;
  }
  const { pool } = connection;
  // Every queue and worker listens to the shared pool, more than Node expects.
  if (pool instanceof EventEmitter) setMaxListeners(2 * poolSize, pool);
  const factory: typeof createPostgresBackend = (...given) => pace(createPostgresBackend(...given));
  return {
    queue: (name, options) => new Queue(name, { ...options, connection: pool }, createPostgresBackend),
    worker: (name, processor, options) => new Worker(name, processor, { ...options, connection: pool }, factory),
    close: () => connection.close(),
  };
}

async function connectRedis(url: string, onError: (error: unknown) => void): Promise<Backend> {
  // While Redis is away adding fails at once, as it does on PostgreSQL, instead of piling up old ticks; a worker waits.
  const adding = new Redis(url, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  const working = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null });
  const close = async (): Promise<void> => {
    adding.disconnect();
    working.disconnect();
  };
  adding.on('error', onError);
  working.on('error', onError);
  try {
    await Promise.all([adding.connect(), working.connect()]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    queue: (name, options) => new Queue(name, { ...options, connection: adding }),
    worker: (name, processor, options) => new Worker(name, processor, { ...options, connection: working }),
    close,
  };
}

function withoutAbsent(address: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined));
}
