import { describe, expect, it } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import type { Reply } from '../../fakes/web-server.ts';
import { aTime } from '../a-poll.ts';
import { aClient, aServer, errorOf, untilTheEnd as signal } from './a-client.ts';

const fine: Reply = { json: {} };
const inSeconds = (now: Date, seconds: number): string => `${now.getTime() / 1000 + seconds}`;
const untilOf = (error: unknown): Date | undefined => (error instanceof SourceError ? error.until : undefined);

describe('after a 429', () => {
  it.each<[string, (now: Date) => Record<string, string>, number]>([
    ['X', (now) => ({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': inSeconds(now, 900) }), 900],
    ['Bluesky', (now) => ({ 'ratelimit-remaining': '0', 'ratelimit-reset': inSeconds(now, 300) }), 300],
    [
      'Mastodon',
      (now) => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': new Date(now.getTime() + 240_000).toISOString() }),
      240,
    ],
    ['Reddit', () => ({ 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '342' }), 342],
    ['retry-after', () => ({ 'retry-after': '77' }), 77],
    ['retry-after before the reset', () => ({ 'retry-after': '30', 'ratelimit-reset': '600' }), 30],
    ['no word', () => ({}), 60],
    [
      'a reset in the past',
      (now) => ({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': inSeconds(now, -10) }),
      60,
    ],
    [
      'a reset in ten days',
      (now) => ({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': inSeconds(now, 864_000) }),
      60,
    ],
    ['requests left', (now) => ({ 'x-rate-limit-remaining': '400', 'x-rate-limit-reset': inSeconds(now, 900) }), 10],
  ])('says until when: %s', async (_, headers, seconds) => {
    const http = aClient({ patienceMs: 0 });
    const server = await aServer(() => ({ status: 429, headers: headers(http.now()) }));

    const error = await errorOf(http.request({ url: server.url, signal }));

    expect(error).toMatchObject({ kind: 'wait', status: 429, message: `${new URL(server.url).host} answered 429` });
    expect(untilOf(error)).toEqual(new Date(http.now().getTime() + seconds * 1000));
  });

  it('asks nothing before the time, and then goes on', async () => {
    const http = aClient();
    const server = await aServer(({ n }) => (n === 1 ? { status: 429, headers: { 'retry-after': '600' } } : fine));
    const first = await errorOf(http.request({ url: server.url, signal }));

    http.advance(500_000);
    const second = await errorOf(http.request({ url: `${server.url}/other`, signal }));
    http.advance(100_000);
    const third = await http.request({ url: server.url, signal });

    expect(second).toMatchObject({
      kind: 'wait',
      until: untilOf(first),
      message: expect.stringMatching(/^the limit of 127/),
    });
    expect(third.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it('sleeps through a short limit once', async () => {
    const http = aClient();
    const server = await aServer(({ n }) => (n === 1 ? { status: 429, headers: { 'retry-after': '5' } } : fine));

    const answer = await http.request({ url: server.url, signal, retries: 0 });

    expect(answer.status).toBe(200);
    expect(http.sleeps).toEqual([5000]);
  });

  it('does not sleep for ever where each wait is short', async () => {
    const http = aClient();
    const server = await aServer(() => ({ status: 429, headers: { 'retry-after': '5' } }));

    const error = await errorOf(http.request({ url: server.url, signal }));

    expect(error).toMatchObject({ kind: 'wait' });
    expect(server.requests).toHaveLength(2);
  });

  it('doubles the wait where no time is named, up to a quarter of an hour, and begins anew after an answer', async () => {
    const http = aClient();
    let limited = true;
    const server = await aServer(() => (limited ? { status: 429 } : fine));
    const waits: number[] = [];
    const askAndWait = async (): Promise<void> => {
      const until = untilOf(await errorOf(http.request({ url: server.url, signal })));
      const waitMs = (until?.getTime() ?? 0) - http.now().getTime();
      waits.push(waitMs / 1000);
      http.advance(waitMs);
    };

    for (let i = 0; i < 6; i += 1) await askAndWait();
    limited = false;
    await http.request({ url: server.url, signal });
    limited = true;
    await askAndWait();

    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 60]);
  });

  it('counts refusals of requests that were under way together as one', async () => {
    const http = aClient();
    const server = await aServer(() => ({ status: 429 }));

    const errors = await Promise.all([1, 2, 3].map(() => errorOf(http.request({ url: server.url, signal }))));

    expect(errors.map((error) => (untilOf(error)?.getTime() ?? 0) - http.now().getTime())).toEqual([
      60_000, 60_000, 60_000,
    ]);
  });

  it('lets other credentials and other hosts go on', async () => {
    const http = aClient();
    const limited = await aServer(({ headers }) => (headers['x-who'] === 'a' ? { status: 429 } : fine));
    const other = await aServer(() => fine);
    const ask = (url: string, who: string) => http.request({ url, signal, purse: who, headers: { 'x-who': who } });

    await errorOf(ask(limited.url, 'a'));

    expect((await ask(limited.url, 'b')).status).toBe(200);
    expect((await ask(other.url, 'a')).status).toBe(200);
    expect(await errorOf(ask(limited.url, 'a'))).toMatchObject({ kind: 'wait' });
  });
});

describe('a limit that is told', () => {
  it('makes the next request wait for the reset without asking', async () => {
    const http = aClient();
    const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': inSeconds(http.now(), 12) };
    const server = await aServer(({ n }) => (n === 1 ? { ...fine, headers } : fine));

    await http.request({ url: server.url, signal });
    await http.request({ url: server.url, signal });

    expect(http.sleeps).toEqual([12_000]);
  });

  it('is thrown where the reset is far, and the server is not asked', async () => {
    const http = aClient();
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '300' };
    const server = await aServer(() => ({ ...fine, headers }));

    await http.request({ url: server.url, signal });
    const error = await errorOf(http.request({ url: server.url, signal }));

    expect(error).toMatchObject({ kind: 'wait', until: new Date(http.now().getTime() + 300_000) });
    expect(server.requests).toHaveLength(1);
  });

  it('stops nobody when nothing is left and no reset is told', async () => {
    const http = aClient();
    const server = await aServer(() => ({ ...fine, headers: { 'x-ratelimit-remaining': '0' } }));

    await http.request({ url: server.url, signal });
    await http.request({ url: server.url, signal });

    expect(server.requests).toHaveLength(2);
    expect(http.sleeps).toEqual([]);
  });

  it('lets one of two go that ask at once when one is left', async () => {
    const http = aClient();
    const reset = inSeconds(http.now(), 600);
    const left = (n: number): Reply => ({
      ...fine,
      headers: { 'ratelimit-remaining': `${n}`, 'ratelimit-reset': reset },
    });
    const server = await aServer(({ n }) => left(Math.max(0, 2 - n)));
    await http.request({ url: server.url, signal });

    const both = await Promise.allSettled([1, 2].map(() => http.request({ url: server.url, signal })));

    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { kind: 'wait' } });
    expect(server.requests).toHaveLength(2);
  });

  it('never sends more than the platform allows, however many ask at once', async () => {
    const http = aClient();
    const allowed = 5;
    const reset = inSeconds(http.now(), 600);
    const server = await aServer(({ n }) =>
      n > allowed
        ? { status: 429 }
        : { ...fine, headers: { 'ratelimit-remaining': `${allowed - n}`, 'ratelimit-reset': reset } },
    );
    await http.request({ url: server.url, signal });

    const all = await Promise.allSettled(Array.from({ length: 12 }, () => http.request({ url: server.url, signal })));

    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(allowed - 1);
    expect(server.requests).toHaveLength(allowed);
  });

  it('counts on where an answer does not repeat it', async () => {
    const http = aClient();
    const headers = { 'ratelimit-remaining': '2', 'ratelimit-reset': '600' };
    const server = await aServer(({ n }) => (n === 1 ? { ...fine, headers } : fine));
    const ask = () => http.request({ url: server.url, signal });

    await ask();
    await ask();
    await ask();

    expect(await errorOf(ask())).toMatchObject({ kind: 'wait' });
  });
});

describe('spacing', () => {
  it('keeps requests apart, one at a time', async () => {
    const http = aClient();
    let running = 0;
    let most = 0;
    const server = await aServer(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return fine;
    });

    await Promise.all([1, 2, 3].map(() => http.request({ url: server.url, signal, spacingMs: 5000 })));

    expect(most).toBe(1);
    expect(http.sleeps).toEqual([5000, 5000]);
  });

  it('is over when time has passed, and no longer than itself when the clock was set back', async () => {
    const http = aClient();
    const server = await aServer(() => fine);
    const ask = () => http.request({ url: server.url, signal, spacingMs: 5000 });

    await ask();
    http.advance(4000);
    await ask();
    http.advance(9000);
    await ask();
    http.advance(-3_600_000);
    await ask();

    expect(http.sleeps).toEqual([1000, 5000]);
  });
});

describe('abort while waiting', () => {
  it('ends a request that stands behind others at once, and gives its turn on', async () => {
    const http = aClient();
    const controller = new AbortController();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await aServer(async ({ n }) => {
      if (n === 1) await held;
      return fine;
    });
    const ask = (by: AbortSignal) => http.request({ url: server.url, signal: by, spacingMs: 1000 });
    const first = ask(signal);
    const [next, behind] = [ask(controller.signal), ask(controller.signal)].map(errorOf);
    const last = ask(signal);

    const reason = new Error('enough');
    controller.abort(reason);

    expect(await behind).toBe(reason);
    expect(await next).toBe(reason);
    release();
    expect((await first).status).toBe(200);
    expect((await last).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it('ends a request behind one that waits for longer', async () => {
    const controller = new AbortController();
    const http = createHttp(
      { userAgent: 'Tocsin', clock: () => aTime },
      {
        random: () => 0,
        sleep: (_, by) => new Promise((_resolve, reject) => by.addEventListener('abort', () => reject(by.reason))),
      },
    );
    const server = await aServer(() => fine);
    const ask = (by: AbortSignal) => http.request({ url: server.url, signal: by, spacingMs: 1000 });
    await ask(signal);
    const asleep = new AbortController();
    const sleeper = errorOf(ask(asleep.signal));
    const behind = errorOf(ask(controller.signal));

    const reason = new Error('enough');
    controller.abort(reason);

    expect(await behind).toBe(reason);
    asleep.abort(reason);
    expect(await sleeper).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});
