/**
 * The composition root: starts the parts of a role in the order they depend on each other and stops them in reverse.
 */
import type { Logger } from 'pino';
import type { Config } from '../../config/schema.ts';
import { dueJobs, type JobName, jobNames, timetable } from '../../jobs/timetable.ts';
import { createJobQueue } from '../queue/bullmq.ts';
import type { JobOutcome, JobQueue } from '../queue/queue.ts';
import { startTicker } from '../queue/ticker.ts';
import { startConsolePage } from './console-page.ts';
import { type Database, openDatabase } from './database.ts';
import { createWaiting, playSample, type Waiting } from './play-sample.ts';
import type { Role } from './roles.ts';
import { createServices, enqueue, type ServiceOptions, type Services } from './services.ts';

export interface AppOptions extends ServiceOptions {
  readonly role: Role;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
}

export interface App {
  /** Address of the console's page, when this role has one. */
  readonly url: string | undefined;
  stop(): Promise<void>;
}

/** Which jobs a role works on. Sending belongs to the process that is connected to the chats. */
const jobsOf: Readonly<Record<Role, readonly JobName[]>> = {
  all: jobNames,
  bot: ['notify'],
  worker: ['collect', 'detect', 'digest', 'enrich', 'recheck', 'refit', 'refresh-registry', 'prune'],
  scheduler: [],
};

/** Running jobs get this long to end before the process leaves. */
const graceMs = 8_000;

type Stop = () => Promise<unknown>;

export async function startApp(options: AppOptions): Promise<App> {
  const stops: Stop[] = [];
  try {
    const url = await startParts(options, stops);
    return { url, stop: () => stopAll(stops, options.log) };
  } catch (error) {
    await stopAll(stops, options.log);
    throw error;
  }
}

async function stopAll(stops: Stop[], log: Logger): Promise<void> {
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
    try {
      await stop();
    } catch (error) {
      // The parts that are left must still be stopped.
      log.error({ err: error }, 'a part did not stop cleanly');
    }
  }
}

async function startParts(options: AppOptions, stops: Stop[]): Promise<string | undefined> {
  const { config, secrets, role, log, say } = options;
  const database = await openDatabase({ databaseUrl: secrets.databaseUrl, dataDir: config.dataDir });
  stops.push(() => database.close());
  const queue = await openQueue(options, database);
  stops.push(() => queue.close(graceMs));
  const onRedis = secrets.redisUrl !== undefined;
  say(`Data in ${database.description}; jobs queue on ${onRedis ? 'Redis' : 'the same database'}.`);

  const services = await createServices(options, database.store, queue);
  stops.push(() => services.stop());
  const url = await startChats(options, database, services, stops);
  const waiting = createWaiting({
    enqueue: (job) => queue.enqueue(job, { at: new Date() }),
    isIdle: async () => {
      const { waiting: added, active } = await queue.counts();
      return added + active === 0;
    },
  });
  await queue.work(
    jobsOf[role].map((name) => services.jobs[name]),
    (outcome) => {
      noteOutcome(outcome, services, log);
      // What was found is told at once, not at the next full minute; a sample has an order of its own.
      if (services.sample === undefined && foundCampaigns(outcome)) enqueue(queue, 'notify', log);
      waiting.note(outcome.job);
    },
  );
  if (role === 'all' || role === 'scheduler') startClock({ config, services, queue, log, waiting }, stops);
  return url;
}

function openQueue({ secrets, log }: AppOptions, { connection }: Database): Promise<JobQueue> {
  const backend =
    secrets.redisUrl === undefined
      ? ({ kind: 'postgres', connection } as const)
      : ({ kind: 'redis', url: secrets.redisUrl } as const);
  return createJobQueue({ backend, prefix: 'tocsin', jobs: jobNames, log });
}

async function startChats(
  { config, role, log, say }: AppOptions,
  { store }: Database,
  services: Services,
  stops: Stop[],
): Promise<string | undefined> {
  if (role !== 'all' && role !== 'bot') return undefined;
  for (const notifier of services.notifiers) {
    stops.push(() => notifier.stop());
    await notifier.start();
    if (notifier.platform !== 'console') say(`${notifier.platform} is switched on.`);
  }
  if (!config.console.enabled) return undefined;
  const page = await startConsolePage(config, store, services, log);
  stops.push(() => page.close());
  return page.url;
}

function foundCampaigns({ job, report }: JobOutcome): boolean {
  return job === 'detect' && Number(report?.['campaigns'] ?? 0) > 0;
}

function noteOutcome(outcome: JobOutcome, { status }: Services, log: Logger): void {
  const { job, ms, report, error } = outcome;
  if (error !== undefined) log.error({ err: error, job, ms }, 'job failed');
  else log.debug({ job, ms, report }, 'job done');
  status.note(outcome).catch((failure: unknown) => log.error({ err: failure, job }, 'outcome could not be kept'));
}

interface ClockDeps {
  readonly config: Config;
  readonly services: Services;
  readonly queue: JobQueue;
  readonly log: Logger;
  readonly waiting: Waiting;
}

function startClock({ config, services, queue, log, waiting }: ClockDeps, stops: Stop[]): void {
  const { sample } = services;
  const entries = timetable({
    // Each source has its own pace; the tick asks which are due.
    collectMinutes: 1,
    detectMinutes: config.detect.everyMinutes,
    enrichMinutes: config.enrich.everyMinutes,
  });
  const ticker = startTicker({
    onMinute: (minute) => {
      for (const job of dueJobs(minute, entries)) enqueue(queue, job, log, minute);
    },
    log,
  });
  stops.push(async () => ticker.stop());
  if (sample === undefined) {
    // Who starts a bot looks whether it reads, and does not wait for the full minute.
    enqueue(queue, 'collect', log);
    return;
  }
  const leaving = new AbortController();
  const played = playSample({ sample, run: (job, leaving) => waiting.run(job, leaving), signal: leaving.signal, log });
  stops.push(async () => {
    leaving.abort();
    await played;
  });
}
