/**
 * The pages of one poll, with an end: after so many pages, after so much time, when they only repeat what was given, and
 * at once when aborted, whatever the source does meanwhile.
 *
 * Ending early loses nothing: the next poll reads on from the cursor of the last page that was kept.
 */
import type { Page } from './source.ts';
import { SourceError } from './source-error.ts';

export interface PageGuards {
  /** Absent: no end; a stream's pages never do. */
  readonly maxPages?: number | undefined;
  /** After so much time no further page is asked for. Absent: no end. */
  readonly deadlineMs?: number | undefined;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** For streams: they rewind each time they connect, and a quiet one may give nothing else. */
  readonly repeatsAllowed?: boolean | undefined;
}

/** A page may overlap with the one before, two in a row hardly; three are a pager that leads nowhere. */
const repeatsInARow = 3;
/** The ids of some hundred pages; a stream must not fill the memory. */
const mostIds = 50_000;
const mostCursors = 1000;

export async function* guardedPages(pages: AsyncIterable<Page>, guards: PageGuards): AsyncGenerator<Page> {
  const { maxPages = Number.POSITIVE_INFINITY, deadlineMs = Number.POSITIVE_INFINITY, clock, signal } = guards;
  const repeats = countRepeats();
  const start = clock().getTime();
  const iterator = pages[Symbol.asyncIterator]();
  try {
    for (let count = 0; count < maxPages; count += 1) {
      if (clock().getTime() - start >= deadlineMs) return;
      const next = await orAbort(signal, () => iterator.next());
      if (next.done === true) return;
      // A page that only repeats is not worth keeping, and its cursor leads back to it.
      if (repeats(next.value) >= repeatsInARow && guards.repeatsAllowed !== true) {
        throw new SourceError('garbage', 'pages repeat');
      }
      yield next.value;
    }
  } finally {
    await closed(iterator, signal);
  }
}

/** The source puts its things away; one that hangs is not waited for once we are to stop. */
async function closed(iterator: AsyncIterator<Page>, signal: AbortSignal): Promise<void> {
  const closing = iterator.return?.();
  if (closing === undefined) return;
  if (!signal.aborted) {
    await closing;
    return;
  }
  // What it throws now says no more than the signal's reason, which is thrown already.
  closing.catch(() => undefined);
}

function orAbort<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    act()
      .finally(() => signal.removeEventListener('abort', stop))
      .then(resolve, reject);
  });
}

/** How many pages in a row carried only what was given before, under a cursor that was given before. */
function countRepeats(): (page: Page) => number {
  const ids = createMemory(mostIds);
  const cursors = createMemory(mostCursors);
  let inARow = 0;
  return (page) => {
    const keys = itemsOf(page);
    const newKeys = keys.filter((key) => ids.isNew(key)).length;
    const newCursor = cursors.isNew(JSON.stringify(page.cursor) ?? '');
    // A page without items says nothing: a slice of time may be empty, a stream may only tell how far it is.
    if (keys.length > 0) inARow = newKeys === 0 && !newCursor ? inARow + 1 : 0;
    return inARow;
  };
}

function itemsOf({ posts, deletes, counts = [] }: Page): readonly string[] {
  return [
    ...posts.map(({ platform, id, edit = 0 }) => `p ${platform} ${edit} ${id}`),
    ...deletes.map(({ platform, id }) => `d ${platform} ${id}`),
    ...counts.map(({ platform, key, at }) => `c ${platform} ${at.getTime()} ${key}`),
  ];
}

/** A set that forgets what came first. */
function createMemory(most: number): { isNew(key: string): boolean } {
  const known = new Set<string>();
  return {
    isNew(key) {
      if (known.has(key)) return false;
      known.add(key);
      if (known.size > most) known.delete(known.values().next().value ?? '');
      return true;
    },
  };
}
