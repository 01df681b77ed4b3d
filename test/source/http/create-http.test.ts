import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { aClient, aServer, errorOf, untilTheEnd as signal } from './a-client.ts';

const hostOf = (url: string): string => new URL(url).host;

/** A server that speaks TCP and nothing else, for what no HTTP server would send. */
async function aSocketServer(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => talk(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a request', () => {
  it('sends its headers, its own name, and a body as JSON', async () => {
    const server = await aServer(() => ({ json: { ok: true } }));

    const answer = await aClient().request({
      url: `${server.url}/v1/things?a=b%20c`,
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'X-Extra': '1' },
      body: { query: '#tag' },
      signal,
    });

    expect(answer.json()).toEqual({ ok: true });
    const [exchange] = server.requests;
    expect(exchange).toMatchObject({ method: 'POST', path: '/v1/things', body: '{"query":"#tag"}' });
    expect(exchange?.query.get('a')).toBe('b c');
    expect(exchange?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'x-extra': '1',
      'content-type': 'application/json',
      'user-agent': 'Tocsin/1.0 (+https://desk.example.org)',
    });
  });

  it('takes a name and a password out of the address', async () => {
    const server = await aServer(() => ({ text: 'fine' }));
    const address = server.url.replace('http://', 'http://desk:pass%20word@');

    const answer = await aClient().request({ url: address, signal });

    expect(answer.text()).toBe('fine');
    expect(server.requests[0]?.headers['authorization']).toBe(`Basic ${btoa('desk:pass word')}`);
  });

  it('takes a password as it stands where it is not encoded', async () => {
    const server = await aServer(() => ({ text: 'fine' }));

    await aClient().request({ url: server.url.replace('http://', 'http://desk:100%@'), signal });

    expect(server.requests[0]?.headers['authorization']).toBe(`Basic ${btoa('desk:100%')}`);
  });

  it('answers with the status where it is accepted', async () => {
    const server = await aServer(() => ({ status: 304, headers: { etag: '"1"' } }));

    const answer = await aClient().request({ url: server.url, signal, accept: [304] });

    expect(answer.status).toBe(304);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.bytes).toHaveLength(0);
  });

  it('refuses what is no web address, without repeating it', async () => {
    for (const url of ['', 'feeds.example.org/rss?key=k1', 'file:///etc/passwd', 'ftp://x.example/']) {
      expect(await errorOf(aClient().request({ url, signal }))).toMatchObject({
        kind: 'refused',
        message: 'an address that is none',
      });
    }
  });

  it('tells a token that cannot be sent without repeating it', async () => {
    const error = await errorOf(
      aClient().request({ url: 'http://127.0.0.1:1/', headers: { authorization: 'Bearer geh\neim' }, signal }),
    );

    expect(error).toMatchObject({ kind: 'credential' });
    expect(inspect(error)).not.toContain('geh');
  });
});

describe('statuses', () => {
  it.each([
    [400, 'refused'],
    [401, 'credential'],
    [402, 'budget'],
    [403, 'credential'],
    [404, 'refused'],
    [408, 'unavailable'],
    [410, 'refused'],
    [422, 'refused'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [599, 'unavailable'],
    [304, 'refused'],
  ])('%i is %s', async (status, kind) => {
    const server = await aServer(() => ({ status, text: status === 304 ? '' : 'no' }));

    const error = await errorOf(aClient().request({ url: `${server.url}/a/b?token=t1`, signal, retries: 0 }));

    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ kind, status, message: `${hostOf(server.url)} answered ${status}` });
  });

  it('keeps the beginning of what was said for the source, without the token that it repeats', async () => {
    const server = await aServer(() => ({
      status: 400,
      text: `bad: Bearer s3cr3t-t0ken, s3cr3t-t0ken ${'x'.repeat(9000)}`,
    }));

    const error = await errorOf(
      aClient().request({ url: server.url, headers: { authorization: 'Bearer s3cr3t-t0ken' }, signal }),
    );

    expect(error).toMatchObject({ answer: expect.stringMatching(/^bad: …, … x+$/) });
    expect(inspect(error, { depth: 9, maxStringLength: null })).not.toContain('s3cr3t');
    expect(error instanceof SourceError && (error.answer?.length ?? 0) <= 4000).toBe(true);
  });

  it('knows the status though its text is cut', async () => {
    const server = await aServer(() => ({ status: 404, text: 'a long text', cutAfter: 3 }));

    expect(await errorOf(aClient().request({ url: server.url, signal }))).toMatchObject({ status: 404 });
  });
});

