/** What is promised of the registry: editions, the registry as it was, and editions that wait for a person. */
import { describe, expect, it } from 'vitest';
import type { RegistryEntry, RegistrySnapshot } from '../../src/registry/registry.ts';
import type { PendingEdition, RegistryEdition } from '../../src/store/store.ts';
import { anEntry } from '../builders.ts';
import type { Opened } from './store.ts';

const at = new Date('2026-03-02T12:00:00Z');

function anEdition(given: Partial<RegistryEdition> = {}): Omit<RegistryEdition, 'version'> {
  return { source: 'example.csv', by: 'slack:U1', at, added: 0, changed: 0, refused: 0, ...given };
}

export function describeRegistry(opened: Opened): void {
  describe('the registry', () => {
    it('gives entries back as they were', async () => {
      const { registry } = opened().store;
      const full = anEntry({
        id: 'full',
        typology: 'SC',
        role: 'broadcaster',
        control: 'state-controlled',
        admiralty: 'B2',
        notes: 'note',
        accounts: [{ platform: 'x', handle: 'h', validFrom: new Date('2009-01-01'), validTo: new Date('2026-01-01') }],
        evidence: [
          {
            type: 'research',
            source: 's',
            url: 'https://l.example',
            quote: 'q',
            date: new Date('2024-02-01'),
            by: 'b',
            archiveUrl: 'https://archive.example/1',
            retrievedAt: new Date('2024-02-02T08:09:10Z'),
            contentHash: 'ab'.repeat(32),
          },
          { type: 'self-declared', source: 's' },
        ],
      });

      await registry.keepEdition(anEdition(), [anEntry(), full]);

      expect(await registry.snapshot()).toEqual({ version: '2026-03-02', entries: [full, anEntry()] });
    });

    it('is empty and has no version at first', async () => {
      expect(await opened().store.registry.snapshot()).toEqual({ version: 'none', entries: [] });
      expect(await opened().store.registry.editions(5)).toEqual([]);
    });

    it('numbers the editions of a day that change something', async () => {
      const { registry } = opened().store;
      const versionOf = async (given: Partial<RegistryEdition>, ...entries: RegistryEntry[]) =>
        (await registry.keepEdition(anEdition(given), entries)).version;
      const nextDay = new Date('2026-03-03T00:00:00Z');

      const versions = [
        await versionOf({}),
        await versionOf({}, anEntry()),
        await versionOf({}, anEntry()),
        await versionOf({}, anEntry({ name: 'b' })),
        await versionOf({}, anEntry({ name: 'c' })),
        await versionOf({ at: nextDay }, anEntry({ name: 'c' })),
        await versionOf({ at: nextDay }, anEntry({ name: 'd' })),
        await versionOf({ at: nextDay }),
      ];

      expect(versions).toEqual([
        'none',
        '2026-03-02',
        '2026-03-02',
        '2026-03-02.2',
        '2026-03-02.3',
        '2026-03-02.3',
        '2026-03-03',
        '2026-03-03',
      ]);
      expect((await registry.snapshot()).version).toBe('2026-03-03');
    });

    it('records every edition with what it changed, the newest first', async () => {
      const { store, query } = opened();
      const { registry } = store;
      await registry.keepEdition(anEdition(), [anEntry({ id: 'a' }), anEntry({ id: 'b' })]);

      const kept = await registry.keepEdition(anEdition({ by: 'cli', refused: 2 }), [
        anEntry({ id: 'a' }),
        anEntry({ id: 'b', status: 'withdrawn' }),
        anEntry({ id: 'c' }),
      ]);

      expect(kept).toEqual({ ...anEdition({ by: 'cli', refused: 2 }), version: '2026-03-02.2', added: 1, changed: 1 });
      expect(await registry.editions(1)).toEqual([kept]);
      expect((await registry.editions(9)).map(({ version }) => version)).toEqual(['2026-03-02.2', '2026-03-02']);
      const events = await query(`
        SELECT entry_id AS id, before ->> 'status' AS before, after ->> 'status' AS after FROM registry_event
        ORDER BY edition, entry_id`);
      expect(events).toEqual([
        { id: 'a', before: null, after: 'active' },
        { id: 'b', before: null, after: 'active' },
        { id: 'b', before: 'active', after: 'withdrawn' },
        { id: 'c', before: null, after: 'active' },
      ]);
    });

    it('makes an edition from the registry of its moment: of two at once neither takes back the other', async () => {
      const { store, another } = opened();
      const other = await another();
      await store.registry.keepEdition(anEdition(), [anEntry()]);
      const withHost = (host: string) => (current: RegistrySnapshot) =>
        current.entries.map((entry) => ({ ...entry, hosts: [...entry.hosts, host] }));

      const kept = await Promise.all(
        [store, other, store, other].map(({ registry }, n) =>
          registry.keepEdition(anEdition(), withHost(`h${n}.example`)),
        ),
      );
      await other.close();

      const [entry] = (await store.registry.snapshot()).entries;
      expect(entry?.hosts.filter((host) => /^h\d/.test(host)).sort()).toEqual([
        'h0.example',
        'h1.example',
        'h2.example',
        'h3.example',
      ]);
      expect(new Set(kept.map(({ version }) => version)).size).toBe(4);
    });

    it('gives two imports at once two versions', async () => {
      const { store, another } = opened();
      const other = await another();

      const kept = await Promise.all(
        [store, other, store, other].map(({ registry }, n) =>
          registry.keepEdition(anEdition(), [anEntry({ id: `e${n}` })]),
        ),
      );
      await other.close();

      expect(kept.map(({ version }) => version).sort()).toEqual([
        '2026-03-02',
        '2026-03-02.2',
        '2026-03-02.3',
        '2026-03-02.4',
      ]);
      expect((await store.registry.snapshot()).entries).toHaveLength(4);
    });

    it('keeps why an edition was taken in', async () => {
      const { registry } = opened().store;

      await registry.keepEdition(anEdition({ reason: 'the embassy moved' }), [anEntry()]);
      await registry.keepEdition(anEdition(), []);

      expect((await registry.editions(2)).map(({ reason }) => reason)).toEqual([undefined, 'the embassy moved']);
    });
  });

  describeEarlier(opened);
  describePending(opened);
}

