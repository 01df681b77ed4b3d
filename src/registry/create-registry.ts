/**
 * Answers who is attributed, from one snapshot.
 *
 * Everything is looked up in maps made once: a question costs a few map reads, whatever the size of the registry.
 */
import { handleForm, platformForm } from './handle-form.ts';
import { hostForm } from './host-form.ts';
import { createNearestHandles, type NearestHandles } from './nearest-handles.ts';
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

/** Platforms whose accounts are outlets, named by their host. */
const hostPlatforms: readonly string[] = ['web', 'news'];

export function createRegistry(snapshot: RegistrySnapshot): Registry {
  // Withdrawn entries never match. Of two entries that claim the same, the first in this order answers.
  const standing = snapshot.entries.filter((entry) => entry.status !== 'withdrawn').sort(byWeight);
  const byNativeId = claimsOf(standing, 'native-id');
  const byHandle = claimsOf(standing, 'handle');
  const byHost = hostsOf(standing);
  // Made when first asked for: of all processes only the one that answers questions needs it.
  let nearest: NearestHandles | undefined;

  function findHost(host: string): Attribution | undefined {
    for (let rest = hostForm(host); rest !== undefined; rest = withoutFirstLabel(rest)) {
      const found = byHost.get(rest);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    version: snapshot.version,
    entries: snapshot.entries,
    findAccount(question, at) {
      const found = findByNativeId(byNativeId, question, at) ?? findByHandle(byHandle, question, at);
      if (found !== undefined || !hostPlatforms.includes(question.platform)) return found;
      return question.accountId === undefined ? undefined : findHost(question.accountId);
    },
    findHost,
    nearestHandles(handle, count) {
      nearest ??= createNearestHandles(namedHandles(standing));
      return nearest(handle, count);
    },
  };
}

function findByNativeId(
  claims: ReadonlyMap<string, readonly Claim[]>,
  { platform, accountId }: AccountQuestion,
  at: Date,
): Attribution | undefined {
  if (accountId === undefined) return undefined;
  return claims.get(keyOf(platform, accountId.trim()))?.find(({ account }) => isValid(account, at))?.attribution;
}

/** Handles change hands: where both sides know a native id and they differ, the handle says nothing. */
function findByHandle(
  claims: ReadonlyMap<string, readonly Claim[]>,
  { platform, accountId, handle }: AccountQuestion,
  at: Date,
): Attribution | undefined {
  if (handle === undefined) return undefined;
  return claims
    .get(keyOf(platform, handleForm(handle)))
    ?.find(
      ({ account }) =>
        isValid(account, at) &&
        (account.nativeId === undefined || accountId === undefined || account.nativeId.trim() === accountId.trim()),
    )?.attribution;
}

/** `validFrom` belongs to the span, `validTo` does not. */
function isValid({ validFrom, validTo }: RegistryAccount, at: Date): boolean {
  return (validFrom === undefined || at >= validFrom) && (validTo === undefined || at < validTo);
}

function claimsOf(
  entries: readonly RegistryEntry[],
  by: 'native-id' | 'handle',
): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const entry of entries) {
    const attribution = { entry, by };
    for (const account of entry.accounts) {
      const name = by === 'native-id' ? account.nativeId?.trim() : account.handle && handleForm(account.handle);
      if (name === undefined || name === '') continue;
      const key = keyOf(account.platform, name);
      const known = claims.get(key);
      if (known === undefined) claims.set(key, [{ account, attribution }]);
      else known.push({ account, attribution });
    }
  }
  return claims;
}

function keyOf(platform: string, name: string): string {
  return `${platformForm(platform)} ${name}`;
}

function hostsOf(entries: readonly RegistryEntry[]): ReadonlyMap<string, Attribution> {
  const hosts = new Map<string, Attribution>();
  for (const entry of entries) {
    for (const host of entry.hosts) {
      const form = hostForm(host);
      if (form !== undefined && !hosts.has(form)) hosts.set(form, { entry, by: 'host' });
    }
  }
  return hosts;
}

function withoutFirstLabel(host: string): string | undefined {
  const dot = host.indexOf('.');
  return dot < 0 ? undefined : host.slice(dot + 1);
}

/** Handles of persons without a public role are matched, never offered. */
function* namedHandles(entries: readonly RegistryEntry[]): Generator<string> {
  for (const { publicRole, accounts } of entries) {
    if (!publicRole) continue;
    for (const { handle } of accounts) if (handle !== undefined) yield handle;
  }
}

/** Higher confidence first, then newer evidence, then id. */
function byWeight(a: RegistryEntry, b: RegistryEntry): number {
  return (
    confidences.indexOf(b.confidence) - confidences.indexOf(a.confidence) ||
    newestEvidence(b) - newestEvidence(a) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function newestEvidence({ evidence }: RegistryEntry): number {
  let newest = 0;
  for (const { date } of evidence) if (date !== undefined && date.getTime() > newest) newest = date.getTime();
  return newest;
}
