import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeEntries } from '../../src/registry/merge.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { anEntry } from './an-entry.ts';

const x = (handle: string, nativeId?: string) => ({ platform: 'x', handle, nativeId });
const later = { type: 'registry' as const, source: 'Second List 2024-12', date: new Date('2024-12-02T00:00:00Z') };

describe('mergeEntries', () => {
  it('adds an entry that nobody holds yet', () => {
    const { entries, report } = mergeEntries([], [anEntry({ accounts: [x('example')] })]);

    expect(entries.map(({ id }) => id)).toEqual(['xx-example-daily']);
    expect(report).toEqual({ added: ['xx-example-daily'], changed: [], unchanged: 0, conflicting: [] });
  });

  it('adds evidence, accounts and hosts to the entry with the same id, and names the fields', () => {
    const current = [anEntry({ accounts: [x('example')], hosts: ['a.example'] })];
    const incoming = [anEntry({ accounts: [x('Example'), x('example_ru')], hosts: ['b.example'], evidence: [later] })];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries[0]?.accounts).toEqual([x('example'), x('example_ru')]);
    expect(entries[0]?.hosts).toEqual(['a.example', 'b.example']);
    expect(entries[0]?.evidence).toHaveLength(2);
    expect(report.changed).toEqual([{ id: 'xx-example-daily', fields: ['accounts', 'hosts', 'evidence'] }]);
    expect(report.conflicting).toEqual([]);
  });

  it('knows another list’s entry by an account that both hold', () => {
    const current = [anEntry({ accounts: [x('example')] })];
    const incoming = [
      anEntry({ id: 'xx-exd', name: 'ExD', accounts: [x('EXAMPLE'), x('exd_two')], evidence: [later] }),
    ];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries.map(({ id, name }) => ({ id, name }))).toEqual([{ id: 'xx-example-daily', name: 'Example Daily' }]);
    expect(entries[0]?.accounts).toEqual([x('example'), x('exd_two')]);
    expect(report.added).toEqual([]);
  });

  it('keeps what a person decided and lists the contradiction', () => {
    const current = [
      anEntry({ hosts: ['a.example'], typology: 'SC', status: 'disputed', confidence: 'low', notes: 'mine' }),
    ];
    const incoming = [
      anEntry({
        hosts: ['a.example'],
        typology: 'CaPu',
        state: 'YY',
        confidence: 'high',
        notes: 'theirs',
        name: 'Other',
      }),
    ];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries).toEqual([]);
    expect(report.unchanged).toBe(1);
    expect(report.conflicting).toEqual([
      { id: 'xx-example-daily', field: 'state', kept: 'XX', offered: 'YY' },
      { id: 'xx-example-daily', field: 'typology', kept: 'SC', offered: 'CaPu' },
      { id: 'xx-example-daily', field: 'status', kept: 'disputed', offered: 'active' },
    ]);
  });

  it('takes how a channel stands to its state where nobody has said so, and lists a contradiction', () => {
    const current = [anEntry({ hosts: ['a.example'] })];
    const incoming = [anEntry({ hosts: ['a.example'], control: 'state-linked' })];
    const other = [anEntry({ hosts: ['a.example'], control: 'official' })];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries[0]?.control).toBe('state-linked');
    expect(report.changed).toEqual([{ id: 'xx-example-daily', fields: ['control'] }]);
    expect(mergeEntries(entries, other)).toMatchObject({
      entries: [],
      report: {
        conflicting: [{ id: 'xx-example-daily', field: 'control', kept: 'state-linked', offered: 'official' }],
      },
    });
  });

  it('adds the copy of a page to the finding that has none, and leaves a copy that is there', () => {
    const copy = { archiveUrl: 'https://archive.example/1', retrievedAt: new Date('2024-12-03'), contentHash: 'aa' };
    const next = { ...copy, retrievedAt: new Date('2025-01-01'), contentHash: 'bb' };
    const current = [anEntry({ hosts: ['a.example'], evidence: [later] })];
    const entryWith = (evidence: RegistryEntry['evidence']) => [anEntry({ hosts: ['a.example'], evidence })];

    const { entries, report } = mergeEntries(current, entryWith([{ ...later, ...copy }]));

    expect(entries[0]?.evidence).toEqual([{ ...later, ...copy }]);
    expect(report.changed).toEqual([{ id: 'xx-example-daily', fields: ['evidence'] }]);
    expect(mergeEntries(entries, entryWith([{ ...later, ...next }])).entries).toEqual([]);
    expect(
      mergeEntries(entryWith([{ ...later, contentHash: 'bb' }]), entryWith([{ ...later, ...copy }])).entries,
    ).toEqual([]);
  });

  it('leaves an account with its holder when another state’s entry claims it', () => {
    const current = [anEntry({ accounts: [x('example')] })];
    const incoming = [anEntry({ id: 'yy-other', name: 'Other', state: 'YY', accounts: [x('example'), x('other')] })];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries).toEqual([expect.objectContaining({ id: 'yy-other', accounts: [x('other')] })]);
    expect(report.conflicting).toEqual([
      { id: 'yy-other', field: 'accounts', kept: 'xx-example-daily', offered: 'x @example' },
    ]);
  });

  it('adds nothing of an entry whose every account and host is held by others', () => {
    const current = [anEntry({ accounts: [x('example')], hosts: ['a.example'] })];
    const incoming = [anEntry({ id: 'xx-person', kind: 'diplomat', accounts: [x('example')], hosts: ['a.example'] })];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries).toEqual([]);
    expect(report.conflicting.map(({ field }) => field)).toEqual(['accounts', 'hosts']);
  });

  it('does not give a reused handle to its former holder', () => {
    const current = [anEntry({ accounts: [x('example', '1')] })];
    const incoming = [anEntry({ id: 'xx-new-owner', name: 'New Owner', accounts: [x('example', '2')] })];

    const { report } = mergeEntries(current, incoming);

    expect(report.added).toEqual(['xx-new-owner']);
    expect(report.conflicting).toEqual([]);
  });

  it('fills in a native id but never a span of validity', () => {
    const until = new Date('2023-01-01T00:00:00Z');
    const current = [anEntry({ accounts: [x('example')] })];
    const incoming = [anEntry({ accounts: [{ ...x('example', '77'), validTo: until }] })];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries[0]?.accounts).toEqual([x('example', '77')]);
    expect(report.conflicting).toEqual([
      { id: 'xx-example-daily', field: 'x @example valid', kept: 'always', offered: '… to 2023-01-01T00:00:00.000Z' },
    ]);
  });

  it('mixes nothing into an entry of another state or family that happens to have the id', () => {
    const current = [anEntry({ accounts: [x('example')] })];
    const incoming = [anEntry({ kind: 'government', accounts: [x('ministry')], evidence: [later] })];

    const { entries, report } = mergeEntries(current, incoming);

    expect(entries).toEqual([]);
    expect(report.conflicting).toEqual([
      { id: 'xx-example-daily', field: 'kind', kept: 'state-media', offered: 'government' },
    ]);
  });

  it('takes the first of two incoming entries with one id and lists the second', () => {
    const incoming = [anEntry({ hosts: ['a.example'] }), anEntry({ hosts: ['b.example'], name: 'Second' })];

    const { entries, report } = mergeEntries([], incoming);

    expect(entries.map(({ hosts }) => hosts)).toEqual([['a.example']]);
    expect(report.conflicting).toEqual([
      { id: 'xx-example-daily', field: 'id', kept: 'the first of the import', offered: 'Second' },
    ]);
  });

  it('takes no typology that belongs to another kind', () => {
    const current = [anEntry({ hosts: ['a.example'] })];
    const incoming = [anEntry({ hosts: ['a.example'], kind: 'public-service-media', typology: 'ISF' })];

    expect(mergeEntries(current, incoming).entries).toEqual([]);
  });
});

