/** Source → store: asks every source that is due for what is new, several at a time, and keeps it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, JobReport } from '../src/queue/queue.ts';
import type { Source } from '../src/source/source.ts';
import type { SourceState } from '../src/store/store.ts';
import { type PollDeps, pollSource } from './poll-source.ts';

export interface CollectDeps extends PollDeps {
  readonly list: readonly Source[];
  readonly states: () => Promise<readonly SourceState[]>;
  /** A run waits so long for its sources; slower ones go on beside the next runs. Default 20 s. */
  readonly patienceMs?: number | undefined;
}

export interface Collect {
  readonly job: Job;
  /** Ends what is being read; pages that were kept stay kept. */
  stop(): Promise<void>;
}

/** Sources asked at once, streams not counted: each holds a page in memory. */
const atOnce = 6;

export function createCollect(deps: CollectDeps): Collect {
  const running = new Map<string, Promise<void>>();
  const leaving = new AbortController();
  let total = { added: 0, known: 0, deleted: 0, failedSources: 0 };
  let free = atOnce;
  const queue: (() => void)[] = [];

  async function turn(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
  }

  function giveTurn(): void {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  }

  async function poll(source: Source): Promise<void> {
    const isStream = source.everyMinutes === 0;
    if (!isStream) await turn();
    try {
      if (leaving.signal.aborted) return;
      const report = await pollSource(source, deps, leaving.signal);
      total.added += report.added;
      total.known += report.known;
      total.deleted += report.deleted;
      if (report.outcome === 'failed') total.failedSources += 1;
    } catch (error) {
      // The store did not answer: the source is asked again at the next tick, from its last cursor.
      total.failedSources += 1;
      deps.onFailure(source, error);
    } finally {
      if (!isStream) giveTurn();
      running.delete(source.id);
    }
  }

  async function run(signal: AbortSignal): Promise<JobReport> {
    const states = new Map((await deps.states()).map((state) => [state.sourceId, state]));
    const waitedFor: Promise<void>[] = [];
    let waiting = 0;
    for (const source of deps.list) {
      // A tick that finds its source still being read is skipped, not queued.
      if (running.has(source.id)) continue;
      if (!isDue(source, states.get(source.id), deps.clockOf(source)())) {
        waiting += 1;
        continue;
      }
      const done = poll(source);
      running.set(source.id, done);
      if (source.everyMinutes > 0) waitedFor.push(done);
    }
    await patiently(Promise.all(waitedFor), deps.patienceMs ?? 20_000, signal);
    const report = { ...total, sources: deps.list.length, waiting, reading: running.size };
    total = { added: 0, known: 0, deleted: 0, failedSources: 0 };
    return report;
  }

  return {
    job: { name: 'collect', run: (_tick, signal) => run(signal) },
    async stop() {
      leaving.abort(new Error('the program stops'));
      await Promise.all(running.values());
    },
  };
}

/** Ticks come at full minutes, a little early or late. */
const tickSlackMs = 5_000;

export function isDue({ everyMinutes }: Source, state: SourceState | undefined, now: Date): boolean {
  const notBefore = state?.trouble?.notBefore;
  if (notBefore !== undefined && notBefore > now) return false;
  if (everyMinutes <= 1 || state?.lastPolledAt === undefined) return true;
  return now.getTime() - state.lastPolledAt.getTime() >= everyMinutes * 60_000 - tickSlackMs;
}

async function patiently(work: Promise<unknown>, ms: number, signal: AbortSignal): Promise<void> {
  const timer = new AbortController();
  const patience = sleep(ms, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined);
  await Promise.race([work, patience]);
  timer.abort();
}
