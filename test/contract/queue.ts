/** What every queue backend promises. Called by the embedded and the service tests with the address of a server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { BackendAddress } from '../../src/queue/backend.ts';
import { createJobQueue, type JobQueueDeps } from '../../src/queue/bullmq.ts';
import type { Job, JobOutcome, JobQueue, JobReport } from '../../src/queue/queue.ts';

/** Short enough for a test to wait for a dead worker's tick. */
const timing = { lockMs: 2000, stalledMs: 500, backoffMs: 50 };

let installations = 0;

/** A prefix of its own for every test, so that they do not meet on a shared server. */
function aPrefix(): string {
  installations += 1;
  return `t${process.pid}-${Date.now().toString(36)}-${installations}`;
}

function minute(n: number): Date {
  return new Date(Date.UTC(2026, 10, 24, 9, n));
}

function aJob(name: string, run: Job['run'] = async () => ({})): Job {
  return { name, run };
}

/** Opens queues and closes them after the test, whatever became of it. */
function useQueues(address: () => BackendAddress | Promise<BackendAddress>) {
  const opened: JobQueue[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close(0)));
  });
  return async (deps: Partial<JobQueueDeps> & { readonly prefix: string }): Promise<JobQueue> => {
    const queue = await createJobQueue({ backend: await address(), timing, ...deps });
    opened.push(queue);
    return queue;
  };
}

/** Waits until enough outcomes have come in. */
function outcomes() {
  const done: JobOutcome[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    done,
    onDone: (outcome: JobOutcome): void => {
      done.push(outcome);
      for (const wait of waiting) if (done.length >= wait.count) wait.resolve();
    },
    async until(count: number): Promise<readonly JobOutcome[]> {
      if (done.length < count) await new Promise<void>((resolve) => waiting.push({ count, resolve }));
      return done;
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}

export function queueContract(name: string, address: () => BackendAddress | Promise<BackendAddress>): void {
  describe(`the job queue on ${name}`, () => {
    const open = useQueues(address);

    it('runs a tick and tells what it did', async () => {
      const queue = await open({ prefix: aPrefix() });
      const seen = outcomes();
      await queue.work([aJob('collect', async ({ at }) => ({ posts: 3, at: at.toISOString() }))], seen.onDone);

      await queue.enqueue('collect', { at: minute(40) });

      expect(await seen.until(1)).toEqual([
        {
          job: 'collect',
          at: minute(40),
          ms: expect.any(Number),
          report: { posts: 3, at: '2026-11-24T09:40:00.000Z' },
        },
      ]);
    });

    it('runs a tick once that several processes add, also after it has run', async () => {
      const prefix = aPrefix();
      const [one, two] = await Promise.all([open({ prefix }), open({ prefix })]);
      const seen = outcomes();
      await Promise.all([one.work([aJob('collect')], seen.onDone), two.work([aJob('collect')], seen.onDone)]);

      await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? one : two).enqueue('collect', { at: minute(1) })));
      await seen.until(1);
      await two.enqueue('collect', { at: minute(1) });
      await one.enqueue('collect', { at: minute(2) });

      await seen.until(2);
      expect(seen.done.map(({ at }) => at)).toEqual([minute(1), minute(2)]);
      await eventually(async () => (await one.counts()).active === 0);
      expect(await one.counts()).toEqual({ waiting: 0, active: 0, failed: 0 });
    });

    it('runs ticks in the order they were added', async () => {
      const queue = await open({ prefix: aPrefix() });
      for (let n = 0; n < 20; n += 1) await queue.enqueue('collect', { at: minute(n) });
      expect(await queue.counts()).toEqual({ waiting: 20, active: 0, failed: 0 });
      const seen = outcomes();

      await queue.work([aJob('collect')], seen.onDone);

      await seen.until(20);
      expect(seen.done.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, n) => minute(n)));
    });

    it('runs one tick of a job at a time over all workers, and other jobs beside it', async () => {
      const prefix = aPrefix();
      const seen = outcomes();
      let running = 0;
      let most = 0;
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const slow = aJob('collect', async ({ at }) => {
        running += 1;
        most = Math.max(most, running);
        if (at.getTime() === minute(0).getTime()) await held;
        await sleep(20);
        running -= 1;
        return {};
      });
      const [one, two] = await Promise.all([open({ prefix }), open({ prefix })]);
      await Promise.all([one.work([slow, aJob('notify')], seen.onDone), two.work([slow], seen.onDone)]);

      for (let n = 0; n < 6; n += 1) await one.enqueue('collect', { at: minute(n) });
      await two.enqueue('notify', { at: minute(0) });
      const [first] = await seen.until(1);
      letGo();
      await seen.until(7);

      expect(first?.job).toBe('notify');
      expect(most).toBe(1);
    });

    it('tries a failing tick three times, then counts it as failed and goes on', async () => {
      const queue = await open({ prefix: aPrefix() });
      const seen = outcomes();
      const failing = aJob('collect', async ({ at }) => {
        if (at.getTime() === minute(0).getTime()) throw new Error('the platform is away');
        return {};
      });
      await queue.work([failing], seen.onDone);

      await queue.enqueue('collect', { at: minute(0) });
      await seen.until(3);
      await eventually(async () => (await queue.counts()).failed === 1);
      await queue.enqueue('collect', { at: minute(1) });
      await seen.until(4);

      expect(seen.done.map(({ error }) => (error instanceof Error ? error.message : undefined))).toEqual([
        'the platform is away',
        'the platform is away',
        'the platform is away',
        undefined,
      ]);
      expect((await queue.counts()).failed).toBe(1);
    });

    it('takes up a tick again that succeeded at the second try', async () => {
      const queue = await open({ prefix: aPrefix() });
      const seen = outcomes();
      let tries = 0;
      const flaky = aJob('collect', async () => {
        tries += 1;
        if (tries === 1) throw new Error('once');
        return { tries };
      });
      await queue.work([flaky], seen.onDone);

      await queue.enqueue('collect', { at: minute(0) });

      await seen.until(2);
      expect(seen.done[1]?.report).toEqual({ tries: 2 });
      expect(await queue.counts()).toMatchObject({ waiting: 0, failed: 0 });
    });

    it('counts the ticks of jobs that others add, when it is told their names', async () => {
      const prefix = aPrefix();
      const adding = await open({ prefix });
      const looking = await open({ prefix, jobs: ['collect', 'digest'] });

      await adding.enqueue('digest', { at: minute(0) });

      expect(await looking.counts()).toEqual({ waiting: 1, active: 0, failed: 0 });
    });

    it('lets a running tick end before it closes', async () => {
      const prefix = aPrefix();
      const queue = await open({ prefix });
      const seen = outcomes();
      let begun = (): void => undefined;
      const started = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const slow = aJob('collect', async (_, signal) => {
        begun();
        await sleep(300);
        return { aborted: signal.aborted };
      });
      await queue.work([slow], seen.onDone);
      await queue.enqueue('collect', { at: minute(0) });
      await started;

      await queue.close(30_000);

      expect(seen.done.map(({ report }) => report)).toEqual([{ aborted: false }]);
      const after = await open({ prefix, jobs: ['collect'] });
      expect(await after.counts()).toEqual({ waiting: 0, active: 0, failed: 0 });
    });

    it('tells a tick to stop that outlives the grace, and closes', async () => {
      const queue = await open({ prefix: aPrefix() });
      const seen = outcomes();
      let begun = (): void => undefined;
      const started = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const endless = aJob('collect', async (_, signal): Promise<JobReport> => {
        begun();
        return await new Promise((resolve) => signal.addEventListener('abort', () => resolve({ stopped: true })));
      });
      await queue.work([endless], seen.onDone);
      await queue.enqueue('collect', { at: minute(0) });
      await started;

      await queue.close(50);

      expect(seen.done.map(({ report }) => report)).toEqual([{ stopped: true }]);
    });

    it('runs the tick of a worker that was killed again', async () => {
      const prefix = aPrefix();
      const queue = await open({ prefix });
      const seen = outcomes();
      await queue.enqueue('collect', { at: minute(0) });
      await killAWorkerAtWork(await address(), prefix);

      await queue.work([aJob('collect')], seen.onDone);

      expect((await seen.until(1))[0]).toMatchObject({ job: 'collect', at: minute(0), report: {} });
    });
  });
}