const date = fc.constantFrom(undefined, '2020-01-01', '2022-01-01', '2024-01-01').map((day) => day && new Date(day));
const account = fc
  .record({
    platform: fc.constantFrom('x', 'telegram'),
    handle: fc.constantFrom(undefined, 'a', 'A', 'b', 'c'),
    nativeId: fc.constantFrom(undefined, undefined, '1', '2'),
    validFrom: date,
    validTo: date,
  })
  .filter((one) => one.handle !== undefined || one.nativeId !== undefined)
  .map((one) => ({
    ...one,
    validTo: one.validFrom && one.validTo && one.validTo <= one.validFrom ? undefined : one.validTo,
  }))
  .map((one) => ({ ...one, validFrom: one.validFrom || undefined, validTo: one.validTo || undefined }));
const entry: fc.Arbitrary<RegistryEntry> = fc.record({
  id: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6'),
  name: fc.constantFrom('One', 'Two', 'one', 'Three'),
  kind: fc.constantFrom('state-media', 'public-service-media', 'government', 'diplomat'),
  state: fc.constantFrom('XX', 'YY'),
  typology: fc.constantFrom(undefined, 'SC', 'CaPu'),
  control: fc.constantFrom(undefined, 'official', 'state-linked'),
  publicRole: fc.boolean(),
  accounts: fc.array(account, { maxLength: 3 }),
  hosts: fc.uniqueArray(fc.constantFrom('a.example', 'b.example', 'c.example'), { maxLength: 2 }),
  evidence: fc.uniqueArray(
    fc.constantFrom(
      later,
      { ...later, quote: 'reason' },
      { ...later, archiveUrl: 'https://archive.example/1' },
      { ...later, archiveUrl: 'https://archive.example/2', contentHash: 'bb' },
      { ...later, contentHash: 'aa' },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  confidence: fc.constantFrom('low', 'high'),
  status: fc.constantFrom('active', 'withdrawn'),
});
const registry = fc.uniqueArray(entry, { maxLength: 4, selector: ({ id }) => id });

/** Without what is blank: it may have been filled in. */
function given(one: object): object {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
}

function apply(current: readonly RegistryEntry[], changes: readonly RegistryEntry[]): readonly RegistryEntry[] {
  const byId = new Map([...current, ...changes].map((one) => [one.id, one]));
  return [...byId.values()];
}

describe('mergeEntries, for all registries and imports', () => {
  it('changes nothing when the same import comes again', () => {
    fc.assert(
      fc.property(registry, fc.array(entry, { maxLength: 5 }), (current, incoming) => {
        const once = apply(current, mergeEntries(current, incoming).entries);

        const again = mergeEntries(once, incoming);

        expect(again.entries).toEqual([]);
        expect(again.report.added).toEqual([]);
        expect(again.report.changed).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('never removes an account, a host or evidence, and never overwrites a word', () => {
    fc.assert(
      fc.property(registry, fc.array(entry, { maxLength: 5 }), (current, incoming) => {
        const after = new Map(apply(current, mergeEntries(current, incoming).entries).map((one) => [one.id, one]));

        for (const before of current) {
          const { accounts, hosts, evidence, typology, control, ...rest } = after.get(before.id)!;
          const { accounts: a, hosts: h, evidence: e, typology: t, control: c, ...words } = before;
          expect(rest).toEqual(words);
          expect(t ?? typology).toBe(typology);
          expect(c ?? control).toBe(control);
          expect(accounts.length).toBeGreaterThanOrEqual(a.length);
          expect(hosts).toEqual(expect.arrayContaining([...h]));
          expect(evidence).toEqual(expect.arrayContaining(e.map((one) => expect.objectContaining(given(one)))));
        }
      }),
    );
  });

  it('gives a new host to one entry only', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (incoming) => {
        const hosts = mergeEntries([], incoming).entries.flatMap((one) => one.hosts);

        expect(new Set(hosts).size).toBe(hosts.length);
      }),
    );
  });
});
