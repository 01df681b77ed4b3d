/** What two entries cannot both hold: one account at one time. */
import { handleOn, platformForm } from './handle-form.ts';
import type { RegistryAccount } from './registry.ts';

export type Claim =
  | { readonly kind: 'account'; readonly account: RegistryAccount }
  | { readonly kind: 'host'; readonly host: string };

/** Keys under which accounts that may be the same are found; `sameAccount` decides. */
export function claimKeys({ platform, handle, nativeId }: RegistryAccount): readonly string[] {
  const of = platformForm(platform);
  const keys: string[] = [];
  if (nativeId !== undefined) keys.push(`${of} id ${nativeId.trim()}`);
  if (handle !== undefined) keys.push(`${of} @${handleOn(of, handle)}`);
  return keys;
}

/** The native id decides where both have one; handles only where their spans of validity meet. */
export function sameAccount(a: RegistryAccount, b: RegistryAccount): boolean {
  if (platformForm(a.platform) !== platformForm(b.platform)) return false;
  if (a.nativeId !== undefined && b.nativeId !== undefined) return a.nativeId.trim() === b.nativeId.trim();
  if (a.handle === undefined || b.handle === undefined) return false;
  if (handleOn(a.platform, a.handle) !== handleOn(b.platform, b.handle)) return false;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

function startsBeforeEnd({ validFrom }: RegistryAccount, { validTo }: RegistryAccount): boolean {
  return validFrom === undefined || validTo === undefined || validFrom < validTo;
}

/** `x @ChinaDaily`, `youtube UC…`: an account in a report. */
export function accountText({ platform, handle, nativeId }: RegistryAccount): string {
  return handle === undefined ? `${platform} id ${nativeId ?? ''}` : `${platform} @${handle}`;
}
