import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebOptions } from '../../src/web/ports.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { aBoard, aDesk, aLog, aMessage, anAlert, ask, type Reply, webOptions } from './fakes.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function start(parts: Partial<WebOptions> = {}): Promise<WebServer> {
  const web = await startWeb(webOptions(parts));
  open.push(web);
  return web;
}

async function tokenOf(url: string): Promise<string> {
  return /name="csrf-token" content="([\w-]+)"/.exec((await ask(url)).text)?.[1] ?? '';
}

async function post(
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Reply> {
  const usual = {
    'content-type': 'application/json',
    origin: new URL(url).origin,
    'x-csrf-token': await tokenOf(url),
    ...headers,
  };
  const given = Object.entries(usual).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return ask(url + path, {
    method: 'POST',
    headers: Object.fromEntries(given),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const help = { line: '/help', channel: 'alerts' };

describe('the page', () => {
  it('is served with its parts, all from itself and none inline', async () => {
    const { url } = await start({ sample: true });

    const page = await ask(url);

    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('invented accounts and text');
    expect(page.text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?:\/\//);
    for (const [, path] of page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      expect((await ask(new URL(path ?? '', url).href)).status).toBe(200);
    }
  });

  it('carries headers that forbid inline code, framing, sniffing, referrers and caching', async () => {
    const { url } = await start();

    for (const path of ['', 'assets/app.js', 'api/channels', 'nothing', 'healthz']) {
      const { headers } = await ask(url + path);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it('shows the banner only for sample data', async () => {
    const { url } = await start({ sample: false });

    expect((await ask(url)).text).not.toContain('Sample data');
  });

  it('escapes the name of the home channel', async () => {
    const { url } = await start({ home: '"><b>' });

    expect((await ask(url)).text).not.toContain('<b>');
  });

  it('offers other looks only when they can be shown', async () => {
    const { views } = webOptions();
    const { url } = await start({ views: { console: views.console } });

    expect((await ask(url)).text).not.toContain('id="views"');
  });
});

describe('what the page reads', () => {
  it('lists the home channel before anything was sent, and arrival times of each', async () => {
    const board = aBoard();
    const { url } = await start({ board, home: 'desk' });
    board.put('digest', aMessage(), '2026-11-24T08:00:00Z');

    expect(JSON.parse((await ask(`${url}api/channels`)).text)).toEqual({
      channels: [
        { name: 'desk', arrivals: [] },
        { name: 'digest', arrivals: ['2026-11-24T08:00:00.000Z'] },
      ],
    });
  });

  it('gives messages as escaped HTML with their thread, times and title', async () => {
    const board = aBoard();
    const ref = board.put('alerts', aMessage({ title: '<script>' }), '2026-11-24T08:00:00Z');
    board.put('alerts', aMessage(), '2026-11-24T08:01:00Z', ref);
    board.edit(ref, aMessage({ title: '<img src=x>' }), '2026-11-24T08:02:00Z');
    const { url } = await start({ board });

    const { messages, revision } = JSON.parse((await ask(`${url}api/messages?channel=alerts`)).text);

    expect(revision).toBe('3');
    expect(messages).toMatchObject([
      { ref, createdAt: '2026-11-24T08:00:00.000Z', editedAt: '2026-11-24T08:02:00.000Z', title: '<img src=x>' },
      { thread: ref },
    ]);
    expect(messages[0].html).toContain('&lt;img src=x&gt;');
    expect(messages[0].html).not.toContain('<img');
  });

  it('gives the look that was asked for', async () => {
    const board = aBoard();
    board.put('alerts', anAlert(), '2026-11-24T08:00:00Z');
    const { url } = await start({ board });

    expect((await ask(`${url}api/messages?channel=alerts&view=discord`)).text).toContain('preview discord');
    expect((await ask(`${url}api/messages?channel=alerts&view=telegram`)).status).toBe(400);
    expect((await ask(`${url}api/messages`)).status).toBe(400);
  });

  it('completes fixed choices and asks the desk for the rest', async () => {
    const { url } = await start();
    const complete = async (query: string): Promise<unknown> =>
      JSON.parse((await ask(`${url}api/complete?${query}`)).text).suggestions;

    expect(await complete('command=hashtag&argument=window&typed=3')).toEqual(['30d']);
    expect(await complete('command=hashtag&argument=tag&typed=%23ExampleT')).toEqual(['#ExampleTag', '#ExampleTwo']);
    expect(await complete('command=hashtag&argument=other')).toEqual([]);
    expect(await complete('command=none&argument=tag')).toEqual([]);
  });

  it('lists commands without their schema and functions', async () => {
    const { url } = await start();

    const { commands } = JSON.parse((await ask(`${url}api/commands`)).text);

    expect(Object.keys(commands[1])).toEqual(['name', 'summary', 'examples', 'arguments']);
    expect(commands.map(({ name }: { name: string }) => name)).toEqual(['help', 'hashtag', 'account', 'campaigns']);
  });
});

describe('asking and pressing', () => {
  it('gives a private answer to the asker and keeps it nowhere', async () => {
    const board = aBoard();
    const desk = aDesk();
    const { url } = await start({ board, desk });

    const { status, text } = await post(url, 'api/command', { ...help, thread: 'm7' });

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      visibility: 'private',
      title: 'Answer to help ',
      at: '2026-11-24T12:40:00.000Z',
    });
    expect(Object.keys(JSON.parse(text).html)).toEqual(['console', 'slack', 'discord']);
    expect(await board.channels()).toEqual([]);
    expect(desk.asked[0]?.asker).toEqual({
      platform: 'console',
      workspace: 'console',
      channel: 'alerts',
      user: 'console',
      userName: 'console',
      thread: 'm7',
    });
  });

  it('gives a file to the asker alone, whatever the answer says of who sees it', async () => {
    const board = aBoard();
    const file = { name: 'a.csv', mediaType: 'text/csv', content: 'mark\r\nTLP:AMBER\r\n' };
    const desk = aDesk(() => ({ message: aMessage(), visibility: 'channel', file }));
    const { url } = await start({ board, desk });

    const { text } = await post(url, 'api/command', help);

    expect(JSON.parse(text)).toMatchObject({ visibility: 'private', file });
    expect(await board.channels()).toEqual([]);
  });

  it('keeps an answer for the channel on the board, in its thread', async () => {
    const board = aBoard();
    const { url } = await start({ board });

    const { text } = await post(url, 'api/command', {
      line: ' /HashTag  #Example 7d ',
      channel: 'alerts',
      thread: 'm7',
    });

    expect(JSON.parse(text)).toEqual({ visibility: 'channel', ref: 'm1' });
    expect(await board.messages('alerts', 9)).toMatchObject([
      {
        thread: 'm7',
        message: { title: 'Answer to hashtag #Example 7d' },
        createdAt: new Date('2026-11-24T12:40:00Z'),
      },
    ]);
  });

  it('says what to do when a line is no command, without asking the desk', async () => {
    const desk = aDesk();
    const { url } = await start({ desk });

    expect((await post(url, 'api/command', { line: '/hep me', channel: 'alerts' })).text).toContain('No command /hep.');
    expect((await post(url, 'api/command', { line: 'help', channel: 'alerts' })).text).toContain('start with a slash');
    expect((await post(url, 'api/command', { line: '/<b>', channel: 'alerts' })).text).toContain(
      'No command /&lt;b&gt;.',
    );
    expect(desk.asked).toEqual([]);
  });

  it('hands a press over with the message it belongs to, and its thread', async () => {
    const desk = aDesk();
    const { url } = await start({ desk });

    await post(url, 'api/press', { value: 'ack:c:3:', ref: 'm1', channel: 'alerts' });
    await post(url, 'api/press', { value: 'ack:c:3:', ref: 'm2', channel: 'alerts', thread: 'm1' });

    expect(desk.pressed.map(({ value, ref, asker }) => [value, ref, asker.thread])).toEqual([
      ['ack:c:3:', 'm1', 'm1'],
      ['ack:c:3:', 'm2', 'm1'],
    ]);
  });

  it.each([
    ['no line', { channel: 'alerts' }],
    ['an empty line', { line: '  ', channel: 'alerts' }],
    ['too long a line', { line: `/help ${'x'.repeat(3_000)}`, channel: 'alerts' }],
    ['no object', '[]'],
    ['no JSON', '{'],
  ])('refuses %s', async (_what, body) => {
    const desk = aDesk();
    const { url } = await start({ desk });

    const { status, text } = await post(url, 'api/command', body);

    expect(status).toBe(400);
    expect(JSON.parse(text).error).toMatch(/\.$/);
    expect(desk.asked).toEqual([]);
  });

  it('refuses a body over 64 KiB and goes on working', async () => {
    const desk = aDesk();
    const { url } = await start({ desk });

    const refused = await post(url, 'api/command', { ...help, more: 'x'.repeat(300_000) });

    expect(refused.status).toBe(413);
    expect(desk.asked).toEqual([]);
    expect((await post(url, 'api/command', help)).status).toBe(200);
  });

  it('shows one polite line and logs the cause when something breaks', async () => {
    const log = aLog();
    const board = aBoard();
    const desk = aDesk(() => {
      throw new Error('secret at /var/lib');
    });
    const { url } = await start({ desk, log, board });

    const answered = await post(url, 'api/command', help);
    board.breakDown(true);
    const read = await ask(`${url}api/messages?channel=alerts`);

    for (const { status, text } of [answered, read]) {
      expect(status).toBe(500);
      expect(JSON.parse(text)).toEqual({ error: 'That did not work; the log says why. Try again in a moment.' });
    }
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });
});

describe('requests that other sites could cause', () => {
  it.each([
    ['no token', { 'x-csrf-token': undefined }, 403],
    ['a wrong token', { 'x-csrf-token': 'x'.repeat(32) }, 403],
    ['no origin', { origin: undefined }, 403],
    ['a foreign origin', { origin: 'http://example.org' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'content-type': 'text/plain; application/json' }, 415],
    ['no type', { 'content-type': undefined }, 415],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a foreign host', { host: 'rebound.example.org' }, 421],
  ])('refuses a command with %s', async (_what, headers, status) => {
    const desk = aDesk();
    const { url } = await start({ desk });

    expect((await post(url, 'api/command', help, headers)).status).toBe(status);
    expect((await post(url, 'api/press', { value: 'ack:c:1:', ref: 'm1', channel: 'alerts' }, headers)).status).toBe(
      status,
    );
    expect([...desk.asked, ...desk.pressed]).toEqual([]);
  });

  it('does not hand the page or data to a rebound name', async () => {
    const { url } = await start();

    for (const host of ['rebound.example.org', '127.0.0.1.example.org', 'localhost@example.org', 'localhost:x']) {
      for (const path of ['', 'api/channels', 'assets/app.js']) {
        const reply = await ask(url + path, { headers: { host } });
        expect(reply.status).not.toBe(200);
        expect(reply.text).not.toContain('csrf-token');
      }
    }
    expect(await raw(Number(new URL(url).port), 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toMatch(
      / 421 /,
    );
  });

  it('answers to loopback names on any port and to the names it is told', async () => {
    const { url } = await start({ allowedHosts: ['Console.Example.org'] });

    for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1:1', '[::1]:9', 'console.example.org']) {
      expect((await ask(url, { headers: { host } })).status).toBe(200);
    }
  });

  it('does not read for a cross-site page either', async () => {
    const { url } = await start();

    expect((await ask(`${url}api/channels`, { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
    expect((await ask(`${url}api/events`, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it('takes a token of its own process only', async () => {
    const [first, second] = [await start(), await start()];

    expect(await tokenOf(first.url)).not.toBe(await tokenOf(second.url));
    const token = await tokenOf(first.url);
    expect((await post(second.url, 'api/command', help, { 'x-csrf-token': token })).status).toBe(403);
  });

  it.each([
    ['DELETE', '', 405],
    ['POST', '', 405],
    ['GET', 'api/command', 405],
    ['OPTIONS', 'api/command', 405],
    ['HEAD', 'api/events', 404],
    ['GET', 'assets/../server.ts', 404],
    ['GET', '%2e%2e/package.json', 404],
    ['GET', 'api/nothing', 404],
  ])('knows no %s of /%s', async (method, path, status) => {
    const { url } = await start();

    expect((await ask(url + path, { method })).status).toBe(status);
  });

  it('survives addresses that are none', async () => {
    const { url } = await start();
    const { port } = new URL(url);

    for (const target of ['*', '//', 'http://[', '/%']) {
      const reply = await raw(Number(port), `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await ask(url)).status).toBe(200);
  });
});

describe('news', () => {
  it('pushes a revision on joining and on every change, and the status', async () => {
    const board = aBoard();
    const { url } = await start({ board, status: async () => [{ label: 'Queue', value: '0' }] });
    const stream = await watch(`${url}api/events`);
    await stream.until('"revision":"0"');
    await stream.until('{"ok":true,"lines":[{"label":"Queue","value":"0"}]}');

    board.put('alerts', aMessage(), '2026-11-24T08:00:00Z');

    await stream.until('event: revision\ndata: {"revision":"1"}\n\n');
    expect(stream.text().match(/event: revision/g)).toHaveLength(2);
    stream.end();
  });

  it('tells a second page at once what the first one knows', async () => {
    const { url } = await start();
    const first = await watch(`${url}api/events`);
    await first.until('event: status');

    const second = await watch(`${url}api/events`);

    await second.until('event: status');
    expect(second.text()).toContain('event: revision');
    first.end();
    second.end();
  });

  it('says that the store does not answer, logs it once, and recovers', async () => {
    const board = aBoard();
    const log = aLog();
    let failures = 0;
    const { url } = await start({
      log,
      board: {
        ...board,
        revision: async () => {
          if (failures > 0 && failures < 5) {
            failures += 1;
            throw new Error('no connection');
          }
          return board.revision();
        },
      },
    });
    const stream = await watch(`${url}api/events`);
    await stream.until('"ok":true');

    failures = 1;

    await stream.until('"ok":false');
    await stream.until(/"ok":false[^]*"ok":true/);
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    stream.end();
  });

  it('looks for news only while somebody watches', async () => {
    let looks = 0;
    const board = aBoard();
    const { url } = await start({
      board: {
        ...board,
        revision: () => {
          looks += 1;
          return board.revision();
        },
      },
    });
    await ask(url);
    expect(looks).toBe(0);
    const stream = await watch(`${url}api/events`);
    await stream.until('event: status');

    stream.end();

    await expect
      .poll(async () => {
        const before = looks;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return looks - before;
      })
      .toBe(0);
  });

  it('refuses streams beyond its limit and takes new ones when old ones leave', async () => {
    const { url } = await start();
    const streams = await Promise.all(Array.from({ length: 64 }, () => watch(`${url}api/events`)));

    expect((await ask(`${url}api/events`)).status).toBe(503);
    for (const stream of streams) stream.end();

    await expect
      .poll(async () => {
        const stream = await watch(`${url}api/events`);
        stream.end();
        return stream.status;
      })
      .toBe(200);
  });
});

describe('probes', () => {
  it('say that the process lives and whether it is ready, to anyone and nothing more', async () => {
    const checks = [{ name: 'store', ok: false, text: 'no connection to /var/socket' }];
    const { url } = await start({ health: async () => ({ ok: false, checks }) });

    const alive = await ask(`${url}healthz`, { headers: { host: '10.0.0.7:3000' } });
    const ready = await ask(`${url}readyz`, { headers: { host: '10.0.0.7:3000' } });

    expect([alive.status, alive.text]).toEqual([200, '{"ok":true}']);
    expect([ready.status, ready.text]).toEqual([503, '{"ok":false,"checks":[{"name":"store","ok":false}]}']);
  });
});

describe('starting and ending', () => {
  it('takes the next port when one is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => new Promise((resolve) => other.close(resolve)) });
    const { port } = other.address() as AddressInfo;

    const { url } = await start({ port });

    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    expect(Number(new URL(url).port)).toBeLessThan(port + 20);
    expect((await ask(url)).status).toBe(200);
  });

  it('says which address it cannot listen on', async () => {
    await expect(startWeb(webOptions({ host: '192.0.2.1' }))).rejects.toThrow('Cannot listen on 192.0.2.1:0');
  });

  it('listens on loopback only, unless told otherwise, and warns then', async () => {
    const [quiet, loud] = [aLog(), aLog()];

    const { url } = await start({ log: quiet });
    await start({ log: loud, host: '0.0.0.0' });

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(quiet.lines.filter(({ level }) => level === 'warn')).toEqual([]);
    expect(loud.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('closes with streams, idle connections and unanswered questions open, and frees the port', async () => {
    const desk = aDesk(() => new Promise(() => {}));
    const web = await startWeb(webOptions({ desk }));
    const stream = await watch(`${web.url}api/events`);
    const idle = connect(Number(new URL(web.url).port), '127.0.0.1').on('error', () => {});
    const unanswered = post(web.url, 'api/command', help).catch(() => 'cut');
    await expect.poll(() => desk.asked.length).toBe(1);

    await web.close();
    await web.close();

    expect(await unanswered).toBe('cut');
    await expect.poll(() => stream.ended()).toBe(true);
    await expect(ask(web.url)).rejects.toThrow('ECONNREFUSED');
    idle.destroy();
  });
});

interface Stream {
  readonly status: number | undefined;
  text(): string;
  ended(): boolean;
  until(what: string | RegExp): Promise<void>;
  end(): void;
}

function watch(url: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response: IncomingMessage) => {
      let text = '';
      let ended = false;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => (ended = true));
      response.on('error', () => (ended = true));
      resolve({
        status: response.statusCode,
        text: () => text,
        ended: () => ended,
        until: async (what) =>
          expect.poll(() => text, { timeout: 5_000 })[typeof what === 'string' ? 'toContain' : 'toMatch'](what),
        end: () => request.destroy(),
      });
    });
    request.on('error', reject);
  });
}

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    connect(port, '127.0.0.1')
      .setEncoding('utf8')
      .on('data', (chunk: string) => (reply += chunk))
      .on('error', reject)
      .on('close', () => resolve(reply))
      .end(text);
  });
}
