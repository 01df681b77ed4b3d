/** One request to its final answer over redirects; what is secret goes to the host that it was meant for only. */
import { SourceError } from '../source-error.ts';
import type { HttpRequest } from './http.ts';

export interface Call {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

export interface Reached {
  readonly response: Response;
  readonly url: URL;
  /** Redirected here for good (301, 308), not for now. */
  readonly moved?: boolean | undefined;
}

const longestChain = 5;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** All that another host may know of a request; every other header may be a credential under some name. */
const harmless: readonly string[] = [
  'accept',
  'accept-language',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'user-agent',
];

export function planCall(request: HttpRequest, userAgent: string): Call {
  const url = parseUrl(request.url);
  const headers = parseHeaders(request.headers ?? {}, url.host);
  if (!headers.has('user-agent')) headers.set('user-agent', userAgent);
  if (url.username !== '' || url.password !== '') {
    // `fetch` refuses such addresses; a feed behind a password is configured so.
    const pair = `${decoded(url.username)}:${decoded(url.password)}`;
    if (!headers.has('authorization')) headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    url.username = '';
    url.password = '';
  }
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return { url, method: request.method ?? (body === undefined ? 'GET' : 'POST'), headers, body };
}

/** Header values that no message may repeat. */
export function secretsOf(call: Call): readonly string[] {
  const secrets: string[] = [];
  for (const [name, value] of call.headers) {
    if (harmless.includes(name)) continue;
    secrets.push(value, ...value.split(/[\s;,=]+/));
  }
  return secrets.filter((secret) => secret.length >= 6).sort((a, b) => b.length - a.length);
}

export async function follow(first: Call, signal: AbortSignal, mayReach?: HttpRequest['mayReach']): Promise<Reached> {
  let call = first;
  let forGood = true;
  for (let hops = 0; ; hops += 1) {
    const { url, method, headers, body } = call;
    await mayReach?.(url);
    const response = await fetch(url.href, { method, headers, body: body ?? null, signal, redirect: 'manual' });
    const location = response.headers.get('location');
    if (!redirects.includes(response.status) || location === null) {
      return { response, url, moved: hops > 0 && forGood };
    }
    if (response.status !== 301 && response.status !== 308) forGood = false;
    await response.body?.cancel();
    if (hops === longestChain) throw new SourceError('refused', `${first.url.host} redirects without end`);
    call = redirected(call, location, response.status);
  }
}

function redirected(call: Call, location: string, status: number): Call {
  if (!URL.canParse(location, call.url.href))
    throw new SourceError('garbage', `${call.url.host} redirects to no address`);
  const url = new URL(location, call.url.href);
  if (!/^https?:$/.test(url.protocol)) throw new SourceError('refused', `${call.url.host} redirects to no web address`);
  url.username = '';
  url.password = '';
  const dropsBody = status === 303 || (status < 303 && call.method === 'POST');
  const next: Call = dropsBody ? { ...call, url, method: 'GET', body: undefined } : { ...call, url };
  if (sameParty(call.url, url)) return next;
  if (next.body !== undefined) throw new SourceError('refused', `${call.url.host} redirects a request to another host`);
  const headers = new Headers([...call.headers].filter(([name]) => harmless.includes(name)));
  return { ...next, headers };
}

/** The same server, or the same host now with TLS. */
function sameParty(from: URL, to: URL): boolean {
  return (
    from.origin === to.origin ||
    (from.hostname === to.hostname &&
      from.protocol === 'http:' &&
      `${from.port}${to.port}` === '' &&
      to.protocol === 'https:')
  );
}

function parseUrl(given: string | URL): URL {
  const text = String(given);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The address itself is not repeated: it may hold anything.
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new SourceError('refused', 'an address that is none');
  return url;
}

/** A `%` that stands for itself is left as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseHeaders(given: Readonly<Record<string, string>>, host: string): Headers {
  try {
    return new Headers({ ...given });
  } catch {
    // The error of `Headers` repeats the value, so it is no cause to keep.
    throw new SourceError('credential', `a token for ${host} holds characters that no header can carry`);
  }
}
