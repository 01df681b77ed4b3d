/** One server with Mastodon's API: requests with its token, and the pages of its timelines. */
import { z } from 'zod';
import type { Http } from '../http/http.ts';
import { SourceError } from '../source-error.ts';
import { MastodonStatus } from './schema.ts';

export interface MastodonServer {
  readonly host: string;
  readonly hasToken: boolean;
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>;
}

interface Answer {
  readonly body: unknown;
  readonly link: string | undefined;
}

const maxBytes = 5_000_000;

export function createServer(url: string, token: string | undefined, http: Http): MastodonServer {
  const base = url.replace(/\/+$/, '');
  const { host } = new URL(base);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  return {
    host,
    hasToken: token !== undefined,
    async get(path, query, signal) {
      const search = new URLSearchParams(query).toString();
      const address = `${base}${path}${search === '' ? '' : `?${search}`}`;
      // 300 requests in 5 minutes for each account and address: https://docs.joinmastodon.org/api/rate-limits/
      const purse = token === undefined ? undefined : `mastodon ${host}`;
      const answer = await http.request({ url: address, headers, signal, maxBytes, purse });
      return { body: answer.json(), link: answer.headers.get('link') ?? undefined };
    },
  };
}

export interface StatusPage {
  readonly statuses: readonly { readonly status: MastodonStatus; readonly raw: unknown }[];
  /** Ids of the items in the server's order, newest first, also of those that could not be understood. */
  readonly ids: readonly string[];
  readonly broken: number;
  readonly link: string | undefined;
}

/** The most that a server gives. */
const pageLimit = 40;
/** Servers that do not know `limit` give what they like. */
const mostItems = 400;

/** Newest first, whichever way it was asked for. */
export async function fetchStatuses(
  server: MastodonServer,
  path: string,
  place: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<StatusPage> {
  const { body, link } = await server.get(path, { limit: String(pageLimit), ...place }, signal);
  if (!Array.isArray(body)) throw new SourceError('garbage', `${server.host} gave no list of posts`);
  const items: readonly unknown[] = body.slice(0, mostItems);
  const statuses: { status: MastodonStatus; raw: unknown }[] = [];
  const ids: string[] = [];
  for (const raw of items) {
    const status = MastodonStatus.safeParse(raw).data;
    if (status !== undefined) statuses.push({ status, raw });
    const id = status?.id ?? z.object({ id: z.string().min(1).max(100) }).safeParse(raw).data?.id;
    if (id !== undefined) ids.push(id);
  }
  return { statuses, ids, broken: items.length - statuses.length, link };
}

/**
 * The id to go on from: what the `Link` header says, or, where a server sends none, the end of the page itself. Only the
 * id is taken from the header, never its address.
 */
export function nextId(page: StatusPage, direction: 'newer' | 'older'): string | undefined {
  const [relation, parameter] = direction === 'newer' ? ['prev', 'min_id'] : ['next', 'max_id'];
  for (const part of (page.link ?? '').slice(0, 4000).split(/,\s*(?=<)/)) {
    const match = /^\s*<([^>]*)>(.*)$/.exec(part);
    if (match?.[1] === undefined || !new RegExp(`rel="?${relation}"?`).test(match[2] ?? '')) continue;
    const id = URL.canParse(match[1]) ? new URL(match[1]).searchParams.get(parameter) : null;
    if (id !== null && id !== '' && id.length <= 100) return id;
  }
  return direction === 'newer' ? page.ids[0] : page.ids.at(-1);
}
