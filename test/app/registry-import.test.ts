import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importRegistryFile, readRegistryText } from '../../src/app/registry-import.ts';
import { keepStarterRegistry } from '../../src/app/starter-registry.ts';
import { UserError } from '../../src/chat/command.ts';
import { fakeRegistryStore } from '../fakes/registry-store.ts';

const options = { includeOfficials: false, now: new Date('2031-05-06T07:08:09Z') };

describe('readRegistryText', () => {
  it('says which form a text is in, and names the file without its folder', () => {
    const text = 'id,name\nxx-a,A\n';

    expect(readRegistryText(text, '/some/where/list.csv', options)).toMatchObject({
      format: 'csv',
      entries: [],
      refused: [{ file: 'list.csv', line: 2 }],
      counts: {},
    });
  });

  it('passes on that officials are wanted', () => {
    const text = 'Category,Account Type,Name,Twitter ID\nIran,Diplomatic/Government,Jane Example,ExampleOne\n';

    expect(readRegistryText(text, 'a.csv', options).entries).toEqual([]);
    expect(readRegistryText(text, 'a.csv', { ...options, includeOfficials: true }).entries).toHaveLength(1);
  });

  it('tells a person when a text is in no form that is known', () => {
    expect(() => readRegistryText('{"a": 1}', 'a.json', options)).toThrow(UserError);
  });
});

describe('importRegistryFile', () => {
  it('keeps what two imports at once add to one entry', async () => {
    const registry = fakeRegistryStore();
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-registry-import-'));
    const importHost = async (host: string) => {
      const path = join(folder, `${host}.csv`);
      await writeFile(
        path,
        `id,name,kind,state,publicRole,confidence,host,evidence.type,evidence.source\nxx-a,A,state-media,XX,true,high,${host},registry,Example List\n`,
      );
      return importRegistryFile(path, { registry, by: 'cli', ...options });
    };
    await importHost('one.example');
    const keepEdition = registry.keepEdition.bind(registry);
    // Another process is a moment faster, after the file was read.
    registry.keepEdition = async (edition, entries) => {
      registry.keepEdition = keepEdition;
      await importHost('two.example');
      return keepEdition(edition, entries);
    };

    const report = await importHost('three.example');

    expect((await registry.snapshot()).entries.map(({ hosts }) => hosts)).toEqual([
      ['one.example', 'two.example', 'three.example'],
    ]);
    expect(report).toMatchObject({ version: 'v3', added: 0, changed: 1, unchanged: 0 });
  });
});

describe('keepStarterRegistry', () => {
  it('is one edition, so that a process that dies in the middle leaves nothing half', async () => {
    const registry = fakeRegistryStore();

    await keepStarterRegistry(registry, options.now);
    await keepStarterRegistry(registry, options.now);

    expect(registry.kept).toHaveLength(1);
    expect(registry.kept[0]?.refused).toBe(0);
    const { entries } = await registry.snapshot();
    expect([...new Set(entries.map(({ state }) => state))]).toEqual(expect.arrayContaining(['CN', 'IR', 'RU']));
    expect(entries.some(({ kind }) => kind === 'public-service-media')).toBe(true);
  });
});
