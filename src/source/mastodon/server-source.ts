/** One server with Mastodon's API as a source, `mastodon:HOST`: its tag timelines, and listed accounts. */
import { hourMs } from '../../post/post.ts';
import type { Gap, Page, PollContext, RawItem, Source, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { acctOf, readAccount } from './account-statuses.ts';
import { instanceOf } from './instance-access.ts';
import type { KnownIds } from './known-ids.ts';
import type { MastodonServer, StatusPage } from './server.ts';
import { keepOnly, parseServerCursor, type ServerCursor } from './server-cursor.ts';
import { accountIdOf, postOfStatus } from './status-post.ts';
import { countsAfter, fetchTagDays, isUsedSince } from './tag-counts.ts';
import { readTag } from './tag-timeline.ts';

export interface ServerSourceOptions {
  readonly server: MastodonServer;
  readonly everyMinutes: number;
  readonly lookBackHours: number;
  readonly readsAccounts: boolean;
  /** One server's counts are kept: two servers count the same tag differently. */
  readonly givesCounts: boolean;
  /** Whether this server is the one to read the account `name@host` on. */
  readonly isReaderOf: (acct: string) => boolean;
  readonly ids: KnownIds;
  readonly log: SourceLog;
}

type Run = ServerSourceOptions & { readonly context: PollContext; readonly cursor: ServerCursor };

export function serverSource(options: ServerSourceOptions): Source {
  return {
    id: `mastodon:${options.server.host}`,
    platform: 'mastodon',
    everyMinutes: options.everyMinutes,
    coverage: 'platform',
    catchesUp: true,
    poll: (given, context) => pollServer(given, context, options),
  };
}

async function* pollServer(given: unknown, context: PollContext, options: ServerSourceOptions): AsyncGenerator<Page> {
  const { now, signal } = context;
  const { server } = options;
  const { tags } = context.watched;
  const { cursor, gaps } = parseServerCursor(given, now, options.lookBackHours);
  cursor.tags = keepOnly(cursor.tags, tags);
  cursor.counted = keepOnly(cursor.counted, tags);
  const run: Run = { ...options, context, cursor };
  if (gaps.length > 0) yield pageOf(run, { gaps });
  let isWhole = true;
  if (tags.length > 0) {
    const before = cursor.readAt === undefined ? new Date(now.getTime() - hourMs) : new Date(cursor.readAt);
    cursor.instance = await instanceOf(server, cursor.instance, now, signal);
    if (cursor.instance.access === 'login' && !server.hasToken) {
      throw new SourceError('credential', `${server.host} shows tag timelines to its users only; a token is needed`);
    }
    // Switched off is no error there, only an empty list for ever.
    if (cursor.instance.access === 'off') {
      const gap = { from: before, to: now, reason: 'timeline switched off' };
      cursor.readAt = now.toISOString();
      isWhole = false;
      yield pageOf(run, { gaps: [gap] });
    } else {
      yield* pollTags(run, tags);
    }
  }
  if (options.readsAccounts) yield* pollAccounts(run);
  cursor.readAt = now.toISOString();
  yield { ...pageOf(run, {}), watermark: isWhole ? now : undefined, done: true };
}

/** A tag that a server does not take costs that tag only; a server that takes none is one that we cannot read. */
async function* pollTags(run: Run, tags: readonly string[]): AsyncGenerator<Page> {
  let refused = 0;
  for (const tag of tags) {
    try {
      yield* pollTag(run, tag);
    } catch (error) {
      refused += 1;
      if (!isRefusal(error) || refused === tags.length) throw error;
      run.log.warn({ source: `mastodon:${run.server.host}`, tag, status: error.status }, 'tag refused');
    }
  }
}

function isRefusal(error: unknown): error is SourceError {
  return error instanceof SourceError && error.kind === 'refused';
}

async function* pollTag(run: Run, tag: string): AsyncGenerator<Page> {
  const { server, lookBackHours, context, cursor } = run;
  const { now, signal } = context;
  const days = await fetchTagDays(server, tag, signal);
  const counts = run.givesCounts ? countsAfter(tag, days, cursor.counted[tag], now) : [];
  const last = counts.at(0) === undefined ? undefined : Math.max(...counts.map(({ at }) => at.getTime() / 1000));
  if (last !== undefined) {
    cursor.counted[tag] = last;
    yield { ...pageOf(run, {}), counts };
  }
  const place = cursor.tags[tag];
  const lookBack = now.getTime() - lookBackHours * hourMs;
  const since = new Date(Math.min(lookBack, place === undefined ? lookBack : new Date(place.readAt).getTime()));
  if (!isUsedSince(days, since)) return;
  const question = { server, tag, lookBackHours, now, signal };
  try {
    for await (const page of readTag(place, question)) {
      const next = { ...page.place };
      cursor.tags[tag] = next;
      yield pageOf(run, {
        gaps: page.gaps,
        statuses: page.statuses,
        broken: page.broken,
        arrivedAfter: page.arrivedAfter,
      });
    }
  } catch (error) {
    throw needsLogin(error, server) ?? error;
  }
}

/** Servers answer 422 "requires an authenticated user" where others say 401. */
function needsLogin(error: unknown, { host, hasToken }: MastodonServer): SourceError | undefined {
  if (!(error instanceof SourceError) || error.status !== 422 || hasToken) return undefined;
  return new SourceError('credential', `${host} shows tag timelines to its users only; a token is needed`, {
    status: 422,
    cause: error,
  });
}

async function* pollAccounts(run: Run): AsyncGenerator<Page> {
  const { server, context, cursor } = run;
  const { now, signal } = context;
  const all = context.watched.accounts.flatMap((account) => acctOf(account) ?? []);
  const accts = [...new Set(all)].filter(run.isReaderOf);
  cursor.accounts = keepOnly(cursor.accounts, accts);
  for (const acct of accts) {
    const question = { server, domain: domainOf(run), acct, now, signal };
    try {
      for await (const page of readAccount(cursor.accounts[acct], question)) {
        cursor.accounts[acct] = page.place;
        const { statuses, broken, arrivedAfter } = page;
        yield { ...pageOf(run, { statuses, broken, arrivedAfter }), accounts: page.facts };
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      run.log.warn({ source: `mastodon:${server.host}`, status: error.status }, 'account refused');
    }
  }
}

interface PageParts {
  readonly gaps?: readonly Gap[];
  readonly statuses?: StatusPage['statuses'];
  readonly broken?: number;
  readonly arrivedAfter?: Date | undefined;
}

function pageOf(run: Run, { gaps = [], statuses = [], broken = 0, arrivedAfter }: PageParts): Page {
  const { server, ids, log, context } = run;
  if (broken > 0) log.warn({ source: `mastodon:${server.host}`, broken }, 'posts could not be understood');
  for (const { status } of statuses) noteIds(ids, server.host, status);
  const uriOf = (id: string): string | undefined => ids.uriOf(server.host, id);
  const seenAt = context.clock();
  const pairs = statuses.flatMap(({ status, raw }) => {
    const post = postOfStatus(status, { domain: domainOf(run), seenAt, arrivedAfter, uriOf });
    return post === undefined ? [] : [{ post, raw }];
  });
  const items: RawItem[] = pairs.map(({ post, raw }) => ({ platform: 'mastodon', id: post.id, payload: raw }));
  return { posts: pairs.map(({ post }) => post), raw: items, deletes: [], gaps, cursor: structuredClone(run.cursor) };
}

function domainOf({ server, cursor }: Run): string {
  return cursor.instance?.domain ?? server.host;
}

function noteIds(ids: KnownIds, host: string, status: StatusPage['statuses'][number]['status']): void {
  ids.note(host, status.uri, status.id);
  if (status.reblog !== undefined && status.reblog !== null) ids.note(host, status.reblog.uri, status.reblog.id);
  const account = accountIdOf(status.account);
  if (account !== undefined) ids.note(`${host} accounts`, account, status.account.id);
}
