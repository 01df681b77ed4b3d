/**
 * Source `bluesky:listed`: everything that the watched accounts post and repost, with or without a tag. Its silence is
 * normal, so the connection is asked for a sign of life instead of being given up.
 */
import type { Source, SourceLog } from '../source.ts';
import { mostDids } from './address.ts';
import type { IdentityDeps } from './identity.ts';
import { gapPage } from './jetstream.ts';
import { readStream, type StreamDeps } from './read-stream.ts';
import { onlyOf } from './select.ts';
import { streamStart } from './stream-cursor.ts';
import { watchedDids } from './watched-dids.ts';

export function createListed(deps: IdentityDeps & StreamDeps & { readonly log: SourceLog }): Source {
  const id = 'bluesky:listed';
  return {
    id,
    platform: 'bluesky',
    everyMinutes: 0,
    coverage: 'part',
    catchesUp: true,
    async *poll(cursor, context) {
      const { settings } = deps;
      const start = streamStart(cursor, context.now, settings.lookBackHours);
      const { dids, handles } = await watchedDids(context.watched.accounts, start.handles, deps, context.signal);
      const cursorOf = (timeUs: number) => ({ timeUs, handles });
      if (start.gaps.length > 0) yield gapPage(start.gaps, cursorOf(context.now.getTime() * 1000));
      // Nobody to listen to: without names a server would send the whole network.
      if (dids.length === 0) {
        await untilAborted(context.signal);
        context.signal.throwIfAborted();
      }
      const selection = onlyOf(new Set(dids));
      yield* readStream({
        ...deps,
        sourceId: id,
        connections: inParts(dids),
        quiet: true,
        afterUs: start.afterUs,
        cursorOf,
        selection,
        context,
      });
    },
  };
}

function inParts(dids: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let from = 0; from < dids.length; from += mostDids) parts.push(dids.slice(from, from + mostDids));
  return parts;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