function describeEarlier(opened: Opened): void {
  describe('the registry as it was', () => {
    const hour = (n: number): Date => new Date(at.getTime() + n * 3_600_000);

    it('is rebuilt for every version and moment, whatever came later', async () => {
      const { registry } = opened().store;
      const states: RegistrySnapshot[] = [];
      const take = async (given: Partial<RegistryEdition>, ...entries: RegistryEntry[]) => {
        await registry.keepEdition(anEdition(given), entries);
        states.push(await registry.snapshot());
      };
      await take({ at: hour(0) }, anEntry({ id: 'b' }), anEntry({ id: 'a' }));
      await take({ at: hour(1) }, anEntry({ id: 'b', status: 'disputed' }));
      await take({ at: hour(2) }, anEntry({ id: 'b', status: 'disputed' })); // nothing new
      await take({ at: hour(3) }, anEntry({ id: 'c' }), anEntry({ id: 'b', status: 'withdrawn' }));
      await take({ at: hour(20) }, anEntry({ id: 'a', name: 'renamed' }));

      const versions = ['2026-03-02', '2026-03-02.2', '2026-03-02.3', '2026-03-03'];
      const byVersion = await Promise.all(versions.map((version) => registry.snapshotOf(version)));
      const byTime = await Promise.all([0, 1, 2, 3, 20].map((n) => registry.snapshotOf(hour(n))));

      expect(byVersion).toEqual([states[0], states[1], states[3], states[4]]);
      expect(byTime).toEqual(states);
      expect(states.map(({ version }) => version)).toEqual([
        '2026-03-02',
        '2026-03-02.2',
        '2026-03-02.2',
        '2026-03-02.3',
        '2026-03-03',
      ]);
    });

    it('belongs to an edition from its instant on', async () => {
      const { registry } = opened().store;
      await registry.keepEdition(anEdition(), [anEntry()]);
      await registry.keepEdition(anEdition({ at: hour(1) }), [anEntry({ name: 'later' })]);

      const nameAt = async (moment: Date) => (await registry.snapshotOf(moment))?.entries[0]?.name;

      expect(await nameAt(new Date(hour(1).getTime() - 1))).toBe(anEntry().name);
      expect(await nameAt(hour(1))).toBe('later');
    });

    it('is the last of editions that were taken in at one instant', async () => {
      const { registry } = opened().store;
      await registry.keepEdition(anEdition(), [anEntry()]);
      await registry.keepEdition(anEdition(), [anEntry({ name: 'second' })]);

      expect(await registry.snapshotOf(at)).toEqual({
        version: '2026-03-02.2',
        entries: [anEntry({ name: 'second' })],
      });
    });

    it('is nothing for a version that never was, and before the first edition', async () => {
      const { registry } = opened().store;
      await registry.keepEdition(anEdition(), [anEntry()]);

      expect(await registry.snapshotOf('2026-03-02.2')).toBeUndefined();
      expect(await registry.snapshotOf("'; DROP TABLE registry_entry; --")).toBeUndefined();
      expect(await registry.snapshotOf(new Date(at.getTime() - 1))).toBeUndefined();
      expect(await registry.snapshotOf('none')).toEqual({ version: 'none', entries: [] });
    });

    it('is empty after an edition that brought nothing to an empty registry', async () => {
      const { registry } = opened().store;
      await registry.keepEdition(anEdition(), []);

      expect(await registry.snapshotOf(at)).toEqual({ version: 'none', entries: [] });
    });

    it('tells what happened to an entry, the newest first', async () => {
      const { registry } = opened().store;
      const [first, second] = [anEntry({ id: 'a' }), anEntry({ id: 'a', status: 'disputed' })];
      await registry.keepEdition(anEdition({ by: 'cli' }), [first, anEntry({ id: 'b' })]);
      await registry.keepEdition(anEdition(), [first]);
      await registry.keepEdition(anEdition({ at: hour(1), reason: 'its owner objects', source: 'edit' }), [second]);

      expect(await registry.history('a')).toEqual([
        {
          version: '2026-03-02.2',
          source: 'edit',
          by: 'slack:U1',
          at: hour(1),
          reason: 'its owner objects',
          before: first,
          after: second,
        },
        { version: '2026-03-02', source: 'example.csv', by: 'cli', at, after: first },
      ]);
      expect(await registry.history('nobody')).toEqual([]);
    });
  });
}

