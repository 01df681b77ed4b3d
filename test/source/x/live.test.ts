import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../src/source/source-error.ts';
import { createLive, type LiveStep, type LiveTimings, usualTimings, waitMs } from '../../../src/source/x/live.ts';
import { readLines } from '../../../src/source/x/stream-lines.ts';
import { type AnX, anX } from './an-x.ts';

/** No test waits: each failure has its own length, so that it can be told apart. */
const quickTimings: LiveTimings = {
  ...usualTimings,
  silenceMs: 4_000,
  networkStepMs: 1,
  networkMostMs: 3,
  httpFirstMs: 2,
  httpMostMs: 4,
  limitFirstMs: 2,
  limitMostMs: 4,
  patienceMs: 1_000,
};

const call = { limit: 'stream', path: '/2/activity/stream' };

/** Reads until so many steps came, and does something at each. */
async function read(
  x: AnX,
  most: number,
  at: (n: number, step: LiveStep) => void,
  timings: LiveTimings = quickTimings,
): Promise<{ readonly steps: readonly LiveStep[]; readonly error: unknown }> {
  const steps: LiveStep[] = [];
  try {
    for await (const step of createLive(x.api, timings).read(call, x.context())) {
      steps.push(step);
      if (steps.length >= most) break;
      at(steps.length, step);
    }
  } catch (error) {
    return { steps, error };
  }
  return { steps, error: undefined };
}

const kinds = (steps: readonly LiveStep[]): readonly string[] => steps.map(({ step }) => step);

describe('the waiting times of X', () => {
  it('grow by 250 ms to 16 s when the connection is lost', () => {
    expect([0, 1, 2, 63, 1000].map((n) => waitMs('network', n, usualTimings))).toEqual([250, 500, 750, 16_000, 16_000]);
  });

  it('double from 5 s to 320 s after an HTTP error', () => {
    expect([0, 1, 2, 6, 7, 1000].map((n) => waitMs('http', n, usualTimings))).toEqual([
      5000, 10_000, 20_000, 320_000, 320_000, 320_000,
    ]);
  });

  it('double from a minute after 429', () => {
    expect([0, 1, 2].map((n) => waitMs('limit', n, usualTimings))).toEqual([60_000, 120_000, 240_000]);
  });

  it('never shrink', () => {
    fc.assert(
      fc.property(fc.constantFrom('network', 'http', 'limit'), fc.nat(2000), (kind, n) => {
        return waitMs(kind, n + 1, usualTimings) >= waitMs(kind, n, usualTimings);
      }),
    );
  });
});