/** A server that the test may stop and start again. */
export interface OwnServer {
  readonly address: BackendAddress;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Stops it for good and removes its files. */
  readonly remove: () => Promise<void>;
}

export function queueSurvivesRestart(name: string, server: () => OwnServer): void {
  describe(`the job queue on ${name} when the server goes away`, () => {
    const open = useQueues(() => server().address);

    it('refuses to add meanwhile, logs it, and goes on by itself afterwards', async () => {
      const logged: string[] = [];
      const log = { warn: () => undefined, error: (_: object, message: string) => logged.push(message) };
      const queue = await open({ prefix: aPrefix(), log });
      const seen = outcomes();
      await queue.work([aJob('collect'), aJob('notify')], seen.onDone);
      await queue.enqueue('collect', { at: minute(0) });
      await seen.until(1);

      await server().stop();
      await expect(queue.enqueue('collect', { at: minute(1) })).rejects.toBeInstanceOf(Error);
      await expect(queue.enqueue('notify', { at: minute(1) })).rejects.toBeInstanceOf(Error);
      await eventually(async () => logged.length > 0);
      await server().start();
      for (const job of ['collect', 'notify']) {
        await eventually(async () =>
          queue.enqueue(job, { at: minute(2) }).then(
            () => true,
            () => false,
          ),
        );
      }
      await seen.until(3);

      expect(seen.done.slice(1).map(({ job, at }) => `${job} ${at.getUTCMinutes()}`)).toEqual(
        expect.arrayContaining(['collect 2', 'notify 2']),
      );
      expect(new Set(logged)).toEqual(new Set(['queue backend failed']));
    });

    it('closes while the server is away', async () => {
      const queue = await open({ prefix: aPrefix() });
      await queue.work([aJob('collect')], () => undefined);
      await server().stop();

      await expect(queue.close(100)).resolves.toBeUndefined();

      await server().start();
    });

    it('is not made where no server answers', async () => {
      await server().stop();

      await expect(open({ prefix: aPrefix() })).rejects.toThrow('the queue backend cannot be reached');

      await server().start();
    });
  });
}

/** Starts a worker in a process of its own and kills it (-9) as soon as it has begun the tick. */
async function killAWorkerAtWork(backend: BackendAddress, prefix: string): Promise<void> {
  const script = fileURLToPath(new URL('queue-worker.ts', import.meta.url));
  const given = JSON.stringify({ backend, prefix, timing });
  const worker = spawn(process.execPath, ['--import', 'tsx', script, given], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.race([once(worker.stdout, 'data'), once(worker, 'exit')]);
  expect(String(said)).toBe('begun\n');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}
