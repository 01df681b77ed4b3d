/**
 * The job queue on BullMQ: ticks in, each run once at a time and at least once.
 *
 * Every job has a BullMQ queue of its own with a limit of one tick at a time over all workers, so that a slow
 * `collect` neither overtakes itself nor stops `notify`.
 */
import { type Job as BullJob, UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import { type Backend, type BackendAddress, connectBackend, type TickQueue, type TickWorker } from './backend.ts';
import { createErrorLog, type QueueLog } from './log.ts';
import type { Job, JobOutcome, JobQueue, JobReport, JobTick } from './queue.ts';

export interface JobQueueDeps {
  readonly backend: BackendAddress;
  /** Keeps installations apart that share a backend; letters, digits and dashes. */
  readonly prefix: string;
  /** Jobs to count besides those added or worked on here. */
  readonly jobs?: readonly string[] | undefined;
  readonly log?: QueueLog | undefined;
  readonly timing?: Partial<QueueTiming> | undefined;
}

interface QueueTiming {
  /** How long a tick stays with a worker that gives no sign of life; a living worker renews at half time. */
  readonly lockMs: number;
  /** How often ticks of dead workers are looked for. */
  readonly stalledMs: number;
  /** Wait before the first retry; doubles with every further one. */
  readonly backoffMs: number;
}

// A worker that computes without a pause for 15 s loses no lock; a tick of a killed worker is run again 30 to 60 s
// later (lock, then one look that marks it and one that takes it).
const usualTiming: QueueTiming = { lockMs: 30_000, stalledMs: 15_000, backoffMs: 5_000 };

// Three attempts within 15 s carry over a lost connection. More would only delay the next tick, which reads on from
// the same cursor anyway.
const attempts = 3;

// A tick that killed two workers is given up: it would kill the third, and the ticks behind it wait.
const maxStalledCount = 2;

// A tick's id is known as long as its job is kept, and a known tick is not added again. Replicas add the same minute
// within seconds of each other, a replica that slept may come a day later: two days of minutes (2,880) fit in.
const keep = { age: 2 * 24 * 3600, count: 3000 };

// After the grace a job is told to stop by its signal; one that listens needs a moment to let go.
const stopMs = 1000;

const TickData = z.object({ at: z.iso.datetime() });

export async function createJobQueue(deps: JobQueueDeps): Promise<JobQueue> {
  const timing: QueueTiming = { ...usualTiming, ...deps.timing };
  const onError = createErrorLog(deps.log);
  const backend = await connectBackend(deps.backend, onError);
  const queueOf = createQueues(backend, deps.prefix, onError);
  const known = new Set(deps.jobs);
  const workers: TickWorker[] = [];
  let closing: Promise<void> | undefined;

  return {
    async enqueue(job, tick) {
      known.add(job);
      const queue = await queueOf(job);
      await queue.add(job, { at: tick.at.toISOString() }, jobOptions(job, tick, timing));
    },

    async work(jobs, onDone) {
      for (const job of jobs) {
        known.add(job.name);
        await (await queueOf(job.name)).setGlobalConcurrency(1);
        const worker = startWorker(backend, queueName(deps.prefix, job.name), { job, onDone, onError, timing });
        workers.push(worker);
        await worker.waitUntilReady();
      }
    },

    async counts() {
      const total = { waiting: 0, active: 0, failed: 0 };
      for (const job of known) {
        const counts = await (await queueOf(job)).getJobCounts('waiting', 'delayed', 'active', 'failed');
        total.waiting += (counts['waiting'] ?? 0) + (counts['delayed'] ?? 0);
        total.active += counts['active'] ?? 0;
        total.failed += counts['failed'] ?? 0;
      }
      return total;
    },

    close(graceMs) {
      closing ??= closeAll(backend, workers, queueOf.closeAll, graceMs);
      return closing;
    },
  };
}

function queueName(prefix: string, job: string): string {
  return `${prefix}-${job}`;
}

/** `collect@20261124T094000000Z`; BullMQ allows no colon in an id. */
function tickId(job: string, { at }: JobTick): string {
  return `${job}@${at.toISOString().replaceAll(/[-:.]/g, '')}`;
}

function jobOptions(job: string, tick: JobTick, { backoffMs }: QueueTiming) {
  return {
    jobId: tickId(job, tick),
    attempts,
    backoff: { type: 'exponential', delay: backoffMs },
    // Always objects: `true` breaks BullMQ's script on Redis.
    removeOnComplete: keep,
    removeOnFail: keep,
  };
}

interface Queues {
  (job: string): Promise<TickQueue>;
  readonly closeAll: () => Promise<unknown>;
}

/** One queue per job, made when first needed. One that could not be opened is forgotten, so the next call tries anew. */
function createQueues(backend: Backend, prefix: string, onError: (error: unknown) => void): Queues {
  const opened = new Map<string, Promise<TickQueue>>();
  const open = async (job: string): Promise<TickQueue> => {
    const queue = backend.queue(queueName(prefix, job), {});
    queue.on('error', onError);
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      opened.delete(job);
      await queue.close();
      throw error;
    }
  };
  const queueOf = (job: string): Promise<TickQueue> => {
    const queue = opened.get(job) ?? open(job);
    opened.set(job, queue);
    return queue;
  };
  const closeAll = (): Promise<unknown> =>
    Promise.allSettled([...opened.values()].map(async (queue) => (await queue).close()));
  return Object.assign(queueOf, { closeAll });
}

