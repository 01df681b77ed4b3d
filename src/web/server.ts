/**
 * The local page: listens, guards, dispatches, and ends cleanly.
 *
 * Meant for the machine it runs on: binds loopback unless told otherwise, and has no log-in of its own.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Api, createApi } from './api.ts';
import { assets } from './assets/assets.ts';
import { createEventHub, type EventHub } from './events.ts';
import { readJson, sendError, sendJson, sendText, setCommonHeaders } from './exchange.ts';
import { createHostCheck, refuseForeignPage, refusePost } from './guard.ts';
import { renderPage } from './page.ts';
import type { WebOptions } from './ports.ts';

export interface WebServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Site {
  readonly options: WebOptions;
  readonly api: Api;
  readonly hub: EventHub;
  readonly token: string;
  readonly isOurHost: ReturnType<typeof createHostCheck>;
}

const portsToTry = 20;
/** Requests in flight get this long on close; the whole close stays within a second. */
const closeGraceMs = 500;
const failed = 'That did not work; the log says why. Try again in a moment.';

export async function startWeb(options: WebOptions): Promise<WebServer> {
  const { host = '127.0.0.1', allowedHosts = [], board, status, pollMs = 1_000, log } = options;
  const site: Site = {
    options,
    api: createApi(options),
    hub: createEventHub({ revision: () => board.revision(), status, pollMs, log }),
    token: randomBytes(24).toString('base64url'),
    isOurHost: createHostCheck(host, allowedHosts),
  };
  const server = createServer((request, response) => void answer(site, request, response));
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  server.keepAliveTimeout = 5_000;
  server.maxConnections = 256;
  const port = await listenNear(server, host, options.port);
  if (!/^(?:127\.|localhost$|::1$)/u.test(host)) {
    log.warn({ host }, 'the console has no log-in and listens beyond this machine');
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
  return { url, close: () => close(server, site.hub) };
}

async function listenNear(server: Server, host: string, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + portsToTry - 1, 65_535);
  for (let port = first; port <= last; port += 1) {
    const taken = await listen(server, host, port);
    if (taken !== undefined) return taken;
  }
  throw new Error(`Ports ${first} to ${last} on ${host} are all taken: set another web.port.`);
}

/** The port, or `undefined` when somebody else has it. */
function listen(server: Server, host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new Error(`Cannot listen on ${host}:${port}`, { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function close(server: Server, hub: EventHub): Promise<void> {
  hub.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
  await closed;
  clearTimeout(timer);
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  setCommonHeaders(response);
  try {
    await dispatch(site, request, response);
  } catch (error) {
    site.options.log.error({ err: error, method: request.method }, 'request to the console failed');
    if (response.headersSent) response.destroy();
    else sendError(response, 500, failed);
  }
}

async function dispatch(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', headers } = request;
  const target = `http://console${request.url ?? '/'}`;
  if (!request.url?.startsWith('/') || !URL.canParse(target)) return sendError(response, 400, 'Malformed address.');
  const { pathname, searchParams } = new URL(target);
  // Probes come by address of the container, and tell nothing but yes or no.
  if (pathname === '/healthz') return sendJson(response, 200, { ok: true });
  if (pathname === '/readyz') return sendReadiness(site, response);
  if (!site.isOurHost(headers)) return sendError(response, 421, 'This console does not answer to that name.');
  if (pathname.startsWith('/api/')) {
    const refusal = refuseForeignPage(headers);
    if (refusal) return sendError(response, refusal.status, refusal.error);
  }
  const onPost = site.api.post.get(pathname);
  if (onPost) return receive(site, request, response, onPost);
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return sendError(response, 405, 'That cannot be done here.');
  }
  const onGet = site.api.get.get(pathname);
  if (onGet) return reply(response, await onGet(Object.fromEntries(searchParams)));
  if (pathname === '/api/events' && method === 'GET') return watch(site, response);
  return sendStatic(site, pathname, response);
}

function watch({ hub }: Site, response: ServerResponse): void {
  if (!hub.join(response)) sendError(response, 503, 'Too many pages are open.');
}

function sendStatic({ options, token }: Site, pathname: string, response: ServerResponse): void {
  if (pathname === '/') return sendText(response, 200, 'text/html; charset=utf-8', renderPage(options, token));
  const asset = assets.get(pathname);
  if (asset) sendText(response, 200, asset.type, asset.text);
  else sendError(response, 404, 'There is nothing here.');
}

async function receive(
  { token }: Site,
  request: IncomingMessage,
  response: ServerResponse,
  act: (body: unknown) => Promise<object | undefined>,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return sendError(response, 405, 'That is done with POST.');
  }
  const refusal = refusePost(request.headers, token);
  if (refusal) return sendError(response, refusal.status, refusal.error);
  const body = await readJson(request);
  if (!body.ok) return sendError(response, body.status, body.error);
  return reply(response, await act(body.value));
}

function reply(response: ServerResponse, value: object | undefined): void {
  if (value === undefined) sendError(response, 400, 'Something is missing or too long.');
  else sendJson(response, 200, value);
}

async function sendReadiness({ options }: Site, response: ServerResponse): Promise<void> {
  const { ok, checks } = await options.health();
  sendJson(response, ok ? 200 : 503, { ok, checks: checks.map((check) => ({ name: check.name, ok: check.ok })) });
}
