/** A source whose polls end: every source is wrapped in the same guards. */
import { guardedPages } from '../source/guarded-pages.ts';
import type { Source } from '../source/source.ts';

/** A backlog is read over several polls: each page is kept, and the next poll goes on from it. */
const maxPages = 200;
/** Slower than this a source goes on at its next turn. */
const deadlineMs = 5 * 60_000;

export function guardedSource(source: Source): Source {
  const isStream = source.everyMinutes === 0;
  return {
    ...source,
    poll: (cursor, context) =>
      guardedPages(source.poll(cursor, context), {
        clock: context.clock,
        signal: context.signal,
        ...(isStream ? { repeatsAllowed: true } : { maxPages, deadlineMs }),
      }),
  };
}