describe('retries', () => {
  it('asks again after 5xx with full jitter, and takes the answer', async () => {
    const http = aClient({ random: 0.5 });
    const server = await aServer(({ n }) => (n < 3 ? { status: 503 } : { json: [1] }));

    const answer = await http.request({ url: server.url, signal });

    expect(answer.json()).toEqual([1]);
    expect(http.sleeps).toEqual([250, 500]);
  });

  it('gives up after two more, or after none where each call is paid for', async () => {
    const http = aClient();
    const server = await aServer(() => ({ status: 500 }));

    await errorOf(http.request({ url: server.url, signal }));
    expect(server.requests).toHaveLength(3);

    await errorOf(http.request({ url: server.url, signal, retries: 0 }));
    expect(server.requests).toHaveLength(4);
  });

  it('asks again after a connection that broke', async () => {
    const http = aClient();
    const server = await aServer(({ n }) => ({
      json: { long: 'x'.repeat(200) },
      ...(n === 1 ? { cutAfter: 50 } : {}),
    }));

    expect((await http.request({ url: server.url, signal })).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  it('does not ask again where the answer would be the same', async () => {
    const server = await aServer(() => ({ status: 404 }));

    await errorOf(aClient().request({ url: server.url, signal }));

    expect(server.requests).toHaveLength(1);
  });

  it('waits as a 503 asks for, and says until when where that is long', async () => {
    const http = aClient();
    const server = await aServer(({ n }) => ({ status: 503, headers: { 'retry-after': n === 1 ? '7' : '300' } }));

    const error = await errorOf(http.request({ url: server.url, signal }));

    expect(http.sleeps).toEqual([7000]);
    expect(error).toMatchObject({ kind: 'unavailable', until: new Date(http.now().getTime() + 300_000) });
    expect(server.requests).toHaveLength(2);
  });
});

describe('the network', () => {
  it('names a connection that is refused, and no query', async () => {
    const server = await aServer(() => ({}));
    await server.close();

    const error = await errorOf(aClient().request({ url: `${server.url}/rss?key=k3y`, signal }));

    expect(error).toMatchObject({
      kind: 'unavailable',
      message: `${hostOf(server.url)}/rss: no connection (ECONNREFUSED)`,
    });
    expect(inspect(error, { depth: 9 })).not.toContain('k3y');
  });

  it('names a host that does not exist', async () => {
    const error = await errorOf(aClient().request({ url: 'http://feeds.invalid/rss', signal, retries: 0 }));

    expect(error).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/^feeds\.invalid\/rss: no connection \(E/),
    });
  });

  it('names a connection without TLS behind https', async () => {
    const url = await aSocketServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));

    const error = await errorOf(aClient().request({ url: url.replace('http:', 'https:'), signal, retries: 0 }));

    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('no safe connection') });
  });

  it('leaves parts of a path out that may be keys', async () => {
    const server = await aServer(() => ({}));
    await server.close();

    const error = await errorOf(aClient().request({ url: `${server.url}/feeds/a8Fk29xLq0Zz81Pw77Qe/rss`, signal }));

    expect(error).toMatchObject({ message: expect.stringContaining('/feeds/…/rss: ') });
  });

  it('is unavailable where the other side hangs up, or speaks no HTTP', async () => {
    const silent = await aSocketServer((socket) => socket.destroy());
    const strange = await aSocketServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));

    for (const url of [silent, strange]) {
      expect(await errorOf(aClient().request({ url, signal, retries: 1 }))).toMatchObject({ kind: 'unavailable' });
    }
  });

  it('is unavailable where the body is cut, also by a length that promises more', async () => {
    const server = await aServer(() => ({ text: 'x'.repeat(1000), cutAfter: 100 }));
    const liar = await aSocketServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort'));

    for (const url of [server.url, liar]) {
      expect(await errorOf(aClient().request({ url: `${url}/x`, signal }))).toMatchObject({
        kind: 'unavailable',
        message: expect.stringMatching(/\/x: the answer was cut off/),
      });
    }
  });
});

