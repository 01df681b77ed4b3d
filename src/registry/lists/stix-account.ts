/** What a registry can match of a STIX object: an account, a host, or the reason why neither. */
import { hostForm } from '../host-form.ts';
import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';
import { readAddress } from './read-address.ts';
import { refang } from './refang.ts';
import type { StixObject } from './stix-objects.ts';

export type StixMatch =
  | { readonly account: RegistryAccount }
  | { readonly host: string }
  | { readonly refused: string }
  /** Nothing to match in itself: an actor, a place, a relationship. */
  | undefined;

export function matchOf(object: StixObject): StixMatch {
  if (object.type === 'user-account') return userAccount(object);
  if (object.type === 'domain-name' || object.type === 'url') return site(object.value);
  return object.type === 'channel' ? channel(object) : undefined;
}

/** Account types of STIX' vocabulary and of OpenCTI that are no platform on which anybody posts. */
const noPlatform = /^(?:ldap|nis|openid|radius|tacacs|unix|windows-local|windows-domain|email)$/;

function userAccount({
  account_type: type,
  account_login: login,
  user_id: id,
}: StixObject & { type: 'user-account' }): StixMatch {
  const platform = platformName(type ?? '');
  if (platform === undefined)
    return { refused: `a user account of type "${(type ?? '').slice(0, 40)}" is on no platform` };
  const read = login === undefined || login.trim() === '' ? undefined : readLogin(platform, login.trim());
  const nativeId = id !== undefined && /^\S{1,200}$/.test(id) ? id : undefined;
  if (read === undefined || 'refused' in read) {
    if (nativeId !== undefined) return { account: { platform, nativeId } };
    return read ?? { refused: 'a user account with neither login nor id' };
  }
  return { account: nativeId === undefined ? read.account : { ...read.account, nativeId } };
}

function readLogin(
  platform: string,
  login: string,
): { readonly account: RegistryAccount } | { readonly refused: string } {
  const address = /^https?:/i.test(login) ? readAddress(login) : undefined;
  if (address?.what === 'account' && address.account.platform === platform) return address;
  return readProfile(platform, login);
}

function platformName(type: string): string | undefined {
  const name = type.trim().toLowerCase();
  if (name === '' || noPlatform.test(name) || !/^[a-z0-9][a-z0-9.-]*$/.test(name)) return undefined;
  return name === 'twitter' ? 'x' : name;
}

function site(value: string): StixMatch {
  const read = readAddress(refang(value));
  if (read === undefined) return { refused: `"${value.slice(0, 60)}" is no address` };
  if (read.what === 'account') return { account: read.account };
  return read.what === 'site' ? { host: hostForm(read.host) ?? read.host } : { refused: read.reason };
}

/** OpenCTI's channel: a name, one or more platforms, and its addresses among the references. */
function channel({
  name,
  channel_types: types = [],
  external_references: references = [],
}: StixObject & { type: 'channel' }): StixMatch {
  for (const { url } of references) {
    const read = url === undefined ? undefined : readAddress(refang(url));
    if (read?.what === 'account') return { account: read.account };
  }
  const [type, ...more] = types;
  const platform = platformName(type ?? '');
  if (platform === undefined || more.length > 0 || name === undefined || !name.startsWith('@')) return undefined;
  const read = readProfile(platform, name);
  return 'account' in read ? { account: read.account } : undefined;
}
