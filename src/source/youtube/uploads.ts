/** What one channel has uploaded: its list read back to where it is known, and what is to be asked of each video. */
import type { PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { itemsOf, reasonsOf, type YoutubeApi } from './api.ts';
import { type ListAnswer, PlaylistItem } from './schema.ts';

/**
 * The list stands in the order of uploading: a video that is published later appears in the middle, so so many are
 * looked at each time.
 */
const lookBack = 50;
/** After a pause; YouTube itself gives 20,000 at most. */
const mostItems = 1000;
const mostPages = 40;
/** Uploads that come meanwhile push known ones to the next page. */
const mostRepeats = 3;

export interface Uploads {
  /** In the list's order, newest first. */
  readonly ids: readonly string[];
  /** Shown as a private or deleted video. */
  readonly gone: readonly string[];
  /** Known before, and not in the list where it should stand. */
  readonly vanished: readonly string[];
  readonly broken: number;
  readonly calls: number;
  /** The end of the unknown was not reached. */
  readonly cutOff: boolean;
}

/** `undefined`: there is no such channel, or it has no list. */
export async function readUploads(
  channelId: string,
  known: readonly string[],
  api: YoutubeApi,
  context: PollContext,
): Promise<Uploads | undefined> {
  const before = new Set(known);
  const ids = new Set<string>();
  const gone = new Set<string>();
  let [broken, calls, repeats] = [0, 0, 0];
  let token: string | undefined;
  let cutOff = false;
  for (;;) {
    const answer = await listPage(channelId, token, api, context);
    if (answer === undefined) return undefined;
    calls += 1;
    const sizeBefore = ids.size + gone.size;
    const page = itemsOf(answer, PlaylistItem);
    broken += page.broken;
    for (const item of page.items) (isGone(item) ? gone : ids).add(item.snippet.resourceId.videoId);
    token = answer.nextPageToken;
    const size = ids.size + gone.size;
    if (token === undefined) break;
    repeats = size === sizeBefore ? repeats + 1 : 0;
    if (repeats === mostRepeats) throw new SourceError('garbage', 'YouTube repeats its pages of uploads');
    const caughtUp = before.size === 0 || page.items.some(({ snippet }) => before.has(snippet.resourceId.videoId));
    if (size >= lookBack && caughtUp) break;
    cutOff = size >= mostItems || calls >= mostPages;
    if (cutOff) break;
  }
  const listed = [...ids];
  return { ids: listed, gone: [...gone], vanished: vanished(known, ids, gone), broken, calls, cutOff };
}

async function listPage(
  channelId: string,
  token: string | undefined,
  api: YoutubeApi,
  context: PollContext,
): Promise<ListAnswer | undefined> {
  const parameters = {
    part: 'snippet,contentDetails,status',
    // Every channel's list of uploads is named after the channel.
    playlistId: `UU${channelId.slice(2)}`,
    maxResults: '50',
    ...(token === undefined ? {} : { pageToken: token }),
  };
  try {
    return await api.list('playlistItems', parameters, context);
  } catch (error) {
    const noList = error instanceof SourceError && error.status === 404;
    if (noList && reasonsOf(error.answer).some((reason) => /notFound/i.test(reason))) return undefined;
    throw error;
  }
}

/** An owner may call a video so; but then it has a time of publication. */
function isGone({ snippet, contentDetails, status }: PlaylistItem): boolean {
  const named = /^\[?(?:private|deleted) video\]?$/i.test(snippet.title.trim());
  return named && (contentDetails?.videoPublishedAt === undefined || status?.privacyStatus === 'private');
}

/** Old ones leave at the end of the list; one that is missing before another known one was taken out. */
function vanished(known: readonly string[], ids: ReadonlySet<string>, gone: ReadonlySet<string>): readonly string[] {
  const present = (id: string): boolean => ids.has(id) || gone.has(id);
  const lastPresent = known.findLastIndex(present);
  return known.slice(0, lastPresent + 1).filter((id) => !present(id));
}
