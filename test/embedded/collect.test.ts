/** The collect job on a real store: leases, breaker, budgets, gaps, and what is told to whom. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCollect, isDue } from '../../jobs/collect.ts';
import { type PollDeps, pollSource } from '../../jobs/poll-source.ts';
import type { Page, PollContext, Source } from '../../src/source/source.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { SourceTrouble, Store } from '../../src/store/store.ts';
import { aPost } from '../builders.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

const start = new Date('2026-03-02T12:00:00Z');
const minute = 60_000;

let database: FreshDatabase;
let store: Store;
let at = start;
let told: { id: string; trouble: SourceTrouble; message: string }[] = [];
let failures: unknown[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  store = database.store;
});

afterAll(async () => {
  await database.close();
});

let nth = 0;
beforeEach(() => {
  nth += 1;
  at = start;
  told = [];
  failures = [];
});

function deps(holder = 'one'): PollDeps {
  return {
    posts: store.posts,
    sources: store.sources,
    watched: async () => ({ tags: ['example'], hosts: [], accounts: [] }),
    holder,
    clockOf: () => () => at,
    onTrouble: async ({ id }, trouble, message) => void told.push({ id, trouble, message }),
    onFailure: (_source, error) => void failures.push(error),
  };
}

function page(given: Partial<Page> = {}): Page {
  return { posts: [], deletes: [], gaps: [], cursor: 'c', ...given };
}

/** A source of its own platform, so that tests do not see each other's posts. */
function aSource(
  poll: (cursor: unknown, context: PollContext) => AsyncIterable<Page>,
  given: Partial<Source> = {},
): Source {
  return {
    id: `source-${nth}`,
    platform: `p${nth}`,
    everyMinutes: 5,
    coverage: 'platform',
    catchesUp: true,
    ...given,
    poll,
  };
}

function failing(error: Error, given: Partial<Source> = {}): Source {
  return aSource(async function* () {
    yield* [];
    throw error;
  }, given);
}

const signal = new AbortController().signal;

async function gaps() {
  const all = await store.posts.gapsIn({ from: new Date('2026-03-01'), to: new Date('2026-03-09') });
  return all.filter(({ sourceId }) => sourceId === `source-${nth}`);
}

describe('pollSource', () => {
  it('keeps pages with their cursor and goes on from it', async () => {
    const asked: unknown[] = [];
    const source = aSource(async function* (cursor) {
      asked.push(cursor);
      yield page({ posts: [aPost({ platform: `p${nth}` })], cursor: { at: 1 } });
      yield page({ posts: [aPost({ platform: `p${nth}` })], cursor: { at: 2 }, done: true });
    });

    const report = await pollSource(source, deps(), signal);
    await pollSource(source, deps(), signal);

    expect(report).toMatchObject({ outcome: 'read', added: 2 });
    expect(asked).toEqual([undefined, { at: 2 }]);
    expect(await store.sources.state(source.id)).toMatchObject({ platform: `p${nth}`, lastReadAt: start });
  });

  it('keeps what came before a failure, and reads on from there', async () => {
    let broken = true;
    const asked: unknown[] = [];
    const source = aSource(async function* (cursor) {
      asked.push(cursor);
      yield page({ posts: [aPost({ platform: `p${nth}` })], cursor: 'half' });
      if (broken) throw new SourceError('unavailable', 'example.org answered 503');
      yield page({ cursor: 'end' });
    });

    const first = await pollSource(source, deps(), signal);
    broken = false;
    await pollSource(source, deps(), signal);

    expect(first).toMatchObject({ outcome: 'failed', added: 1 });
    expect(asked).toEqual([undefined, 'half']);
    expect((await store.sources.state(source.id))?.trouble).toBeUndefined();
  });

  it('is read by one process at a time, and by the next when that one has died', async () => {
    const source = aSource(async function* () {
      yield page();
    });
    const wall = new Date();
    await store.sources.takeLease(source.id, 'somebody', 60_000, wall);

    const busy = await pollSource(source, deps(), signal);
    await store.sources.takeLease(source.id, 'somebody', -1, wall);
    const after = await pollSource(source, deps(), signal);

    expect(busy.outcome).toBe('busy');
    expect(after.outcome).toBe('read');
  });

  it('asks for a person once, however long a token is refused', async () => {
    const source = failing(new SourceError('credential', 'api.example answered 401'));

    for (let n = 0; n < 3; n += 1) {
      await pollSource(source, deps(), signal);
      at = new Date(at.getTime() + 31 * minute);
    }

    expect(told).toHaveLength(1);
    expect(told[0]?.message).toBe('api.example answered 401');
    expect((await store.sources.state(source.id))?.trouble).toMatchObject({
      kind: 'credential',
      failures: 3,
      since: start,
    });
  });

  it('opens the breaker after five failures in a row and marks the gap until it reads again', async () => {
    let broken = true;
    const source = aSource(
      async function* () {
        if (broken) throw new SourceError('unavailable', 'example.org: no connection');
        yield page();
      },
      { catchesUp: false },
    );
    broken = false;
    await pollSource(source, deps(), signal);
    broken = true;
    for (let n = 0; n < 5; n += 1) {
      at = new Date(at.getTime() + 5 * minute);
      await pollSource(source, deps(), signal);
    }
    const trouble = (await store.sources.state(source.id))?.trouble;
    const whileOpen = await gaps();
    at = new Date(at.getTime() + 10 * minute);
    broken = false;
    await pollSource(source, deps(), signal);

    expect(trouble?.failures).toBe(5);
    expect(trouble?.notBefore?.getTime()).toBeGreaterThan(start.getTime() + 25 * minute);
    // It goes on until the source is asked again, though nobody looks meanwhile.
    expect(whileOpen).toMatchObject([{ from: start, to: trouble?.notBefore, coverage: 'platform' }]);
    expect(told).toHaveLength(1);
    expect(await gaps()).toMatchObject([{ from: start, to: at }]);
    expect((await store.sources.state(source.id))?.trouble).toBeUndefined();
  });

  it('takes the gap back when reading on brings what was missed', async () => {
    let broken = true;
    const source = aSource(async function* () {
      if (broken) throw new SourceError('budget', 'paid for no more', { until: new Date(start.getTime() + minute) });
      yield page();
    });
    await pollSource(source, deps(), signal);
    const whileOpen = await gaps();
    broken = false;
    at = new Date(at.getTime() + 2 * minute);
    await pollSource(source, deps(), signal);

    expect(whileOpen).toHaveLength(1);
    expect(await gaps()).toEqual([]);
  });

  it('does not count waiting for a limit as a failure', async () => {
    const until = new Date(start.getTime() + 15 * minute);
    const source = failing(new SourceError('wait', 'api.example asks to wait', { until }));

    await pollSource(source, deps(), signal);

    expect((await store.sources.state(source.id))?.trouble).toMatchObject({
      kind: 'wait',
      failures: 0,
      notBefore: until,
    });
    expect(told).toEqual([]);
    expect(await gaps()).toEqual([]);
  });

  it('never passes a limit of the purse, whatever two sources of it spend at once', async () => {
    const budget = { key: `purse-${nth}`, limits: [{ unit: 'usd', day: 1, month: 10, zone: 'UTC' }] };
    const spender = (id: string) =>
      aSource(
        async function* (_cursor, context) {
          for (;;) {
            await context.budget.take({ unit: 'usd', amount: 0.25 });
            yield page();
          }
        },
        { id, budget },
      );

    await Promise.all([
      pollSource(spender(`a-${nth}`), deps(), signal),
      pollSource(spender(`b-${nth}`), deps(), signal),
    ]);

    const spent = await store.sources.spent({ purse: budget.key, unit: 'usd', amount: 0, zone: 'UTC' }, at);
    const trouble = (await store.sources.state(`a-${nth}`))?.trouble;
    expect(spent).toEqual({ day: 1, month: 1 });
    expect(trouble).toMatchObject({ kind: 'budget', notBefore: new Date('2026-03-03T00:00:00Z') });
  });

  it('stores no words of an error that is not its own', async () => {
    const source = failing(new Error('connect failed with token s3cret'));

    await pollSource(source, deps(), signal);

    expect(JSON.stringify(await store.sources.state(source.id))).not.toContain('s3cret');
    expect(failures).toHaveLength(1);
  });
});

