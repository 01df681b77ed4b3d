/**
 * The Jetstream reader against a bare WebSocket reader that only parses JSON, both fed by a server of their own process
 * as fast as they take it; and the reader together with the store, as the collect job runs it.
 *
 *     npx tsx bench/jetstream.ts [--events 50000] [--json]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { createBluesky } from '../src/source/bluesky/create-bluesky.ts';
import { BlueskySettings } from '../src/source/bluesky/settings.ts';
import { createHttp } from '../src/source/http/create-http.ts';
import type { Page, PollContext } from '../src/source/source.ts';
import { openStore } from '../src/store/open-store.ts';
import { mean, print, printTable, withServer } from './bench.ts';

export interface JetstreamBench {
  readonly events: number;
  /** Events a second. */
  readonly bare: number;
  readonly reader: number;
  readonly withStore: number;
}

export async function benchJetstream(events: number): Promise<JetstreamBench> {
  const program = path.join(import.meta.dirname, 'jetstream-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, String(events)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = await once(child.stdout, 'data');
    const url = `ws://127.0.0.1:${String(port).trim()}/subscribe`;
    const before = await bareRate(url, events);
    const reader = await readerRate(url, events, async () => undefined);
    const withStore = await storeRate(url, events);
    const after = await bareRate(url, events);
    return { events, bare: mean([before, after]), reader, withStore };
  } finally {
    child.kill();
  }
}

async function bareRate(url: string, events: number): Promise<number> {
  const socket = new WebSocket(url);
  let started = 0;
  socket.on('open', () => {
    started = performance.now();
  });
  let times = 0;
  await new Promise<void>((resolve, reject) => {
    let seen = 0;
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const event: { readonly time_us: number } = JSON.parse(data.toString());
      times += event.time_us;
      seen += 1;
      if (seen === events) resolve();
    });
  });
  const ms = performance.now() - started;
  socket.terminate();
  if (!(times > 0)) throw new Error('the events had no times');
  return (events / ms) * 1000;
}

/** A reader that misses an event would be waited for without end. */
const longestMs = 60_000;

async function readerRate(url: string, events: number, keep: (page: Page) => Promise<unknown>): Promise<number> {
  const http = createHttp({ userAgent: 'tocsin-bench', clock: () => new Date() });
  const settings = BlueskySettings.parse({ enabled: true, jetstreamUrls: [url], keep: 'all' });
  const log = { warn: () => undefined, info: () => undefined };
  const source = createBluesky(settings, { http, log }).sources.find(({ id }) => id === 'bluesky:jetstream');
  if (source === undefined) throw new Error('there is no source bluesky:jetstream');
  const stop = new AbortController();
  const started = performance.now();
  let posts = 0;
  for await (const page of source.poll(
    undefined,
    aPoll(AbortSignal.any([stop.signal, AbortSignal.timeout(longestMs)])),
  )) {
    await keep(page);
    posts += page.posts.length;
    if (posts >= events) break;
  }
  const ms = performance.now() - started;
  stop.abort();
  if (posts < events) throw new Error(`the reader gave ${posts} posts of ${events} in ${Math.round(ms)} ms`);
  return (posts / ms) * 1000;
}

function storeRate(url: string, events: number): Promise<number> {
  return withServer(async ({ host, user, database }) => {
    const store = await openStore({ connection: { host, user, database } });
    try {
      return await readerRate(url, events, (page) => store.posts.keepPage('bluesky:jetstream', page, new Date()));
    } finally {
      await store.close();
    }
  });
}

function aPoll(signal: AbortSignal): PollContext {
  return {
    now: new Date(),
    clock: () => new Date(),
    signal,
    watched: { tags: [], hosts: [], accounts: [] },
    budget: {
      take: async () => undefined,
      giveBack: async () => undefined,
      left: async () => Number.POSITIVE_INFINITY,
    },
  };
}

export function printJetstream({ events, bare, reader, withStore }: JetstreamBench): void {
  print(`Jetstream, ${events} posts`);
  const row = (name: string, rate: number) => [name, Math.round(rate).toString(), (rate / bare).toFixed(2)];
  printTable([
    ['', 'events/s', '× bare'],
    row('WebSocket and JSON.parse only', bare),
    row('reader', reader),
    row('reader and store', withStore),
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { events: { type: 'string', default: '50000' }, json: { type: 'boolean', default: false } },
  });
  const bench = await benchJetstream(Number(values.events));
  if (values.json) print(JSON.stringify(bench));
  else printJetstream(bench);
}
