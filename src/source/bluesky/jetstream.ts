/** Source `bluesky:jetstream`: the posts and reposts of the whole network, of which those worth keeping are kept. */
import type { Page, Source } from '../source.ts';
import { readStream, type StreamDeps } from './read-stream.ts';
import { createSelection } from './select.ts';
import type { BlueskySettings } from './settings.ts';
import { streamStart } from './stream-cursor.ts';

export function createJetstream(settings: BlueskySettings, deps: StreamDeps): Source {
  const id = 'bluesky:jetstream';
  return {
    id,
    platform: 'bluesky',
    everyMinutes: 0,
    coverage: 'platform',
    catchesUp: true,
    async *poll(cursor, context) {
      const start = streamStart(cursor, context.now, settings.lookBackHours);
      const cursorOf = (timeUs: number) => ({ timeUs });
      if (start.gaps.length > 0) yield gapPage(start.gaps, cursorOf(context.now.getTime() * 1000));
      const selection = createSelection(settings.keep, context.watched);
      yield* readStream({
        ...deps,
        sourceId: id,
        connections: [[]],
        // The whole network is never silent; without an idle limit it is somebody's small one.
        quiet: false,
        afterUs: start.afterUs,
        cursorOf,
        selection,
        context,
      });
    },
  };
}

export function gapPage(gaps: Page['gaps'], cursor: unknown): Page {
  return { posts: [], deletes: [], gaps, cursor };
}
