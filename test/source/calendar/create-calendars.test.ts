import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalendars } from '../../../src/source/calendar/create-calendars.ts';
import { createHttp } from '../../../src/source/http/create-http.ts';
import { startWebServer, type WebServer } from '../../fakes/web-server.ts';

const at = new Date('2026-03-08T12:00:00Z');
let folder: string;
let server: WebServer;
let answer = { status: 200, text: '- { name: Fair, from: 2026-03-08 }\n' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-calendar-'));
  server = await startWebServer(() => answer);
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function calendars(lists: readonly string[], clock: () => Date = () => at) {
  const said: unknown[] = [];
  const log = { warn: (fields: unknown) => void said.push(fields), info: () => undefined };
  return { said, ...createCalendars({ lists, http: createHttp({ userAgent: 'test', clock }), log, clock }) };
}

describe('calendars', () => {
  it('gives the events of files and addresses within a day', async () => {
    const file = join(folder, 'events.yaml');
    await writeFile(file, '- { name: Vote, from: 2026-03-09 }\n- { name: Later, from: 2026-03-20 }\n');

    const events = await calendars([file, `${server.url}/fair.yaml?key=s3cret`]).around(at);

    expect(events?.map(({ name, source }) => `${name} of ${source}`)).toEqual([
      'Vote of events.yaml',
      `Fair of ${new URL(server.url).host}`,
    ]);
  });

  it('keeps what a list said when it cannot be read any more, and says so without its key', async () => {
    let now = at;
    const known = calendars([`${server.url}/fair.yaml?key=s3cret`], () => now);
    const before = await known.around(at);
    answer = { status: 404, text: 'gone' };
    now = new Date(at.getTime() + 2 * 3_600_000);
    const after = await known.around(at);
    answer = { status: 200, text: '- { name: Fair, from: 2026-03-08 }\n' };

    expect(after).toEqual(before);
    expect(known.said).toHaveLength(1);
    expect(JSON.stringify(known.said)).not.toContain('s3cret');
  });

  it('knows nothing where no list could be read, which is not the same as no event', async () => {
    const missing = join(folder, 'missing.ics');

    expect(await calendars([missing]).around(at)).toBeUndefined();
    expect(await calendars([]).around(at)).toBeUndefined();
    expect(await calendars([missing]).check()).toEqual([
      { name: 'missing.ics', ok: false, text: 'cannot be read (ENOENT)' },
    ]);
  });
});
