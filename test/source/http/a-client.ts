/** The client on an invented clock: waiting takes no time and is written down. */
import { onTestFinished } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Http } from '../../../src/source/http/http.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aTime } from '../a-poll.ts';

export interface Client extends Http {
  /** What was waited for, in milliseconds. */
  readonly sleeps: readonly number[];
  now(): Date;
  advance(ms: number): void;
}

export function aClient(options: { readonly patienceMs?: number; readonly random?: number } = {}): Client {
  let time = aTime.getTime();
  const sleeps: number[] = [];
  const now = (): Date => new Date(time);
  const http = createHttp(
    { userAgent: 'Tocsin/1.0 (+https://desk.example.org)', clock: now, patienceMs: options.patienceMs },
    {
      random: () => options.random ?? 0.5,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        sleeps.push(ms);
        time += ms;
      },
    },
  );
  return { ...http, sleeps, now, advance: (ms) => void (time += ms) };
}

/** Closed with the test. */
export async function aServer(answer: (exchange: Exchange) => Reply | Promise<Reply>): Promise<WebServer> {
  const server = await startWebServer(answer);
  onTestFinished(() => server.close());
  return server;
}

export const untilTheEnd = new AbortController().signal;

/** What a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
