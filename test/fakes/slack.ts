/**
 * A stand-in for Slack on loopback: Web API, Socket Mode, response addresses, signed HTTP requests, the limits Slack
 * enforces, and scripted failures before and after the effect.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A form, as the web client sends it: lists and objects are JSON. */
type Args = Readonly<Record<string, string>>;

export type SlackFailure =
  | { readonly kind: 'status-before' | 'status-after' | 'drop-before' | 'drop-after' }
  | { readonly kind: 'error'; readonly error: string; readonly needed?: string }
  | { readonly kind: 'rate-limit'; readonly retryAfter: number };

export interface FakeSlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly ephemeralTo?: string;
  readonly request: Args;
  text: string;
  blocks: readonly unknown[];
  metadata: unknown;
  edits: number;
}

export interface FakeSlackOptions {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly scopes?: readonly string[];
  /** Channels the bot is in. */
  readonly channels?: readonly string[];
  /** Channels the bot is not in. */
  readonly foreign?: readonly string[];
  /** One post per second and channel, as Slack has it. */
  readonly limitRate?: boolean;
}

export interface SlackRequest {
  /** What the app acknowledged with. */
  readonly acked: Promise<unknown>;
  readonly responses: readonly Readonly<Record<string, unknown>>[];
  readonly envelope: Readonly<Record<string, unknown>>;
}

