/** What both streams have in common: opens them, fills pages by size and time, and closes everything behind itself. */
import type { Page, PollContext, SourceLog } from '../source.ts';
import { merge } from './merged.ts';
import { createPageBuilder } from './pages.ts';
import type { Selection } from './select.ts';
import { openStream } from './stream.ts';
import type { BlueskyTimings } from './timings.ts';

export interface StreamDeps {
  readonly hosts: readonly string[];
  readonly timings: BlueskyTimings;
  readonly log: SourceLog;
  /** Between 0 and 1. */
  readonly random: () => number;
}

export interface ReadStreamOptions extends StreamDeps {
  readonly sourceId: string;
  /** Accounts of each connection; one empty list for everybody. */
  readonly connections: readonly (readonly string[])[];
  readonly quiet: boolean;
  readonly afterUs: number | undefined;
  readonly cursorOf: (timeUs: number) => unknown;
  readonly selection: Selection;
  readonly context: PollContext;
}

export async function* readStream(options: ReadStreamOptions): AsyncGenerator<Page> {
  const { connections, afterUs, selection, cursorOf, timings, context } = options;
  const { clock } = context;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const onUnreadable = countedLog(options);
  const beginUs = afterUs ?? clock().getTime() * 1000;
  const builder = createPageBuilder({
    selection,
    cursorOf,
    clock,
    onUnreadable,
    latenessMs: timings.latenessMs,
    afterUs: connections.map(() => beginUs),
  });
  const parts = merge(connections.map((dids) => openStream(streamOptions(options, dids, signal, onUnreadable))));
  try {
    let deadlineMs: number | undefined;
    for (;;) {
      const next = await parts.next(deadlineMs);
      context.signal.throwIfAborted();
      if (parts.ended) return;
      for (const item of next?.part ?? []) {
        builder.add(next?.list ?? 0, item);
        if (builder.posts < timings.pagePosts && builder.events < timings.pageEvents) continue;
        yield builder.take();
        deadlineMs = undefined;
        context.signal.throwIfAborted();
      }
      if (builder.events === 0) continue;
      deadlineMs ??= Date.now() + timings.pageMs;
      if (Date.now() < deadlineMs) continue;
      yield builder.take();
      deadlineMs = undefined;
    }
  } finally {
    stop.abort();
    await parts.settle();
  }
}

function streamOptions(
  { hosts, timings, random, log, sourceId, quiet, afterUs, context }: ReadStreamOptions,
  dids: readonly string[],
  signal: AbortSignal,
  onUnreadable: (count: number) => void,
) {
  return {
    hosts,
    dids,
    quiet,
    afterUs,
    timings,
    signal,
    random,
    onUnreadable,
    clock: context.clock,
    onFailure: (error: { readonly message: string }, host: string) =>
      log.warn({ source: sourceId, host: new URL(host).host, reason: error.message }, 'stream ended, trying again'),
  };
}

/** Says at 1, 10, 100 … how many could not be read: third-party clients write much that is nothing, for ever. */
function countedLog({ log, sourceId }: ReadStreamOptions): (count: number) => void {
  let total = 0;
  let next = 1;
  return (count) => {
    total += count;
    if (total < next) return;
    while (next <= total) next *= 10;
    log.warn({ source: sourceId, unreadable: total }, 'events could not be read');
  };
}
