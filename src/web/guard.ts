/**
 * Who may ask: request headers in, a refusal or nothing out.
 *
 * The page has no log-in and trusts the machine it runs on, so other web sites open in the same browser are the danger:
 * DNS rebinding is stopped by the Host header, cross-site requests by Origin, Sec-Fetch-Site and the token.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

export function createHostCheck(
  host: string,
  allowedHosts: readonly string[],
): (headers: IncomingHttpHeaders) => boolean {
  const names = new Set([...loopback, bracketed(host), ...allowedHosts.map(bracketed)]);
  // The port is not compared: rebinding needs a foreign name, and a container's port is mapped to another one outside.
  return ({ host: header }) => {
    const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/u.exec(header?.toLowerCase() ?? '')?.[1];
    return name !== undefined && names.has(name);
  };
}

function bracketed(host: string): string {
  const name = host.toLowerCase();
  return name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
}

/** For anything under `/api/`: a page of another site may not even cause work here. */
export function refuseForeignPage(headers: IncomingHttpHeaders): Refusal | undefined {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  return { status: 403, error: 'Requests from other sites are refused.' };
}

/** For everything that changes something. */
export function refusePost(headers: IncomingHttpHeaders, token: string): Refusal | undefined {
  if (!/^application\/json(?:\s*;|$)/iu.test(headers['content-type'] ?? '')) {
    return { status: 415, error: 'Send JSON.' };
  }
  if (!isSameOrigin(headers)) return { status: 403, error: 'Requests from other sites are refused.' };
  if (!isToken(headers['x-csrf-token'], token)) {
    return { status: 403, error: 'This page is older than the running program. Reload it.' };
  }
  return undefined;
}

function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  // Scheme left out: a proxy in front may speak TLS. `URL.host` drops a default port as browsers do in both headers.
  return new URL(origin).host === host.toLowerCase();
}

function isToken(given: string | readonly string[] | undefined, token: string): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(token)];
  return left.length === right.length && timingSafeEqual(left, right);
}