describe('collect', () => {
  it('does not let a slow source keep the others waiting, nor asks it twice', async () => {
    let polls = 0;
    const slow = aSource(
      async function* (_cursor, context) {
        polls += 1;
        await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
        yield page();
      },
      { id: `slow-${nth}`, everyMinutes: 1 },
    );
    const quick = aSource(async function* () {
      yield page({ posts: [aPost({ platform: `p${nth}` })] });
    });
    const collect = createCollect({
      ...deps(),
      list: [slow, quick],
      states: () => store.posts.sourceStates(),
      patienceMs: 500,
    });

    const first = await collect.job.run({ at }, signal);
    const second = await collect.job.run({ at }, signal);
    await collect.stop();

    expect(first).toMatchObject({ added: 1, reading: 1 });
    expect(second).toMatchObject({ reading: 1 });
    expect(polls).toBe(1);
    expect((await store.sources.state(slow.id))?.trouble).toBeUndefined();
  });

  it('keeps a stream running over its ticks and ends it when the program stops', async () => {
    const stream = aSource(
      async function* (_cursor, context) {
        for (let n = 0; !context.signal.aborted; n += 1) {
          yield page({ posts: [aPost({ platform: `p${nth}` })], cursor: n });
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
      { everyMinutes: 0 },
    );
    const collect = createCollect({ ...deps(), list: [stream], states: () => store.posts.sourceStates() });

    await collect.job.run({ at }, signal);
    while (((await store.sources.state(stream.id))?.posts ?? 0) < 3) await new Promise((r) => setTimeout(r, 5));
    await collect.job.run({ at }, signal);
    await collect.stop();
    const kept = (await store.sources.state(stream.id))?.posts ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect(kept).toBeGreaterThanOrEqual(3);
    expect((await store.sources.state(stream.id))?.posts).toBe(kept);
  });
});

describe('isDue', () => {
  const source = aSource(async function* () {
    yield page();
  });
  const state = { sourceId: 's', cursor: undefined, posts: 0 };

  it('keeps to the pace of a source, a tick that comes a little early included', () => {
    const lastPolledAt = start;
    const after = (ms: number) => new Date(start.getTime() + ms);

    expect(isDue(source, undefined, start)).toBe(true);
    expect(isDue(source, { ...state, lastPolledAt }, after(4 * minute))).toBe(false);
    expect(isDue(source, { ...state, lastPolledAt }, after(5 * minute - 900))).toBe(true);
  });

  it('leaves a source alone until the breaker or a limit lets it be asked', () => {
    const trouble = { kind: 'wait', since: start, failures: 0, notBefore: new Date(start.getTime() + 15 * minute) };

    expect(isDue(source, { ...state, trouble }, new Date(start.getTime() + 14 * minute))).toBe(false);
    expect(isDue(source, { ...state, trouble }, new Date(start.getTime() + 15 * minute))).toBe(true);
  });
});
