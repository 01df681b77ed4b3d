import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confidences,
  controls,
  entryKinds,
  entryStatuses,
  evidenceTypes,
  type RegistryEntry,
} from '../../src/registry/registry.ts';
import { readEntries, readEntry } from '../../src/store/entry-json.ts';
import { toDocument } from '../../src/store/json.ts';
import { anEntry } from '../registry/an-entry.ts';

const time = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const text = fc.string({ minLength: 1, maxLength: 8 });
const rarely = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const anyEntry: fc.Arbitrary<RegistryEntry> = fc.record({
  id: text,
  name: text,
  kind: fc.constantFrom(...entryKinds),
  state: text,
  typology: rarely(text),
  role: rarely(text),
  control: rarely(fc.constantFrom(...controls)),
  publicRole: fc.boolean(),
  accounts: fc.array(
    fc.record({
      platform: text,
      handle: rarely(text),
      nativeId: rarely(text),
      validFrom: rarely(time),
      validTo: rarely(time),
    }),
    { maxLength: 3 },
  ),
  hosts: fc.array(text, { maxLength: 3 }),
  evidence: fc.array(
    fc.record({
      type: fc.constantFrom(...evidenceTypes),
      source: text,
      url: rarely(text),
      quote: rarely(text),
      date: rarely(time),
      by: rarely(text),
      archiveUrl: rarely(text),
      retrievedAt: rarely(time),
      contentHash: rarely(text),
    }),
    { maxLength: 3 },
  ),
  confidence: fc.constantFrom(...confidences),
  admiralty: rarely(text),
  status: fc.constantFrom(...entryStatuses),
  notes: rarely(text),
});

describe('entries kept as JSON', () => {
  it('come back as they were, every field of them', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 3 }), (entries) => {
        expect(readEntries(JSON.parse(toDocument(entries)))).toEqual(entries);
      }),
    );
  });

  it.each([
    ['no object', null],
    ['a list', []],
    ['a kind that is none', { ...anEntry(), kind: 'troll' }],
    ['no name', { ...anEntry(), name: undefined }],
    ['a number for a text', { ...anEntry(), role: 7 }],
    ['a word for yes', { ...anEntry(), publicRole: 'true' }],
    ['an account that is a text', { ...anEntry(), accounts: ['x'] }],
    ['a host that is none', { ...anEntry(), hosts: [null] }],
    ['a date that is none', { ...anEntry(), evidence: [{ type: 'registry', source: 's', date: 'soon' }] }],
    ['no evidence', { ...anEntry(), evidence: undefined }],
  ])('are refused with %s, and the field is named', (_what, json) => {
    expect(() => readEntry(json)).toThrow(/^kept registry entry: \w+ is no /);
  });

  it('are refused when they are no list', () => {
    expect(() => readEntries({})).toThrow('entries is no list');
  });
});
