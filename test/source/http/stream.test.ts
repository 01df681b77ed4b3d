import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aClient, aServer, errorOf, untilTheEnd as signal } from './a-client.ts';

afterEach(() => {
  vi.useRealTimers();
});

const reason = new Error('stopped by a person');

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += Buffer.from(chunk).toString();
  return text;
}

/** Writes what it is given, tells when the client is gone. */
function aStream(begin: (response: ServerResponse) => void): {
  readonly reply: { readonly stream: (response: ServerResponse) => void };
  readonly gone: Promise<void>;
} {
  let tell = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const stream = (response: ServerResponse): void => {
    response.on('close', tell);
    begin(response);
  };
  return { reply: { stream }, gone };
}

describe('a stream', () => {
  it('gives chunks as they come, to the end', async () => {
    const server = await aServer(() => ({ text: 'one\ntwo\n', dripMs: 1 }));

    const stream = await aClient().stream({ url: server.url, signal });

    expect(stream.status).toBe(200);
    expect(await textOf(stream.chunks)).toBe('one\ntwo\n');
  });

  it('may last for as long as something comes, and gives the reader all the time it needs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let response: ServerResponse | undefined;
    const { reply } = aStream((opened) => {
      response = opened;
      opened.write('x');
    });
    const server = await aServer(() => reply);
    const stream = await aClient().stream({ url: server.url, signal });
    let text = '';

    for await (const chunk of stream.chunks) {
      text += Buffer.from(chunk).toString();
      vi.advanceTimersByTime(100_000);
      // By then the stream waits for its next chunk, which comes just in time.
      setImmediate(() => {
        vi.advanceTimersByTime(29_000);
        if (text.length < 5) response?.write('x');
        else response?.end();
      });
    }

    expect(text).toBe('xxxxx');
  });

  it('is unavailable when nothing comes for that time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { reply, gone } = aStream((response) => response.write('first'));
    const server = await aServer(() => reply);
    const stream = await aClient().stream({ url: server.url, signal });
    const read = async (): Promise<void> => {
      for await (const chunk of stream.chunks) {
        expect(Buffer.from(chunk).toString()).toBe('first');
        setImmediate(() => vi.advanceTimersByTime(30_000));
      }
    };

    expect(await errorOf(read())).toMatchObject({
      kind: 'unavailable',
      message: `${new URL(server.url).host}: no answer within 30 s`,
    });
    await gone;
  });

  it('is unavailable when no headers come in time', async () => {
    const server = await aServer(() => ({ hang: true }));

    expect(await errorOf(aClient().stream({ url: server.url, signal, timeoutMs: 40 }))).toMatchObject({
      kind: 'unavailable',
    });
  });

  it('is unavailable when it is cut', async () => {
    const server = await aServer(() => ({ text: 'x'.repeat(100), cutAfter: 40 }));
    const stream = await aClient().stream({ url: server.url, signal });

    expect(await errorOf(textOf(stream.chunks))).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('the answer was cut off'),
    });
  });

  it('tells refusals as requests do', async () => {
    const server = await aServer(() => ({ status: 401, text: 'no' }));

    expect(await errorOf(aClient().stream({ url: server.url, signal }))).toMatchObject({
      kind: 'credential',
      answer: 'no',
    });
  });

  it('closes its connection when the reader stops', async () => {
    const { reply, gone } = aStream((response) => response.write('first'));
    const server = await aServer(() => reply);
    const stream = await aClient().stream({ url: server.url, signal });

    for await (const chunk of stream.chunks) {
      expect(Buffer.from(chunk).toString()).toBe('first');
      break;
    }

    await gone;
  });

  it('throws the reason of an abort, and closes its connection', async () => {
    const controller = new AbortController();
    const { reply, gone } = aStream((response) => response.write('first'));
    const server = await aServer(() => reply);
    const stream = await aClient().stream({ url: server.url, signal: controller.signal });
    const read = async (): Promise<void> => {
      for await (const chunk of stream.chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        controller.abort(reason);
      }
    };

    expect(await errorOf(read())).toBe(reason);
    await gone;
  });

  it('closes its connection on abort though nobody reads it', async () => {
    const controller = new AbortController();
    const { reply, gone } = aStream((response) => response.write('first'));
    const server = await aServer(() => reply);
    await aClient().stream({ url: server.url, signal: controller.signal });

    controller.abort(reason);

    await gone;
    expect(server.requests).toHaveLength(1);
  });

  it('does not hold up requests beside it where a limit is told', async () => {
    const http = aClient();
    const headers = { 'ratelimit-remaining': '1', 'ratelimit-reset': '600' };
    const { reply } = aStream((response) => response.write('first'));
    const server = await aServer(({ n }) => (n === 1 ? { ...reply, headers } : { json: {} }));
    const stream = await http.stream({ url: server.url, signal });

    expect((await http.request({ url: server.url, signal })).status).toBe(200);
    for await (const chunk of stream.chunks) {
      expect(chunk.length).toBe(5);
      break;
    }
  });
});
