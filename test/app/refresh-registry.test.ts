import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadEdition, fileNameOf } from '../../src/app/refresh-registry.ts';
import type { HttpRequest } from '../../src/source/http/http.ts';

const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-edition-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function reader(status = 200) {
  const asked: HttpRequest[] = [];
  const read = createReadEdition({
    addressesOf: async () => ['10.0.0.1'],
    http: {
      request: async (request) => {
        asked.push(request);
        const headers = new Headers({ etag: '"v2"' });
        return { status, headers, bytes: new Uint8Array(), text: () => 'id,name', json: () => undefined };
      },
      stream: async () => {
        throw new Error('not asked for');
      },
      skews: () => new Map(),
    },
  });
  return { asked, read };
}

describe('reading an edition', () => {
  it('takes a file by its path, also one that is not there any more', async () => {
    const path = join(folder, 'list.csv');
    await writeFile(path, 'id,name\n');
    const { read, asked } = reader();

    expect(await read(path, undefined, signal)).toEqual({ text: 'id,name\n' });
    await expect(read(join(folder, 'gone.csv'), undefined, signal)).rejects.toThrow('gone.csv cannot be read');
    expect(asked).toEqual([]);
  });

  it('refuses a file that is too large before reading it', async () => {
    const path = join(folder, 'large.csv');
    await writeFile(path, '');
    await truncate(path, 60_000_000);

    await expect(reader().read(path, undefined, signal)).rejects.toThrow('large.csv is larger than 50 MB');
  });

  it('asks an https address with the mark of the last time, bounded, and never inwards', async () => {
    const { read, asked } = reader();

    expect(await read('https://lists.example/a.csv', '"v1"', signal)).toEqual({ text: 'id,name', etag: '"v2"' });
    expect(asked).toMatchObject([{ headers: { 'if-none-match': '"v1"' }, maxBytes: 50_000_000, accept: [304] }]);
    await expect(asked[0]?.mayReach?.(new URL('https://lists.example/'))).rejects.toThrow('inside this network');
  });

  it.each([
    ['https://lists.example/a/Some%20List.csv?raw=1#x', 'Some List.csv'],
    ['https://lists.example/a/100%.csv', '100%.csv'],
    ['https://lists.example', ''],
    ['/srv/lists/Some List.csv', '/srv/lists/Some List.csv'],
  ])('takes the name of the file from %s', (from, name) => {
    expect(fileNameOf(from)).toBe(name);
  });

  it('says so when nothing changed', async () => {
    expect(await reader(304).read('https://lists.example/a.csv', '"v1"', signal)).toEqual({ unchanged: true });
  });

  it.each(['http://lists.example/a.csv', 'ftp://lists.example/a', 'file:///etc/passwd', 'data:text/csv,a'])(
    'does not read %s',
    async (from) => {
      const { read, asked } = reader();

      await expect(read(from, undefined, signal)).rejects.toThrow('is not read: give a path or an https address');
      expect(asked).toEqual([]);
    },
  );
});
