/** Accounts and hosts of one entry in two states: what is gone, what came, and which account is written otherwise. */
import { type Claim, claimKeys, sameAccount } from './claim.ts';
import { accountDetail } from './diff-words.ts';
import { handleOn, platformForm } from './handle-form.ts';
import type { RegistryAccount, RegistryEntry } from './registry.ts';

export interface SplitClaims {
  readonly gone: readonly Claim[];
  readonly come: readonly Claim[];
  /** The same account with another handle, native id or span. */
  readonly altered: readonly { readonly before: RegistryAccount; readonly after: RegistryAccount }[];
}

export function splitClaims(before: RegistryEntry | undefined, after: RegistryEntry | undefined): SplitClaims {
  const old = sorted(before?.accounts ?? []);
  const young = sorted(after?.accounts ?? []);
  const left = without(old, young);
  const right = without(young, old);
  const altered: { before: RegistryAccount; after: RegistryAccount }[] = [];
  for (const one of left) {
    const other = right.find(
      (candidate) => !altered.some((pair) => pair.after === candidate) && isAltered(one, candidate),
    );
    if (other !== undefined) altered.push({ before: one, after: other });
  }
  const stays = new Set(altered.flatMap((pair) => [pair.before, pair.after]));
  return {
    gone: claimsOf(
      left.filter((one) => !stays.has(one)),
      hostsOnlyIn(before, after),
    ),
    come: claimsOf(
      right.filter((one) => !stays.has(one)),
      hostsOnlyIn(after, before),
    ),
    altered,
  };
}

/** Keys under which the same claim of another entry is found; `isSameClaim` decides. */
export function claimKeysOf(claim: Claim): readonly string[] {
  return claim.kind === 'host' ? [`host ${claim.host}`] : claimKeys(claim.account);
}

export function isSameClaim(a: Claim, b: Claim): boolean {
  if (a.kind === 'account' && b.kind === 'account') return sameAccount(a.account, b.account);
  return a.kind === 'host' && b.kind === 'host' && a.host === b.host;
}

function claimsOf(accounts: readonly RegistryAccount[], hosts: readonly string[]): readonly Claim[] {
  return [
    ...accounts.map((account) => ({ kind: 'account', account }) as const),
    ...hosts.map((host) => ({ kind: 'host', host }) as const),
  ];
}

function sorted(accounts: readonly RegistryAccount[]): readonly RegistryAccount[] {
  return [...new Map(accounts.map((account) => [accountDetail(account), account])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, account]) => account);
}

function without(accounts: readonly RegistryAccount[], others: readonly RegistryAccount[]): readonly RegistryAccount[] {
  const known = new Set(others.map(accountDetail));
  return accounts.filter((account) => !known.has(accountDetail(account)));
}

/** By the native id where both have one, else by the handle, whatever the spans. */
function isAltered(a: RegistryAccount, b: RegistryAccount): boolean {
  const platform = platformForm(a.platform);
  if (platform !== platformForm(b.platform)) return false;
  if (a.nativeId !== undefined && b.nativeId !== undefined) return a.nativeId.trim() === b.nativeId.trim();
  if (a.handle === undefined || b.handle === undefined) return false;
  return handleOn(platform, a.handle) === handleOn(platform, b.handle);
}

function hostsOnlyIn(entry: RegistryEntry | undefined, other: RegistryEntry | undefined): readonly string[] {
  const known = new Set(other?.hosts);
  return [...new Set(entry?.hosts)].filter((host) => !known.has(host)).sort();
}
