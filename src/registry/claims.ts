/** Who holds which account and host while entries are merged, and which entry an incoming one is the same as. */
import { claimKeys } from './claim.ts';
import { createHeldAccounts, type HeldAccounts } from './held-accounts.ts';
import type { EntryKind, RegistryAccount, RegistryEntry } from './registry.ts';
import { nameForm } from './slug.ts';

export interface Claims {
  byId(id: string): RegistryEntry | undefined;
  /** The entry with the same id; else the only one that holds one of its accounts or hosts; else the only namesake. */
  sameEntry(offered: RegistryEntry): RegistryEntry | undefined;
  /** Id of another entry that holds the account. */
  holderOf(account: RegistryAccount, exceptId: string): string | undefined;
  holderOfHost(host: string, exceptId: string): string | undefined;
  /** Adds an entry, or puts it in the place of the one with its id. Entries only grow. */
  put(entry: RegistryEntry): void;
}

export function createClaims(entries: readonly RegistryEntry[]): Claims {
  const byId = new Map<string, RegistryEntry>();
  const held = new Map<string, HeldAccounts>();
  const ids = new Map<string, Set<string>>();
  const note = (key: string, id: string): void => void ids.set(key, (ids.get(key) ?? new Set()).add(id));
  const idsOf = (key: string): readonly string[] => [...(ids.get(key) ?? [])];

  const put = (entry: RegistryEntry): void => {
    byId.set(entry.id, entry);
    held.delete(entry.id);
    note(nameKey(entry), entry.id);
    for (const account of entry.accounts) for (const key of claimKeys(account)) note(key, entry.id);
    for (const host of entry.hosts) note(hostKey(host), entry.id);
  };
  /** Made when it is asked for: most entries of a registry are not met by an import. */
  const heldBy = (id: string): HeldAccounts => {
    const known = held.get(id) ?? createHeldAccounts(byId.get(id)?.accounts ?? []);
    held.set(id, known);
    return known;
  };
  const holdersOf = (account: RegistryAccount): readonly string[] =>
    claimKeys(account)
      .flatMap(idsOf)
      .filter((id) => heldBy(id).find(account) >= 0);
  const only = (candidates: readonly string[], offered: RegistryEntry): RegistryEntry | undefined => {
    const fitting = [...new Set(candidates)].filter((id) => sameActor(byId.get(id), offered));
    const [id] = fitting;
    return id === undefined || fitting.length > 1 ? undefined : byId.get(id);
  };

  for (const entry of entries) put(entry);
  return {
    byId: (id) => byId.get(id),
    sameEntry: (offered) =>
      byId.get(offered.id) ??
      only(
        [...offered.accounts.flatMap(holdersOf), ...offered.hosts.flatMap((host) => idsOf(hostKey(host)))],
        offered,
      ) ??
      only(idsOf(nameKey(offered)), offered),
    holderOf: (account, exceptId) => holdersOf(account).find((id) => id !== exceptId),
    holderOfHost: (host, exceptId) => idsOf(hostKey(host)).find((id) => id !== exceptId),
    put,
  };
}

function hostKey(host: string): string {
  return `host ${host}`;
}

function nameKey({ state, name }: RegistryEntry): string {
  return `name ${state} ${nameForm(name) || name}`;
}

/** A medium and its ministry, or an ambassador and the embassy, may share an account; they stay two entries. */
const families: Readonly<Record<EntryKind, string>> = {
  'state-media': 'media',
  'public-service-media': 'media',
  'proxy-reported': 'media',
  government: 'body',
  party: 'body',
  diplomat: 'person',
};

export function sameActor(known: RegistryEntry | undefined, offered: RegistryEntry): boolean {
  return known !== undefined && known.state === offered.state && families[known.kind] === families[offered.kind];
}
