/** How the process is doing: for `/status`, the page's header and `/healthz`. */
import { z } from 'zod';
import { type JobName, jobNames } from '../../jobs/timetable.ts';
import { clock, count, counted, duration } from '../measure/words.ts';
import type { Section } from '../message/message.ts';
import type { JobOutcome, JobQueue } from '../queue/queue.ts';
import type { BudgetPlan } from '../source/source.ts';
import type { Store } from '../store/store.ts';

export interface Status {
  sections(): Promise<readonly Section[]>;
  header(now: Date): Promise<readonly { readonly label: string; readonly value: string }[]>;
  health(): Promise<{
    readonly ok: boolean;
    readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
  }>;
  /** Remembers how a run went, for every process to see. */
  note(outcome: JobOutcome): Promise<void>;
}

/** What only the process knows that reads the sources. */
export interface LiveSources {
  readonly budgets: readonly BudgetPlan[];
  /** Our clock minus the servers', milliseconds, by host. */
  readonly skews: () => ReadonlyMap<string, number>;
}

/** Beyond this a clock is wrong, and hours are cut in the wrong place (design: sources). */
const skewToTellMs = 30_000;

const LastRun = z.object({ at: z.coerce.date(), ms: z.number(), error: z.string().optional() });
type LastRun = z.infer<typeof LastRun>;

export function createStatus(store: Store, queue: JobQueue, live: LiveSources): Status {
  const settingOf = (job: string): string => `last-run:${job}`;

  async function lastRun(job: JobName): Promise<LastRun | undefined> {
    const text = await store.settings.get(settingOf(job));
    return text === undefined ? undefined : LastRun.parse(JSON.parse(text));
  }

  return {
    async sections() {
      const { waiting, active, failed } = await queue.counts();
      const { pending, dead, oldest } = await store.outbox.backlog();
      const waits = oldest === undefined ? '' : `, the oldest since ${clock(oldest)}`;
      const jobs: string[] = [];
      for (const job of jobNames) {
        const last = await lastRun(job);
        const failedRun = last?.error === undefined ? '' : ` · failed: ${last.error}`;
        jobs.push(
          last === undefined
            ? `${job}: not run yet`
            : `${job}: ${clock(last.at)}, took ${Math.round(last.ms)} ms${failedRun}`,
        );
      }
      return [
        { label: 'Queue', lines: [`${count(waiting)} waiting, ${count(active)} running, ${count(failed)} failed`] },
        { label: 'Outbox', lines: [`${counted(pending, 'message')} to send${waits}; ${count(dead)} undeliverable`] },
        { label: 'Budgets', lines: await budgetLines(store, live.budgets) },
        { label: 'Clock', lines: skewLines(live.skews()) },
        { label: 'Jobs', lines: jobs },
      ];
    },
    async header(now) {
      const { posts } = await store.posts.summary();
      const detect = await lastRun('detect');
      const { pending } = await store.outbox.backlog();
      return [
        { label: 'Time', value: clock(now, undefined) },
        { label: 'Posts', value: count(posts) },
        {
          label: 'Last detection',
          value: detect === undefined ? 'not yet' : `${duration(Date.now() - detect.at.getTime())} ago`,
        },
        { label: 'To send', value: count(pending) },
      ];
    },
    async health() {
      const database = await works(() => store.ping());
      const jobs = await works(() => queue.counts());
      return {
        ok: database && jobs,
        checks: [
          { name: 'database', ok: database },
          { name: 'queue', ok: jobs },
        ],
      };
    },
    async note({ job, ms, error }) {
      const text = error === undefined ? undefined : messageOf(error);
      await store.settings.set(settingOf(job), JSON.stringify({ at: new Date(), ms, error: text }));
    },
  };
}

/** `x: 1.35 of 5 usd today, 31.2 of 100 usd this month`. */
async function budgetLines(store: Store, plans: readonly BudgetPlan[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { key, limits } of plans) {
    for (const limit of limits) {
      const spent = await store.sources.spent({ purse: key, amount: 0, ...limit }, new Date());
      const parts = [
        ...(limit.day === undefined ? [] : [`${amount(spent.day)} of ${limit.day} ${limit.unit} today`]),
        ...(limit.month === undefined ? [] : [`${amount(spent.month)} of ${limit.month} ${limit.unit} this month`]),
      ];
      if (parts.length > 0) lines.push(`${key}: ${parts.join(', ')} (days of ${limit.zone})`);
    }
  }
  return lines;
}

function amount(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function skewLines(skews: ReadonlyMap<string, number>): readonly string[] {
  const wrong = [...skews].filter(([, ms]) => Math.abs(ms) > skewToTellMs);
  return wrong.map(
    ([host, ms]) =>
      `this machine is ${duration(Math.abs(ms))} ${ms > 0 ? 'ahead of' : 'behind'} ${host}: set its clock`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something that is no error was thrown';
}

async function works(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
