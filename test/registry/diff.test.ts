import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffEntries } from '../../src/registry/diff.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { anEntry } from './an-entry.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const x = (handle: string, nativeId?: string) => ({ platform: 'x', handle, nativeId });
const changesOf = (before: Partial<RegistryEntry>, after: Partial<RegistryEntry>) =>
  diffEntries([anEntry(before)], [anEntry(after)]).changed.flatMap(({ changes }) => changes);

describe('diffEntries', () => {
  it('names entries that came and went, in the order of ids', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => anEntry({ id, name: id.toUpperCase() }));
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four entries');

    expect(diffEntries([d, c, b], [b, a])).toEqual({
      added: [{ id: 'a', name: 'A' }],
      removed: [
        { id: 'c', name: 'C' },
        { id: 'd', name: 'D' },
      ],
      changed: [],
      moved: [],
    });
  });

  it('says old and new of each field, in the order of the record', () => {
    expect(
      changesOf(
        { status: 'active', publicRole: true, typology: 'SC', confidence: 'low', notes: 'old' },
        { status: 'disputed', publicRole: true, control: 'state-linked', confidence: 'high', name: 'New' },
      ),
    ).toEqual([
      { field: 'name', before: 'Example Daily', after: 'New' },
      { field: 'notes', before: 'old' },
      { field: 'typology', before: 'SC' },
      { field: 'control', after: 'state-linked' },
      { field: 'confidence', before: 'low', after: 'high' },
      { field: 'status', before: 'active', after: 'disputed' },
    ]);
  });

  it('says accounts, hosts and evidence as additions and removals', () => {
    const list = { type: 'registry' as const, source: 'List', date: day('2024-02-07'), url: 'https://list.example/a' };
    const study = { type: 'research' as const, source: 'Study', quote: 'q'.repeat(100), by: 'A. Author' };

    expect(
      changesOf(
        { accounts: [x('one'), x('two')], hosts: ['a.example', 'b.example'], evidence: [list] },
        { accounts: [x('two'), x('three', '3')], hosts: ['b.example', 'c.example'], evidence: [study] },
      ),
    ).toEqual([
      { field: 'accounts', before: 'x @one' },
      { field: 'accounts', after: 'x @three, id 3' },
      { field: 'hosts', before: 'a.example' },
      { field: 'hosts', after: 'c.example' },
      { field: 'evidence', before: 'registry: List, 2024-02-07, https://list.example/a' },
      { field: 'evidence', after: `research: Study, by A. Author, "${'q'.repeat(80)}…"` },
    ]);
  });

  it.each([
    ['a new handle', x('old', '7'), x('new', '7'), 'x @old, id 7', 'x @new, id 7'],
    ['a native id', x('one'), x('one', '7'), 'x @one', 'x @one, id 7'],
    [
      'another span',
      x('one'),
      { ...x('one'), validFrom: day('2009-11-05'), validTo: new Date('2023-05-01T12:00:00Z') },
      'x @one',
      'x @one, from 2009-11-05 to 2023-05-01T12:00:00.000Z',
    ],
    [
      'another way to write the name',
      { platform: 'facebook', handle: 'Ex.Ample' },
      { platform: 'facebook', handle: 'example' },
      'facebook @Ex.Ample',
      'facebook @example',
    ],
  ])('says %s of an account as one change', (_what, before, after, old, young) => {
    expect(changesOf({ accounts: [before] }, { accounts: [after] })).toEqual([
      { field: 'accounts', before: old, after: young },
    ]);
  });

  it('says a copy that a finding gained as one change', () => {
    const list = { type: 'registry' as const, source: 'List' };
    const copy = {
      archiveUrl: 'https://archive.example/1',
      retrievedAt: day('2024-02-08'),
      contentHash: 'ab'.repeat(32),
    };

    expect(changesOf({ evidence: [list] }, { evidence: [{ ...list, ...copy }] })).toEqual([
      {
        field: 'evidence',
        before: 'registry: List',
        after: 'registry: List, archived at https://archive.example/1, retrieved 2024-02-08, SHA-256 abababababab…',
      },
    ]);
  });

  it('names an account and a host that went to another entry once, and in no other place', () => {
    const before = [
      anEntry({ id: 'a', name: 'A', accounts: [x('one'), x('two')], hosts: ['a.example'] }),
      anEntry({ id: 'b', name: 'B' }),
    ];
    const after = [
      anEntry({ id: 'a', name: 'A', accounts: [x('two')] }),
      anEntry({ id: 'b', name: 'B', accounts: [x('ONE', '1')], hosts: ['a.example'] }),
    ];

    expect(diffEntries(before, after)).toEqual({
      added: [],
      removed: [],
      changed: [],
      moved: [
        { kind: 'account', what: 'x @ONE', from: { id: 'a', name: 'A' }, to: { id: 'b', name: 'B' } },
        { kind: 'host', what: 'a.example', from: { id: 'a', name: 'A' }, to: { id: 'b', name: 'B' } },
      ],
    });
  });

  it('names what went from an entry that is gone to one that is new', () => {
    const { added, removed, moved } = diffEntries(
      [anEntry({ id: 'old', accounts: [x('one')] })],
      [anEntry({ id: 'new', accounts: [x('one')] })],
    );

    expect([added, removed].map(([entry]) => entry?.id)).toEqual(['new', 'old']);
    expect(moved).toMatchObject([{ what: 'x @one', from: { id: 'old' }, to: { id: 'new' } }]);
  });

  it('lets an account that two entries held go to a third once', () => {
    const { moved, changed } = diffEntries(
      [anEntry({ id: 'a', accounts: [x('one')] }), anEntry({ id: 'b', accounts: [x('one')] }), anEntry({ id: 'c' })],
      [anEntry({ id: 'a' }), anEntry({ id: 'b' }), anEntry({ id: 'c', accounts: [x('one')] })],
    );

    expect(moved).toMatchObject([{ what: 'x @one', from: { id: 'a' }, to: { id: 'c' } }]);
    expect(changed).toMatchObject([{ id: 'b', changes: [{ field: 'accounts', before: 'x @one' }] }]);
  });

  it('calls it no move when somebody else takes a handle', () => {
    const { moved, changed } = diffEntries(
      [anEntry({ id: 'a', accounts: [x('one', '1')] }), anEntry({ id: 'b' })],
      [anEntry({ id: 'a' }), anEntry({ id: 'b', accounts: [x('one', '2')] })],
    );

    expect(moved).toEqual([]);
    expect(changed.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('names nobody without a public role', () => {
    const person = (parts: Partial<RegistryEntry>) => anEntry({ id: 'p', publicRole: false, ...parts });
    const finding = { type: 'research' as const, source: 'Study', url: 'https://s.example/secret', quote: 'secret' };
    const before = [
      person({
        name: 'Secret One',
        role: 'secret',
        accounts: [x('secret_1', '1'), x('secret_2')],
        hosts: ['secret.example'],
      }),
      anEntry({ id: 'q' }),
    ];
    const after = [
      person({ name: 'Secret Two', notes: 'secret', accounts: [x('secret_3', '1')], evidence: [finding] }),
      anEntry({ id: 'q', accounts: [x('secret_2')], hosts: ['secret.example'] }),
    ];

    const found = diffEntries(before, after);

    expect(JSON.stringify([found, diffEntries(before, []), diffEntries([], after.slice(0, 1))])).not.toMatch(/secret/i);
    expect(found.moved.map(({ what }) => what)).toEqual(['x account, not named', 'a host, not named']);
    expect(found.changed[0]?.name).toBe('Person on the list');
  });
});

const account = fc.record({
  platform: fc.constantFrom('x', 'telegram'),
  handle: fc.constantFrom('a', 'b', 'c'),
  nativeId: fc.constantFrom(undefined, '1', '2'),
  validTo: fc.constantFrom(undefined, day('2020-01-01')),
});
const entry = fc.record({
  id: fc.constantFrom('e1', 'e2', 'e3', 'e4'),
  name: fc.constantFrom('One', 'Two'),
  status: fc.constantFrom('active' as const, 'disputed' as const),
  accounts: fc.array(account, { maxLength: 4 }),
  hosts: fc.uniqueArray(fc.constantFrom('a.example', 'b.example', 'c.example'), { maxLength: 3 }),
  evidence: fc.uniqueArray(
    fc.constantFrom(
      { type: 'registry' as const, source: 'List' },
      { type: 'registry' as const, source: 'List', archiveUrl: 'https://archive.example/1' },
      { type: 'research' as const, source: 'Study' },
    ),
    { minLength: 1, selector: ({ source }) => source },
  ),
});
const registry = fc
  .uniqueArray(entry, { selector: ({ id }) => id, maxLength: 4 })
  .map((entries) => entries.map((parts) => anEntry(parts)));

function shuffled(entries: readonly RegistryEntry[]): readonly RegistryEntry[] {
  return entries
    .map((one) => ({
      ...one,
      accounts: one.accounts.toReversed(),
      hosts: one.hosts.toReversed(),
      evidence: one.evidence.toReversed(),
    }))
    .toReversed();
}

describe('diffEntries, for all registries', () => {
  it('finds nothing between a registry and itself, in any order', () => {
    fc.assert(
      fc.property(registry, (entries) => {
        expect(diffEntries(entries, shuffled(entries))).toEqual({ added: [], removed: [], changed: [], moved: [] });
      }),
    );
  });

  it('does not depend on any order', () => {
    fc.assert(
      fc.property(registry, registry, (before, after) => {
        expect(diffEntries(shuffled(before), shuffled(after))).toEqual(diffEntries(before, after));
      }),
      { numRuns: 500 },
    );
  });

  it('accounts for every host: it stays, comes, goes or moves, and once', () => {
    fc.assert(
      fc.property(registry, registry, (before, after) => {
        const { added, removed, changed, moved } = diffEntries(before, after);
        const owners = (entries: readonly RegistryEntry[]) =>
          new Set(entries.flatMap(({ id, hosts }) => hosts.map((host) => `${id} ${host}`)));
        const told = owners(before);
        const byId = new Map(after.map((one) => [one.id, one]));

        for (const { id } of removed) for (const one of told) if (one.startsWith(`${id} `)) told.delete(one);
        for (const { id } of added) for (const host of byId.get(id)?.hosts ?? []) told.add(`${id} ${host}`);
        const hosts = changed.flatMap(({ id, changes }) =>
          changes.filter(({ field }) => field === 'hosts').map((change) => ({ id, ...change })),
        );
        for (const { id, before: old, after: young } of hosts) {
          if (old !== undefined) told.delete(`${id} ${old}`);
          if (young !== undefined) told.add(`${id} ${young}`);
        }
        for (const { kind, what, from, to } of moved) {
          if (kind !== 'host') continue;
          told.delete(`${from.id} ${what}`);
          told.add(`${to.id} ${what}`);
        }

        expect([...told].sort()).toEqual([...owners(after)].sort());
        expect(new Set(hosts.map(({ id, before: old, after: young }) => `${id} ${old ?? young}`)).size).toBe(
          hosts.length,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('says nothing of an entry only when nothing of it is other', () => {
    fc.assert(
      fc.property(registry, registry, (before, after) => {
        const { changed, moved } = diffEntries(before, after);
        const said = new Set([...changed.map(({ id }) => id), ...moved.flatMap(({ from, to }) => [from.id, to.id])]);

        for (const old of before) {
          const young = after.find(({ id }) => id === old.id);
          if (young === undefined || said.has(old.id)) continue;
          expect(diffEntries([{ ...old, id: 'same' }], [{ ...young, id: 'same' }]).changed).toEqual([]);
          expect(young.name).toBe(old.name);
          expect(new Set(young.hosts)).toEqual(new Set(old.hosts));
        }
      }),
    );
  });
});
