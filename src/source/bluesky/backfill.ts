/**
 * Source `bluesky:backfill`: what the watched accounts wrote before Tocsin listened, from the server of each, newest
 * first and back to a day. An account that is read through is not read again.
 */
import { z } from 'zod';
import { dayMs, type Post } from '../../post/post.ts';
import { parseZonedTime, timeProblem } from '../parse-time.ts';
import type { Page, PollContext, RawItem, Source, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { type IdentityDeps, serverOfDid } from './identity.ts';
import { itemsOf } from './list-of.ts';
import { readPost } from './read-post.ts';
import { collections, timeOfTid } from './syntax.ts';
import { watchedDids } from './watched-dids.ts';
import { callXrpc, readAs, refusalName } from './xrpc.ts';

const Place = z.object({
  /** As many days were asked for when reading began; when more are asked for, it begins again. */
  days: z.number(),
  /** How far back these days went then. */
  fromMs: z.number(),
  done: z.boolean(),
  collection: z.enum(collections).optional(),
  next: z.string().max(600).optional(),
});
type Place = z.infer<typeof Place>;

const BackfillCursor = z.object({
  places: z.record(z.string(), Place),
  handles: z.record(z.string(), z.string()),
});
type BackfillCursor = z.infer<typeof BackfillCursor>;

const Records = z.object({
  records: itemsOf(z.object({ uri: z.string(), value: z.unknown() })),
  cursor: z.string().optional(),
});

/** Largest page that servers give (com.atproto.repo.listRecords). */
const recordsPerPage = 100;
/** A poll reads no more of one account; the next one goes on. */
const pagesPerAccount = 100;

/** What a server says of an account that it holds no longer. */
const gone = new Set(['RepoNotFound', 'RepoTakendown', 'RepoSuspended', 'RepoDeactivated']);

export function createBackfill(deps: IdentityDeps & { readonly log: SourceLog }): Source {
  return {
    id: 'bluesky:backfill',
    platform: 'bluesky',
    everyMinutes: 60,
    coverage: 'part',
    catchesUp: true,
    async *poll(cursor, context) {
      const parsed = BackfillCursor.safeParse(cursor);
      // Reading again is safe: what is known already is ignored. So nothing is lost with a cursor that is broken.
      const known: BackfillCursor = parsed.success ? parsed.data : { places: {}, handles: {} };
      const { dids, handles } = await watchedDids(context.watched.accounts, known.handles, deps, context.signal);
      const places = new Map(Object.entries(known.places));
      const cursorNow = (): BackfillCursor => ({ places: Object.fromEntries(places), handles });
      let failure: SourceError | undefined;
      for (const did of dids) {
        context.signal.throwIfAborted();
        try {
          for await (const { place, ...page } of readAccount(did, places.get(did), deps, context)) {
            places.set(did, place);
            yield { ...page, cursor: cursorNow() };
          }
        } catch (error) {
          if (!(error instanceof SourceError)) throw error;
          // One account's server must not keep the others from being read.
          failure = error;
          deps.log.warn({ source: 'bluesky:backfill', kind: error.kind }, 'an account could not be read');
        }
      }
      if (failure !== undefined) throw failure;
      yield { posts: [], deletes: [], gaps: [], cursor: cursorNow(), done: true };
    },
  };
}

interface AccountPage extends Omit<Page, 'cursor'> {
  readonly place: Place;
}

async function* readAccount(
  did: string,
  known: Place | undefined,
  deps: IdentityDeps & { readonly log: SourceLog },
  context: PollContext,
): AsyncGenerator<AccountPage> {
  const days = deps.settings.backfillDays;
  if (known?.done === true && known.days >= days) return;
  const begun = known !== undefined && !known.done && known.days === days ? known : undefined;
  const fromMs = begun?.fromMs ?? context.now.getTime() - days * dayMs;
  const server = await serverOfDid(did, deps, context.signal);
  if (server === undefined) return deps.log.warn({ source: 'bluesky:backfill' }, 'an account names no server');
  let place: Place = begun ?? { days, fromMs, done: false, collection: collections[0] };
  const seen = new Set<string>();
  for (let pages = 0; pages < pagesPerAccount && !place.done; pages += 1) {
    const collection = place.collection ?? collections[0];
    const records = await listRecords({ server, did, collection, next: place.next }, deps, context.signal);
    const page = pageOf(did, collection, records?.records ?? [], fromMs, context);
    if (page.unreadable > 0) deps.log.warn({ unreadable: page.unreadable }, 'records could not be read');
    const isOver = records?.cursor === undefined || page.keys.length === 0 || page.isPast;
    if (!isOver && page.keys.every((key) => seen.has(key)))
      throw new SourceError('garbage', 'the server repeats its pages');
    for (const key of page.keys) seen.add(key);
    place = isOver ? afterCollection(place, collection, records === undefined) : { ...place, next: records.cursor };
    yield { posts: page.posts, raw: page.raw, deletes: [], gaps: [], place };
  }
}

function afterCollection({ days, fromMs }: Place, collection: Place['collection'], isGone: boolean): Place {
  const next = collections.find((_, at) => collections[at - 1] === collection);
  const done = isGone || next === undefined;
  return { days, fromMs, done, ...(done ? {} : { collection: next }) };
}

interface ListQuestion {
  readonly server: string;
  readonly did: string;
  readonly collection: string;
  readonly next: string | undefined;
}

/** `undefined` when the server holds the account no longer. */
async function listRecords(
  { server, did, collection, next }: ListQuestion,
  { http }: IdentityDeps,
  signal: AbortSignal,
): Promise<z.infer<typeof Records> | undefined> {
  const parameters: (readonly [string, string])[] = [
    ['repo', did],
    ['collection', collection],
    ['limit', String(recordsPerPage)],
  ];
  if (next !== undefined) parameters.push(['cursor', next]);
  try {
    const answer = await callXrpc({ http, server, method: 'com.atproto.repo.listRecords', parameters, signal });
    return readAs(Records, answer);
  } catch (error) {
    if (gone.has(refusalName(error) ?? '')) return undefined;
    throw error;
  }
}

function pageOf(
  did: string,
  collection: string,
  records: z.infer<typeof Records>['records'],
  fromMs: number,
  { now, clock }: PollContext,
) {
  const posts: Post[] = [];
  const raw: RawItem[] = [];
  const keys: string[] = [];
  let unreadable = 0;
  let isPast = false;
  for (const { uri, value } of records) {
    const rkey = uri.slice(uri.lastIndexOf('/') + 1);
    keys.push(`${collection}/${rkey}`);
    const made = timeOfTid(rkey);
    if (made !== undefined && made.getTime() < fromMs) isPast = true;
    const at = timeOfRecord(made, value, now);
    const post = at === undefined ? undefined : readPost({ did, collection, rkey, record: value, at, seenAt: clock() });
    if (post === undefined) unreadable += 1;
    else if (post.createdAt.getTime() >= fromMs) {
      posts.push(post);
      raw.push({ platform: 'bluesky', id: post.id, payload: { uri, value } });
    }
  }
  return { posts, raw, keys, unreadable, isPast };
}

const Claim = z.object({ createdAt: z.string() });
/** The network is not older; a smaller time in a key is somebody's own numbering. */
const networkBeganMs = Date.UTC(2022, 0, 1);

/**
 * No server witnessed these for us. The key is made by the account's server as a rule, and so is better than the time
 * that the author's client claims; where it holds no possible time, the claim is all there is.
 */
function timeOfRecord(made: Date | undefined, value: unknown, now: Date): Date | undefined {
  if (made !== undefined && made.getTime() >= networkBeganMs && made.getTime() <= now.getTime() + dayMs) return made;
  const claim = Claim.safeParse(value);
  const claimed = claim.success ? parseZonedTime(claim.data.createdAt) : undefined;
  return claimed === undefined || timeProblem(claimed, now) !== undefined ? undefined : claimed;
}
