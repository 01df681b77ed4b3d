/**
 * The institutions of the sample: invented bodies of an invented state with the code `XX`. Nothing here exists; every
 * name says so, and hosts are under `.example`, which nobody can own (RFC 2606).
 */
import type { EntryKind, RegistryEntry } from '../../registry/registry.ts';

interface Institution {
  readonly slug: string;
  readonly name: string;
  readonly handle: string;
  readonly kind: EntryKind;
  readonly host?: string;
}

const institutions: readonly Institution[] = [
  { slug: 'daily', name: 'Example Daily', handle: 'ExampleDaily_sample', kind: 'state-media', host: 'daily.example' },
  {
    slug: 'radio',
    name: 'Sample Radio World',
    handle: 'RadioWorld_sample',
    kind: 'state-media',
    host: 'radio.example',
  },
  { slug: 'wire', name: 'Example News Wire', handle: 'NewsWire_sample', kind: 'state-media', host: 'wire.example' },
  { slug: 'tv', name: 'Sample Television', handle: 'Television_sample', kind: 'state-media', host: 'tv.example' },
  { slug: 'times', name: 'Example Times', handle: 'Times_sample', kind: 'state-media', host: 'times.example' },
  {
    slug: 'mfa',
    name: 'Sample Ministry of Foreign Affairs',
    handle: 'MFA_sample',
    kind: 'government',
    host: 'mfa.example',
  },
  {
    slug: 'cabinet',
    name: 'Example Cabinet Office',
    handle: 'Cabinet_sample',
    kind: 'government',
    host: 'cabinet.example',
  },
  { slug: 'province', name: 'Example Valley Press Office', handle: 'ValleyPress_sample', kind: 'government' },
  { slug: 'trade', name: 'Sample Ministry of Trade', handle: 'Trade_sample', kind: 'government' },
  { slug: 'embassy-north', name: 'Sample Embassy in Northland', handle: 'EmbassyNorth_sample', kind: 'diplomat' },
  { slug: 'embassy-south', name: 'Sample Embassy in Southland', handle: 'EmbassySouth_sample', kind: 'diplomat' },
  { slug: 'consulate-harbour', name: 'Sample Consulate in Harbourton', handle: 'Harbourton_sample', kind: 'diplomat' },
  { slug: 'consulate-lake', name: 'Sample Consulate in Lakeville', handle: 'Lakeville_sample', kind: 'diplomat' },
  { slug: 'mission', name: 'Sample Mission to the Example Council', handle: 'Mission_sample', kind: 'diplomat' },
];

export function sampleRegistry(): readonly RegistryEntry[] {
  return institutions.map(({ slug, name, handle, kind, host }) => ({
    id: `xx-sample-${slug}`,
    name: `${name} (sample)`,
    kind,
    state: 'XX',
    typology: kind === 'state-media' ? 'SC' : undefined,
    publicRole: true,
    accounts: [{ platform: 'sample', handle, nativeId: sampleNativeId(slug) }],
    hosts: host === undefined ? [] : [host],
    evidence: [
      {
        type: 'analyst',
        source: 'Tocsin sample registry',
        quote: 'Synthetic: an invented institution of an invented state, made for the demonstration',
        date: new Date('2026-01-01T00:00:00Z'),
        by: 'Tocsin',
      },
    ],
    confidence: 'high',
    status: 'active',
    notes: 'Sample data. No such institution exists.',
  }));
}

/** Institutions in the order of the registry, as the sample's posts need them. */
export function sampleInstitutions(): readonly {
  readonly id: string;
  readonly handle: string;
  readonly host: string;
}[] {
  return institutions.map(({ slug, handle, host }) => ({
    id: sampleNativeId(slug),
    handle,
    host: host ?? `${slug}.gov.example`,
  }));
}

function sampleNativeId(slug: string): string {
  return `xx-${slug}`;
}
