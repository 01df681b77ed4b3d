import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTicker, type Ticker } from '../../src/queue/ticker.ts';

describe('the ticker', () => {
  let ticker: Ticker | undefined;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-24T09:39:30.250Z') });
  });

  afterEach(() => {
    ticker?.stop();
    vi.useRealTimers();
  });

  it('says each full minute once', async () => {
    const minutes: string[] = [];
    ticker = startTicker({ onMinute: (at) => minutes.push(at.toISOString()) });

    await vi.advanceTimersByTimeAsync(3 * 60_000);

    expect(minutes).toEqual(['2026-11-24T09:40:00.000Z', '2026-11-24T09:41:00.000Z', '2026-11-24T09:42:00.000Z']);
  });

  it('goes on after a minute that failed, and says so', async () => {
    const logged: string[] = [];
    let calls = 0;
    ticker = startTicker({
      onMinute: () => {
        calls += 1;
        if (calls === 1) throw new Error('no connection');
      },
      log: { warn: (_, message) => logged.push(message), error: (_, message) => logged.push(message) },
    });

    await vi.advanceTimersByTimeAsync(2 * 60_000);

    expect(calls).toBe(2);
    expect(logged).toEqual(['the tick of a minute failed']);
  });

  it('leaves out the minutes the machine slept through, and counts them in the log', async () => {
    const minutes: string[] = [];
    const logged: object[] = [];
    ticker = startTicker({
      onMinute: (at) => minutes.push(at.toISOString()),
      log: { warn: (fields) => logged.push(fields), error: () => undefined },
    });

    vi.setSystemTime(new Date('2026-11-24T09:50:30Z'));
    await vi.advanceTimersByTimeAsync(60_000);

    expect(minutes.at(-1)).toBe('2026-11-24T09:51:00.000Z');
    expect(minutes).not.toContain('2026-11-24T09:45:00.000Z');
    expect(logged).toHaveLength(1);
  });

  it('is silent once stopped', async () => {
    const minutes: Date[] = [];
    startTicker({ onMinute: (at) => minutes.push(at) }).stop();

    await vi.advanceTimersByTimeAsync(5 * 60_000);

    expect(minutes).toEqual([]);
  });
});