describe('time', () => {
  it('bounds a server that never answers, and does not try again', async () => {
    const server = await aServer(() => ({ hang: true }));

    const error = await errorOf(aClient().request({ url: server.url, signal, timeoutMs: 40 }));

    expect(error).toMatchObject({ kind: 'unavailable', message: `${hostOf(server.url)}: no answer within 0.04 s` });
    expect(server.requests).toHaveLength(1);
  });

  it('bounds a server that answers byte by byte', async () => {
    const server = await aServer(() => ({ text: 'x'.repeat(1000), dripMs: 2 }));

    const error = await errorOf(aClient().request({ url: server.url, signal, timeoutMs: 60 }));

    expect(error).toMatchObject({ kind: 'unavailable' });
  });

  it('bounds the text of an error as well', async () => {
    const server = await aServer(() => ({ status: 400, text: 'x'.repeat(1000), dripMs: 5 }));

    const error = await errorOf(aClient().request({ url: server.url, signal, timeoutMs: 250 }));

    expect(error).toMatchObject({ kind: 'refused', status: 400 });
  });

  it('bounds a chain of redirects as a whole', async () => {
    const server = await aServer(({ path }) =>
      path === '/end' ? { hang: true } : { status: 302, headers: { location: '/end' } },
    );

    expect(await errorOf(aClient().request({ url: server.url, signal, timeoutMs: 60 }))).toMatchObject({
      kind: 'unavailable',
    });
  });
});

describe('size', () => {
  const maxBytes = 1000;

  it('takes what is as large as allowed', async () => {
    const server = await aServer(() => ({ text: 'x'.repeat(1000) }));

    expect((await aClient().request({ url: server.url, signal, maxBytes })).bytes).toHaveLength(1000);
  });

  it('refuses a larger answer, whether or not its length is told', async () => {
    const told = await aServer(() => ({ text: 'x'.repeat(1001), headers: { 'content-length': '1001' } }));
    const untold = await aServer(() => ({
      stream: (response) => {
        response.on('error', () => undefined);
        const more = (): void =>
          void response.write('x'.repeat(300), (error) => (error instanceof Error ? undefined : more()));
        more();
      },
    }));

    for (const { url } of [told, untold]) {
      expect(await errorOf(aClient().request({ url, signal, maxBytes }))).toMatchObject({
        kind: 'garbage',
        message: `${hostOf(url)}: the answer is larger than 1000 bytes`,
      });
    }
  });

  it('counts what comes out of a compressed answer', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const server = await aServer(() => ({ bytes: bomb, headers: { 'content-encoding': 'gzip' } }));

    const error = await errorOf(aClient().request({ url: server.url, signal, maxBytes: 2_000_000 }));

    expect(bomb.length).toBeLessThan(10_000);
    expect(error).toMatchObject({ kind: 'garbage', message: expect.stringContaining('larger than 2 MB') });
  });

  it('reads compressed answers, and tells broken ones', async () => {
    const server = await aServer(({ path }) => {
      if (path === '/br') return { bytes: brotliCompressSync('{"a":1}'), headers: { 'content-encoding': 'br' } };
      return { bytes: Buffer.from('this is no gzip'), headers: { 'content-encoding': 'gzip' } };
    });

    expect((await aClient().request({ url: `${server.url}/br`, signal })).json()).toEqual({ a: 1 });
    expect(await errorOf(aClient().request({ url: `${server.url}/gz`, signal }))).toMatchObject({ kind: 'garbage' });
  });
});

