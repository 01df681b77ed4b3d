/**
 * Uploads of listed channels: one unit of quota for a list of 50, one for the counts of 50 videos.
 *
 * Channels are read one after the other; a page ends when 50 videos are to be asked for. Where the quota ends, the next
 * run goes on with the next channel.
 */
import { z } from 'zod';
import { dayMs, minuteMs } from '../../post/post.ts';
import type { PlatformDeps } from '../platform.ts';
import type { Gap, Page, PollContext, PostRef, Source } from '../source.ts';
import { costOf, type YoutubeApi, youtubeBudget } from './api.ts';
import { readVideos } from './read-videos.ts';
import type { YoutubeSettings } from './settings.ts';
import { readUploads, type Uploads } from './uploads.ts';

/** Videos of a channel as they were listed last, newest first, with when it was read. */
const ChannelMark = z.object({ readAt: z.iso.datetime(), ids: z.array(z.string()), fresh: z.array(z.string()) });
type ChannelMark = z.infer<typeof ChannelMark>;

const UploadsCursor = z.object({
  version: z.literal(1),
  channels: z.record(z.string(), ChannelMark),
  /** Where a run that was broken off goes on. */
  next: z.string().optional(),
});
type UploadsCursor = z.infer<typeof UploadsCursor>;

/** Counts of a video move most in its first days; later ones are not paid for. */
const freshMs = 2 * dayMs;
const videosPerPage = 50;
/** As many as are looked at each time. */
const idsKept = 50;
const latenessMs = 15 * minuteMs;

export function createUploadsSource(settings: YoutubeSettings, api: YoutubeApi, { log }: PlatformDeps): Source {
  return {
    id: 'youtube:uploads',
    platform: 'youtube',
    everyMinutes: settings.everyMinutes,
    coverage: 'part',
    // A list goes back for years; where it was not followed to its known part, the page says so.
    catchesUp: true,
    budget: youtubeBudget(settings),
    async *poll(cursor, context) {
      const before = cursor === undefined || cursor === null ? undefined : UploadsCursor.safeParse(cursor).data;
      const lost = cursor !== undefined && cursor !== null && before === undefined;
      const channels = rotated(channelsOf(settings, context), before?.next);
      const batch = createBatch(before, channels);
      if (lost) batch.gap({ from: new Date(context.now.getTime() - dayMs), to: context.now, reason: lostReason });
      for (const [at, channelId] of channels.entries()) {
        context.signal.throwIfAborted();
        const mark = before?.channels[channelId];
        const uploads = await readUploads(channelId, mark?.ids ?? [], api, context);
        if (uploads === undefined) log.warn({ source: 'youtube:uploads', channelId }, 'no such channel on YouTube');
        else batch.add(channelId, uploads, mark, context.now);
        if (batch.wanted() >= videosPerPage) yield* flush(batch, channels[at + 1], api, context, log);
      }
      yield* flush(batch, undefined, api, context, log);
    },
  };
}

const lostReason = 'the place that was read to is lost';

/** The registry's channels, where it knows their ids, and those of the settings. */
function channelsOf({ channels }: YoutubeSettings, { watched }: PollContext): readonly string[] {
  const listed = watched.accounts.flatMap(({ nativeId }) =>
    nativeId !== undefined && /^UC[\w-]{22}$/.test(nativeId) ? [nativeId] : [],
  );
  return [...new Set([...channels, ...listed])];
}

function rotated(channels: readonly string[], first: string | undefined): readonly string[] {
  const at = first === undefined ? 0 : Math.max(0, channels.indexOf(first));
  return [...channels.slice(at), ...channels.slice(0, at)];
}

/** What the next page will hold. */
interface Batch {
  add(channelId: string, uploads: Uploads, mark: ChannelMark | undefined, now: Date): void;
  gap(gap: Gap): void;
  wanted(): number;
  take(): Taken;
  /** After `take`: the counts were read, and these videos are still fresh. */
  cursor(next: string | undefined, fresh: ReadonlySet<string>, gone: ReadonlySet<string>): UploadsCursor;
}

interface Taken {
  readonly ids: readonly string[];
  readonly gone: readonly PostRef[];
  readonly gaps: readonly Gap[];
  readonly calls: number;
  readonly broken: number;
}

function createBatch(before: UploadsCursor | undefined, channels: readonly string[]): Batch {
  const marks: Record<string, ChannelMark> = {};
  // Channels that nobody lists any more are forgotten.
  for (const id of channels) if (before?.channels[id] !== undefined) marks[id] = before.channels[id];
  let touched: string[] = [];
  let wanted: string[] = [];
  let gone: PostRef[] = [];
  let gaps: Gap[] = [];
  let [calls, broken] = [0, 0];
  return {
    add(channelId, uploads, mark, now) {
      const known = new Set(mark?.ids ?? []);
      const fresh = new Set(mark?.fresh ?? []);
      wanted.push(...uploads.ids.filter((id) => !known.has(id) || fresh.has(id)), ...uploads.vanished);
      gone.push(...uploads.gone.map((id) => ({ platform: 'youtube', id })));
      if (uploads.cutOff && mark !== undefined) {
        gaps.push({
          from: new Date(mark.readAt),
          to: now,
          reason: 'more uploads of one channel than are read at once',
        });
      }
      calls += uploads.calls;
      broken += uploads.broken;
      touched.push(channelId);
      marks[channelId] = { readAt: now.toISOString(), ids: uploads.ids.slice(0, idsKept), fresh: [] };
    },
    gap: (gap) => void gaps.push(gap),
    wanted: () => wanted.length,
    take() {
      const taken = { ids: wanted, gone, gaps, calls, broken };
      [wanted, gone, gaps, calls, broken] = [[], [], [], 0, 0];
      return taken;
    },
    cursor(next, fresh, missing) {
      for (const id of touched) {
        const mark = marks[id];
        if (mark === undefined) continue;
        const ids = mark.ids.filter((video) => !missing.has(video));
        marks[id] = { ...mark, ids, fresh: ids.filter((video) => fresh.has(video)) };
      }
      touched = [];
      return { version: 1, channels: { ...marks }, ...(next === undefined ? {} : { next }) };
    },
  };
}

async function* flush(
  batch: Batch,
  next: string | undefined,
  api: YoutubeApi,
  context: PollContext,
  log: PlatformDeps['log'],
): AsyncGenerator<Page> {
  const { ids, gone, gaps, calls, broken } = batch.take();
  const read = await readVideos(ids, api, context);
  const left = broken + read.broken;
  if (left > 0) log.warn({ source: 'youtube:uploads', left }, 'items of YouTube could not be read');
  const freshSince = context.now.getTime() - freshMs;
  const fresh = new Set(read.posts.filter((post) => post.createdAt.getTime() >= freshSince).map(({ id }) => id));
  const deletes = [...gone, ...read.deletes];
  const done = next === undefined;
  yield {
    raw: read.raw,
    posts: read.posts,
    deletes,
    gaps,
    cursor: batch.cursor(next, fresh, new Set(read.deletes.map(({ id }) => id))),
    cost: costOf('playlistItems', calls + read.calls),
    ...(done ? { watermark: new Date(context.now.getTime() - latenessMs), done } : {}),
  };
}
