/**
 * A tag's timeline on one server: upwards from the newest post known, then back over the last hours for posts that
 * arrived late.
 *
 * A post that federated late gets an id made from its own time (mastodon/lib/mastodon/snowflake.rb), below what was read
 * already; reading upwards alone never sees it.
 */
import { hourMs } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import type { Gap } from '../source.ts';
import { fetchStatuses, type MastodonServer, nextId, type StatusPage } from './server.ts';
import type { TagPlace } from './server-cursor.ts';

/** 2,000 posts upwards in one turn; the next one goes on. */
const forwardCap = 50;
/** 1,000 posts when a tag is read for the first time. */
const firstCap = 25;
/** 400 posts of the hours behind in one turn; the next one goes on below them. */
const sweepCap = 10;

export interface TagPage {
  readonly statuses: StatusPage['statuses'];
  readonly broken: number;
  readonly gaps: readonly Gap[];
  readonly place: TagPlace;
  /** The posts came after this. Absent: they may be older. */
  readonly arrivedAfter?: Date | undefined;
}

export interface TagQuestion {
  readonly server: MastodonServer;
  readonly tag: string;
  readonly lookBackHours: number;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export async function* readTag(place: TagPlace | undefined, question: TagQuestion): AsyncGenerator<TagPage> {
  if (place?.newest === undefined) {
    yield* readFirst(question);
    return;
  }
  const reached = yield* readNewer({ ...place, newest: place.newest }, question);
  yield* readLate(reached, place.sweep ?? place.newest, question);
}

function fetchPage(
  { server, tag, signal }: TagQuestion,
  place: { readonly min_id?: string; readonly max_id?: string },
): Promise<StatusPage> {
  return fetchStatuses(server, `/api/v1/timelines/tag/${encodeURIComponent(tag)}`, place, signal);
}

async function* readFirst(question: TagQuestion): AsyncGenerator<TagPage> {
  const { now, lookBackHours } = question;
  const readAt = now.toISOString();
  const floor = now.getTime() - lookBackHours * hourMs;
  const walk = startWalk();
  let below: string | undefined;
  let newest: string | undefined;
  let oldest = now.getTime();
  for (let pages = 0; pages < firstCap; pages += 1) {
    const page = await fetchPage(question, below === undefined ? {} : { max_id: below });
    const isNew = walk.isNew(page);
    newest ??= page.ids[0];
    below = nextId(page, 'older');
    const reached = newestTime(page);
    oldest = Math.min(oldest, reached);
    const isDone = !isNew || below === undefined || reached < floor;
    const isCapped = !isDone && pages === firstCap - 1;
    const gap = { from: new Date(floor), to: new Date(oldest), reason: 'more posts than one turn reads' };
    const isLast = isDone || isCapped;
    // Until the last page the place is not kept: a run that breaks off begins again.
    yield { ...page, gaps: isCapped ? [gap] : [], place: isLast ? { newest, readAt } : { readAt } };
    if (isLast) return;
  }
}

async function* readNewer(
  place: TagPlace & { readonly newest: string },
  question: TagQuestion,
): AsyncGenerator<TagPage, TagPlace> {
  const walk = startWalk();
  const arrivedAfter = new Date(place.readAt);
  let { newest } = place;
  for (let pages = 0; pages < forwardCap; pages += 1) {
    const page = await fetchPage(question, { min_id: newest });
    const isNew = walk.isNew(page);
    // A short page is no end: servers filter after they have counted, and some give fewer than they are asked for.
    const isDone = !isNew;
    newest = isNew ? (nextId(page, 'newer') ?? newest) : newest;
    const next = { ...place, newest, readAt: isDone ? question.now.toISOString() : place.readAt };
    if (isDone) return next;
    yield { ...page, gaps: [], place: next, arrivedAfter };
  }
  return { ...place, newest };
}

async function* readLate(place: TagPlace, start: string, question: TagQuestion): AsyncGenerator<TagPage> {
  const floor = question.now.getTime() - question.lookBackHours * hourMs;
  const walk = startWalk();
  let below: string | undefined = start;
  for (let pages = 0; pages < sweepCap; pages += 1) {
    const page: StatusPage = await fetchPage(question, { max_id: below });
    const isNew = walk.isNew(page);
    const next = nextId(page, 'older');
    const isDone = !isNew || next === undefined || newestTime(page) < floor;
    yield { ...page, gaps: [], place: { ...place, sweep: isDone ? undefined : next } };
    if (isDone || next === undefined) return;
    below = next;
  }
}

/** A server that does not know a parameter gives the same page for ever. */
function startWalk(): { isNew(page: StatusPage): boolean } {
  const seen = new Set<string>();
  return {
    isNew({ ids }) {
      const before = seen.size;
      for (const id of ids) seen.add(id);
      return seen.size > before;
    },
  };
}

/** One post with a false time must not end the look back. */
function newestTime({ statuses }: StatusPage): number {
  const times = statuses.map(({ status }) => parseTime(status.created_at)?.getTime() ?? 0);
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...times);
}