describe('redirects', () => {
  const headers = { authorization: 'Bearer s3cr3t', 'x-api-key': 'k3y', cookie: 'c=1', accept: 'text/xml' };

  it('are followed with everything on the same host', async () => {
    const server = await aServer(({ path }) =>
      path === '/new' ? { text: 'here' } : { status: 301, headers: { location: '/new' } },
    );

    const answer = await aClient().request({ url: server.url, headers, signal });

    expect(answer.text()).toBe('here');
    expect(server.requests[1]?.headers).toMatchObject(headers);
  });

  it('never carry a credential to another host', async () => {
    const other = await aServer(() => ({ text: 'here' }));
    const server = await aServer(() => ({ status: 302, headers: { location: `${other.url}/x` } }));

    const answer = await aClient().request({ url: server.url, headers, signal });

    expect(answer.text()).toBe('here');
    const got = other.requests[0]?.headers;
    expect(got).toMatchObject({ accept: 'text/xml', 'user-agent': expect.stringContaining('Tocsin') });
    expect(got).not.toHaveProperty('authorization');
    expect(got).not.toHaveProperty('x-api-key');
    expect(got).not.toHaveProperty('cookie');
  });

  it('do not bring the credential back when they return', async () => {
    let home = '';
    const other = await aServer(() => ({ status: 302, headers: { location: `${home}/back` } }));
    const server = await aServer(({ path }) =>
      path === '/back' ? { text: 'here' } : { status: 302, headers: { location: other.url } },
    );
    home = server.url;

    await aClient().request({ url: server.url, headers, signal });

    expect(server.requests[1]?.headers).not.toHaveProperty('authorization');
  });

  it('never carry a body to another host', async () => {
    const other = await aServer(() => ({}));
    const server = await aServer(() => ({ status: 307, headers: { location: other.url } }));

    const error = await errorOf(
      aClient().request({ url: server.url, method: 'POST', body: { password: 'p' }, signal }),
    );

    expect(error).toMatchObject({ kind: 'refused' });
    expect(other.requests).toHaveLength(0);
  });

  it('turn a POST into a GET after 303', async () => {
    const server = await aServer(({ path }) =>
      path === '/done' ? { text: 'done' } : { status: 303, headers: { location: '/done' } },
    );

    await aClient().request({ url: server.url, method: 'POST', body: {}, signal });

    expect(server.requests[1]).toMatchObject({ method: 'GET', body: '' });
  });

  it('are followed only where the request may go, at each hop', async () => {
    const inside = await aServer(() => ({ text: 'secret' }));
    const server = await aServer(() => ({ status: 302, headers: { location: inside.url } }));
    const mayReach = async (url: URL): Promise<void> => {
      if (url.href.startsWith(inside.url)) throw new SourceError('refused', 'not there');
    };

    const error = await errorOf(aClient().request({ url: server.url, mayReach, signal }));

    expect(error).toMatchObject({ kind: 'refused', message: 'not there' });
    expect([server.requests.length, inside.requests.length]).toEqual([1, 0]);
  });

  it('end after five', async () => {
    const server = await aServer(({ n }) => ({ status: 302, headers: { location: `/${n}` } }));

    const error = await errorOf(aClient().request({ url: server.url, signal }));

    expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('redirects without end') });
    expect(server.requests).toHaveLength(6);
  });

  it('lead to web addresses only, and no place says where to', async () => {
    for (const location of ['file:///etc/passwd', 'javascript:alert(1)', 'http://[bad', 'data:text/plain,x']) {
      const server = await aServer(() => ({ status: 302, headers: { location } }));
      const error = await errorOf(aClient().request({ url: server.url, signal }));
      expect(error).toBeInstanceOf(SourceError);
      expect(inspect(error)).not.toContain(location);
    }
  });

  it('are an answer like any other without an address', async () => {
    const server = await aServer(() => ({ status: 302 }));

    expect(await errorOf(aClient().request({ url: server.url, signal }))).toMatchObject({
      kind: 'refused',
      status: 302,
    });
  });
});

