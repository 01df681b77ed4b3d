/** Reads a channel as a Telegram user: upwards from the last message known, then over the last messages once more. */
import { dayMs } from '../../post/post.ts';
import type { Gap, PollContext, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { type ChannelCursor, mergeMessages, readAgain, withoutGone } from './channel-cursor.ts';
import type { ChannelMessage } from './channel-message.ts';
import type { ChannelPage } from './channel-page.ts';
import type { History, Peer, TelegramClient } from './telegram-client.ts';

export interface ClientDeps {
  readonly client: TelegramClient;
  readonly log: SourceLog;
  readonly backfillMessages: number;
}

/** The most that one answer holds: https://core.telegram.org/api/offsets */
const limit = 100;
/** 5,000 messages in one turn; the next one goes on from there. */
const pageCap = 50;

interface Start {
  readonly peer: Peer;
  readonly minId: number;
  readonly first: History;
  readonly followers?: number | undefined;
  readonly restriction?: string | undefined;
}

export async function* readByClient(
  channel: string,
  given: ChannelCursor | undefined,
  context: PollContext,
  deps: ClientDeps,
): AsyncGenerator<ChannelPage> {
  const { signal, now } = context;
  let start: Start;
  try {
    start = await findStart(channel, given, signal, deps);
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'refused') yield unread(given, now, error.message);
    throw error;
  }
  const { peer, followers } = start;
  const state = {
    newest: start.minId,
    readAt: given?.readAt ?? now.toISOString(),
    peer: { id: peer.id, hash: peer.accessHash },
    recent: given?.recent ?? [],
  };
  const known = state.recent;
  let answer = start.first;
  let isComplete = false;
  for (let page = 0; page < pageCap; page += 1) {
    if (page > 0) answer = await deps.client.history(peer, { minId: state.newest, limit }, signal);
    isComplete = answer.messages.length < limit;
    const whole = isComplete ? answer.messages : withoutBrokenAlbum(answer.messages);
    const newest = Math.max(state.newest, ...whole.flatMap(({ ids }) => ids));
    if (newest === state.newest) break;
    const { posts, raw, recent } = mergeMessages(whole, state.recent, { channel, followers, seenAt: context.clock() });
    state.newest = newest;
    state.recent = recent.slice(-readAgain);
    yield { posts, raw, deletes: [], gaps: [], cursor: { ...state }, isComplete: false };
    if (isComplete) break;
  }
  const { recent, ...again } = await readOnceMore(channel, start, known, state.recent, context, deps);
  yield {
    ...again,
    gaps: restrictionGaps(start, given, state.newest, now),
    accounts: [{ platform: 'telegram', accountId: channel, handle: channel, followers }],
    cursor: { ...state, recent, readAt: isComplete ? now.toISOString() : state.readAt },
    isComplete,
  };
}

async function findStart(
  channel: string,
  given: ChannelCursor | undefined,
  signal: AbortSignal,
  { client, log, backfillMessages }: ClientDeps,
): Promise<Start> {
  const newest = given?.newest ?? 0;
  if (given?.peer?.hash !== undefined && newest > 0) {
    const peer = { id: given.peer.id, accessHash: given.peer.hash };
    try {
      return { peer, minId: newest, first: await client.history(peer, { minId: newest, limit }, signal) };
    } catch (error) {
      // The key belongs to the account that found the channel; after a login with another one it has to be found anew.
      if (!(error instanceof SourceError) || error.answer !== 'CHANNEL_INVALID') throw error;
    }
  }
  // Finding a channel by name is limited to some hundred a day, so it is done once.
  const peer = await client.resolve(channel, signal);
  const { participants: followers, restriction } = peer;
  if (restriction !== undefined) log.info({ channel, restriction }, 'channel is restricted');
  let minId = newest;
  if (minId === 0) {
    const { messages } = await client.history(peer, { limit: 1 }, signal);
    minId = Math.max(0, (messages.at(-1)?.ids[0] ?? 0) - backfillMessages);
  }
  return { peer, minId, first: await client.history(peer, { minId, limit }, signal), followers, restriction };
}

/** A full page may end within an album; the next page begins with it then. */
function withoutBrokenAlbum(messages: readonly ChannelMessage[]): readonly ChannelMessage[] {
  const group = messages.at(-1)?.group;
  const whole = group === undefined ? messages : messages.filter((message) => message.group !== group);
  return whole.length > 0 ? whole : messages;
}

/** Edits have no new id, and deletions leave only a hole. */
async function readOnceMore(
  channel: string,
  { peer, followers }: Start,
  known: ChannelCursor['recent'],
  recent: ChannelCursor['recent'],
  { signal, clock }: PollContext,
  { client }: ClientDeps,
): Promise<Pick<ChannelPage, 'posts' | 'raw' | 'deletes'> & { readonly recent: ChannelCursor['recent'] }> {
  const ids = idsOf(known);
  if (ids.length === 0) return { posts: [], raw: [], deletes: [], recent };
  const { messages, missing } = await client.history(peer, { ids }, signal);
  const merged = mergeMessages(messages, recent, { channel, followers, seenAt: clock() });
  const gone = new Set(missing);
  return { posts: merged.posts, raw: merged.raw, ...withoutGone(channel, merged.recent, (id) => gone.has(id)) };
}

/** The newest, whole albums only: half of one would look like an edit. */
function idsOf(known: ChannelCursor['recent']): readonly number[] {
  const ids: number[] = [];
  for (const entry of [...known].reverse()) {
    if (ids.length + entry.ids.length > limit) break;
    ids.push(...entry.ids);
  }
  return ids;
}

/** Nothing to read in a channel that some may not read is no silence. */
function restrictionGaps(
  { restriction }: Start,
  given: ChannelCursor | undefined,
  newest: number,
  now: Date,
): readonly Gap[] {
  if (restriction === undefined || newest > 0) return [];
  return [{ from: sinceOf(given, now), to: now, reason: `restricted by Telegram (${restriction})` }];
}

function unread(given: ChannelCursor | undefined, now: Date, reason: string): ChannelPage {
  return {
    posts: [],
    raw: [],
    deletes: [],
    gaps: [{ from: sinceOf(given, now), to: now, reason }],
    cursor: { newest: 0, recent: [], ...given, readAt: now.toISOString() },
    isComplete: false,
  };
}

function sinceOf(given: ChannelCursor | undefined, now: Date): Date {
  return given === undefined ? new Date(now.getTime() - dayMs) : new Date(given.readAt);
}
