/**
 * A stream that is held open: reconnected after every end, with X's own waiting times for each kind of failure
 * (docs.x.com, handling disconnections).
 */
import { pause } from '../http/pause.ts';
import type { PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi, XCall } from './api.ts';
import { isOutOfCredits, isPassing, isTooManyConnections, outOfCredits } from './problem.ts';
import { XAnswer } from './schema.ts';
import { readLines } from './stream-lines.ts';

export interface LiveTimings {
  /** X sends a sign of life every 20 s. */
  readonly silenceMs: number;
  /** Connection lost: so much more at each attempt. */
  readonly networkStepMs: number;
  readonly networkMostMs: number;
  /** An HTTP error: doubled at each attempt. */
  readonly httpFirstMs: number;
  readonly httpMostMs: number;
  /** 429: doubled at each attempt. */
  readonly limitFirstMs: number;
  readonly limitMostMs: number;
  /** After so much waiting without a word from X, the trouble is told. */
  readonly patienceMs: number;
  /** Without posts, so often is it kept that the stream is alive. */
  readonly keepMs: number;
  /** So often is what X follows for us compared with what is watched. */
  readonly syncMs: number;
}

export const usualTimings: LiveTimings = {
  silenceMs: 25_000,
  networkStepMs: 250,
  networkMostMs: 16_000,
  httpFirstMs: 5_000,
  httpMostMs: 320_000,
  limitFirstMs: 60_000,
  limitMostMs: 900_000,
  patienceMs: 120_000,
  keepMs: 60_000,
  syncMs: 15 * 60_000,
};

export type FailureKind = 'network' | 'http' | 'limit';

export type LiveStep =
  | { readonly step: 'connected' }
  | { readonly step: 'items'; readonly items: readonly unknown[]; readonly broken: number };

export interface Live {
  /** Until the signal, or an error that reconnecting does not mend. */
  read(call: Omit<XCall, 'context'>, context: PollContext): AsyncGenerator<LiveStep>;
}

/** Failures in a row are remembered over polls: a new poll must not ask faster than the one before. */
export function createLive(api: XApi, timings: LiveTimings): Live {
  let failures = new Map<FailureKind, number>();

  function waitAfter(error: SourceError, wasAlive: boolean, now: Date): number {
    const kind = failureKind(error);
    const attempt = failures.get(kind) ?? 0;
    failures.set(kind, attempt + 1);
    // The first time after a connection that worked, X asks to reconnect at once.
    if (wasAlive && kind === 'network') return 0;
    const untilMs = error.until === undefined ? 0 : error.until.getTime() - now.getTime();
    return Math.max(waitMs(kind, attempt, timings), untilMs);
  }

  return {
    async *read(call, context) {
      let waited = 0;
      for (;;) {
        let alive = false;
        let lost: SourceError;
        const connection = openConnection(context.signal);
        try {
          const own = { signal: connection.signal, clock: context.clock };
          const chunks = await api.stream({ ...call, context: own, silenceMs: timings.silenceMs });
          yield { step: 'connected' };
          for await (const { items, broken } of readLines(chunks)) {
            for (const item of items) throwIfDisconnect(item, context.clock());
            [alive, waited] = [true, 0];
            failures = new Map();
            yield { step: 'items', items, broken };
          }
          lost = new SourceError('unavailable', 'X: the stream was ended');
        } catch (error) {
          context.signal.throwIfAborted();
          if (!(error instanceof SourceError) || !isPassing(error)) throw error;
          lost = error;
        } finally {
          connection.close();
        }
        context.signal.throwIfAborted();
        const ms = waitAfter(lost, alive, context.clock());
        if (waited + ms > timings.patienceMs) {
          const until = new Date(context.clock().getTime() + ms);
          throw new SourceError(lost.kind, lost.message, { until, status: lost.status, cause: lost });
        }
        waited += ms;
        await pause(ms, context.signal);
      }
    },
  };
}

/** A connection of which nothing was read yet has nobody else to close it. */
function openConnection(signal: AbortSignal): { readonly signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return {
    signal: controller.signal,
    close() {
      signal.removeEventListener('abort', stop);
      controller.abort();
    },
  };
}

/** Too many connections is our own last one, which X has not noticed is gone: not a limit, but a matter of seconds. */
function failureKind(error: SourceError): FailureKind {
  if (error.status === undefined) return 'network';
  return error.kind === 'wait' && !isTooManyConnections(error) ? 'limit' : 'http';
}

/** `attempt` counts from 0. */
export function waitMs(kind: FailureKind, attempt: number, timings: LiveTimings): number {
  if (kind === 'network') return Math.min(timings.networkMostMs, timings.networkStepMs * (attempt + 1));
  const [first, most] =
    kind === 'http' ? [timings.httpFirstMs, timings.httpMostMs] : [timings.limitFirstMs, timings.limitMostMs];
  return Math.min(most, first * 2 ** Math.min(attempt, 20));
}

/** X says within the stream why it ends it. */
function throwIfDisconnect(item: unknown, now: Date): void {
  const read = XAnswer.safeParse(item);
  if (!read.success || read.data.data !== undefined) return;
  const problems = read.data.errors ?? [];
  if (problems.length === 0) return;
  if (problems.some(isOutOfCredits)) throw outOfCredits(JSON.stringify(problems), now);
  throw new SourceError('unavailable', 'X: the stream was ended for operational reasons');
}
