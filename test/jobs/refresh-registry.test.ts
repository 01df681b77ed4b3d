import { describe, expect, it } from 'vitest';
import { createRefreshRegistry, type EditionPlan, type EditionText } from '../../jobs/refresh-registry.ts';
import { createEditionSettler } from '../../jobs/settle-edition.ts';
import { UserError } from '../../src/chat/command.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Store } from '../../src/store/store.ts';
import { fakeOutbox } from '../fakes/outbox.ts';
import { fakeRegistryStore } from '../fakes/registry-store.ts';
import { anEntry } from '../registry/an-entry.ts';

const start = Date.parse('2026-11-20T10:07:00Z');
const hour = 3_600_000;
const { signal } = new AbortController();
const plan: EditionPlan = { name: 'weekly', from: 'https://lists.example/a.csv', everyHours: 24, apply: 'ask' };

function outlets(count: number): readonly RegistryEntry[] {
  return Array.from({ length: count }, (_, i) =>
    anEntry({ id: `xx-outlet-${i}`, name: `Outlet ${i}`, hosts: [`outlet${i}.example`] }),
  );
}

function entriesIn(text: string): readonly RegistryEntry[] {
  if (!text.startsWith('[')) throw new UserError('no registry that is known here');
  return JSON.parse(text);
}

/** A list elsewhere whose text is the JSON of its entries. */
function anInstallation(plans: readonly EditionPlan[] = [plan], first: readonly RegistryEntry[] = []) {
  const registry = fakeRegistryStore(first);
  const { told, outbox } = fakeOutbox();
  const settings = new Map<string, string>();
  let at = start;
  const now = (): Date => new Date(at);
  const list: { answer: () => EditionText; asked: (string | undefined)[] } = {
    answer: () => ({ text: '[]' }),
    asked: [],
  };
  const store = {
    registry,
    outbox,
    audit: { append: async () => {} },
    settings: {
      get: async (name: string) => settings.get(name),
      set: async (name: string, value: string) => void settings.set(name, value),
    },
  } as unknown as Store;
  const admin = { target: 'slack:CADMIN', mark: 'TLP:AMBER' };
  const settler = createEditionSettler({ store, ...admin, now });
  const job = createRefreshRegistry({
    store,
    plans,
    read: async (_from, etag) => {
      list.asked.push(etag);
      return list.answer();
    },
    parse: (text) => ({ entries: entriesIn(text), refused: [{ line: 7, reason: 'xx-a: "Jo Doe" is no handle' }] }),
    settler,
    ...admin,
    now,
  });
  return {
    registry,
    told,
    settings,
    settler,
    list,
    offers: (entries: readonly RegistryEntry[], etag?: string) => {
      // Dates do not survive JSON, and no test here is about them.
      const text = JSON.stringify(
        entries.map((entry) => ({ ...entry, evidence: [{ type: 'registry', source: 'L' }] })),
      );
      list.answer = () => ({ text, etag });
    },
    fails: (message: string) => {
      list.answer = () => {
        throw new UserError(message);
      };
    },
    run: async (hours = 0) => {
      at += hours * hour;
      return job.run({ at: now() }, signal);
    },
    titles: () => told.map(({ message }) => message.title),
  };
}

