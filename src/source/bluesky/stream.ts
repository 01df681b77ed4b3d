/**
 * Jetstream as one endless list of events: changes the server when one fails, goes back a little after every
 * interruption, leaves out what it has given, and says where something was lost.
 */
import { pause } from '../http/pause.ts';
import type { Gap } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { subscription } from './address.ts';
import { openConnection, type Taken } from './connection.ts';
import { eventKey, type JetstreamEvent, readEvent } from './event.ts';
import { keptSinceUs } from './kept-since.ts';
import { createRecent, type Recent } from './recent.ts';
import type { BlueskyTimings } from './timings.ts';

export interface StreamOptions {
  readonly hosts: readonly string[];
  /** Empty: everybody. */
  readonly dids: readonly string[];
  /** Silence is normal, as of a few accounts. */
  readonly quiet: boolean;
  /** `time_us` of the last event that was kept; absent: from now on. */
  readonly afterUs: number | undefined;
  readonly timings: BlueskyTimings;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly onUnreadable: (count: number) => void;
  /** A connection ended; another is tried. */
  readonly onFailure: (error: SourceError, host: string) => void;
}

export type StreamItem =
  | { readonly event: JetstreamEvent }
  | { readonly gap: Gap }
  /** Everything up to this time is read, though nothing came. */
  | { readonly quietUntilUs: number };

/** More in a row that cannot be read, or are repeated, is no stream. */
const mostUnreadable = 1_000;
const mostRepeats = 100_000;
/** Three minutes of the busiest hours; a server repeats what is younger than `rewindMs`. */
const rememberedEvents = 40_000;
/** A server's clock may be ahead of ours by as much. */
const clockSlackUs = 5 * 60e6;
/** A sign of life says that all is read up to then; clocks differ, so less is believed. */
const quietSlackUs = 60e6;

interface State {
  readonly options: StreamOptions;
  readonly seen: Recent;
  /** Newest `time_us` given out, or where we began. */
  afterUs: number;
  /** Nothing was read before: nothing can be lost. */
  isFresh: boolean;
  /** A server that keeps what another one does not. */
  better: string | undefined;
  unreadable: number;
  repeats: number;
}

export async function* openStream(options: StreamOptions): AsyncGenerator<readonly StreamItem[]> {
  const { hosts, timings, signal, random, clock, onFailure } = options;
  const state: State = {
    options,
    seen: createRecent(rememberedEvents),
    afterUs: options.afterUs ?? microseconds(clock()),
    isFresh: options.afterUs === undefined,
    better: undefined,
    unreadable: 0,
    repeats: 0,
  };
  let failures = 0;
  for (let turn = 0; !signal.aborted; turn += 1) {
    const host = state.better ?? hosts[turn % hosts.length] ?? '';
    state.better = undefined;
    let failure: SourceError | undefined;
    for await (const part of connected(state, host)) {
      if (part instanceof SourceError) {
        failure = part;
        continue;
      }
      if (part.some((item) => !('gap' in item))) failures = 0;
      yield part;
    }
    if (signal.aborted || failure === undefined) return;
    onFailure(failure, host);
    failures += 1;
    if (failures >= timings.attempts) throw failure;
    // Full jitter: many installations that lose one server must not come back to it at once.
    const longestMs = Math.min(timings.backOffCapMs, timings.backOffMs * 2 ** (failures - 1));
    await pause(random() * longestMs, signal);
  }
}

