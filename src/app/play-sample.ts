/**
 * Plays the sample: one step of its time, then the jobs in their order through the same queue as ever, then the next
 * step. A slow machine plays it slower, and shows the same.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { JobName } from '../../jobs/timetable.ts';
import type { Sample } from './sample.ts';

/** Adds jobs and waits until they were run: by this process, or by another one that works on the same queue. */
export interface Waiting {
  run(job: JobName, signal: AbortSignal): Promise<void>;
  /** A run of the job has ended, however. */
  note(job: string): void;
}

export interface WaitingDeps {
  readonly enqueue: (job: JobName) => Promise<void>;
  /** Nothing waits or runs on the queue: what was added has been run by somebody. */
  readonly isIdle: () => Promise<boolean>;
  readonly lookMs?: number | undefined;
}

/** Runs of this process are told at once; those of others are looked for, and a look costs a few questions. */
const usualLookMs = 300;

export function createWaiting({ enqueue, isIdle, lookMs = usualLookMs }: WaitingDeps): Waiting {
  const waiters = new Map<string, (() => void)[]>();

  async function untilIdle(signal: AbortSignal): Promise<void> {
    do await sleep(lookMs, undefined, { signal });
    while (!(await isIdle().catch(() => false)) && !signal.aborted);
  }

  return {
    async run(job, signal) {
      const ended = new Promise<void>((resolve) => {
        waiters.set(job, [...(waiters.get(job) ?? []), resolve]);
      });
      await enqueue(job);
      const looking = new AbortController();
      try {
        await Promise.race([ended, aborted(signal), untilIdle(looking.signal).catch(() => ended)]);
      } finally {
        looking.abort();
      }
    },
    note(job) {
      const ended = waiters.get(job) ?? [];
      waiters.delete(job);
      for (const resolve of ended) resolve();
    },
  };
}

const leaving = new WeakMap<AbortSignal, Promise<void>>();

/** One listener for each signal, however often it is waited for. */
function aborted(signal: AbortSignal): Promise<void> {
  const known = leaving.get(signal) ?? once(signal, 'abort').then(() => {});
  leaving.set(signal, known);
  return signal.aborted ? Promise.resolve() : known;
}

export interface PlayDeps {
  readonly sample: Sample;
  readonly run: Waiting['run'];
  readonly signal: AbortSignal;
  readonly log: Logger;
}

const order = ['collect', 'detect', 'digest', 'notify'] as const satisfies readonly JobName[];

/** Resolves when the sample is over or the signal aborts. */
export async function playSample({ sample, run, signal, log }: PlayDeps): Promise<void> {
  const { clock, stepMs, tickMs, end } = sample;
  try {
    for (;;) {
      const started = performance.now();
      for (const job of order) {
        if (signal.aborted) return;
        await run(job, signal);
      }
      if (clock.now() >= end) break;
      clock.advance(stepMs);
      await sleep(Math.max(0, tickMs - (performance.now() - started)), undefined, { signal });
    }
    log.info('the sample is over; commands go on answering');
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, 'the sample stopped');
  }
}
