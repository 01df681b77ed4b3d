/** Scheduled work: what a job is, and the queue that runs each tick of it once. */

export interface JobTick {
  /** The instant the tick stands for; part of the job's id, so that replicas run it once. */
  readonly at: Date;
}

/** What a run did, for logs and `/status`. */
export type JobReport = Readonly<Record<string, number | string | boolean>>;

export interface Job {
  readonly name: string;
  /** Must be repeatable: a run that died is run again. */
  readonly run: (tick: JobTick, signal: AbortSignal) => Promise<JobReport>;
}

export interface JobOutcome {
  readonly job: string;
  readonly at: Date;
  readonly ms: number;
  readonly report?: JobReport | undefined;
  readonly error?: unknown;
}

export interface JobQueue {
  /** Adds a tick under the id `job:at`; a tick already known is not added again. */
  enqueue(job: string, tick: JobTick): Promise<void>;
  /** Works off the jobs given, one tick of a job at a time; resolves when listening. */
  work(jobs: readonly Job[], onDone: (outcome: JobOutcome) => void): Promise<void>;
  counts(): Promise<{ readonly waiting: number; readonly active: number; readonly failed: number }>;
  /** Lets running jobs end (at most `graceMs`), then closes. */
  close(graceMs: number): Promise<void>;
}