/** One connection's items; its end comes last, as an error that is given and not thrown. */
async function* connected(state: State, host: string): AsyncGenerator<readonly StreamItem[] | SourceError> {
  const { timings, clock, signal, quiet, dids } = state.options;
  // Where silence is normal, the first event may be days away: then the time that has passed makes us ask.
  if (quiet) yield* lostBefore(state, host, microseconds(clock()) - quietSlackUs);
  if (state.better !== undefined) return yield elsewhere;
  const { idleMs, connectMs, rewindMs } = timings;
  const { url, hello } = subscription(host, dids, state.afterUs - rewindMs * 1000);
  const connection = openConnection({ url, hello, connectMs, idleMs, quiet, clock, signal });
  try {
    let isFirst = !quiet;
    for (;;) {
      const taken = await connection.take();
      if (taken.kind === 'closed') return yield taken.why;
      const firstUs = isFirst && taken.kind === 'messages' ? firstEventUs(state, taken.texts) : undefined;
      if (firstUs !== undefined) {
        isFirst = false;
        yield* lostBefore(state, host, firstUs);
        if (state.better !== undefined) return yield elsewhere;
      }
      yield itemsOf(state, taken);
      if (state.unreadable > mostUnreadable) return yield new SourceError('garbage', 'the stream cannot be read');
      if (state.repeats > mostRepeats) return yield new SourceError('garbage', 'the stream repeats itself');
    }
  } finally {
    state.unreadable = 0;
    state.repeats = 0;
    connection.close();
  }
}

const elsewhere = new SourceError('unavailable', 'another server keeps older events');

/** The gap between where we were and `toUs`, if there is one that no server can fill. */
async function* lostBefore(state: State, host: string, toUs: number): AsyncGenerator<readonly StreamItem[]> {
  const { timings, clock, signal, hosts } = state.options;
  const leftUs = state.afterUs;
  if (state.isFresh || toUs - leftUs <= timings.suspiciousMs * 1000) return;
  const { connectMs } = timings;
  const waitMs = keptSinceWaitMs(timings);
  let oldestUs = toUs;
  let isKnown = false;
  for (const asked of [host, ...hosts.filter((other) => other !== host)]) {
    const keptUs = await keptSinceUs({ host: asked, waitMs, connectMs, clock, signal });
    if (signal.aborted) return;
    if (keptUs === undefined) continue;
    if (keptUs <= leftUs) {
      if (asked !== host) state.better = asked;
      return;
    }
    if (asked === host) oldestUs = Math.min(toUs, keptUs);
    isKnown = true;
  }
  const reason = isKnown ? 'the servers keep nothing as old as that' : 'the servers did not say what they keep';
  yield [{ gap: { from: new Date(Math.floor(leftUs / 1000)), to: new Date(Math.ceil(oldestUs / 1000)), reason } }];
  // Told once: a reconnection must not tell it again.
  state.afterUs = Math.max(state.afterUs, oldestUs);
}

/** Servers answer at once, or have nothing to say. */
function keptSinceWaitMs({ idleMs }: BlueskyTimings): number {
  return idleMs > 0 ? Math.min(idleMs, 10_000) : 10_000;
}

function firstEventUs(state: State, texts: readonly string[]): number | undefined {
  for (const text of texts) {
    const event = readEvent(text);
    if (event !== undefined && isOfNow(state, event)) return event.time_us;
  }
  return undefined;
}

function itemsOf(state: State, taken: Exclude<Taken, { readonly kind: 'closed' }>): readonly StreamItem[] {
  if (taken.kind === 'quiet') {
    const quietUntilUs = microseconds(taken.at) - quietSlackUs;
    state.afterUs = Math.max(state.afterUs, quietUntilUs);
    state.isFresh = false;
    return [{ quietUntilUs }];
  }
  const items: StreamItem[] = [];
  let unreadable = 0;
  for (const text of taken.texts) {
    const event = readEvent(text);
    if (event === undefined || !isOfNow(state, event)) {
      unreadable += 1;
      state.unreadable += 1;
      continue;
    }
    state.unreadable = 0;
    if (!state.seen.add(eventKey(event))) {
      state.repeats += 1;
      continue;
    }
    state.repeats = 0;
    state.isFresh = false;
    state.afterUs = Math.max(state.afterUs, event.time_us);
    items.push({ event });
  }
  if (unreadable > 0) state.options.onUnreadable(unreadable);
  return items;
}

/** A time ahead of us would move our place there, and skip everything until then. */
function isOfNow({ options }: State, event: JetstreamEvent): boolean {
  return event.time_us <= microseconds(options.clock()) + clockSlackUs;
}

function microseconds(at: Date): number {
  return at.getTime() * 1000;
}
