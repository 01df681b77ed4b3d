/** One channel as a source of its own: `telegram:NAME`. */
import { dayMs } from '../../post/post.ts';
import type { Gap, Page, PollContext, Source } from '../source.ts';
import { ChannelCursor } from './channel-cursor.ts';
import type { ReadChannel } from './channel-page.ts';

export interface ChannelSourceOptions {
  readonly read: ReadChannel;
  readonly everyMinutes: number;
}

export function channelSource(channel: string, { read, everyMinutes }: ChannelSourceOptions): Source {
  return {
    id: `telegram:${channel}`,
    platform: 'telegram',
    everyMinutes,
    coverage: 'part',
    catchesUp: true,
    async *poll(given: unknown, context: PollContext): AsyncGenerator<Page> {
      const { cursor, gaps: lost } = parseCursor(given, context.now);
      let gaps = lost;
      for await (const { isComplete, ...page } of read(channel, cursor, context)) {
        const watermark = isComplete ? context.now : undefined;
        yield { ...page, gaps: [...gaps, ...page.gaps], watermark, done: isComplete };
        gaps = [];
      }
    },
  };
}

export function parseCursor(
  given: unknown,
  now: Date,
): { readonly cursor: ChannelCursor | undefined; readonly gaps: readonly Gap[] } {
  if (given === undefined || given === null) return { cursor: undefined, gaps: [] };
  const { data } = ChannelCursor.safeParse(given);
  if (data !== undefined) return { cursor: data, gaps: [] };
  // What was read before is not known any more; the backfill fills most of it.
  return {
    cursor: undefined,
    gaps: [{ from: new Date(now.getTime() - dayMs), to: now, reason: 'the place was lost' }],
  };
}
