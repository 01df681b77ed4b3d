/** What a listed account posts and boosts, read on one server. */

import type { AccountFact } from '../../post/post.ts';
import { dayMs } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import type { WatchedAccount } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { MastodonAccount } from './schema.ts';
import { fetchStatuses, type MastodonServer, nextId, type StatusPage } from './server.ts';
import type { ServerCursor } from './server-cursor.ts';
import { accountIdOf, handleOf } from './status-post.ts';

type AccountPlace = ServerCursor['accounts'][string];

export interface AccountPage {
  readonly statuses: StatusPage['statuses'];
  readonly broken: number;
  readonly facts: readonly AccountFact[];
  readonly place: AccountPlace;
  readonly arrivedAfter?: Date | undefined;
}

export interface AccountQuestion {
  readonly server: MastodonServer;
  readonly domain: string;
  /** `name@host` */
  readonly acct: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** 400 posts in one turn; the next one goes on. */
const pageCap = 10;
/** So long an account that the server does not know is not asked for. */
const unknownMs = dayMs;

export async function* readAccount(
  known: AccountPlace | undefined,
  question: AccountQuestion,
): AsyncGenerator<AccountPage> {
  const { now } = question;
  if (known?.notBefore !== undefined && new Date(known.notBefore) > now) return;
  let place = known;
  if (place?.id === undefined) {
    const account = await lookUp(question);
    const notBefore = new Date(now.getTime() + unknownMs).toISOString();
    place = account === undefined ? { notBefore } : { id: account.id };
    const facts = account === undefined ? [] : factsOf(account, question);
    yield { statuses: [], broken: 0, facts, place };
  }
  if (place.id !== undefined) yield* readPosts({ ...place, id: place.id }, question);
}

async function lookUp({ server, acct, signal }: AccountQuestion): Promise<MastodonAccount | undefined> {
  const { body } = (await orGone(server.get('/api/v1/accounts/lookup', { acct }, signal))) ?? {};
  return MastodonAccount.safeParse(body).data;
}

async function* readPosts(
  start: AccountPlace & { readonly id: string },
  question: AccountQuestion,
): AsyncGenerator<AccountPage> {
  const { server, now, signal } = question;
  const seen = new Set<string>();
  let place: AccountPlace & { readonly id: string } = start;
  for (let pages = 0; pages < pageCap; pages += 1) {
    const from = place.newest === undefined ? {} : { min_id: place.newest };
    const path = `/api/v1/accounts/${encodeURIComponent(place.id)}/statuses`;
    const page = await orGone(fetchStatuses(server, path, { exclude_reblogs: 'false', ...from }, signal));
    if (page === undefined) {
      // The server may have given the account another id; it is looked up anew at the next turn.
      yield {
        statuses: [],
        broken: 0,
        facts: [],
        place: { notBefore: new Date(now.getTime() + unknownMs).toISOString() },
      };
      return;
    }
    const before = seen.size;
    for (const id of page.ids) seen.add(id);
    const isNew = seen.size > before;
    // Pinned posts come only when asked for, so the first one is the newest.
    const newest = isNew ? nextId(page, 'newer') : place.newest;
    const isDone = !isNew || place.newest === undefined;
    const arrivedAfter = start.readAt === undefined ? undefined : new Date(start.readAt);
    place = { ...place, newest, readAt: isDone ? now.toISOString() : place.readAt };
    yield { ...page, facts: [], place, arrivedAfter };
    if (isDone) return;
  }
}

/** `undefined` for what the server does not have, or has no more. */
async function orGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SourceError && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}

export function factsOf(
  account: MastodonAccount,
  { domain, now }: { readonly domain: string; readonly now: Date },
): readonly AccountFact[] {
  const accountId = accountIdOf(account);
  if (accountId === undefined) return [];
  return [
    {
      platform: 'mastodon',
      accountId,
      handle: handleOf(account, domain),
      accountCreatedAt: parseTime(account.created_at ?? ''),
      followers: account.followers_count ?? undefined,
      status: account.suspended === true ? 'suspended' : 'active',
      statusCheckedAt: now,
    },
  ];
}

/** `name@host` of a listed account, from its handle or from its address. */
export function acctOf({ handle, nativeId }: WatchedAccount): string | undefined {
  const [name, host, ...rest] = (handle ?? '').trim().replace(/^@/, '').toLowerCase().split('@');
  if (name !== undefined && name !== '' && host !== undefined && host !== '' && rest.length === 0) {
    return `${name}@${host}`;
  }
  const address = URL.canParse(nativeId ?? handle ?? '') ? new URL(nativeId ?? handle ?? '') : undefined;
  const path = /^\/(?:@|users\/)([\w.-]+)\/?$/.exec(address?.pathname ?? '')?.[1];
  return address === undefined || path === undefined ? undefined : `${path.toLowerCase()}@${address.host}`;
}
