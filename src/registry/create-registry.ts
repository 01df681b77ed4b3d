/**
 * Answers who is attributed, from one snapshot.
 *
 * Everything is looked up in maps made once: a question costs a few map reads, whatever the size of the registry.
 */
import { handleOn, platformForm } from './handle-form.ts';
import { hostForm } from './host-form.ts';
import { createNearestHandles, type NearestHandles } from './nearest-handles.ts';
import { createNearestHosts, type NearestHosts } from './nearest-hosts.ts';
import { type FindHost, registeredHosts } from './registered-hosts.ts';
import type {
  AccountQuestion,
  Attribution,
  Registry,
  RegistryAccount,
  RegistryEntry,
  RegistrySnapshot,
} from './registry.ts';
import { confidences } from './registry.ts';

interface Claim {
  readonly account: RegistryAccount;
  readonly attribution: Attribution;
}

/** By platform, then by name: no key is put together for a question. */
type Claims = ReadonlyMap<string, ReadonlyMap<string, readonly Claim[]>>;

/** Platforms whose accounts are outlets, named by their host. */
const hostPlatforms: readonly string[] = ['web', 'news'];

export function createRegistry(snapshot: RegistrySnapshot): Registry {
  // Withdrawn entries never match. Of two entries that claim the same, the first in this order answers.
  const standing = byWeight(snapshot.entries.filter((entry) => entry.status !== 'withdrawn'));
  const byNativeId = claimsOf(standing, 'native-id');
  const byHandle = claimsOf(standing, 'handle');
  const findHost = registeredHosts(standing);
  // Made when first asked for: of all processes only the one that answers questions needs them.
  let handles: NearestHandles | undefined;
  let hosts: NearestHosts | undefined;

  return {
    version: snapshot.version,
    entries: snapshot.entries,
    findAccount: (question, at) => findAccount({ byNativeId, byHandle, findHost }, question, at),
    findHost,
    nearestHandles(handle, count) {
      handles ??= createNearestHandles(namedHandles(standing));
      return handles(handle, count);
    },
    nearestHosts(host, count) {
      hosts ??= createNearestHosts(namedHosts(standing));
      return hosts(host, count);
    },
  };
}

interface LookedUp {
  readonly byNativeId: Claims;
  readonly byHandle: Claims;
  readonly findHost: FindHost;
}

function findAccount(
  { byNativeId, byHandle, findHost }: LookedUp,
  { platform: written, accountId, handle }: AccountQuestion,
  at: Date,
): Attribution | undefined {
  const platform = platformForm(written);
  const nativeId = accountId?.trim();
  const found =
    findByNativeId(byNativeId.get(platform), nativeId, at) ??
    (handle === undefined
      ? undefined
      : findByHandle(byHandle.get(platform)?.get(handleOn(platform, handle)), nativeId, at));
  if (found !== undefined || nativeId === undefined || !hostPlatforms.includes(platform)) return found;
  return findHost(nativeId);
}

function findByNativeId(
  claims: ReadonlyMap<string, readonly Claim[]> | undefined,
  nativeId: string | undefined,
  at: Date,
): Attribution | undefined {
  if (nativeId === undefined) return undefined;
  return claims?.get(nativeId)?.find(({ account }) => isValid(account, at))?.attribution;
}

/** Handles change hands: where both sides know a native id and they differ, the handle says nothing. */
function findByHandle(
  claims: readonly Claim[] | undefined,
  nativeId: string | undefined,
  at: Date,
): Attribution | undefined {
  return claims?.find(
    ({ account }) => isValid(account, at) && (!nativeId || !account.nativeId || account.nativeId.trim() === nativeId),
  )?.attribution;
}

/** `validFrom` belongs to the span, `validTo` does not. */
function isValid({ validFrom, validTo }: RegistryAccount, at: Date): boolean {
  return (validFrom === undefined || at >= validFrom) && (validTo === undefined || at < validTo);
}

function claimsOf(entries: readonly RegistryEntry[], by: 'native-id' | 'handle'): Claims {
  const claims = new Map<string, Map<string, Claim[]>>();
  for (const entry of entries) {
    const attribution = { entry, by };
    for (const account of entry.accounts) {
      const platform = platformForm(account.platform);
      const name = by === 'native-id' ? account.nativeId?.trim() : account.handle && handleOn(platform, account.handle);
      if (name === undefined || name === '') continue;
      const names = claims.get(platform) ?? new Map<string, Claim[]>();
      claims.set(platform, names);
      const known = names.get(name);
      if (known === undefined) names.set(name, [{ account, attribution }]);
      else known.push({ account, attribution });
    }
  }
  return claims;
}

/** Names of persons without a public role are matched, never offered. */
function* namedHandles(entries: readonly RegistryEntry[]): Generator<string> {
  for (const { publicRole, accounts } of entries) {
    if (!publicRole) continue;
    for (const { handle } of accounts) if (handle !== undefined) yield handle;
  }
}

function* namedHosts(entries: readonly RegistryEntry[]): Generator<string> {
  for (const { publicRole, hosts } of entries) {
    if (!publicRole) continue;
    for (const host of hosts) {
      const form = hostForm(host);
      if (form !== undefined) yield form;
    }
  }
}

/** Higher confidence first, then newer evidence, then id. */
function byWeight(entries: readonly RegistryEntry[]): readonly RegistryEntry[] {
  return entries
    .map((entry) => ({ entry, confidence: confidences.indexOf(entry.confidence), newest: newestEvidence(entry) }))
    .sort((a, b) => b.confidence - a.confidence || b.newest - a.newest || (a.entry.id < b.entry.id ? -1 : 1))
    .map(({ entry }) => entry);
}

function newestEvidence({ evidence }: RegistryEntry): number {
  let newest = 0;
  for (const { date } of evidence) if (date !== undefined && date.getTime() > newest) newest = date.getTime();
  return newest;
}
