import { describe, expect, it } from 'vitest';
import { describeAttribution } from '../../src/registry/describe-attribution.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { anEntry } from './an-entry.ts';

const at = new Date('2025-01-01T00:00:00Z');
const words = (parts: Partial<RegistryEntry>, when = at) =>
  describeAttribution({ entry: anEntry(parts), by: 'handle' }, when);

describe('describeAttribution', () => {
  it('says who, of what kind, by whose finding and how sure', () => {
    expect(words({ typology: 'SC' })).toBe('Example Daily (state media, SC) · Example List 2024-02 · confidence high');
    expect(words({ kind: 'public-service-media', typology: 'ISFM?', confidence: 'moderate' })).toBe(
      'Example Daily (public-service media, ISFM?) · Example List 2024-02 · confidence moderate',
    );
  });

  it.each([
    ['official', 'official channel'],
    ['state-controlled', 'state-controlled'],
    ['state-linked', 'state-linked'],
    ['state-aligned', 'state-aligned'],
  ] as const)('says how a channel stands to its state: %s', (control, said) => {
    expect(words({ control, typology: 'SC' })).toContain(`Example Daily (state media, SC, ${said}) ·`);
  });

  it.each(['disputed', 'withdrawn'] as const)('shows a %s attribution as such', (status) => {
    expect(words({ status })).toBe(`Example Daily (state media) · Example List 2024-02 · confidence high · ${status}`);
  });

  it('names two sources, the newest finding of others first, and counts the rest', () => {
    const evidence = [
      { type: 'self-declared' as const, source: 'own site' },
      { type: 'registry' as const, source: 'List A', date: new Date('2020-01-01') },
      { type: 'research' as const, source: 'Study B', date: new Date('2024-01-01') },
    ];

    expect(words({ evidence: evidence.slice(0, 2) })).toContain('· List A, self-declared ·');
    expect(words({ evidence })).toContain('· Study B, List A and 1 more ·');
  });

  it('passes over findings later than the moment asked about, and marks one that comes alone', () => {
    const list = { type: 'registry' as const, source: 'List A', date: new Date('2020-01-01') };
    const study = { type: 'research' as const, source: 'Study B', date: new Date('2024-01-01') };
    const before = new Date('2021-01-01');

    expect(words({ evidence: [list, study] }, before)).toContain('· List A ·');
    expect(words({ evidence: [study] }, before)).toContain('· Study B (found later) ·');
  });

  it('does not name a person without a public role', () => {
    expect(words({ name: 'Jane Doe', publicRole: false })).not.toContain('Jane');
  });

  it.each(['state-media', 'government', 'diplomat', 'party', 'proxy-reported', 'public-service-media'] as const)(
    'uses no word that only a source may use, for %s',
    (kind) => {
      expect(words({ kind })).not.toMatch(/bot|troll|fake|inauthentic|disinformation|state-run/i);
    },
  );
});
