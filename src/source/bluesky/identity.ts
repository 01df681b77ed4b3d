/** Who an account is: its DID by handle, and the server that its DID document names. */
import { z } from 'zod';
import type { Http } from '../http/http.ts';
import { SourceError } from '../source-error.ts';
import { listOf } from './list-of.ts';
import type { BlueskySettings } from './settings.ts';
import { handleOf, isDid } from './syntax.ts';
import { callXrpc } from './xrpc.ts';

export interface IdentityDeps {
  readonly http: Http;
  readonly settings: BlueskySettings;
}

const Resolved = z.object({ did: z.string().refine(isDid) });

/** `undefined` when the handle is nobody's now. */
export async function didOfHandle(
  handle: string,
  { http, settings }: IdentityDeps,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = handleOf(handle);
  if (name === undefined) return undefined;
  const method = 'com.atproto.identity.resolveHandle';
  try {
    const answer = await callXrpc({
      http,
      server: settings.appViewUrl,
      method,
      parameters: [['handle', name]],
      signal,
    });
    const parsed = Resolved.safeParse(answer);
    return parsed.success ? parsed.data.did : undefined;
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'refused') return undefined;
    throw error;
  }
}

const DidDocument = z.object({
  service: listOf(z.object({ id: z.string(), serviceEndpoint: z.string() })),
});

/** Origin of the server that holds the account's records; `undefined` when the document is gone or names none. */
export async function serverOfDid(
  did: string,
  { http, settings }: IdentityDeps,
  signal: AbortSignal,
): Promise<string | undefined> {
  const url = documentUrl(did, settings);
  if (url === undefined) return undefined;
  try {
    const answer = await http.request({ url, signal, maxBytes: 1_000_000 });
    const parsed = DidDocument.safeParse(answer.json());
    const endpoint = parsed.success ? parsed.data.service.find(({ id }) => id.endsWith('#atproto_pds')) : undefined;
    return endpoint === undefined ? undefined : safeOrigin(endpoint.serviceEndpoint, settings);
  } catch (error) {
    if (error instanceof SourceError && (error.kind === 'refused' || error.kind === 'garbage')) return undefined;
    throw error;
  }
}

function documentUrl(did: string, settings: BlueskySettings): URL | undefined {
  if (did.startsWith('did:plc:')) return new URL(`/${did}`, settings.plcUrl);
  const host = /^did:web:([^:]+)$/.exec(did)?.[1];
  if (host === undefined) return undefined;
  const scheme = isPrivateNetwork(settings) ? 'http' : 'https';
  const url = `${scheme}://${host.replace(/%3a/i, ':')}/.well-known/did.json`;
  return safeOrigin(url, settings) === undefined ? undefined : new URL(url);
}

/**
 * The account's owner writes this address, so it must not lead to a service inside the house: no plain HTTP and no
 * address by number or of one word, unless the directory itself is such a server.
 */
function safeOrigin(address: string, settings: BlueskySettings): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin, username } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  if (isPrivateNetwork(settings)) return origin;
  const isPublicName =
    /\.[a-z][a-z0-9-]*$/i.test(hostname) && !/\.(local|localhost|internal|lan|home|corp)$/i.test(hostname);
  return protocol === 'https:' && username === '' && isPublicName ? origin : undefined;
}

function isPrivateNetwork({ plcUrl }: BlueskySettings): boolean {
  return plcUrl.startsWith('http:');
}
