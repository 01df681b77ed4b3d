import type { RegistryEntry } from '../../src/registry/registry.ts';

export function anEntry(parts: Partial<RegistryEntry> = {}): RegistryEntry {
  return {
    id: 'xx-example-daily',
    name: 'Example Daily',
    kind: 'state-media',
    state: 'XX',
    publicRole: true,
    accounts: [],
    hosts: [],
    evidence: [{ type: 'registry', source: 'Example List 2024-02', date: new Date('2024-02-07T00:00:00Z') }],
    confidence: 'high',
    status: 'active',
    ...parts,
  };
}
