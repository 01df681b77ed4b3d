/** Reads a channel by its web preview: newest first, back to what is known, and over the last messages once more. */
import { dayMs } from '../../post/post.ts';
import { shutOut } from '../http/failure.ts';
import type { Http } from '../http/http.ts';
import type { Gap, PollContext, SourceLog } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { type ChannelCursor, mergeMessages, withoutGone } from './channel-cursor.ts';
import type { ChannelPage } from './channel-page.ts';
import { type PreviewPage, parsePreview } from './preview-page.ts';

export interface PreviewDeps {
  readonly http: Http;
  readonly log: SourceLog;
  readonly previewUrl: string;
  readonly backfillMessages: number;
}

/** The server gives 20 messages a page. */
const fewestPerPage = 10;
/** 500 messages in one turn; a channel that writes more between two turns gets a gap. */
const pageCap = 25;
/** The preview states no limit; one page a second is what a reader does who clicks. */
const spacingMs = 1000;
const maxBytes = 4_000_000;

export async function* readPreview(
  channel: string,
  given: ChannelCursor | undefined,
  context: PollContext,
  deps: PreviewDeps,
): AsyncGenerator<ChannelPage> {
  const { now } = context;
  const first = await fetchPage(channel, undefined, context, deps);
  if (first.present.length === 0) {
    yield closed(given, first, now);
    throw new SourceError('refused', reasonOf(channel, first));
  }
  const gaps: Gap[] = [];
  let start = given?.newest === 0 ? undefined : given;
  if (start?.peer !== undefined && first.channelNumber !== undefined && first.channelNumber !== start.peer.id) {
    gaps.push({ from: new Date(start.readAt), to: now, reason: 'the name passed to another channel' });
    start = undefined;
  }
  const { pages, oldest, capped, at } = await walk(channel, start, first, context, deps);
  const present = new Set(pages.flatMap((page) => page.present));
  const highest = Math.max(...present);
  if (capped && start !== undefined && oldest > start.newest + 1) {
    const from = new Date(start.readAt);
    gaps.push({ from, to: at > from ? at : now, reason: 'more messages than one turn reads' });
  }
  const messages = pages.flatMap((page) => page.messages);
  const seenAt = context.clock();
  const followers = first.followers;
  const { posts, raw, recent } = mergeMessages(messages, start?.recent ?? [], { channel, followers, seenAt });
  // Only between the oldest and the newest message on the pages is a message that is not there gone.
  const rest = withoutGone(channel, recent, (id) => id >= oldest && id <= highest && !present.has(id));
  const broken = pages.reduce((sum, page) => sum + page.broken, 0);
  if (broken > 0) deps.log.warn({ source: `telegram:${channel}`, broken }, 'messages could not be understood');
  yield {
    posts,
    raw,
    deletes: rest.deletes,
    gaps,
    accounts: [{ platform: 'telegram', accountId: channel, handle: channel, followers }],
    cursor: {
      newest: Math.max(highest, start?.newest ?? 0),
      readAt: now.toISOString(),
      peer: first.channelNumber === undefined ? start?.peer : { id: first.channelNumber },
      recent: rest.recent,
    },
    isComplete: true,
  };
}

interface Walk {
  readonly pages: readonly PreviewPage[];
  readonly oldest: number;
  readonly capped: boolean;
  /** Time of the oldest message read. */
  readonly at: Date;
}

async function walk(
  channel: string,
  start: ChannelCursor | undefined,
  first: PreviewPage,
  context: PollContext,
  deps: PreviewDeps,
): Promise<Walk> {
  const most = start === undefined ? Math.ceil(deps.backfillMessages / fewestPerPage) : pageCap;
  const floor = start === undefined ? 0 : Math.min(start.newest, start.recent[0]?.ids[0] ?? start.newest);
  const pages = [first];
  const seen = new Set(first.present);
  let oldest = Math.min(...seen);
  const enough = (): boolean => (start === undefined ? seen.size >= deps.backfillMessages : oldest <= floor);
  let ended = false;
  while (!enough() && !ended && pages.length < most) {
    context.signal.throwIfAborted();
    const page = await fetchPage(channel, oldest, context, deps);
    if (page.kind !== 'channel') throw new SourceError('garbage', `t.me stopped showing ${channel} between two pages`);
    const older = page.present.filter((id) => id < oldest);
    ended = page.present.length === 0;
    if (ended) break;
    if (older.length === 0) throw new SourceError('garbage', `t.me repeats a page of ${channel}`);
    for (const id of page.present) seen.add(id);
    oldest = Math.min(...older);
    pages.push(page);
  }
  const times = pages.flatMap(({ messages }) => messages.map(({ at }) => at.getTime()));
  const at = new Date(Math.min(context.now.getTime(), ...times));
  return { pages, oldest, capped: !enough() && !ended, at };
}

async function fetchPage(
  channel: string,
  before: number | undefined,
  { signal }: PollContext,
  { http, previewUrl }: PreviewDeps,
): Promise<PreviewPage> {
  const query = before === undefined ? '' : `?before=${before}`;
  const url = `${previewUrl.replace(/\/+$/, '')}/s/${channel}${query}`;
  const request = { url, signal, spacingMs, maxBytes, headers: { accept: 'text/html' } };
  const answer = await http.request(request).catch((error: unknown) => {
    throw shutOut(error);
  });
  const page = parsePreview(answer.text(), channel);
  if (page.kind === 'other') throw new SourceError('garbage', `t.me gave no page of Telegram's for ${channel}`);
  return page;
}

/** No messages and no error: a preview that is closed looks like silence, and must not count as it. */
function closed(cursor: ChannelCursor | undefined, page: PreviewPage, now: Date): ChannelPage {
  const from = cursor === undefined ? new Date(now.getTime() - dayMs) : new Date(cursor.readAt);
  return {
    posts: [],
    raw: [],
    deletes: [],
    gaps: [{ from, to: now, reason: page.kind === 'nobody' ? 'no such channel' : 'preview closed' }],
    cursor: { newest: 0, recent: [], ...cursor, readAt: now.toISOString() },
    isComplete: false,
  };
}

function reasonOf(channel: string, { kind }: PreviewPage): string {
  if (kind === 'nobody') return `Telegram has no channel ${channel}`;
  return `the channel ${channel} shows no preview; a Telegram account can read it`;
}