export async function startFakeSlack(options: FakeSlackOptions = {}) {
  const {
    botToken = 'xoxb-test',
    appToken = 'xapp-test',
    scopes = ['commands', 'chat:write', 'channels:history', 'groups:history', 'files:write', 'im:write'],
    channels = ['C1', 'C2'],
    foreign = ['CFOREIGN'],
    limitRate = false,
  } = options;
  const messages: FakeSlackMessage[] = [];
  const calls: { readonly method: string; readonly args: Args }[] = [];
  const failures = new Map<string, SlackFailure[]>();
  const uploads = new Map<string, { readonly name: string; content: string; channel?: string }>();
  const responses = new Map<string, Record<string, unknown>[]>();
  const acks = new Map<string, (payload: unknown) => void>();
  const lastPost = new Map<string, number>();
  const sockets = new Set<WebSocket>();
  let serial = 0;
  let turn = 0;
  let responseStatus = 200;
  let server: Server;
  let port = 0;

  const methods: Record<string, (args: Args) => Record<string, unknown>> = {
    'apps.connections.open': () => ({ ok: true, url: `ws://127.0.0.1:${port}/link?ticket=${(serial += 1)}` }),
    'auth.test': () => ({
      ok: true,
      user: 'tocsin',
      user_id: 'UBOT',
      bot_id: 'BBOT',
      team: 'Example team',
      team_id: 'T1',
    }),
    'conversations.open': ({ users = '' }) => lacking('im:write') ?? { ok: true, channel: { id: `D${users}` } },
    'files.getUploadURLExternal': ({ filename = '', length }) => {
      if (!(Number(length) > 0)) return { ok: false, error: 'invalid_arguments' };
      const id = `F${(serial += 1)}`;
      uploads.set(id, { name: filename, content: '' });
      return lacking('files:write') ?? { ok: true, file_id: id, upload_url: `http://127.0.0.1:${port}/upload/${id}` };
    },
    'files.completeUploadExternal': ({ files = '[]', channel_id = '' }) => {
      const given = JSON.parse(files) as readonly { readonly id: string }[];
      for (const { id } of given) {
        const upload = uploads.get(id);
        if (upload === undefined) return { ok: false, error: 'file_not_found' };
        upload.channel = channel_id;
      }
      return { ok: true, files: given };
    },
    'chat.postMessage': (args) => post(args),
    'chat.postEphemeral': (args) => post(args, args['user'] ?? ''),
    'chat.update': (args) => {
      const message = messages.find(({ channel, ts }) => channel === args['channel'] && ts === args['ts']);
      if (message === undefined) return { ok: false, error: 'message_not_found' };
      if (Buffer.byteLength(args['text'] ?? '') > 4_000) return { ok: false, error: 'msg_too_long' };
      const blocks = parsed(args['blocks']);
      const wrong = wrongBlocks(blocks);
      if (wrong !== undefined) return { ok: false, error: wrong };
      message.text = args['text'] ?? '';
      message.blocks = blocks;
      if (args['metadata'] !== undefined) message.metadata = JSON.parse(args['metadata'] ?? '');
      message.edits += 1;
      return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
    },
    'conversations.history': (args) => {
      const reachable = reach(args['channel']);
      if (reachable !== undefined) return reachable;
      const own = messages.filter(
        (m) => m.channel === args['channel'] && m.thread_ts === undefined && m.ephemeralTo === undefined,
      );
      return pageOf([...own].reverse(), args);
    },
    'conversations.replies': (args) => {
      const reachable = reach(args['channel']);
      if (reachable !== undefined) return reachable;
      const all = messages.filter(
        (m) => m.channel === args['channel'] && (m.ts === args['ts'] || m.thread_ts === args['ts']),
      );
      if (all.length === 0) return { ok: false, error: 'thread_not_found' };
      return pageOf(all, args);
    },
  };

  function lacking(scope: string): Record<string, unknown> | undefined {
    return scopes.includes(scope) ? undefined : { ok: false, error: 'missing_scope', needed: scope };
  }

  function reach(channel = ''): Record<string, unknown> | undefined {
    if (foreign.includes(channel)) return { ok: false, error: 'not_in_channel' };
    if (!channels.includes(channel)) return { ok: false, error: 'channel_not_found' };
    return undefined;
  }

  function pageOf(all: readonly FakeSlackMessage[], args: Args): Record<string, unknown> {
    const limit = Number(args['limit'] ?? 100);
    const from = Number(args['cursor'] ?? 0);
    const withMetadata = args['include_all_metadata'] === 'true';
    const page = all.slice(from, from + limit).map(({ ts, text, blocks, metadata, thread_ts }) => ({
      type: 'message',
      ts,
      text,
      blocks,
      ...(thread_ts === undefined ? {} : { thread_ts }),
      ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    }));
    const next = from + limit < all.length ? String(from + limit) : '';
    return { ok: true, messages: page, has_more: next !== '', response_metadata: { next_cursor: next } };
  }

  function post(args: Args, ephemeralTo?: string): Record<string, unknown> {
    const channel = args['channel'] ?? '';
    const unreachable = reach(channel);
    if (unreachable !== undefined) return unreachable;
    const blocks = parsed(args['blocks']);
    const wrong = wrongBlocks(blocks);
    if (wrong !== undefined) return { ok: false, error: wrong };
    const thread = args['thread_ts'];
    if (thread !== undefined && !messages.some(({ ts }) => ts === thread))
      return { ok: false, error: 'thread_not_found' };
    const ts = `1700000000.${String((serial += 1)).padStart(6, '0')}`;
    messages.push({
      channel,
      ts,
      request: args,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(ephemeralTo === undefined ? {} : { ephemeralTo }),
      text: (args['text'] ?? '').slice(0, 40_000),
      blocks,
      metadata: args['metadata'] === undefined ? undefined : JSON.parse(args['metadata'] ?? ''),
      edits: 0,
    });
    return { ok: true, channel, ts, message: { text: args['text'], ts } };
  }

  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    if (path.startsWith('/response/')) {
      if (responseStatus !== 200) {
        response.writeHead(responseStatus).end('used_url');
        return;
      }
      responses.get(path.slice('/response/'.length))?.push(JSON.parse(body) as Record<string, unknown>);
      response.writeHead(200).end('ok');
      return;
    }
    if (path.startsWith('/upload/')) {
      const upload = uploads.get(path.slice('/upload/'.length));
      if (upload !== undefined) upload.content = body;
      response.writeHead(upload === undefined ? 404 : 200).end('OK');
      return;
    }
    const method = path.replace('/api/', '');
    const args = Object.fromEntries(new URLSearchParams(body));
    calls.push({ method, args });
    const token = (request.headers.authorization ?? '').replace('Bearer ', '') || (args['token'] ?? '');
    const expected = method === 'apps.connections.open' ? appToken : botToken;
    const run = methods[method];
    const send = (status: number, answer: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-oauth-scopes': scopes.join(','),
        ...headers,
      });
      response.end(JSON.stringify(answer));
    };
    const failure = failures.get(method)?.shift();
    if (failure?.kind === 'drop-before') return void request.socket.destroy();
    if (failure?.kind === 'status-before') return send(500, {});
    if (failure?.kind === 'rate-limit')
      return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(failure.retryAfter) });
    if (failure?.kind === 'error') return send(200, { ok: false, error: failure.error, needed: failure.needed });
    if (token !== expected) return send(200, { ok: false, error: 'invalid_auth' });
    if (run === undefined) return send(200, { ok: false, error: 'unknown_method' });
    if (limitRate && method === 'chat.postMessage') {
      const now = Date.now();
      if (now - (lastPost.get(args['channel'] ?? '') ?? 0) < 1_000)
        return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' });
      lastPost.set(args['channel'] ?? '', now);
    }
    const answer = run(args);
    if (failure?.kind === 'drop-after') return void request.socket.destroy();
    if (failure?.kind === 'status-after') return send(500, {});
    send(200, answer);
  }

  function listenAt(wanted: number): Promise<void> {
    server = createServer((request, response) => {
      answerRequest(request, response).catch(() => response.writeHead(500).end());
    });
    const hub = new WebSocketServer({ server, path: '/link' });
    hub.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('message', (data) => {
        const { envelope_id, payload } = JSON.parse((data as Buffer).toString('utf8')) as {
          envelope_id: string;
          payload: unknown;
        };
        acks.get(envelope_id)?.(payload);
      });
      socket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: sockets.size,
          connection_info: { app_id: 'A1' },
          debug_info: {},
        }),
      );
    });
    return new Promise((resolve) => {
      server.listen(wanted, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  async function goAway(): Promise<void> {
    for (const socket of sockets) socket.terminate();
    sockets.clear();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  function responseAddress(): { readonly url: string; readonly got: Record<string, unknown>[] } {
    const id = `r${(serial += 1)}`;
    const got: Record<string, unknown>[] = [];
    responses.set(id, got);
    return { url: `http://127.0.0.1:${port}/response/${id}`, got };
  }

  /** Each envelope goes to one of the open connections. */
  async function deliver(
    type: string,
    payload: Record<string, unknown>,
    got: Record<string, unknown>[],
    envelopeId = `E${(serial += 1)}`,
  ): Promise<SlackRequest> {
    const envelope = { envelope_id: envelopeId, type, payload, accepts_response_payload: true };
    const acked = new Promise<unknown>((resolve) => acks.set(envelopeId, resolve));
    for (let tries = 0; sockets.size === 0 && tries < 400; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
    const open = [...sockets];
    open[(turn += 1) % open.length]?.send(JSON.stringify(envelope));
    return { acked, responses: got, envelope };
  }

  function commandPayload(command: string, text: string, url: string): Record<string, string> {
    return {
      command,
      text,
      team_id: 'T1',
      team_domain: 'example',
      channel_id: 'C1',
      channel_name: 'general',
      user_id: 'U1',
      user_name: 'ana',
      api_app_id: 'A1',
      trigger_id: `trigger.${(serial += 1)}`,
      response_url: url,
    };
  }

  function pressPayload(
    message: FakeSlackMessage,
    button: { action_id: string; value: string },
    url: string,
  ): Record<string, unknown> {
    return {
      type: 'block_actions',
      team: { id: 'T1', domain: 'example' },
      user: { id: 'U1', username: 'ana', name: 'ana', team_id: 'T1' },
      channel: { id: message.channel, name: 'general' },
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: false,
        ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
      },
      message: { type: 'message', ts: message.ts, text: message.text },
      trigger_id: `trigger.${(serial += 1)}`,
      response_url: url,
      actions: [{ type: 'button', block_id: 'actions.0', action_ts: '1', ...button }],
    };
  }

  await listenAt(0);
  return {
    apiUrl: () => `http://127.0.0.1:${port}/api/`,
    messages,
    /** Files that were shared, and where. */
    files: () => [...uploads.values()].filter(({ channel }) => channel !== undefined),
    calls,
    openSockets: () => sockets.size,
    /** The next calls of a method fail, in this order. */
    fail: (method: string, ...next: readonly SlackFailure[]) =>
      failures.set(method, [...(failures.get(method) ?? []), ...next]),
    /** What a response address answers from now on. */
    respondWith: (status: number) => {
      responseStatus = status;
    },
    command: (command: string, text = '') => {
      const { url, got } = responseAddress();
      return deliver('slash_commands', commandPayload(command, text, url), got);
    },
    press: (message: FakeSlackMessage, button: { action_id: string; value: string }) => {
      const { url, got } = responseAddress();
      return deliver('interactive', pressPayload(message, button, url), got);
    },
    /** The same request again, under a new envelope or the old one. */
    redeliver: ({ envelope, responses: got }: SlackRequest, sameEnvelope: boolean) =>
      deliver(
        String(envelope['type']),
        envelope['payload'] as Record<string, unknown>,
        got as Record<string, unknown>[],
        sameEnvelope ? String(envelope['envelope_id']) : undefined,
      ),
    /** A slash command as a signed form over HTTP. */
    async commandOverHttp(
      url: string,
      command: string,
      text: string,
      signWith: { readonly secret: string; readonly at?: number },
    ) {
      const { url: responseUrl, got } = responseAddress();
      const body = new URLSearchParams(commandPayload(command, text, responseUrl)).toString();
      const at = signWith.at ?? Math.floor(Date.now() / 1_000);
      const signature = `v0=${createHmac('sha256', signWith.secret).update(`v0:${at}:${body}`).digest('hex')}`;
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-signature': signature,
          'x-slack-request-timestamp': String(at),
        },
        body,
      });
      const raw = await answer.text();
      return { status: answer.status, body: raw === '' ? undefined : (JSON.parse(raw) as unknown), responses: got };
    },
    /** Asks one connection to come back on a new address, as Slack does every few hours. */
    refreshOne: () => {
      const [socket] = sockets;
      socket?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
    },
    goAway,
    comeBack: () => listenAt(port),
    close: goAway,
  };
}