describe('an edition that is read again', () => {
  it('is shown to the people who decide, waits for them, and changes nothing before', async () => {
    const { registry, told, offers, run, settler } = anInstallation();
    offers(outlets(3));

    expect(await run()).toEqual({ read: 1, asked: 1, applied: 0, failed: 0 });

    expect((await registry.snapshot()).entries).toEqual([]);
    expect(told).toMatchObject([{ target: 'slack:CADMIN', kind: 'notice', how: 'post' }]);
    const { title, lead, sections, buttons } = told[0]?.message ?? { sections: [] };
    expect(title).toBe('Registry list weekly (edition-1): 3 entries added, 0 changed');
    expect(lead).toEqual(['3 entries read.']);
    expect(sections).toContainEqual({ label: 'Added', lines: ['Outlet 0', 'Outlet 1', 'Outlet 2'] });
    expect(sections).toContainEqual({ label: 'Refused', lines: ['1 row refused', 'line 7: "…" is no handle'] });
    expect(buttons?.map(({ value }) => value)).toEqual(['apply-registry:edition-1', 'dismiss-registry:edition-1']);

    expect(await settler.apply('edition-1', { name: 'Ann', user: 'slack:U1' })).toMatchObject({ done: true });
    expect((await registry.snapshot()).entries).toHaveLength(3);
  });

  it('is asked for when it is due only, and silent while it is the same', async () => {
    const { told, list, offers, run } = anInstallation();
    offers(outlets(3), '"v1"');
    await run();

    expect(await run(1)).toMatchObject({ read: 0 });
    expect(await run(23)).toMatchObject({ read: 1, asked: 0 });
    list.answer = () => ({ unchanged: true });
    expect(await run(24)).toMatchObject({ read: 1, asked: 0 });

    expect(list.asked).toEqual([undefined, '"v1"', '"v1"']);
    expect(told).toHaveLength(1);
  });

  it('is not asked about a second time after somebody dismissed it', async () => {
    const { told, offers, run, settler, registry } = anInstallation();
    offers(outlets(3));
    await run();
    await settler.dismiss('edition-1', { name: 'Ann', user: 'slack:U1' });
    const before = told.length;

    await run(24);
    await run(24);

    expect(told).toHaveLength(before);
    expect(await registry.unsettled()).toEqual([]);
  });

  it('takes the place of the edition before it that still waits', async () => {
    const { offers, run, registry } = anInstallation();
    offers(outlets(3));
    await run();
    offers(outlets(4));
    await run(24);

    expect((await registry.unsettled()).map(({ id, entries }) => [id, entries.length])).toEqual([['edition-2', 4]]);
  });

  it('takes the question back when the list says nothing new any more', async () => {
    const { offers, run, registry, titles } = anInstallation([plan], outlets(2));
    offers(outlets(3));
    await run();
    offers(outlets(1).map((entry) => ({ ...entry, evidence: [] })));
    await registry.keepEdition(
      { source: 'x', by: 'x', at: new Date(start), added: 0, changed: 0, refused: 0 },
      outlets(3).map((entry) => ({ ...entry, evidence: [{ type: 'registry', source: 'L' } as const] })),
    );
    await run(24);

    expect(await registry.unsettled()).toEqual([]);
    expect(titles()).toHaveLength(1);
  });

  it('that only contradicts the registry is told once, with nothing to press', async () => {
    const { offers, run, told } = anInstallation([plan], outlets(1));
    const [outlet] = outlets(1);
    const contradiction = (notes: string): readonly RegistryEntry[] =>
      outlet === undefined ? [] : [{ ...outlet, kind: 'diplomat', notes }];
    offers(contradiction('a'));
    await run();
    offers(contradiction('b'));
    await run(24);

    expect(told.map(({ message: { title, buttons } }) => [title, buttons])).toEqual([
      ['Registry list weekly: 0 entries added, 0 changed', []],
    ]);
    expect(told[0]?.message.sections[0]).toEqual({
      label: 'Conflicting',
      lines: ['xx-outlet-0 · kind: kept state-media, offered diplomat'],
    });
  });

  it('is applied at once where configured, and told', async () => {
    const { registry, told, offers, run } = anInstallation([{ ...plan, apply: 'at-once' }]);
    offers(outlets(3));

    expect(await run()).toMatchObject({ applied: 1 });

    expect((await registry.snapshot()).entries).toHaveLength(3);
    expect(registry.kept).toMatchObject([{ by: 'configuration', source: 'weekly' }]);
    expect(told.map(({ message: { lead, buttons } }) => [lead, buttons])).toEqual([
      [['3 entries read.', 'Applied at once, as configured.'], []],
    ]);
  });

  it('asks even then when the list lost more than half of its entries, until somebody agrees', async () => {
    const { told, offers, run, settler } = anInstallation([{ ...plan, apply: 'at-once' }]);
    offers(outlets(10));
    await run();
    const shrunken = (n: number): readonly RegistryEntry[] =>
      outlets(4).map((entry) => ({
        ...entry,
        hosts: [...entry.hosts, `more${n}.example`].slice(0, entry.id.endsWith('0') ? 2 : 1),
      }));
    offers(shrunken(1));
    expect(await run(24)).toMatchObject({ asked: 1, applied: 0 });
    expect(told.at(-1)?.message.lead[0]).toContain('4 entries read, 10 entries before: the list may have been cut off');

    offers(shrunken(2));
    expect(await run(24)).toMatchObject({ asked: 1, applied: 0 });
    await settler.apply('edition-3', { name: 'Ann', user: 'slack:U1' });
    offers(shrunken(3));

    expect(await run(24)).toMatchObject({ asked: 0, applied: 1 });
  });

  it('that fails is told once, tried every hour, and told again when it fails another time', async () => {
    const { titles, fails, offers, run, registry } = anInstallation();
    fails('lists.example answered 404');
    expect(await run()).toEqual({ read: 0, asked: 0, applied: 0, failed: 1 });
    await run(1);
    fails('no connection to lists.example');
    await run(1);

    expect(titles()).toEqual([
      'Registry list weekly could not be read: lists.example answered 404. The registry stays as it is; it is tried again every hour, and this is told once.',
    ]);
    offers(outlets(1));
    expect(await run(1)).toMatchObject({ asked: 1 });
    fails('lists.example answered 500');
    await run(24);
    await run(1);

    expect(titles().filter((title) => title.includes('could not be read'))).toHaveLength(2);
    expect(await registry.unsettled()).toHaveLength(1);
  });

  it.each([
    ['an empty list', '[]'],
    ['garbage', '<!doctype html>'],
  ])('does not take %s for a list', async (_what, text) => {
    const { list, run, titles, registry } = anInstallation([{ ...plan, apply: 'at-once' }], outlets(2));
    list.answer = () => ({ text });

    expect(await run()).toMatchObject({ failed: 1 });
    expect(titles()[0]).toContain('Registry list weekly could not be read');
    expect((await registry.snapshot()).entries).toHaveLength(2);
  });

  it('in trouble hides no other', async () => {
    const other = { ...plan, name: 'other', from: '/lists/other.csv' };
    const { list, run } = anInstallation([plan, other]);
    let asked = 0;
    list.answer = () => {
      asked += 1;
      if (asked === 1) throw new SourceError('unavailable', 'no connection');
      return { text: JSON.stringify(outlets(1).map((entry) => ({ ...entry, evidence: [] }))) };
    };

    expect(await run()).toEqual({ read: 1, asked: 1, applied: 0, failed: 1 });
  });

  it('names nobody without a public role', async () => {
    const { told, offers, run } = anInstallation([plan], outlets(1));
    offers([
      anEntry({ id: 'xx-jo-doe', name: 'Jo Doe', publicRole: false, accounts: [{ platform: 'x', handle: 'jodoe' }] }),
      anEntry({
        id: 'xx-jo-roe',
        name: 'Jo Roe',
        kind: 'diplomat',
        publicRole: false,
        hosts: ['outlet0.example', 'roe.example'],
      }),
    ]);
    await run();

    const text = JSON.stringify(told);
    for (const word of ['Doe', 'doe', 'Roe', 'roe']) expect(text).not.toContain(word);
    expect(text).toContain('without a public role, counted only');
  });

  it('is told once when the process dies before it has noted what it read', async () => {
    const { settings, told, offers, run, registry } = anInstallation();
    offers(outlets(3));
    await run();
    settings.clear();
    await run(1);

    expect(told).toHaveLength(1);
    expect(await registry.unsettled()).toHaveLength(1);
  });

  it('was applied at once by a process that died: what is told is the same', async () => {
    const { settings, told, offers, run, registry } = anInstallation([{ ...plan, apply: 'at-once' }]);
    offers(outlets(3));
    await run();
    settings.clear();
    await run(1);

    expect(told).toHaveLength(1);
    expect(registry.kept).toHaveLength(1);
  });

  it('was decided on by a process that died before the entries were kept: they are kept, once', async () => {
    const { settings, told, offers, run, registry } = anInstallation([{ ...plan, apply: 'at-once' }]);
    const keepEdition = registry.keepEdition.bind(registry);
    offers(outlets(3));
    registry.keepEdition = async () => {
      throw new Error('killed');
    };
    await expect(run()).rejects.toThrow('registry lists could not be refreshed');
    settings.clear();
    registry.keepEdition = keepEdition;
    await run();
    settings.clear();
    await run();

    expect((await registry.snapshot()).entries).toHaveLength(3);
    expect(registry.kept).toHaveLength(1);
    expect(told.map(({ id }) => id)).toEqual(['registry-edition|slack:CADMIN|edition-1|applied']);
  });
});
