/** Source → store: asks every source for what is new and keeps it. */
import type { Job } from '../src/queue/queue.ts';
import type { Source } from '../src/source/source.ts';
import type { PostStore } from '../src/store/store.ts';

export interface CollectDeps {
  readonly sources: readonly Source[];
  readonly posts: PostStore;
  readonly now: () => Date;
  readonly onSourceError: (source: string, error: unknown) => void;
}

export function createCollect({ sources, posts, now, onSourceError }: CollectDeps): Job {
  return {
    name: 'collect',
    run: async (_tick, signal) => {
      const report = { added: 0, known: 0, deleted: 0, failedSources: 0 };
      for (const source of sources) {
        try {
          for await (const page of source.poll(await posts.cursorOf(source.id), { now: now(), signal })) {
            // One transaction: after a crash the page is read again, and what is known is ignored.
            const kept = await posts.keepPage(source.id, page, now());
            report.added += kept.added;
            report.known += kept.known;
            report.deleted += kept.deleted;
          }
        } catch (error) {
          // One source's trouble must not keep the others from being read; it is counted and shown in /status.
          report.failedSources += 1;
          onSourceError(source.id, error);
          await posts.noteSourceError(source.id, sourceErrorText(error), now());
        }
      }
      return report;
    },
  };
}

function sourceErrorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