describe('json', () => {
  it.each([
    ['an empty answer', '   \n'],
    ['an HTML page instead of JSON', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['an HTML page instead of JSON', '  <html>'],
    ['XML instead of JSON', '<?xml version="1.0"?><rss/>'],
    ['text instead of JSON', 'Your query was too short.'],
    ['broken JSON', '{"data":[{"text":"Quincetreacle"'],
  ])('is told as %s', async (what, text) => {
    const server = await aServer(() => ({ text, headers: { 'content-type': 'application/json' } }));
    const answer = await aClient().request({ url: `${server.url}/v2?q=s3cr3t`, signal });

    const error = await errorOf(Promise.resolve().then(() => answer.json()));

    expect(error).toMatchObject({
      kind: 'garbage',
      status: 200,
      message: `${hostOf(server.url)}/v2: ${what}`,
      answer: text,
    });
  });

  it('is read behind a byte order mark, and whatever the type says', async () => {
    const server = await aServer(() => ({ text: '\u{feff}{"größe":1}', headers: { 'content-type': 'text/html' } }));

    const answer = await aClient().request({ url: server.url, signal });

    expect(answer.json()).toEqual({ größe: 1 });
  });
});

describe('abort', () => {
  const reason = new Error('stopped by a person');

  it('asks nothing when it came before', async () => {
    const server = await aServer(() => ({}));

    const error = await errorOf(aClient().request({ url: server.url, signal: AbortSignal.abort(reason) }));

    expect(error).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it.each<[string, number, string]>([
    ['no answer came yet', 200, ''],
    ['the body is being read', 200, 'a beginning'],
    ['the text of an error is being read', 500, 'a beginning'],
  ])('throws its reason while %s, and closes the connection', async (_, status, beginning) => {
    const controller = new AbortController();
    let tell = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const stream = (response: ServerResponse): void => {
      response.on('close', tell);
      if (beginning !== '') response.write(beginning);
      setTimeout(() => controller.abort(reason), 5);
    };
    const server = await aServer(() => ({ status, stream }));

    expect(await errorOf(aClient().request({ url: server.url, signal: controller.signal }))).toBe(reason);
    await closed;
  });

  it('throws its reason while a retry waits', async () => {
    const controller = new AbortController();
    const http = createHttp(
      { userAgent: 'Tocsin', clock: () => new Date() },
      {
        random: () => 1,
        sleep: async (_, { reason: why }) => {
          controller.abort(reason);
          throw why ?? controller.signal.reason;
        },
      },
    );
    const server = await aServer(() => ({ status: 500 }));

    expect(await errorOf(http.request({ url: server.url, signal: controller.signal }))).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('throws its reason while it waits in real time', async () => {
    const controller = new AbortController();
    const http = createHttp({ userAgent: 'Tocsin', clock: () => new Date(), patienceMs: 600_000 });
    const server = await aServer(() => {
      setTimeout(() => controller.abort(reason), 5);
      return { status: 429, headers: { 'retry-after': '500' } };
    });

    expect(await errorOf(http.request({ url: server.url, signal: controller.signal }))).toBe(reason);
  });

  it('leaves no listener on the signal when all is over', async () => {
    const controller = new AbortController();
    const server = await aServer(({ n }) => ({ status: n === 1 ? 503 : 200, json: {} }));

    await aClient().request({ url: server.url, signal: controller.signal, spacingMs: 1 });

    expect(server.requests).toHaveLength(2);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('skews', () => {
  it('tell how wrong the clocks are, by host', async () => {
    const http = aClient();
    const late = await aServer(() => ({ json: {}, headers: { date: 'Mon, 02 Mar 2026 11:58:30 GMT' } }));
    const untold = await aServer(() => ({ json: {} }));

    await http.request({ url: late.url, signal });
    await http.request({ url: untold.url, signal });

    expect([...http.skews()]).toEqual([[hostOf(late.url), 90_000]]);
  });
});
