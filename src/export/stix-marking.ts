/**
 * The mark as a STIX marking definition.
 *
 * Green, amber and red are the fixed objects of the standard itself (section 7.2.1.4), and clear is its white: those
 * are what every validator and platform knows, while OASIS' own JSON schemas refuse a marking without `definition`, as
 * the TLP 2.0 extension has it. AMBER+STRICT exists only in that extension, so it is the one that takes its form.
 */
import type { StixIds, StixObject } from './stix-common.ts';
import { tlpOf } from './tlp.ts';

const fixed = {
  clear: { id: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', tlp: 'white' },
  green: { id: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', tlp: 'green' },
  amber: { id: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', tlp: 'amber' },
  red: { id: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', tlp: 'red' },
} as const;

export function stixMarking(mark: string, ids: StixIds): StixObject {
  const level = tlpOf(mark);
  if (level === undefined) return statement(mark, ids);
  if (level === 'amber+strict') return amberStrict;
  const { id, tlp } = fixed[level];
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id,
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: `TLP:${tlp.toUpperCase()}`,
    definition: { tlp },
  };
}

/** OASIS, extension definition for TLP 2.0; id and content are fixed there. */
const amberStrict: StixObject = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  created: '2022-10-01T00:00:00.000Z',
  name: 'TLP:AMBER+STRICT',
  extensions: {
    'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
      extension_type: 'property-extension',
      tlp_2_0: 'amber+strict',
    },
  },
};

/** A marking is never changed, so its time is a constant. */
function statement(mark: string, ids: StixIds): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: ids.named('marking-definition', mark),
    created: '2026-01-01T00:00:00.000Z',
    definition_type: 'statement',
    definition: { statement: mark },
  };
}
