import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createSeen } from '../../src/app/chats.ts';
import { sampleClock } from '../../src/app/clock.ts';
import { createWaiting, playSample } from '../../src/app/play-sample.ts';
import { createSampleSource } from '../../src/source/sample/sample-source.ts';

const from = new Date('2026-03-02T08:00:00Z');
const end = new Date('2026-03-02T10:00:00Z');
const log = pino({ level: 'silent' });

describe('sampleClock', () => {
  it('moves in steps and stands at the end', () => {
    const clock = sampleClock(from, end);

    expect(clock.now()).toEqual(from);
    clock.advance(3_600_000);
    expect(clock.now().toISOString()).toBe('2026-03-02T09:00:00.000Z');
    clock.advance(36_000_000);
    expect(clock.now()).toEqual(end);
  });
});

describe('playSample', () => {
  const sample = (clock = sampleClock(from, end)) => ({
    source: createSampleSource({ seed: 'test' }),
    clock,
    stepMs: 1_800_000,
    tickMs: 0,
    start: from,
    end,
    watchedTags: [],
  });

  it('runs the jobs in their order at every step, the last one included', async () => {
    const ran: string[] = [];
    const played = sample();
    await playSample({
      sample: played,
      run: async (job) => void ran.push(`${played.clock.now().toISOString().slice(11, 16)} ${job}`),
      signal: new AbortController().signal,
      log,
    });

    expect(ran.slice(0, 5)).toEqual(['08:00 collect', '08:00 detect', '08:00 digest', '08:00 notify', '08:30 collect']);
    expect(ran.at(-1)).toBe('10:00 notify');
  });

  it('leaves at once when told to, even while a job hangs', async () => {
    const leaving = new AbortController();
    const waiting = createWaiting({ enqueue: async () => {}, isIdle: async () => false });
    const playing = playSample({
      sample: sample(),
      run: (job, left) => waiting.run(job, left),
      signal: leaving.signal,
      log,
    });
    leaving.abort();

    await expect(playing).resolves.toBeUndefined();
  });

  it('goes on when another process ran the job', async () => {
    const waiting = createWaiting({ enqueue: async () => {}, isIdle: async () => true, lookMs: 1 });

    await expect(waiting.run('collect', new AbortController().signal)).resolves.toBeUndefined();
  });

  it('waits for its own run while the queue is busy or does not answer', async () => {
    const looks = [async () => false, () => Promise.reject(new Error('away')), async () => false];
    const ran: string[] = [];
    const waiting = createWaiting({
      enqueue: async () => {},
      isIdle: () => {
        const look = looks.shift();
        if (look !== undefined) return look();
        ran.push('own run');
        waiting.note('collect');
        return Promise.resolve(false);
      },
      lookMs: 1,
    });

    await waiting.run('collect', new AbortController().signal);

    expect(ran).toEqual(['own run']);
  });
});

describe('createSeen', () => {
  it('knows a key for an hour', async () => {
    let wall = 0;
    const seen = createSeen(() => wall);

    expect(await seen('a')).toBe(false);
    expect(await seen('a')).toBe(true);
    wall = 3_600_001;
    expect(await seen('b')).toBe(false);
    expect(await seen('a')).toBe(false);
  });
});
