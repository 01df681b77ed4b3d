/**
 * A Jetstream server on loopback: sends every connection the same invented posts, as fast as the socket takes them.
 * Prints its port.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

const events = Number(process.argv[2]);
const letters = '234567abcdefghijklmnopqrstuvwxyz';
/** Sent without looking whether the socket keeps up. */
const burst = 200;
const mostBuffered = 4 * 1024 * 1024;

const http = createServer();
const server = new WebSocketServer({ server: http });
server.on('connection', (socket, request) => {
  const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
  socket.on('error', () => socket.terminate());
  if (query.get('requireHello') === 'true') socket.once('message', () => void send(socket));
  else void send(socket);
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const address = http.address();
process.stdout.write(`${String(typeof address === 'object' ? address?.port : undefined)}\n`);

async function send(socket: WebSocket): Promise<void> {
  const firstUs = Date.now() * 1000 - events * 10;
  for (let n = 0; n < events && socket.readyState === socket.OPEN; n += 1) {
    socket.send(event(n, firstUs + n * 10));
    if (n % burst === burst - 1) {
      do await new Promise(setImmediate);
      while (socket.bufferedAmount > mostBuffered);
    }
  }
}

function event(n: number, timeUs: number): string {
  const tag = `Topic${n % 500}`;
  const text = `What happened in the city today, part ${n}, see the pictures #${tag}`;
  const at = new Date(timeUs / 1000).toISOString();
  return JSON.stringify({
    did: `did:plc:${base32(n % 5_000, 24)}`,
    time_us: timeUs,
    kind: 'commit',
    commit: {
      rev: base32(n, 13),
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: `3${base32(n, 12)}`,
      cid: `bafyrei${base32(n, 52)}`,
      record: {
        $type: 'app.bsky.feed.post',
        text,
        createdAt: at,
        langs: ['en'],
        facets: [
          {
            index: { byteStart: text.length - tag.length - 1, byteEnd: text.length },
            features: [{ $type: 'app.bsky.richtext.facet#tag', tag }],
          },
        ],
        embed: {
          $type: 'app.bsky.embed.external',
          external: { uri: `https://site${n % 90}.example/news/${n % 3_000}`, title: 'News', description: 'of today' },
        },
      },
    },
  });
}

function base32(n: number, length: number): string {
  let rest = n;
  let text = '';
  for (let at = 0; at < length; at += 1) {
    text = `${letters[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}