function aPending(given: Partial<PendingEdition> = {}): Omit<PendingEdition, 'id' | 'settled'> {
  return { source: 'list', at, against: 'none', entries: [anEntry()], refused: 1, contentHash: 'h1', ...given };
}

function describePending(opened: Opened): void {
  describe('editions that wait for a person', () => {
    it('are given back as they were, by id and by source', async () => {
      const { registry } = opened().store;

      const list = await registry.keepPending(aPending());
      const other = await registry.keepPending(aPending({ source: 'other', entries: [] }));

      expect(list).toEqual({ ...aPending(), id: expect.stringMatching(/^edition-\d+$/) });
      expect(await registry.pending({ id: list.id })).toEqual(list);
      expect(await registry.pending({ source: 'other' })).toEqual(other);
      expect(await registry.unsettled()).toEqual([list, other]);
      for (const id of ['edition-0', 'edition-999', 'edition-99999999999', 'edition-1; --', '', '1']) {
        expect(await registry.pending({ id })).toBeUndefined();
        expect(await registry.settle(id, 'applied', 'slack:U1', at)).toBe(false);
      }
    });

    it('give way to a newer one of their source', async () => {
      const { registry } = opened().store;
      const later = new Date('2026-03-03T00:00:00Z');
      const first = await registry.keepPending(aPending());

      const second = await registry.keepPending(aPending({ contentHash: 'h2', at: later }));

      expect(await registry.unsettled()).toEqual([second]);
      expect(await registry.pending({ source: 'list' })).toEqual(second);
      expect((await registry.pending({ id: first.id }))?.settled).toEqual({
        as: 'dismissed',
        by: 'a newer edition of the source',
        at: later,
      });
      expect(await registry.settle(first.id, 'applied', 'slack:U1', at)).toBe(false);
    });

    it('are one question as long as content and registry are the same', async () => {
      const { registry } = opened().store;

      const first = await registry.keepPending(aPending());
      const again = await registry.keepPending(aPending({ at: new Date('2026-03-03T00:00:00Z') }));
      const otherRegistry = await registry.keepPending(aPending({ against: '2026-03-02' }));

      expect(again).toEqual(first);
      expect(otherRegistry.id).not.toBe(first.id);
    });

    it('are settled once, whoever is asked', async () => {
      const { store, another } = opened();
      const other = await another();
      const { id } = await store.registry.keepPending(aPending());

      const settled = await Promise.all(
        [store, other, store, other].map(({ registry }, n) =>
          registry.settle(id, n < 2 ? 'applied' : 'dismissed', `slack:U${n}`, at),
        ),
      );
      await other.close();

      expect(settled.filter(Boolean)).toHaveLength(1);
      const winner = settled.indexOf(true);
      expect((await store.registry.pending({ id }))?.settled).toEqual({
        as: winner < 2 ? 'applied' : 'dismissed',
        by: `slack:U${winner}`,
        at,
      });
      expect(await store.registry.unsettled()).toEqual([]);
    });

    it('may be asked about again when they were settled, under an id of their own', async () => {
      const { registry } = opened().store;
      const first = await registry.keepPending(aPending());
      await registry.settle(first.id, 'dismissed', 'slack:U1', at);

      const second = await registry.keepPending(aPending());

      expect(second.id).not.toBe(first.id);
      expect(await registry.unsettled()).toEqual([second]);
    });

    it('leave one open when two processes read a source at once', async () => {
      const { store, another } = opened();
      const other = await another();

      const kept = await Promise.all(
        [store, other, store, other].map(({ registry }, n) =>
          registry.keepPending(aPending({ contentHash: `h${n % 2}` })),
        ),
      );
      await other.close();

      const open = await store.registry.unsettled();
      expect(open).toHaveLength(1);
      expect(kept.map(({ id }) => id)).toContain(open[0]?.id);
    });
  });
}
