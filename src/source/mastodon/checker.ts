/**
 * Looks up posts and accounts again.
 *
 * A post is asked for where the answer means something: on its own server, if that is one of ours (its uri holds the
 * id), else on a server of ours that gave it to us while this process ran. What neither knows is left out: a server that
 * never had a post answers as one that lost it.
 */
import type { AccountFact } from '../../post/post.ts';
import type { Checker, CheckQuestion, Page, PollContext, PostRef } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { factsOf } from './account-statuses.ts';
import type { KnownIds } from './known-ids.ts';
import { MastodonAccount } from './schema.ts';
import type { MastodonServer } from './server.ts';

/** So many answers make a page; what was asked is kept when a later question fails. */
const perPage = 20;

export function createMastodonChecker(servers: readonly MastodonServer[], ids: KnownIds): Checker {
  return {
    platform: 'mastodon',
    async *lookUp(question: CheckQuestion, context: PollContext): AsyncGenerator<Page> {
      for (let at = 0; at < question.posts.length; at += perPage) {
        const deletes: PostRef[] = [];
        for (const uri of question.posts.slice(at, at + perPage)) {
          if (await isGone(uri, servers, ids, context)) deletes.push({ platform: 'mastodon', id: uri });
        }
        yield { posts: [], deletes, gaps: [], cursor: null };
      }
      for (let at = 0; at < question.accounts.length; at += perPage) {
        const accounts: AccountFact[] = [];
        for (const uri of question.accounts.slice(at, at + perPage)) {
          accounts.push(...(await accountFacts(uri, servers, ids, context)));
        }
        yield { posts: [], deletes: [], gaps: [], accounts, cursor: null };
      }
    },
  };
}

interface Place {
  readonly server: MastodonServer;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

async function isGone(
  uri: string,
  servers: readonly MastodonServer[],
  ids: KnownIds,
  { signal }: PollContext,
): Promise<boolean> {
  const place = postPlace(uri, servers, ids);
  return place !== undefined && (await ask(place, signal)) === 'gone';
}

/** `https://HOST/users/NAME/statuses/ID`, since 4.5 also `https://HOST/ap/users/NUMBER/statuses/ID`; a boost adds `/activity`. */
const postUri = /^\/(?:users|ap\/users)\/[^/]+\/statuses\/(\d{1,25})(?:\/activity)?$/;

function postPlace(uri: string, servers: readonly MastodonServer[], ids: KnownIds): Place | undefined {
  const home = homeOf(uri, servers);
  const homeId =
    home === undefined ? undefined : (ids.idOf(home.host, uri) ?? postUri.exec(new URL(uri).pathname)?.[1]);
  if (home !== undefined && homeId !== undefined) return { server: home, path: `/api/v1/statuses/${homeId}` };
  for (const server of servers) {
    const id = ids.idOf(server.host, uri);
    if (id !== undefined) return { server, path: `/api/v1/statuses/${encodeURIComponent(id)}` };
  }
  return undefined;
}

function homeOf(uri: string, servers: readonly MastodonServer[]): MastodonServer | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { host } = new URL(uri);
  return servers.find((server) => server.host === host);
}

async function accountFacts(
  uri: string,
  servers: readonly MastodonServer[],
  ids: KnownIds,
  { signal, now }: PollContext,
): Promise<readonly AccountFact[]> {
  const place = accountPlace(uri, servers, ids);
  if (place === undefined) return [];
  const answer = await ask(place, signal);
  if (answer === 'gone') return [{ platform: 'mastodon', accountId: uri, status: 'deleted', statusCheckedAt: now }];
  const account = answer === undefined ? undefined : MastodonAccount.safeParse(answer.body).data;
  if (account === undefined) return [];
  const host = new URL(uri).host;
  // The question was about this address, whatever the server calls the account now.
  return factsOf({ ...account, uri }, { domain: host, now });
}

function accountPlace(uri: string, servers: readonly MastodonServer[], ids: KnownIds): Place | undefined {
  if (!URL.canParse(uri)) return undefined;
  const home = homeOf(uri, servers);
  for (const server of home === undefined ? servers : [home]) {
    const id = ids.idOf(`${server.host} accounts`, uri);
    if (id !== undefined) return { server, path: `/api/v1/accounts/${encodeURIComponent(id)}` };
  }
  const path = new URL(uri).pathname;
  const acct = /^\/(?:users\/|@)([\w.-]+)$/.exec(path)?.[1];
  const number = /^\/ap\/users\/(\d{1,25})$/.exec(path)?.[1];
  if (home !== undefined && number !== undefined) return { server: home, path: `/api/v1/accounts/${number}` };
  return home === undefined || acct === undefined
    ? undefined
    : { server: home, path: '/api/v1/accounts/lookup', query: { acct } };
}

async function ask(
  { server, path, query = {} }: Place,
  signal: AbortSignal,
): Promise<{ readonly body: unknown } | 'gone' | undefined> {
  try {
    return await server.get(path, query, signal);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.status === 404 || error.status === 410) return 'gone';
    // A locked page or a strange answer about one of them says nothing about it.
    if (error.kind === 'refused' || error.kind === 'credential' || error.kind === 'garbage') return undefined;
    throw error;
  }
}
