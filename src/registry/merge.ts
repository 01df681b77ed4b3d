/**
 * Takes an import into the registry: adds evidence, accounts, sites and what was blank; never removes or overwrites.
 *
 * Where the import says otherwise than an entry, the entry stays as it is and the contradiction is listed. Taking
 * the same import in a second time changes nothing.
 */

import { accountText } from './claim.ts';
import { type Claims, createClaims, sameActor } from './claims.ts';
import { createHeldAccounts } from './held-accounts.ts';
import { joinEvidence } from './join-evidence.ts';
import type { RegistryAccount, RegistryEntry } from './registry.ts';

interface MergeConflict {
  /** The incoming entry. */
  readonly id: string;
  readonly field: string;
  /** What stands in the registry, or the entry that holds the account or host. */
  readonly kept: string;
  readonly offered: string;
}

export interface MergeReport {
  readonly added: readonly string[];
  readonly changed: readonly { readonly id: string; readonly fields: readonly string[] }[];
  /** Incoming entries that said nothing new. */
  readonly unchanged: number;
  readonly conflicting: readonly MergeConflict[];
}

export interface Merged {
  /** Changed and added entries, each whole. */
  readonly entries: readonly RegistryEntry[];
  readonly report: MergeReport;
}

export function mergeEntries(current: readonly RegistryEntry[], incoming: readonly RegistryEntry[]): Merged {
  const claims = createClaims(current);
  const before = new Set(current.map(({ id }) => id));
  const touched = new Map<string, Set<string>>();
  const busy = new Set<string>();
  // What one entry brings may show whom an earlier one meant. So the import is gone through until nothing changes:
  // that is also why it changes nothing when it comes again. Entries only grow, so this ends.
  for (;;) {
    const pass = goThrough(incoming, claims);
    for (const { id, by, fields } of pass.changes) {
      touched.set(id, new Set([...(touched.get(id) ?? []), ...fields]));
      busy.add(by);
    }
    if (pass.changes.length > 0) continue;
    const changed = [...touched].filter(([id]) => before.has(id));
    return {
      entries: [...touched.keys()].flatMap((id) => claims.byId(id) ?? []),
      report: {
        added: [...touched.keys()].filter((id) => !before.has(id)),
        changed: changed.map(([id, fields]) => ({ id, fields: [...fields] })),
        unchanged: pass.known.filter((id) => !busy.has(id)).length,
        conflicting: pass.conflicts,
      },
    };
  }
}

interface Pass {
  /** What was put, and which incoming entry brought it. */
  readonly changes: readonly { readonly id: string; readonly by: string; readonly fields: readonly string[] }[];
  /** Incoming entries that are in the registry. */
  readonly known: readonly string[];
  readonly conflicts: readonly MergeConflict[];
}

function goThrough(incoming: readonly RegistryEntry[], claims: Claims): Pass {
  const changes: { id: string; by: string; fields: readonly string[] }[] = [];
  const known: string[] = [];
  const conflicting: MergeConflict[] = [];
  const seen = new Set<string>();
  for (const offered of incoming) {
    // Of two with one id the second may mean somebody else: it is for a person to look at.
    if (seen.has(offered.id)) {
      conflicting.push({ id: offered.id, field: 'id', kept: 'the first of the import', offered: offered.name });
      continue;
    }
    seen.add(offered.id);
    const same = claims.sameEntry(offered);
    if (same !== undefined) known.push(offered.id);
    const { entry, fields, conflicts } = same === undefined ? fresh(offered, claims) : join(same, offered, claims);
    conflicting.push(...conflicts);
    if (fields.length === 0) continue;
    claims.put(entry);
    changes.push({ id: entry.id, by: offered.id, fields });
  }
  return { changes, known, conflicts: distinct(conflicting) };
}

interface Joined {
  readonly entry: RegistryEntry;
  /** Fields that changed; none: nothing to keep. */
  readonly fields: readonly string[];
  readonly conflicts: readonly MergeConflict[];
}

/** A new entry takes what nobody holds; when nothing is left, it would match nothing and is not added. */
function fresh(offered: RegistryEntry, claims: Claims): Joined {
  const conflicts: MergeConflict[] = [];
  const bare = { ...offered, accounts: [], hosts: [] };
  const accounts = newAccounts(bare, offered, claims, conflicts).accounts;
  const hosts = newHosts(bare, offered, claims, conflicts);
  const fields = accounts.length + hosts.length > 0 || conflicts.length === 0 ? ['entry'] : [];
  return { entry: { ...offered, accounts, hosts }, fields, conflicts };
}

