/** A real HTTP server on loopback that answers by a script: pages, limits, and everything that goes wrong on a network. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** 1 for the first request that this server got. */
  readonly n: number;
}

export interface Reply {
  /** Default 200. */
  readonly status?: number;
  /** `date` is sent only where it stands here. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** The connection is destroyed after so many bytes of the body. */
  readonly cutAfter?: number;
  /** One byte at a time with this pause between them. */
  readonly dripMs?: number;
  /** No answer at all, until the client goes away. */
  readonly hang?: boolean;
  /** Writes the body itself, for streams. */
  readonly stream?: (response: ServerResponse) => void;
}

export interface WebServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requests: readonly Exchange[];
  close(): Promise<void>;
}

export async function startWebServer(answer: (exchange: Exchange) => Reply | Promise<Reply>): Promise<WebServer> {
  const requests: Exchange[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const exchange: Exchange = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        n: requests.length + 1,
      };
      requests.push(exchange);
      Promise.resolve(answer(exchange)).then(
        (reply) => write(response, reply),
        (error: unknown) => write(response, { status: 500, text: `the script failed: ${String(error)}` }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function write(response: ServerResponse, reply: Reply): void {
  response.on('error', () => undefined);
  if (reply.hang === true) return;
  // The scripts live in invented time: the machine's date beside it would tell every client that its clock is wrong.
  response.sendDate = false;
  const type = reply.json === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
  if (reply.stream !== undefined) {
    reply.stream(response);
    return;
  }
  const text = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
  const body = reply.bytes === undefined ? Buffer.from(text) : Buffer.from(reply.bytes);
  if (reply.dripMs !== undefined) drip(response, body, reply.dripMs);
  else if (reply.cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, reply.cutAfter), () => response.destroy());
}

function drip(response: ServerResponse, body: Buffer, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= body.length) response.end();
    else response.write(body.subarray(at, at + 1));
    at += 1;
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}
