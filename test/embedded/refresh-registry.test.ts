/** Editions of a list on a real store: read from a file, confirmed by a button, and seen by the registry. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press } from '../../commands/press.ts';
import { createRefreshRegistry } from '../../jobs/refresh-registry.ts';
import { createEditionSettler } from '../../jobs/settle-edition.ts';
import { createReadEdition } from '../../src/app/refresh-registry.ts';
import { readRegistryText } from '../../src/app/registry-import.ts';
import { createHttp } from '../../src/source/http/create-http.ts';
import type { Store } from '../../src/store/store.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

const hour = 3_600_000;
const admin = { target: 'console:admin', mark: 'TLP:AMBER' };
const { signal } = new AbortController();
let database: FreshDatabase;
let store: Store;
let folder: string;
let at = Date.parse('2026-11-20T10:07:00Z');
const now = (): Date => new Date(at);

beforeAll(async () => {
  database = await freshDatabase();
  store = database.store;
  folder = await mkdtemp(join(tmpdir(), 'tocsin-refresh-'));
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function writeList(...hosts: readonly string[]): Promise<string> {
  const file = join(folder, 'list.yaml');
  const entries = hosts.map((host, i) => ({
    id: `xx-outlet-${i}`,
    name: `Outlet ${i}`,
    kind: 'state-media',
    state: 'XX',
    publicRole: 'true',
    hosts: [host],
    evidence: [{ type: 'registry', source: 'Example List' }],
    confidence: 'high',
  }));
  await writeFile(file, JSON.stringify({ entries })); // JSON is YAML
  return file;
}

function aJob(from: string) {
  const settler = createEditionSettler({ store, ...admin, now });
  const http = createHttp({ userAgent: 'test', clock: now });
  const job = createRefreshRegistry({
    store,
    plans: [{ name: 'weekly', from, everyHours: 1, apply: 'ask' }],
    read: createReadEdition({ http }),
    parse: (text, file, when) => readRegistryText(text, file, { includeOfficials: false, now: when }),
    settler,
    ...admin,
    now,
  });
  return { settler, run: () => job.run({ at: now() }, signal) };
}

type PressDeps = Parameters<typeof press>[2];

function pressed(value: string, editions: PressDeps['editions']): Promise<string> {
  const asker = {
    platform: 'console',
    workspace: 'console',
    channel: 'admin',
    user: 'console',
    userName: 'console',
  } as const;
  const deps = { editions, isAdmin: () => true } as unknown as PressDeps;
  return press({ asker, value, ref: 'r' }, now(), deps).then(({ message }) => message.title);
}

/** What waits in the outbox for the admin channel: the messages as they were kept. */
async function toldTitles(): Promise<readonly string[]> {
  const titles: string[] = [];
  for (;;) {
    const claimed = await store.outbox.claim(now(), hour, 10, ['console']);
    if (claimed.length === 0) return titles;
    for (const { id, message } of claimed) {
      titles.push(message.title, ...message.buttons.map(({ value }) => value));
      await store.outbox.settle(id, { outcome: 'sent', ref: id }, now());
    }
  }
}

describe('an edition on a real store', () => {
  it('waits, is applied once by a button, and stands in the history with who and why', async () => {
    const { run, settler } = aJob(await writeList('a.example', 'b.example'));

    expect(await run()).toMatchObject({ read: 1, asked: 1 });
    expect(await toldTitles()).toEqual([
      'Registry list weekly (edition-1): 2 entries added, 0 changed',
      'apply-registry:edition-1',
      'dismiss-registry:edition-1',
    ]);
    const answers = await Promise.all([1, 2, 3].map(() => pressed('apply-registry:edition-1', settler)));

    expect(answers.filter((answer) => answer.includes('is applied: 2 entries added'))).toHaveLength(1);
    expect((await store.registry.snapshot()).entries).toHaveLength(2);
    expect(await store.registry.history('xx-outlet-0')).toMatchObject([
      { by: 'console', source: 'weekly', reason: 'edition-1: confirmed by console' },
    ]);
    expect(await toldTitles()).toHaveLength(1);
    expect(await store.audit.latest(5)).toMatchObject([
      { by: 'console:console', action: 'registry-edition-applied', subject: 'edition-1' },
    ]);
  });

  it('is never applied blindly to a registry that changed since', async () => {
    const { run, settler } = aJob(await writeList('a.example', 'b.example', 'c.example', 'd.example'));
    at += 2 * hour;
    expect(await run()).toMatchObject({ asked: 1 });
    await toldTitles();
    const [first] = (await store.registry.snapshot()).entries;
    const edited =
      first === undefined ? [] : [{ ...first, id: 'yy-other', name: 'Other', state: 'YY', hosts: ['c.example'] }];
    await store.registry.keepEdition(
      { source: 'edit', by: 'Ann', at: now(), added: 0, changed: 0, refused: 0, reason: 'found' },
      edited,
    );

    const answer = await pressed('apply-registry:edition-2', settler);

    expect(answer).toContain('Nothing is applied: what is left waits as edition-3');
    expect(await toldTitles()).toContain('Registry list weekly (edition-3): 1 entry added, 0 changed');
    expect(await pressed('apply-registry:edition-3', settler)).toContain('1 entry added, 0 changed');
    const { entries } = await store.registry.snapshot();
    expect(entries.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'xx-outlet-0 active',
      'xx-outlet-1 active',
      'xx-outlet-3 active',
      'yy-other active',
    ]);
  });

  it('that is gone is told once', async () => {
    const { run } = aJob(join(folder, 'gone.yaml'));
    await toldTitles();
    await run();
    at += hour;
    await run();

    expect(await toldTitles()).toEqual([
      expect.stringMatching(/^Registry list weekly could not be read: .*gone\.yaml cannot be read/),
    ]);
  });
});