function join(known: RegistryEntry, offered: RegistryEntry, claims: Claims): Joined {
  const conflicts: MergeConflict[] = [...contradictions(known, offered)];
  // One id for a medium and a ministry, or for two states: two different bodies, so nothing is mixed.
  if (!sameActor(known, offered)) return { entry: known, fields: [], conflicts };
  const fields: string[] = [];
  const blanks = filledBlanks(known, offered);
  fields.push(...Object.keys(blanks));
  const { accounts, grown } = newAccounts(known, offered, claims, conflicts);
  if (grown) fields.push('accounts');
  const hosts = newHosts(known, offered, claims, conflicts);
  if (hosts.length > 0) fields.push('hosts');
  const { evidence, grown: learned } = joinEvidence(known.evidence, offered.evidence);
  if (learned) fields.push('evidence');
  const entry = { ...known, ...blanks, accounts, hosts: [...known.hosts, ...hosts], evidence };
  return { entry, fields, conflicts };
}

/** Fields whose difference somebody has to decide. Name, role, notes and confidence are the registry's own words. */
function* contradictions(known: RegistryEntry, offered: RegistryEntry): Generator<MergeConflict> {
  for (const field of ['state', 'kind', 'typology', 'control', 'publicRole', 'status', 'admiralty'] as const) {
    const kept = known[field];
    const other = offered[field];
    if (kept === undefined || other === undefined || kept === other) continue;
    yield { id: offered.id, field, kept: String(kept), offered: String(other) };
  }
}

function filledBlanks(known: RegistryEntry, offered: RegistryEntry): Partial<RegistryEntry> {
  // A typology belongs to a kind: where the kinds differ, taking one without the other would make a third opinion.
  const typology = known.kind === offered.kind ? offered.typology : undefined;
  return {
    ...(known.typology === undefined && typology !== undefined ? { typology } : {}),
    ...(known.control === undefined && offered.control !== undefined ? { control: offered.control } : {}),
    ...(known.role === undefined && offered.role !== undefined ? { role: offered.role } : {}),
    ...(known.admiralty === undefined && offered.admiralty !== undefined ? { admiralty: offered.admiralty } : {}),
    ...(known.notes === undefined && offered.notes !== undefined ? { notes: offered.notes } : {}),
  };
}

function newAccounts(
  known: RegistryEntry,
  offered: RegistryEntry,
  claims: Claims,
  conflicts: MergeConflict[],
): { readonly accounts: readonly RegistryAccount[]; readonly grown: boolean } {
  const accounts = createHeldAccounts(known.accounts);
  let grown = false;
  for (const account of offered.accounts) {
    const holder = claims.holderOf(account, known.id);
    const own = accounts.find(account);
    const mine = accounts.list[own];
    if (mine !== undefined) {
      const learned = withBlanksFilled(mine, account);
      if (learned !== mine && holder === undefined) {
        accounts.replace(own, learned);
        grown = true;
      }
      if (spanText(mine) !== spanText(account)) {
        const what = accountText(mine);
        conflicts.push({ id: offered.id, field: `${what} valid`, kept: spanText(mine), offered: spanText(account) });
      }
    } else if (holder !== undefined) {
      conflicts.push({ id: offered.id, field: 'accounts', kept: holder, offered: accountText(account) });
    } else {
      accounts.add(account);
      grown = true;
    }
  }
  return { accounts: accounts.list, grown };
}

/** A handle gains its native id, or the other way round; spans are left as somebody set them. */
function withBlanksFilled(mine: RegistryAccount, { handle, nativeId }: RegistryAccount): RegistryAccount {
  const knowsAll = (mine.handle ?? handle) === mine.handle && (mine.nativeId ?? nativeId) === mine.nativeId;
  return knowsAll ? mine : { ...mine, handle: mine.handle ?? handle, nativeId: mine.nativeId ?? nativeId };
}

function spanText(account: RegistryAccount): string {
  const { validFrom, validTo } = account;
  if (validFrom === undefined && validTo === undefined) return 'always';
  return `${validFrom?.toISOString() ?? '…'} to ${validTo?.toISOString() ?? '…'}`;
}

function newHosts(
  known: RegistryEntry,
  offered: RegistryEntry,
  claims: Claims,
  conflicts: MergeConflict[],
): readonly string[] {
  const hosts: string[] = [];
  for (const host of offered.hosts) {
    if (known.hosts.includes(host) || hosts.includes(host)) continue;
    const holder = claims.holderOfHost(host, known.id);
    if (holder === undefined) hosts.push(host);
    else conflicts.push({ id: offered.id, field: 'hosts', kept: holder, offered: host });
  }
  return hosts;
}

function distinct(conflicts: readonly MergeConflict[]): readonly MergeConflict[] {
  return [...new Map(conflicts.map((one) => [JSON.stringify(one), one])).values()];
}