interface WorkerDeps {
  readonly job: Job;
  readonly onDone: (outcome: JobOutcome) => void;
  readonly onError: (error: unknown) => void;
  readonly timing: QueueTiming;
}

function startWorker(backend: Backend, name: string, { job, onDone, onError, timing }: WorkerDeps): TickWorker {
  // BullMQ hands a signal to processors with three parameters only.
  const process = (found: BullJob<unknown>, _token?: string, signal?: AbortSignal): Promise<JobReport> =>
    runTick(job, found, signal ?? new AbortController().signal, onDone);
  const worker = backend.worker(name, process, {
    concurrency: 1,
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledMs,
    maxStalledCount,
  });
  worker.on('error', onError);
  // The lock went to somebody else: whoever holds it now runs the tick again, so this run stops.
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'the tick went to another worker');
  });
  // A tick that killed its workers fails without having been run here.
  worker.on('failed', (found, error) => {
    if (found && error instanceof UnrecoverableError) onDone({ job: job.name, at: tickOf(found), ms: 0, error });
  });
  return worker;
}

/** One attempt; its outcome is told, and thrown on for BullMQ to try again. */
async function runTick(
  job: Job,
  found: BullJob<unknown>,
  signal: AbortSignal,
  onDone: (outcome: JobOutcome) => void,
): Promise<JobReport> {
  const at = tickOf(found);
  const start = performance.now();
  const ms = (): number => Math.round(performance.now() - start);
  let report: JobReport;
  try {
    report = await job.run({ at }, signal);
  } catch (error) {
    onDone({ job: job.name, at, ms: ms(), error });
    throw error instanceof Error ? error : new Error('a job threw what is no error', { cause: error });
  }
  onDone({ job: job.name, at, ms: ms(), report });
  return report;
}

function tickOf(found: Pick<BullJob<unknown>, 'data'>): Date {
  return new Date(TickData.parse(found.data).at);
}

async function closeAll(
  backend: Backend,
  workers: readonly TickWorker[],
  closeQueues: () => Promise<unknown>,
  graceMs: number,
): Promise<void> {
  const ended = Promise.all(workers.map((worker) => worker.close()));
  if (!(await settlesWithin(ended, graceMs))) {
    for (const worker of workers) worker.cancelAllJobs('the process ends');
    if (!(await settlesWithin(ended, stopMs))) {
      // The tick stays unfinished; when its lock runs out another worker takes it.
      await settlesWithin(Promise.allSettled(workers.map((worker) => worker.disconnect())), stopMs);
    }
  }
  await settlesWithin(closeQueues(), stopMs);
  await settlesWithin(backend.close(), stopMs);
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return true;
  } finally {
    clearTimeout(timer);
  }
}
