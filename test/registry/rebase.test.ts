import { describe, expect, it } from 'vitest';
import { mergeEntries } from '../../src/registry/merge.ts';
import { rebaseEntries } from '../../src/registry/rebase.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { anEntry } from './an-entry.ts';

const finding = { type: 'research', source: 'Example Study' } as const;
const base = anEntry({
  hosts: ['daily.example'],
  accounts: [{ platform: 'x', handle: 'daily' }],
  role: 'outlet',
});
const offered = anEntry({
  hosts: ['daily.example', 'new.example'],
  accounts: [{ platform: 'telegram', handle: 'daily_tg' }],
  evidence: [finding],
});
const { entries: merged } = mergeEntries([base], [offered]);

function rebased(current: readonly RegistryEntry[]): RegistryEntry | undefined {
  return rebaseEntries([base], merged, current)[0];
}

describe('an edition on a registry that changed since', () => {
  it('is the same merge when nothing changed', () => {
    expect(rebaseEntries([base], merged, [base])).toEqual(merged);
  });

  it('adds what it adds, and does not bring back what was taken out', () => {
    const entry = rebased([{ ...base, hosts: [], accounts: [], role: undefined, status: 'disputed' }]);

    expect(entry?.hosts).toEqual(['new.example']);
    expect(entry?.accounts).toEqual([{ platform: 'telegram', handle: 'daily_tg' }]);
    expect(entry?.role).toBeUndefined();
    expect(entry?.status).toBe('disputed');
    expect(entry?.evidence).toContainEqual(finding);
  });

  it('adds nothing where all of it is known', () => {
    expect(rebaseEntries([base], merged, merged)).toEqual([]);
  });

  it('leaves a host to the entry that got it meanwhile', () => {
    const other = anEntry({ id: 'xx-other', name: 'Other', state: 'YY', hosts: ['new.example'] });

    expect(rebased([base, other])?.hosts).toEqual(['daily.example']);
  });

  it('brings entries that were new whole', () => {
    expect(rebaseEntries([], [offered], [])).toEqual([offered]);
  });
});