function parsed(blocks: string | undefined): readonly unknown[] {
  return blocks === undefined ? [] : (JSON.parse(blocks) as readonly unknown[]);
}

interface LooseBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly elements?: readonly {
    readonly type: string;
    readonly action_id?: string;
    readonly value?: string;
    readonly text?: unknown;
    readonly elements?: readonly { readonly type: string; readonly text?: string }[];
  }[];
}

/** The error Slack gives for blocks over its limits; `undefined` when they pass. */
export function wrongBlocks(blocks: readonly unknown[]): string | undefined {
  if (blocks.length > 50) return 'invalid_blocks';
  // Observed at about 13,200 characters over everything.
  if (JSON.stringify(blocks).length > 13_200) return 'msg_blocks_too_long';
  const blockIds = new Set<string>();
  const actionIds = new Set<string>();
  for (const block of blocks as readonly LooseBlock[]) {
    if (block.block_id !== undefined) {
      if (block.block_id.length > 255 || blockIds.has(block.block_id)) return 'invalid_blocks';
      blockIds.add(block.block_id);
    }
    const elements = block.elements ?? [];
    switch (block.type) {
      case 'header':
        if (block.text?.type !== 'plain_text' || !isBetween(block.text.text, 1, 150)) return 'invalid_blocks';
        break;
      case 'section':
        if (!isBetween(block.text?.text, 1, 3_000)) return 'invalid_blocks';
        break;
      case 'context':
        if (elements.length < 1 || elements.length > 10) return 'invalid_blocks';
        if (!elements.every(({ text }) => isBetween(text, 1, 3_000))) return 'invalid_blocks';
        break;
      case 'rich_text':
        for (const { elements: inner = [] } of elements) {
          if (!inner.every(({ type, text }) => type !== 'text' || isBetween(text, 1, 3_000))) return 'invalid_blocks';
        }
        break;
      case 'actions':
        if (elements.length < 1 || elements.length > 25) return 'invalid_blocks';
        for (const { action_id = '', value, text } of elements) {
          if (!isBetween(action_id, 1, 255) || actionIds.has(action_id)) return 'invalid_blocks';
          actionIds.add(action_id);
          if (!isBetween(value, 1, 2_000) || !isBetween((text as { text: string }).text, 1, 75))
            return 'invalid_blocks';
        }
        break;
      default:
        return 'invalid_blocks';
    }
  }
  return undefined;
}

function isBetween(text: unknown, least: number, most: number): boolean {
  return typeof text === 'string' && text.length >= least && text.length <= most;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
