/**
 * What an edition adds to the registry that it was compared with, to be merged into a registry that changed since.
 *
 * Without this, merging the edition's whole entries would bring back what somebody took out meanwhile.
 */
import { accountText } from './claim.ts';
import { mergeEntries } from './merge.ts';
import type { RegistryEntry } from './registry.ts';

/**
 * @param base the registry the edition was merged into
 * @param merged the entries of that merge, each whole
 * @returns the entries to keep now, each whole; none when the edition has nothing to add any more
 */
export function rebaseEntries(
  base: readonly RegistryEntry[],
  merged: readonly RegistryEntry[],
  current: readonly RegistryEntry[],
): readonly RegistryEntry[] {
  const before = new Map(base.map((entry) => [entry.id, entry]));
  return mergeEntries(
    current,
    merged.map((entry) => additionsOf(before.get(entry.id), entry)),
  ).entries;
}

function additionsOf(before: RegistryEntry | undefined, entry: RegistryEntry): RegistryEntry {
  if (before === undefined) return entry;
  const accounts = new Set(before.accounts.map(keyOf));
  const evidence = new Set(before.evidence.map((one) => JSON.stringify(one)));
  return {
    ...entry,
    typology: blankUnlessNew(before.typology, entry.typology),
    role: blankUnlessNew(before.role, entry.role),
    control: blankUnlessNew(before.control, entry.control),
    admiralty: blankUnlessNew(before.admiralty, entry.admiralty),
    notes: blankUnlessNew(before.notes, entry.notes),
    accounts: entry.accounts.filter((account) => !accounts.has(keyOf(account))),
    hosts: entry.hosts.filter((host) => !before.hosts.includes(host)),
    evidence: entry.evidence.filter((one) => !evidence.has(JSON.stringify(one))),
  };
}

function keyOf(account: RegistryEntry['accounts'][number]): string {
  return `${accountText(account)} ${account.nativeId ?? ''} ${account.validFrom?.toISOString() ?? ''} ${account.validTo?.toISOString() ?? ''}`;
}

function blankUnlessNew<Value>(before: Value | undefined, after: Value | undefined): Value | undefined {
  return before === after ? undefined : after;
}
