/**
 * Jetstream's v1 wire from an account server's own stream (com.atproto.sync.subscribeRepos), for one address of
 * `node bridge.mjs PDS_URL PORT`. It reads the stream from its beginning each time it starts, as Jetstream keeps it.
 */
import { lexToJson } from '@atproto/lexicon';
import { cborToLexRecord, readCar } from '@atproto/repo';
import { Frame } from '@atproto/xrpc-server';
import { WebSocket, WebSocketServer } from 'ws';

const [pdsUrl, port] = process.argv.slice(2);
const held = [];
const listeners = new Set();

const source = new WebSocket(`${pdsUrl.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`);
source.on('close', () => process.exit(1));
source.on('error', () => process.exit(1));
// Blocks are read asynchronously; events keep the order in which they came.
let turn = Promise.resolve();
source.on('message', (bytes) => {
  turn = turn.then(async () => {
    for (const event of await eventsOf(Frame.fromBytes(bytes))) {
      held.push(event);
      for (const listener of listeners) listener(event);
    }
  });
});

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), path: '/subscribe' });
server.on('listening', () => process.stdout.write(`${JSON.stringify({ port: Number(port) })}\n`));
server.on('connection', (socket, request) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const collections = searchParams.getAll('wantedCollections');
  const dids = searchParams.getAll('wantedDids');
  const cursor = searchParams.get('cursor');
  const listener = (event) => {
    if (dids.length > 0 && !dids.includes(event.did)) return;
    if (event.kind === 'commit' && collections.length > 0 && !collections.includes(event.commit.collection)) return;
    socket.send(JSON.stringify(event));
  };
  if (cursor !== null) for (const event of held) if (event.time_us >= Number(cursor)) listener(event);
  listeners.add(listener);
  socket.on('close', () => listeners.delete(listener));
});
process.stdin.on('end', () => process.exit(0)).resume();

async function eventsOf({ header, body }) {
  const time_us = Date.parse(body.time ?? '') * 1000;
  const { did } = body;
  if (header.t === '#identity') return [{ did, time_us, kind: 'identity', identity: lexToJson(body) }];
  if (header.t === '#account') return [{ did, time_us, kind: 'account', account: lexToJson(body) }];
  if (header.t !== '#commit') return [];
  const { blocks } = await readCar(body.blocks);
  return body.ops.map(({ action, path, cid }) => {
    const [collection, rkey] = path.split('/');
    const named = { rev: body.rev, operation: action, collection, rkey };
    const record = cid === null ? undefined : lexToJson(cborToLexRecord(blocks.get(cid)));
    const commit = cid === null ? named : { ...named, record, cid: cid.toString() };
    return { did: body.repo, time_us, kind: 'commit', commit };
  });
}
