/** The address of a Jetstream subscription, and what is sent when it does not fit into one. */
import { collections, postCollection } from './syntax.ts';

export interface Subscription {
  readonly url: string;
  readonly hello?: string | undefined;
}

/** No post comes near: 300 characters, four pictures as references. */
const largestEvent = 256_000;
/** Accounts in an address; request lines over some 8 kB are refused by many proxies. */
const mostInAddress = 100;
/** Servers take no more accounts per connection (Jetstream documentation). */
export const mostDids = 10_000;

/** `fromUs` absent: from now on. */
export function subscription(host: string, dids: readonly string[], fromUs: number | undefined): Subscription {
  const url = address(host, collections, fromUs);
  if (dids.length <= mostInAddress) {
    for (const did of dids) url.searchParams.append('wantedDids', did);
    return { url: url.href };
  }
  url.searchParams.set('requireHello', 'true');
  const payload = { wantedCollections: collections, wantedDids: dids, maxMessageSizeBytes: largestEvent };
  return { url: url.href, hello: JSON.stringify({ type: 'options_update', payload }) };
}

/** Asks for everything since `fromUs`, as far as the server goes back. */
export function everythingSince(host: string, fromUs: number): Subscription {
  return { url: address(host, [postCollection], fromUs).href };
}

function address(host: string, wanted: readonly string[], fromUs: number | undefined): URL {
  const url = new URL(host);
  for (const collection of wanted) url.searchParams.append('wantedCollections', collection);
  url.searchParams.set('maxMessageSizeBytes', String(largestEvent));
  if (fromUs !== undefined) url.searchParams.set('cursor', String(fromUs));
  return url;
}
