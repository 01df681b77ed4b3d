/**
 * Keeps a configured address from reaching into the machine or its network: https only, and only to public addresses,
 * on every hop of a redirect.
 */
import { BlockList, isIP } from 'node:net';
import { SourceError } from '../source/source-error.ts';

/** Numeric addresses of a host. */
export type AddressesOf = (host: string) => Promise<readonly string[]>;

/**
 * Not globally reachable (IANA special-purpose address registries, RFC 6890), multicast, and the IPv6 ranges that carry
 * an IPv4 address.
 */
const inward: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

export function createOutwardCheck(addressesOf: AddressesOf): (url: URL) => Promise<void> {
  const blocked = blockedAddresses();
  return async (url) => {
    if (url.protocol !== 'https:') throw new SourceError('refused', `${url.host} was to be read without TLS`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) === 0 ? await resolved(host, addressesOf) : [host];
    const inside = addresses.some((address) => blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
    if (inside) throw new SourceError('refused', `${url.host} is an address inside this network; give a path instead`);
  };
}

async function resolved(host: string, addressesOf: AddressesOf): Promise<readonly string[]> {
  try {
    return await addressesOf(host);
  } catch (cause) {
    throw new SourceError('unavailable', `${host} has no address that can be found`, { cause });
  }
}

function blockedAddresses(): BlockList {
  const list = new BlockList();
  for (const [network, bits] of inward) list.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}
