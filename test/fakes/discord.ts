/**
 * A stand-in for Discord on loopback: gateway with RESUME, the REST routes of commands, messages, threads and
 * interactions, the limits Discord enforces, nonces, rate limits and scripted failures.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

type Json = Record<string, unknown>;

export type DiscordFailure =
  | { readonly kind: 'drop-before' | 'drop-after' | 'status-before' | 'status-after' }
  | { readonly kind: 'rate-limit'; readonly retryAfterS: number }
  | { readonly kind: 'error'; readonly status: number; readonly code: number };

export interface FakeDiscordMessage extends Json {
  readonly id: string;
  readonly channel_id: string;
}

interface FakeThread {
  readonly id: string;
  readonly parent: string;
  readonly name: string;
  archived: boolean;
}

interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  /** Callbacks as the app sent them. */
  readonly callbacks: Json[];
  readonly followUps: Json[];
  /** What a person sees in place of the "thinking" or the reply. */
  original: Json | undefined;
  deleted: boolean;
  acknowledged: boolean;
  expired: boolean;
}

export const ids = {
  application: '900',
  bot: '901',
  guild: '100',
  channel: '200',
  hidden: '201',
  locked: '202',
  user: '300',
} as const;

export async function startFakeDiscord({ token = 'discord-test' }: { readonly token?: string } = {}) {
  const messages: FakeDiscordMessage[] = [];
  const threads = new Map<string, FakeThread>();
  const commands = new Map<string, Json[]>();
  const interactions = new Map<string, FakeInteraction>();
  const failures: { readonly route: RegExp; readonly failure: DiscordFailure }[] = [];
  const calls: { readonly method: string; readonly path: string; readonly body: Json }[] = [];
  const sockets = new Set<WebSocket>();
  const log: Json[] = [];
  let serial = 1_000;
  let server: Server;
  let port = 0;
  let sequence = 0;
  let resumes = 0;
  let identifies = 0;
  let closeIdentifyWith: number | undefined;

  const id = (): string => String((serial += 1));
  const user = { id: ids.user, username: 'ana', global_name: 'Ana', discriminator: '0', avatar: null };
  const bot = { id: ids.bot, username: 'tocsin', discriminator: '0', avatar: null, bot: true };

  class Refusal extends Error {
    readonly status: number;
    readonly code: number;
    constructor(status: number, code: number, message: string) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  function checkMessage(body: Json): void {
    const refuse = (what: string): never => {
      throw new Refusal(400, 50_035, `Invalid Form Body\n${what}`);
    };
    const content = body['content'];
    if (typeof content === 'string' && content.length > 2_000) refuse('content[BASE_TYPE_MAX_LENGTH]');
    const embeds = (body['embeds'] ?? []) as LooseEmbed[];
    const components = (body['components'] ?? []) as LooseRow[];
    if (embeds.length === 0 && components.length === 0 && !content)
      throw new Refusal(400, 50_006, 'Cannot send an empty message');
    const wrong = wrongEmbeds(embeds) ?? wrongComponents(components);
    if (wrong !== undefined) refuse(wrong);
    if (typeof body['nonce'] === 'string' && body['nonce'].length > 25) refuse('nonce[BASE_TYPE_MAX_LENGTH]');
  }

  function messageOf(channel: string, body: Json): FakeDiscordMessage {
    return {
      id: id(),
      channel_id: channel,
      author: bot,
      content: body['content'] ?? '',
      timestamp: new Date(0).toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      pinned: false,
      type: 0,
      flags: Number(body['flags'] ?? 0),
      embeds: body['embeds'] ?? [],
      components: body['components'] ?? [],
      ...(body['nonce'] === undefined ? {} : { nonce: body['nonce'] }),
      ...(body['files'] === undefined ? {} : { files: body['files'] }),
    };
  }

  function reach(channel: string): void {
    if (channel === ids.hidden) throw new Refusal(403, 50_001, 'Missing Access');
    if (channel === ids.locked) throw new Refusal(403, 50_013, 'Missing Permissions');
    if (channel !== ids.channel && !threads.has(channel)) throw new Refusal(404, 10_003, 'Unknown Channel');
  }

  function findMessage(channel: string, message: string): FakeDiscordMessage {
    const found = messages.find((some) => some.channel_id === channel && some.id === message);
    if (found === undefined) throw new Refusal(404, 10_008, 'Unknown Message');
    return found;
  }

  function threadJson({ id: thread, parent, name, archived }: FakeThread): Json {
    return {
      id: thread,
      type: 11,
      guild_id: ids.guild,
      parent_id: parent,
      name,
      thread_metadata: {
        archived,
        auto_archive_duration: 4_320,
        archive_timestamp: new Date(0).toISOString(),
        locked: false,
      },
    };
  }

  function byToken(tokenOfInteraction: string): FakeInteraction {
    const found = interactions.get(tokenOfInteraction);
    if (found === undefined || found.expired) throw new Refusal(404, 10_015, 'Unknown Webhook');
    return found;
  }

  type Route = (match: readonly string[], body: Json, query: URLSearchParams) => unknown;
  const routes: readonly (readonly [string, RegExp, Route])[] = [
    [
      'GET',
      /^\/gateway\/bot$/u,
      () => ({
        url: `ws://127.0.0.1:${port}/gateway`,
        shards: 1,
        session_start_limit: { total: 1_000, remaining: 999, reset_after: 100, max_concurrency: 1 },
      }),
    ],
    ['GET', /^\/users\/@me$/u, () => bot],
    [
      'GET',
      /^\/guilds\/(\d+)\/roles$/u,
      () => [{ id: ids.guild, name: '@everyone', permissions: String(2n ** 50n - 1n - 8n) }],
    ],
    ['GET', /^\/guilds\/(\d+)\/members\/(\d+)$/u, () => ({ user: bot, roles: [] })],
    ['GET', /^\/applications\/\d+\/(?:guilds\/\d+\/)?commands$/u, ([path = '']) => commands.get(path) ?? []],
    [
      'PUT',
      /^\/applications\/\d+\/(?:guilds\/\d+\/)?commands$/u,
      ([path = ''], body) => {
        const list = (Object.values(body) as Json[]).map((command) => ({
          ...command,
          id: id(),
          version: id(),
          nsfw: false,
        }));
        commands.set(path, list);
        return list;
      },
    ],
    [
      'GET',
      /^\/channels\/(\d+)$/u,
      ([, channel = '']) => {
        if (channel !== ids.locked) reach(channel);
        const thread = threads.get(channel);
        if (thread !== undefined) return threadJson(thread);
        const deny = channel === ids.locked ? String((1n << 11n) | (1n << 14n)) : '0';
        return {
          id: channel,
          type: 0,
          guild_id: ids.guild,
          name: 'alerts',
          permission_overwrites: [{ id: ids.guild, type: 0, allow: '0', deny }],
        };
      },
    ],
    [
      'PATCH',
      /^\/channels\/(\d+)$/u,
      ([, channel = ''], body) => {
        const thread = threads.get(channel);
        if (thread === undefined) throw new Refusal(404, 10_003, 'Unknown Channel');
        thread.archived = Boolean(body['archived']);
        return threadJson(thread);
      },
    ],
    [
      'GET',
      /^\/channels\/(\d+)\/messages$/u,
      ([, channel = ''], _, query) => {
        reach(channel);
        const own = messages.filter((message) => message.channel_id === channel);
        return own.reverse().slice(0, Number(query.get('limit') ?? 50));
      },
    ],
    [
      'POST',
      /^\/channels\/(\d+)\/messages$/u,
      ([, channel = ''], body) => {
        reach(channel);
        if (threads.get(channel)?.archived === true) throw new Refusal(400, 50_083, 'Thread is archived');
        checkMessage(body);
        if (body['enforce_nonce'] === true) {
          const known = messages.find(
            (message) => message.channel_id === channel && message['nonce'] === body['nonce'],
          );
          if (known !== undefined) return known;
        }
        const message = messageOf(channel, body);
        messages.push(message);
        return message;
      },
    ],
    [
      'GET',
      /^\/channels\/(\d+)\/messages\/(\d+)$/u,
      ([, channel = '', message = '']) => {
        reach(channel);
        const thread = threads.get(message);
        return { ...findMessage(channel, message), ...(thread === undefined ? {} : { thread: threadJson(thread) }) };
      },
    ],
    [
      'PATCH',
      /^\/channels\/(\d+)\/messages\/(\d+)$/u,
      ([, channel = '', message = ''], body) => {
        reach(channel);
        checkMessage(body);
        const found = findMessage(channel, message);
        return Object.assign(found, {
          embeds: body['embeds'],
          components: body['components'],
          edited_timestamp: new Date(0).toISOString(),
        });
      },
    ],
    [
      'POST',
      /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/u,
      ([, channel = '', message = ''], body) => {
        reach(channel);
        if (threads.has(channel)) throw new Refusal(400, 50_024, 'Cannot execute action on this channel type');
        findMessage(channel, message);
        if (threads.has(message)) throw new Refusal(400, 160_004, 'A thread has already been created for this message');
        const name = String(body['name']);
        if (name.length < 1 || name.length > 100)
          throw new Refusal(400, 50_035, 'Invalid Form Body\nname[BASE_TYPE_BAD_LENGTH]');
        const thread: FakeThread = { id: message, parent: channel, name, archived: false };
        threads.set(message, thread);
        return threadJson(thread);
      },
    ],
    [
      'POST',
      /^\/interactions\/(\d+)\/([\w.-]+)\/callback$/u,
      ([, , itsToken = ''], body) => {
        const interaction = interactions.get(itsToken);
        if (interaction === undefined || interaction.expired) throw new Refusal(404, 10_062, 'Unknown interaction');
        if (interaction.acknowledged) throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.');
        const data = (body['data'] ?? {}) as Json;
        if (body['type'] === 4) checkMessage(data);
        interaction.callbacks.push(body);
        interaction.acknowledged = true;
        if (body['type'] === 4) interaction.original = messageOf(ids.channel, data);
        if (body['type'] === 5)
          interaction.original = { ...messageOf(ids.channel, data), flags: Number(data['flags'] ?? 0) | 128 };
        return undefined;
      },
    ],
    [
      'PATCH',
      /^\/webhooks\/\d+\/([\w.-]+)\/messages\/(?:@|%40)original$/u,
      ([, itsToken = ''], body) => {
        const interaction = byToken(itsToken);
        if (interaction.original === undefined) throw new Refusal(404, 10_008, 'Unknown Message');
        checkMessage(body);
        const flags = Number(interaction.original['flags']) & ~128;
        Object.assign(interaction.original, { embeds: body['embeds'], components: body['components'] ?? [], flags });
        if (body['files'] !== undefined) interaction.original['files'] = body['files'];
        return interaction.original;
      },
    ],
    [
      'DELETE',
      /^\/webhooks\/\d+\/([\w.-]+)\/messages\/(?:@|%40)original$/u,
      ([, itsToken = '']) => {
        const interaction = byToken(itsToken);
        interaction.original = undefined;
        interaction.deleted = true;
        return undefined;
      },
    ],
    [
      'POST',
      /^\/webhooks\/\d+\/([\w.-]+)$/u,
      ([, itsToken = ''], body) => {
        const interaction = byToken(itsToken);
        if (!interaction.acknowledged) throw new Refusal(404, 10_015, 'Unknown Webhook');
        checkMessage(body);
        const message = messageOf(ids.channel, body);
        interaction.followUps.push(message);
        return message;
      },
    ],
  ];

  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { json: raw, files } = await partsOf(request);
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = url.pathname.replace(/^\/api\/v10/u, '');
    const method = request.method ?? 'GET';
    const body = { ...(raw === '' ? {} : (JSON.parse(raw) as Json)), ...(files.length > 0 ? { files } : {}) };
    calls.push({ method, path, body });
    const send = (status: number, answer?: unknown, headers: Record<string, string> = {}): void => {
      if (answer === undefined) response.writeHead(204).end();
      else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer));
    };
    const at = failures.findIndex(({ route }) => route.test(`${method} ${path}`));
    const failure = at < 0 ? undefined : failures.splice(at, 1)[0]?.failure;
    if (failure?.kind === 'drop-before') return void request.socket.destroy();
    if (failure?.kind === 'status-before') return send(500, {});
    if (failure?.kind === 'error') return send(failure.status, { message: 'Scripted', code: failure.code });
    if (failure?.kind === 'rate-limit') {
      const seconds = String(failure.retryAfterS);
      return send(
        429,
        { message: 'You are being rate limited.', retry_after: failure.retryAfterS, global: false },
        { 'retry-after': seconds, 'x-ratelimit-scope': 'user' },
      );
    }
    const open = path.startsWith('/interactions/') || path.startsWith('/webhooks/');
    if (!open && request.headers.authorization !== `Bot ${token}`)
      return send(401, { message: '401: Unauthorized', code: 0 });
    const found = routes.find(([verb, pattern]) => verb === method && pattern.test(path));
    if (found === undefined) return send(404, { message: `404: ${method} ${path}`, code: 0 });
    try {
      const answer = found[2](found[1].exec(path) ?? [], body, url.searchParams);
      if (failure?.kind === 'drop-after') return void request.socket.destroy();
      if (failure?.kind === 'status-after') return send(500, {});
      send(200, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(error.status, { message: error.message, code: error.code });
    }
  }

  function dispatch(type: string, data: unknown): void {
    const event = { op: 0, t: type, s: (sequence += 1), d: data };
    log.push(event);
    for (const socket of sockets) socket.send(JSON.stringify(event));
  }

  function identify(socket: WebSocket, data: Json): void {
    identifies += 1;
    if (closeIdentifyWith !== undefined) return socket.close(closeIdentifyWith);
    if (data['token'] !== token) return socket.close(4_004);
    sockets.add(socket);
    dispatch('READY', {
      v: 10,
      user: bot,
      guilds: [{ id: ids.guild, unavailable: true }],
      session_id: `session-${identifies}`,
      resume_gateway_url: `ws://127.0.0.1:${port}/gateway`,
      application: { id: ids.application, flags: 0 },
    });
    dispatch('GUILD_CREATE', guild);
  }

  function resume(socket: WebSocket, data: Json): void {
    resumes += 1;
    sockets.add(socket);
    for (const event of log.filter(({ s }) => Number(s) > Number(data['seq']))) socket.send(JSON.stringify(event));
    socket.send(JSON.stringify({ op: 0, t: 'RESUMED', s: sequence, d: {} }));
  }

  function listenAt(wanted: number): Promise<void> {
    server = createServer((request, response) => {
      answerRequest(request, response).catch(() => response.writeHead(500).end());
    });
    new WebSocketServer({ server, path: '/gateway' }).on('connection', (socket) => {
      socket.on('close', () => sockets.delete(socket));
      socket.on('message', (raw) => {
        const { op, d } = JSON.parse((raw as Buffer).toString('utf8')) as { op: number; d: Json };
        if (op === 1) socket.send(JSON.stringify({ op: 11 }));
        if (op === 2) identify(socket, d);
        if (op === 6) resume(socket, d);
      });
      socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    });
    return new Promise((resolve) => {
      server.listen(wanted, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  function interact(type: number, data: Json, more: Json = {}, listening = true): FakeInteraction {
    const interaction: FakeInteraction = {
      id: id(),
      token: `token-${id()}`,
      callbacks: [],
      followUps: [],
      original: undefined,
      deleted: false,
      acknowledged: false,
      expired: false,
    };
    interactions.set(interaction.token, interaction);
    const event = {
      id: interaction.id,
      token: interaction.token,
      application_id: ids.application,
      type,
      version: 1,
      data,
      guild_id: ids.guild,
      channel_id: ids.channel,
      channel: { id: ids.channel, type: 0, guild_id: ids.guild, name: 'alerts' },
      member: {
        user,
        roles: [],
        joined_at: new Date(0).toISOString(),
        permissions: '0',
        deaf: false,
        mute: false,
        flags: 0,
      },
      locale: 'en-GB',
      app_permissions: '0',
      entitlements: [],
      authorizing_integration_owners: { '0': ids.guild },
      attachment_size_limit: 10_485_760,
      ...more,
    };
    if (listening) dispatch('INTERACTION_CREATE', event);
    return interaction;
  }

  function optionsOf(options: Readonly<Record<string, string>>): Json[] {
    return Object.entries(options).map(([name, value]) => ({ type: 3, name, value }));
  }

  async function goAway(): Promise<void> {
    for (const socket of sockets) socket.terminate();
    sockets.clear();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  await listenAt(0);
  return {
    apiUrl: () => `http://127.0.0.1:${port}/api`,
    messages,
    threads,
    calls,
    commandsAt: (path: string) => commands.get(path) ?? [],
    setCommands: (path: string, list: Json[]) => commands.set(path, list),
    fail: (route: RegExp, ...next: readonly DiscordFailure[]) =>
      failures.push(...next.map((failure) => ({ route, failure }))),
    command: (name: string, options: Readonly<Record<string, string>> = {}) =>
      interact(2, { id: id(), name, type: 1, options: optionsOf(options) }),
    /** The interaction is dispatched when the test says so. */
    suggest: (name: string, option: string, typed: string) =>
      interact(4, { id: id(), name, type: 1, options: [{ type: 3, name: option, value: typed, focused: true }] }),
    press: (message: FakeDiscordMessage, customId: string) =>
      interact(3, { custom_id: customId, component_type: 2, id: 1 }, { message, channel_id: message.channel_id }),
    expire: (interaction: FakeInteraction) => {
      interaction.expired = true;
    },
    /** Plays the last interaction once more, as after a lost connection. */
    redeliver: () => {
      const last = log.findLast(({ t }) => t === 'INTERACTION_CREATE');
      dispatch('INTERACTION_CREATE', last?.['d']);
    },
    /** Cuts the gateway connection, plays an event while nobody listens, and lets the client resume. */
    dropGateway: () => {
      const dropped = [...sockets];
      sockets.clear();
      for (const socket of dropped) socket.terminate();
    },
    closeIdentifyWith: (code: number | undefined) => {
      closeIdentifyWith = code;
    },
    counts: () => ({ resumes, identifies, connections: sockets.size }),
    goAway,
    comeBack: () => listenAt(port),
    close: goAway,
  };
}

interface LooseEmbed {
  readonly title?: string;
  readonly description?: string;
  readonly footer?: { readonly text: string };
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
}
interface LooseRow {
  readonly components: readonly { readonly label?: string; readonly custom_id?: string }[];
}

/** What Discord would say of embeds over its limits; `undefined` when they pass. */
export function wrongEmbeds(embeds: readonly LooseEmbed[]): string | undefined {
  if (embeds.length > 10) return 'embeds[BASE_TYPE_MAX_LENGTH]';
  let total = 0;
  for (const { title, description, footer, fields = [] } of embeds) {
    total += (title ?? '').length + (description ?? '').length + (footer?.text ?? '').length;
    if (title !== undefined && !isBetween(title, 256)) return 'embeds.title';
    if (description !== undefined && !isBetween(description, 4_096)) return 'embeds.description';
    if (footer !== undefined && !isBetween(footer.text, 2_048)) return 'embeds.footer';
    if (fields.length > 25) return 'embeds.fields';
    for (const { name, value } of fields) {
      total += name.length + value.length;
      if (!isBetween(name, 256) || !isBetween(value, 1_024)) return 'embeds.fields.value';
    }
  }
  return total > 6_000 ? 'embeds[MAX_EMBED_SIZE_EXCEEDED]' : undefined;
}

export function wrongComponents(rows: readonly LooseRow[]): string | undefined {
  if (rows.length > 5) return 'components[BASE_TYPE_MAX_LENGTH]';
  const customIds = new Set<string>();
  for (const { components } of rows) {
    if (components.length < 1 || components.length > 5) return 'components.components';
    for (const { label, custom_id: customId } of components) {
      if (!isBetween(label, 80) || !isBetween(customId, 100)) return 'components.components.label';
      if (customIds.has(customId ?? '')) return 'components[COMPONENT_CUSTOM_ID_DUPLICATED]';
      customIds.add(customId ?? '');
    }
  }
  return undefined;
}

function isBetween(text: string | undefined, most: number): boolean {
  return text !== undefined && text.trim().length >= 1 && text.length <= most;
}

const guild = {
  id: ids.guild,
  name: 'Example server',
  owner_id: ids.user,
  roles: [
    {
      id: ids.guild,
      name: '@everyone',
      permissions: '0',
      position: 0,
      color: 0,
      hoist: false,
      managed: false,
      mentionable: false,
      flags: 0,
    },
  ],
  channels: [{ id: ids.channel, type: 0, name: 'alerts', position: 0, permission_overwrites: [] }],
  members: [],
  threads: [],
  emojis: [],
  stickers: [],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
  features: [],
  member_count: 2,
  large: false,
  unavailable: false,
  joined_at: new Date(0).toISOString(),
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  premium_tier: 0,
  nsfw_level: 0,
  system_channel_flags: 0,
  preferred_locale: 'en-GB',
  afk_timeout: 300,
};

/** With files a request has parts: the JSON is one of them. */
async function partsOf(
  request: IncomingMessage,
): Promise<{ readonly json: string; readonly files: readonly { readonly name: string; readonly content: string }[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { json: body.toString('utf8'), files: [] };
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const files = await Promise.all(
    [...form.values()].flatMap((part) =>
      typeof part === 'string' ? [] : [part.text().then((content) => ({ name: part.name, content }))],
    ),
  );
  const json = form.get('payload_json');
  return { json: typeof json === 'string' ? json : '', files };
}
