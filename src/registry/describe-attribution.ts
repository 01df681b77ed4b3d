/** An attribution in one line of a message: who, of what kind, by whose finding, how sure. */
import type { Attribution, Control, EntryKind, RegistryEntry, RegistryEvidence } from './registry.ts';
import { shownName } from './shown-name.ts';

const kindWords: Readonly<Record<EntryKind, string>> = {
  'state-media': 'state media',
  government: 'government',
  diplomat: 'diplomat',
  party: 'party',
  'proxy-reported': 'reported proxy',
  'public-service-media': 'public-service media',
};

const controlWords: Readonly<Record<Control, string>> = {
  official: 'official channel',
  'state-controlled': 'state-controlled',
  'state-linked': 'state-linked',
  'state-aligned': 'state-aligned',
};

/** More sources than this are counted, not named: the line must stay one line. */
const sourcesNamed = 2;

/**
 * `China Daily (state media, SC) · ASD State Media Matrix 2024-02 · confidence high`
 *
 * @param at the moment asked about; findings made later are named only when there is no earlier one, and marked
 */
export function describeAttribution({ entry }: Attribution, at: Date): string {
  const parts = [
    `${shownName(entry)} (${kindOf(entry)})`,
    sourcesOf(entry.evidence, at),
    `confidence ${entry.confidence}`,
  ];
  if (entry.status !== 'active') parts.push(entry.status);
  return parts.join(' · ');
}

function kindOf({ kind, typology, control }: RegistryEntry): string {
  const words = [kindWords[kind]];
  if (typology !== undefined) words.push(typology);
  if (control !== undefined) words.push(controlWords[control]);
  return words.join(', ');
}

function sourcesOf(evidence: readonly RegistryEvidence[], at: Date): string {
  const earlier = evidence.filter(({ date }) => date === undefined || date <= at);
  const counted = earlier.length > 0 ? earlier : evidence;
  const names = [...new Set(counted.toSorted(byNewest).map(nameOfSource))];
  const more = names.length > sourcesNamed ? ` and ${names.length - sourcesNamed} more` : '';
  const later = earlier.length > 0 ? '' : ' (found later)';
  return `${names.slice(0, sourcesNamed).join(', ')}${more}${later}`;
}

/** Findings of others before what an institution says of itself; newer first. */
function byNewest(a: RegistryEvidence, b: RegistryEvidence): number {
  return (
    Number(a.type === 'self-declared') - Number(b.type === 'self-declared') ||
    (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0) ||
    (a.source < b.source ? -1 : a.source > b.source ? 1 : 0)
  );
}

function nameOfSource({ type, source }: RegistryEvidence): string {
  return type === 'self-declared' ? 'self-declared' : source;
}
