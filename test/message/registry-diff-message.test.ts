import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editionButtons, readEditionPress, readPress } from '../../src/message/buttons.ts';
import { changeText, type EditionFacts, editionMessage, summaryOf } from '../../src/message/registry-diff-message.ts';
import { diffEntries } from '../../src/registry/diff.ts';
import { anEntry } from '../registry/an-entry.ts';

const before = [
  anEntry({ id: 'xx-a', name: 'Daily A', hosts: ['a.example'], accounts: [{ platform: 'x', handle: 'a' }] }),
  anEntry({ id: 'xx-b', name: 'Daily B', hosts: ['b.example'] }),
  anEntry({ id: 'xx-doe', name: 'Jo Doe', publicRole: false, accounts: [{ platform: 'x', handle: 'jodoe' }] }),
];
const [a, b, doe] = before;
const after = [
  { ...(a ?? anEntry()), accounts: [], status: 'disputed' } as const,
  { ...(b ?? anEntry()), hosts: ['b.example', 'b2.example'], accounts: [{ platform: 'x', handle: 'a' }] },
  { ...(doe ?? anEntry()), accounts: [{ platform: 'x', handle: 'jodoe2' }] },
  anEntry({ id: 'xx-roe', name: 'Jo Roe', publicRole: false }),
  anEntry({ id: 'xx-c', name: 'Daily C' }),
];

function message(facts: Partial<EditionFacts> = {}) {
  return editionMessage({
    id: 'edition-4',
    source: 'weekly',
    from: 'https://lists.example/a.csv',
    lead: ['5 entries read.'],
    diff: diffEntries(before, after),
    refused: 0,
    unnamed: new Set(['xx-doe', 'xx-roe']),
    against: '2026-11-20',
    mark: 'TLP:AMBER',
    ...facts,
  });
}

function linesOf(label: string, facts: Partial<EditionFacts> = {}): readonly string[] | undefined {
  return message(facts).sections.find((section) => section.label === label)?.lines;
}

describe('the message about an edition', () => {
  it('says in its first line how much it changes', () => {
    expect(message().title).toBe('Registry list weekly (edition-4): 2 entries added, 3 changed, 1 account moved');
    expect(message().footer).toEqual([
      'read from lists[.]example/a.csv',
      'compared with registry 2026-11-20',
      'TLP:AMBER',
    ]);
  });

  it('names what changes, and entries without a public role as a number', () => {
    expect(linesOf('Added')).toEqual(['Daily C', '1 item without a public role, counted only']);
    expect(linesOf('Changed')).toEqual([
      'Daily A: status: active → disputed',
      'Daily B: host b2[.]example added',
      '1 item without a public role, counted only',
    ]);
    expect(linesOf('Moved')).toEqual(['x @a: from Daily A to Daily B']);
    expect(JSON.stringify(message())).not.toMatch(/doe|roe/i);
  });

  it('lists contradictions, with hosts that nobody follows by accident', () => {
    const conflicting = [
      { id: 'xx-a', field: 'hosts', kept: 'xx-b', offered: 'b.example' },
      { id: 'xx-doe', field: 'accounts', kept: 'xx-a', offered: 'x @jodoe' },
    ];

    expect(linesOf('Conflicting', { conflicting })).toEqual([
      'xx-a · hosts: kept xx-b, offered b[.]example',
      '1 item without a public role, counted only',
    ]);
  });

  it('gathers refusals by reason, without the names that they quote', () => {
    const refusals = [1, 2, 3, 4, 5].map((line) => ({ line, reason: `xx-jo-${line}: "Jo ${line}" is no handle` }));

    expect(linesOf('Refused', { refused: 6, refusals: [...refusals, { line: 9, reason: 'no state' }] })).toEqual([
      '6 rows refused',
      'line 1, 2, 3 and 2 more: "…" is no handle',
      'line 9: no state',
    ]);
  });

  it('stays short, however much an edition changes', () => {
    const many = Array.from({ length: 5_000 }, (_, i) =>
      anEntry({ id: `xx-${i}`, name: `N${i} ${'long '.repeat(100)}` }),
    );
    const long = message({ diff: diffEntries([], many) });

    expect(long.sections[0]?.lines).toHaveLength(11);
    expect(long.sections[0]?.lines.at(-1)).toBe('and 4,990 more');
    expect(JSON.stringify(long).length).toBeLessThan(8_000);
    expect(long.fallback.length).toBeLessThanOrEqual(300);
  });

  it('says what nothing is', () => {
    expect(summaryOf(diffEntries(before, before))).toBe('0 entries added, 0 changed');
    expect(message({ diff: diffEntries(before, before) }).sections).toEqual([]);
  });
});

describe('a change in words', () => {
  it('is an addition, a loss or both', () => {
    expect(changeText({ field: 'accounts', after: 'x @a' })).toBe('account x @a added');
    expect(changeText({ field: 'hosts', before: 'a.example' })).toBe('host a[.]example taken away');
    expect(changeText({ field: 'hosts', before: 'a.example' }, (host) => host)).toBe('host a.example taken away');
    expect(changeText({ field: 'status', before: 'active', after: 'disputed' })).toBe('status: active → disputed');
  });
});

describe('the buttons under it', () => {
  it('fit Discord and are read back', () => {
    for (const { action, value } of editionButtons('edition-123456789')) {
      expect(value.length).toBeLessThanOrEqual(100);
      expect(readEditionPress(value)).toEqual({ action, editionId: 'edition-123456789' });
      expect(readPress(value)).toBeUndefined();
    }
  });

  it('are not made of anything else', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const pressed = readEditionPress(value);
        expect(pressed === undefined || value === `${pressed.action}:${pressed.editionId}`).toBe(true);
      }),
    );
    expect(readEditionPress('ack:edition-4:1:')).toBeUndefined();
    expect(readEditionPress(`apply-registry:${'x'.repeat(65)}`)).toBeUndefined();
  });
});
