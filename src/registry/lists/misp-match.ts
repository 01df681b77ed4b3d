/** What a registry can match of a MISP object: accounts and hosts, or the reason why none. */
import { claimKeys } from '../claim.ts';
import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';
import type { MispObject } from './misp-event.ts';
import { readAddress } from './read-address.ts';
import { refang } from './refang.ts';

export interface MispMatch {
  readonly accounts: readonly RegistryAccount[];
  readonly hosts: readonly string[];
  readonly refused: readonly string[];
}

/** `undefined` when the object is of a kind that is not read. */
export function matchOfMisp(object: MispObject): MispMatch | undefined {
  const platform = /^(\w+)-account$/.exec(object.name)?.[1];
  if (platform !== undefined) return accountObject(object, platform === 'twitter' ? 'x' : platform);
  switch (object.name) {
    case 'microblog':
      return microblog(object);
    case 'news-media':
      return { ...nothing, ...addresses(values(object, ['link', 'url', 'domain'])) };
    case 'domain':
    case 'domain-ip':
      return { ...nothing, ...addresses(values(object, ['domain', 'hostname'])) };
    default:
      return undefined;
  }
}

const nothing: MispMatch = { accounts: [], hosts: [], refused: [] };

function accountObject(object: MispObject, platform: string): MispMatch {
  const [name] = values(object, ['name', 'username', 'user-name', 'account-name', 'screen-name']);
  const [id] = values(object, ['id', 'account-id', 'user-id']);
  const linked = addresses(values(object, ['link', 'url'])).accounts;
  const own = linked.find((account) => account.platform === platform);
  const nativeId = id !== undefined && /^\S{1,200}$/.test(id) ? id : own?.nativeId;
  const read = name === undefined ? undefined : readProfile(platform, name);
  const handle = read !== undefined && 'account' in read ? read.account.handle : own?.handle;
  if (handle === undefined && nativeId === undefined) {
    return {
      ...nothing,
      refused: [read !== undefined && 'refused' in read ? read.refused : `no name and no id of the account`],
    };
  }
  const account = {
    platform,
    ...(handle === undefined ? {} : { handle }),
    ...(nativeId === undefined ? {} : { nativeId }),
  };
  return { ...nothing, accounts: [account] };
}

/** A post: its author, by name and platform or by the address of the post. */
function microblog(object: MispObject): MispMatch {
  const [written] = values(object, ['username']);
  const [type] = values(object, ['type']);
  const platform = type === undefined ? undefined : type.toLowerCase().replace(/^twitter$/, 'x');
  const read = written === undefined || platform === undefined ? undefined : readProfile(platform, written);
  if (read !== undefined && 'account' in read) return { ...nothing, accounts: [read.account] };
  const { accounts } = addresses(values(object, ['link', 'url']));
  if (accounts.length > 0) return { ...nothing, accounts: accounts.slice(0, 1) };
  return { ...nothing, refused: [read === undefined ? 'a post without its author' : read.refused] };
}

function addresses(written: readonly string[]): MispMatch {
  const accounts = new Map<string, RegistryAccount>();
  const hosts = new Set<string>();
  const refused: string[] = [];
  for (const one of written) {
    const read = readAddress(refang(one));
    if (read?.what === 'account') accounts.set(claimKeys(read.account).join(), read.account);
    else if (read?.what === 'site') hosts.add(read.host);
    else refused.push(read?.reason ?? `"${one.slice(0, 60)}" is no address`);
  }
  return { accounts: [...accounts.values()], hosts: [...hosts], refused };
}

function values({ Attribute: attributes }: MispObject, relations: readonly string[]): readonly string[] {
  return relations
    .flatMap((relation) =>
      (attributes ?? []).filter((one) => one.object_relation === relation).map(({ value }) => value.trim()),
    )
    .filter((value) => value !== '');
}