describe('a stream of X', () => {
  it('is connected again when X ends it', async () => {
    const x = await anX();

    const { steps } = await read(x, 5, (n) => {
      if (n === 1 || n === 4) x.server.send({ data: { n } });
      if (n === 2) x.server.endStreams();
      if (n === 3) x.server.sendText('\r\n');
    });

    expect(kinds(steps)).toEqual(['connected', 'items', 'connected', 'items', 'items']);
  });

  it('is connected again when nothing comes, not even a sign of life', async () => {
    const x = await anX();
    x.server.faults.connections = 10;

    const { steps } = await read(x, 2, () => undefined, { ...quickTimings, silenceMs: 30 });

    expect(kinds(steps)).toEqual(['connected', 'connected']);
    expect(x.server.asked(call.path).length).toBeGreaterThanOrEqual(2);
  });

  it('is held while there are signs of life', async () => {
    const x = await anX();

    const { steps } = await read(x, 6, () => x.server.sendText('\r\n'));

    expect(kinds(steps)).toEqual(['connected', 'items', 'items', 'items', 'items', 'items']);
    expect(x.server.asked(call.path)).toHaveLength(1);
  });

  it('waits while X believes that the last connection is still there', async () => {
    const x = await anX();
    x.server.faults.ghosts = 1;

    const { steps, error } = await read(x, 1, () => undefined);

    expect(error).toBeUndefined();
    expect(kinds(steps)).toEqual(['connected']);
    expect(x.server.asked(call.path)).toHaveLength(2);
  });

  it('tells how long to wait when X goes on believing it', async () => {
    const x = await anX();
    x.server.faults.ghosts = 100;

    const { error } = await read(x, 1, () => undefined);

    expect(error).toMatchObject({ kind: 'wait', status: 429 });
    expect(error instanceof SourceError && error.until !== undefined && error.until > x.now()).toBe(true);
  });

  it('tells that X is not there after waiting long enough, and for how long to wait now', async () => {
    const x = await anX();
    x.server.faults.instead = () => ({ status: 503, text: 'busy' });

    const { error } = await read(x, 1, () => undefined, { ...quickTimings, patienceMs: 7 });

    expect(error).toMatchObject({ kind: 'unavailable', status: 503, until: new Date(x.now().getTime() + 4) });
    expect(x.server.asked(call.path)).toHaveLength(3);
  });

  it('does not ask faster in the next poll than in the last', async () => {
    const x = await anX();
    const live = createLive(x.api, { ...quickTimings, patienceMs: 0 });
    x.server.faults.instead = () => ({ status: 503, text: 'busy' });
    const untils: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const error = await live
        .read(call, x.context())
        .next()
        .catch((thrown: unknown) => thrown);
      if (error instanceof SourceError) untils.push((error.until?.getTime() ?? 0) - x.now().getTime());
    }

    expect(untils).toEqual([2, 4, 4]);
  });

  it.each([
    [401, 'credential'],
    [402, 'budget'],
    [400, 'refused'],
  ])('is not tried again after %i', async (status, kind) => {
    const x = await anX();
    x.server.faults.instead = () => ({ status, json: { title: 'no' } });

    const { error } = await read(x, 1, () => undefined);

    expect(error).toMatchObject({ kind });
    expect(x.server.asked(call.path)).toHaveLength(1);
  });

  it('is connected again after a disconnect for operational reasons', async () => {
    const x = await anX();
    const title = 'operational-disconnect';

    const { steps } = await read(x, 3, (n) => {
      if (n === 1) x.server.sendText('\r\n');
      if (n === 2) x.server.send({ errors: [{ title, disconnect_type: 'UpstreamOperationalDisconnect' }] });
      if (n === 2) x.server.endStreams();
    });

    expect(kinds(steps)).toEqual(['connected', 'items', 'connected']);
  });

  it('ends when the credits are gone', async () => {
    const x = await anX();

    const { error } = await read(x, 5, () => x.server.send({ errors: [{ title: 'CreditsDepleted' }] }));

    expect(error).toMatchObject({ kind: 'budget', until: new Date('2026-03-03T00:00:00Z') });
  });

  it('ends at once when it is told to', async () => {
    const x = await anX();
    const end = new AbortController();
    const reason = new Error('stop');
    const steps = createLive(x.api, usualTimings).read(call, x.context({ signal: end.signal }));
    await steps.next();

    const next = steps.next();
    end.abort(reason);

    await expect(next).rejects.toBe(reason);
  });
});

describe('the lines of a stream', () => {
  async function* cut(text: string, at: readonly number[]): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    const ends = [...new Set(at.map((one) => one % (bytes.length + 1)))].sort((a, b) => a - b);
    let from = 0;
    for (const end of [...ends, bytes.length]) {
      yield bytes.subarray(from, end);
      from = end;
    }
  }

  async function all(chunks: AsyncIterable<Uint8Array>) {
    const items: unknown[] = [];
    let broken = 0;
    for await (const lines of readLines(chunks)) {
      items.push(...lines.items);
      broken += lines.broken;
    }
    return { items, broken };
  }

  it('are whole however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 20 }), async (at) => {
        const given = [{ text: 'Straße 🏮' }, { n: 2 }, { data: { id: '7' } }];
        const text = given.map((item) => `${JSON.stringify(item)}\r\n\r\n`).join('');

        expect(await all(cut(text, at))).toEqual({ items: given, broken: 0 });
      }),
    );
  });

  it('cost themselves only where they are broken', async () => {
    const text = '{"n":1}\r\n{"n":2,"text":"cut in the mid\r\n\r\n{"n":3}\r\n{"n":4';

    expect(await all(cut(text, []))).toEqual({ items: [{ n: 1 }, { n: 3 }], broken: 1 });
  });

  it('that never end are given up', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(1_000_000, 'x');
    }

    await expect(all(endless())).rejects.toMatchObject({ kind: 'garbage' });
  });
});
