/**
 * One limit: the requests of one credential to one host take their turn here, and the answers tell it what is left.
 *
 * Admission is one at a time; what is under way is counted against what the platform said is left.
 */
import { SourceError } from '../source-error.ts';
import type { LimitReading } from './limits.ts';

export interface Bucket {
  /** Waits for this request's turn; throws `wait` without a call when the limit is used up for longer. */
  enter(turn: Turn): Promise<void>;
  /** The request is over: with what its answer said, or without an answer. */
  leave(reading?: LimitReading): void;
  /** A 429 came: says until when, and keeps every later request from asking sooner. */
  block(reading: LimitReading): Date;
  /** An answer other than 429 came: the next 429 without a time begins at the shortest wait again. */
  calm(): void;
}

interface Turn {
  readonly spacingMs: number;
  readonly signal: AbortSignal;
}

export interface BucketDeps {
  readonly host: string;
  readonly clock: () => Date;
  readonly patienceMs: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface State {
  /** As the newest answer said; absent where none did. */
  remaining: number | undefined;
  resetAt: Date | undefined;
  blockedUntil: Date | undefined;
  blocksInARow: number;
  running: number;
  lastStart: Date | undefined;
  wakeOnLeave: (() => void)[];
}

/** X asks for one request a second on some endpoints and answers 429 with requests left; twarc waits as long. */
const tooFastMs = 10_000;
/** After a 429 that names no time; X's advice for streams is a minute, doubled each time. */
const firstWaitMs = 60_000;
const lastWaitMs = 15 * 60_000;
/** Two readings of one window differ by the rounding of seconds to go. */
const sameWindowMs = 2000;

export function createBucket(deps: BucketDeps): Bucket {
  const state: State = {
    remaining: undefined,
    resetAt: undefined,
    blockedUntil: undefined,
    blocksInARow: 0,
    running: 0,
    lastStart: undefined,
    wakeOnLeave: [],
  };
  let admission: Promise<void> = Promise.resolve();

  return {
    enter(turn) {
      const admitted = admission.then(() => admit(state, deps, turn));
      admission = admitted.catch(() => undefined);
      return unlessAborted(admitted, turn.signal, () => leave(state));
    },
    leave(reading) {
      if (reading !== undefined) take(state, reading);
      leave(state);
    },
    block: (reading) => block(state, reading, deps.clock()),
    calm() {
      state.blocksInARow = 0;
    },
  };
}

async function admit(state: State, deps: BucketDeps, { spacingMs, signal }: Turn): Promise<void> {
  signal.throwIfAborted();
  while (state.running > 0 && (spacingMs > 0 || mayBeTheLast(state))) await nextLeave(state, signal);
  await waitUntil(state, deps, state.blockedUntil, signal);
  if (state.remaining !== undefined && state.remaining < 1) await waitUntil(state, deps, state.resetAt, signal);
  if (spacingMs > 0 && state.lastStart !== undefined) {
    // A clock that was set back must not make anybody wait for longer.
    const waitMs = Math.min(state.lastStart.getTime() + spacingMs - deps.clock().getTime(), spacingMs);
    if (waitMs > 0) await deps.sleep(waitMs, signal);
  }
  state.running += 1;
  state.lastStart = deps.clock();
}

/** Requests under way may use up what is left; their answers will tell. */
function mayBeTheLast({ remaining, running }: State): boolean {
  return remaining !== undefined && remaining - running < 1;
}

/** After the wait the limit is unknown: it is another window's. */
async function waitUntil(state: State, deps: BucketDeps, until: Date | undefined, signal: AbortSignal): Promise<void> {
  if (until === undefined) return;
  const waitMs = until.getTime() - deps.clock().getTime();
  if (waitMs > deps.patienceMs) throw new SourceError('wait', `the limit of ${deps.host} is used up`, { until });
  if (waitMs > 0) await deps.sleep(waitMs, signal);
  state.blockedUntil = undefined;
  state.remaining = undefined;
  state.resetAt = undefined;
}

function nextLeave(state: State, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    state.wakeOnLeave.push(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}

function leave(state: State): void {
  state.running -= 1;
  const waiting = state.wakeOnLeave;
  state.wakeOnLeave = [];
  for (const wake of waiting) wake();
}

/** Ends at once when aborted, also behind others; a turn that comes afterwards is given back. */
function unlessAborted(admitted: Promise<void>, signal: AbortSignal, giveBack: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false;
    const stop = (): void => {
      over = true;
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    admitted
      .then(() => (over ? giveBack() : resolve()), reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

function take(state: State, { remaining, resetAt }: LimitReading): void {
  if (remaining === undefined) {
    if (state.remaining !== undefined) state.remaining -= 1;
    return;
  }
  // Answers overtake each other: within a window what is left only shrinks.
  const sameWindow = isSameWindow(state.resetAt, resetAt);
  state.remaining = sameWindow ? Math.min(state.remaining ?? remaining, remaining) : remaining;
  state.resetAt = resetAt;
  // Nothing left and no word of when there will be: asking is the only way to learn it.
  if (resetAt === undefined && remaining < 1) state.remaining = undefined;
}

function isSameWindow(a: Date | undefined, b: Date | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a.getTime() - b.getTime()) <= sameWindowMs;
}

function block(state: State, reading: LimitReading, now: Date): Date {
  const told = toldWait(reading, now);
  if (told !== undefined) {
    state.blockedUntil = told;
    return told;
  }
  // Several requests that were under way together are one refusal.
  if (state.blockedUntil !== undefined && state.blockedUntil > now) return state.blockedUntil;
  const waitMs = Math.min(firstWaitMs * 2 ** state.blocksInARow, lastWaitMs);
  state.blocksInARow += 1;
  state.blockedUntil = new Date(now.getTime() + waitMs);
  return state.blockedUntil;
}

function toldWait({ retryAt, remaining, resetAt }: LimitReading, now: Date): Date | undefined {
  if (retryAt !== undefined && retryAt > now) return retryAt;
  if (remaining !== undefined && remaining >= 1) return new Date(now.getTime() + tooFastMs);
  return resetAt !== undefined && resetAt > now ? resetAt : undefined;
}
