/** A server on loopback that speaks Jetstream's v1 wire as it is documented, and misbehaves when told to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BlueskyTimings } from '../../../src/source/bluesky/timings.ts';

export const aDid = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
export const otherDid = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb';

export interface WireEvent {
  readonly did: string;
  readonly time_us: number;
  readonly kind: string;
  readonly commit?: Readonly<Record<string, unknown>>;
  readonly identity?: Readonly<Record<string, unknown>>;
  readonly account?: Readonly<Record<string, unknown>>;
}

/** What one connection asked for. */
interface Asked {
  readonly cursor: number | undefined;
  readonly collections: readonly string[];
  readonly dids: readonly string[];
  readonly query: URLSearchParams;
}

/** What happens to one connection; a script that does nothing leaves it to the server. */
type Script = (socket: WebSocket, asked: Asked, n: number) => 'mine' | undefined;

export interface JetstreamServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Sends to all that listen, and keeps it for those who come later. */
  say(...events: readonly WireEvent[]): void;
  /** Events before this are forgotten: a cursor before it is clamped in silence. */
  forgetBefore(timeUs: number): void;
  /** Every open connection is cut without a goodbye. */
  cut(): void;
  readonly open: number;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly script?: Script;
  /** Status for a connection instead of opening it. */
  readonly refuse?: (n: number) => number | undefined;
}

export async function startJetstream({ script, refuse }: ServerOptions = {}): Promise<JetstreamServer> {
  let held: WireEvent[] = [];
  const asked: Asked[] = [];
  const listeners = new Map<WebSocket, Asked>();
  const http = createServer();
  const server = new WebSocketServer({ noServer: true });
  let connections = 0;
  http.on('upgrade', (request, stream, head) => {
    connections += 1;
    const status = refuse?.(connections);
    if (status !== undefined) stream.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    else server.handleUpgrade(request, stream, head, (socket) => welcome(socket, request, connections));
  });

  function welcome(socket: WebSocket, request: IncomingMessage, n: number): void {
    const { searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1');
    socket.on('close', () => listeners.delete(socket));
    const begin = (collections: readonly string[], dids: readonly string[]): void => {
      const text = query.get('cursor');
      const one = { cursor: text === null ? undefined : Number(text), collections, dids, query };
      asked.push(one);
      if (script?.(socket, one, n) === 'mine') return;
      if (one.cursor !== undefined) {
        const from = one.cursor;
        for (const event of held.filter(({ time_us }) => time_us >= from)) send(socket, one, event);
      }
      listeners.set(socket, one);
    };
    if (query.get('requireHello') !== 'true') {
      begin(query.getAll('wantedCollections'), query.getAll('wantedDids'));
      return;
    }
    socket.once('message', (bytes: Buffer) => {
      const { payload } = JSON.parse(bytes.toString()) as { payload: Record<string, string[]> };
      begin(payload['wantedCollections'] ?? [], payload['wantedDids'] ?? []);
    });
  }

  function send(socket: WebSocket, { collections, dids }: Asked, event: WireEvent): void {
    if (dids.length > 0 && !dids.includes(event.did)) return;
    // Accounts and identities come whatever the collections are.
    if (event.kind === 'commit' && !collections.includes(String(event.commit?.['collection']))) return;
    socket.send(JSON.stringify(event));
  }

  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/subscribe`,
    asked,
    say(...events) {
      held.push(...events);
      for (const event of events) for (const [socket, one] of listeners) send(socket, one, event);
    },
    forgetBefore(timeUs) {
      held = held.filter(({ time_us }) => time_us >= timeUs);
    },
    cut() {
      for (const socket of server.clients) socket.terminate();
    },
    get open() {
      return server.clients.size;
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      http.close();
      http.closeAllConnections();
      await once(http, 'close').catch(() => undefined);
    },
  };
}

export interface CommitParts {
  readonly did?: string;
  readonly at: Date | number;
  readonly rkey: string;
  readonly operation?: 'create' | 'update' | 'delete';
  readonly collection?: string;
  readonly record?: unknown;
  readonly rev?: string;
}

/** A post with `#lanternday` unless it is told otherwise. */
export function aCommit(parts: CommitParts): WireEvent {
  const { did = aDid, at, rkey, operation = 'create', collection = 'app.bsky.feed.post', rev = `rev${rkey}` } = parts;
  const ms = typeof at === 'number' ? at : at.getTime();
  const record = 'record' in parts ? parts.record : aRecord({ createdAt: new Date(ms).toISOString() });
  const named = { rev, operation, collection, rkey };
  const commit = operation === 'delete' ? named : { ...named, cid: `bafyrei${rkey}`, record };
  return { did, time_us: ms * 1000, kind: 'commit', commit };
}

export function aRecord(parts: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    $type: 'app.bsky.feed.post',
    text: 'lights on the river #lanternday',
    createdAt: '2026-03-02T12:00:00.000Z',
    langs: ['en'],
    ...parts,
  };
}

/** Waits of some milliseconds; nothing in a test waits for one of them to pass without need. */
export const quickTimings: BlueskyTimings = {
  idleMs: 0,
  connectMs: 5_000,
  backOffMs: 1,
  backOffCapMs: 4,
  attempts: 5,
  pageMs: 5,
  pagePosts: 500,
  pageEvents: 5_000,
  rewindMs: 10_000,
  latenessMs: 10_000,
  suspiciousMs: 30_000,
};

export function uriOf(rkey: string, did = aDid, collection = 'app.bsky.feed.post'): string {
  return `at://${did}/${collection}/${rkey}`;
}
