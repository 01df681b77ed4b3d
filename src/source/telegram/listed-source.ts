/**
 * The channels of listed accounts as one source, `telegram:listed`: who is listed changes while the program runs.
 *
 * What goes wrong with one channel is a gap and does not keep the others from being read; what goes wrong with the login
 * or the connection ends the turn.
 */
import { z } from 'zod';
import { dayMs, hourMs } from '../../post/post.ts';
import type { Gap, Page, PollContext, Source, SourceLog, WatchedAccount } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { ChannelCursor } from './channel-cursor.ts';
import { channelName } from './channel-name.ts';
import { type ChannelSourceOptions, parseCursor } from './channel-source.ts';

export interface ListedSourceOptions extends ChannelSourceOptions {
  /** Channels that have a source of their own. */
  readonly besides: readonly string[];
  readonly log: SourceLog;
}

type Cursors = Record<string, unknown>;
const ListedCursor = z.object({ channels: z.record(z.string().max(40), z.unknown()) });

/** A channel that is closed, or not there, will hardly open within minutes. */
const closedMs = 6 * hourMs;

export function listedSource(options: ListedSourceOptions): Source {
  return {
    id: 'telegram:listed',
    platform: 'telegram',
    everyMinutes: options.everyMinutes,
    coverage: 'part',
    catchesUp: true,
    poll: (given, context) => pollListed(given, context, options),
  };
}

async function* pollListed(given: unknown, context: PollContext, options: ListedSourceOptions): AsyncGenerator<Page> {
  const { now } = context;
  const names = namesOf(context.watched.accounts, options.besides);
  const parsed = given === undefined || given === null ? { channels: {} } : ListedCursor.safeParse(given).data;
  const from = new Date(now.getTime() - dayMs);
  let gaps: readonly Gap[] = parsed === undefined ? [{ from, to: now, reason: 'the places were lost' }] : [];
  // A channel that is not listed any more is forgotten.
  const channels: Cursors = Object.fromEntries(names.map((name) => [name, parsed?.channels[name]]));
  let whole = true;
  for (const name of names) {
    const { cursor, gaps: lost } = parseCursor(channels[name], now);
    gaps = [...gaps, ...lost];
    if (cursor?.notBefore !== undefined && new Date(cursor.notBefore) > now) {
      whole = false;
      continue;
    }
    let last: ChannelCursor | undefined = cursor;
    try {
      for await (const { isComplete: _, cursor: next, ...page } of options.read(name, cursor, context)) {
        last = next;
        channels[name] = next;
        yield { ...page, gaps: [...gaps, ...page.gaps], cursor: { channels: { ...channels } } };
        gaps = [];
      }
    } catch (error) {
      const notBefore = pauseOf(error, now).toISOString();
      options.log.warn({ channel: name, notBefore }, 'channel not read');
      channels[name] = { newest: 0, recent: [], readAt: now.toISOString(), ...last, notBefore };
      whole = false;
    }
  }
  yield { posts: [], deletes: [], gaps, cursor: { channels }, watermark: whole ? now : undefined, done: true };
}

function namesOf(accounts: readonly WatchedAccount[], besides: readonly string[]): readonly string[] {
  const names = accounts.flatMap(
    ({ handle, nativeId }) => channelName(handle ?? '') ?? channelName(nativeId ?? '') ?? [],
  );
  return [...new Set(names)].filter((name) => !besides.includes(name)).sort();
}

/** Until when a channel is left alone. What is the login's fault, or the network's, is thrown on. */
function pauseOf(error: unknown, now: Date): Date {
  // Nothing is lost by waiting: reading goes on from the last message known.
  if (error instanceof SourceError && error.kind === 'wait' && error.until !== undefined) return error.until;
  // The reader has given the gap of a channel that it was refused.
  if (error instanceof SourceError && error.kind === 'refused') return new Date(now.getTime() + closedMs);
  throw error;
}
