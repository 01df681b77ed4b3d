/**
 * The clock of the process: says each full minute once. What is due at it is decided by whoever listens.
 */
import { schedule } from 'node-cron';
import type { QueueLog } from './log.ts';

export interface TickerDeps {
  /** Gets the full minute, not the moment of the call. */
  readonly onMinute: (at: Date) => void;
  readonly log?: QueueLog | undefined;
}

export interface Ticker {
  readonly stop: () => void;
}

// A busy event loop may wake the timer late. Within the same minute the tick still counts; a minute that passed
// whole (the machine slept) is left out, because what it would have started is due at the next one just as well.
const lateAtMostMs = 59_000;

export function startTicker({ onMinute, log }: TickerDeps): Ticker {
  let missed = 0;
  const task = schedule(
    '* * * * *',
    ({ date }) => {
      if (missed > 0) log?.warn({ missed }, 'minutes went by without a tick');
      missed = 0;
      try {
        onMinute(new Date(Math.floor(date.getTime() / 60_000) * 60_000));
      } catch (error) {
        log?.error({ err: error }, 'the tick of a minute failed');
      }
    },
    { timezone: 'UTC', missedExecutionTolerance: lateAtMostMs },
  );
  task.on('execution:missed', () => {
    missed += 1;
  });
  return { stop: () => void task.destroy() };
}
