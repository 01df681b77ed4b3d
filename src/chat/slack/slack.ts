/** Slack as a chat: listens over Socket Mode or HTTP, sends through a client of its own that never repeats a post. */
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { answerWithinMs, type Seen } from '../ask.ts';
import type { Desk } from '../command.ts';
import type { ChatLog } from '../log.ts';
import type { Notifier } from '../notifier.ts';
import { checkSlack } from './check.ts';
import { listen } from './conversation.ts';
import { createDelivery } from './delivery.ts';
import { libraryLog } from './library-log.ts';
import { createSockets, reconnectWaitMs, socketReceiver } from './sockets.ts';

export interface SlackDeps {
  readonly tokens: {
    /** `xoxb-…` */
    readonly bot: string;
    /** `xapp-…`, for Socket Mode. */
    readonly app?: string | undefined;
    /** For HTTP mode. */
    readonly signingSecret?: string | undefined;
  };
  readonly mode: 'socket' | 'http';
  /** Port of the HTTP mode; 3000 when absent. */
  readonly port?: number | undefined;
  /** Ends in a slash; Slack's own when absent. */
  readonly apiUrl?: string | undefined;
  /** In front of every command's name, so that it does not collide: `tocsin-`. */
  readonly commandPrefix: string;
  readonly desk: Desk;
  /** True when a key was handled before; remembers it for at least an hour. */
  readonly seen: Seen;
  readonly log: ChatLog;
  readonly deferAfterMs?: number | undefined;
  readonly reconnectWaitMs?: ((failures: number) => number) | undefined;
}

const requestTimeoutMs = 10_000;
/** One connection is deaf while Slack refreshes it; the other hears meanwhile. Slack allows 10. */
const connections = 2;

export function createSlack(deps: SlackDeps): Notifier {
  const { tokens, apiUrl, log } = deps;
  const logger = libraryLog(log);
  const options: WebClientOptions = {
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: requestTimeoutMs,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
  const client = new WebClient(tokens.bot, options);
  const appClient = tokens.app === undefined ? undefined : new WebClient(tokens.app, options);
  const ears = deps.mode === 'socket' ? overSockets(deps, client, options) : overHttp(deps, client, options);
  return {
    platform: 'slack',
    ...ears,
    ...createDelivery(client, log),
    check: (channels) => checkSlack({ client, appClient: deps.mode === 'socket' ? appClient : undefined, channels }),
  };
}

type Ears = Pick<Notifier, 'start' | 'stop'>;

function overSockets(deps: SlackDeps, client: WebClient, options: WebClientOptions): Ears {
  const { tokens, apiUrl, log } = deps;
  const { app: appToken } = tokens;
  if (appToken === undefined) throw new Error('Slack in socket mode needs the app token (xapp-…)');
  const receivers = Array.from({ length: connections }, () => socketReceiver(appToken, apiUrl, libraryLog(log)));
  const [first] = receivers;
  if (first === undefined) throw new Error('no connection');
  const app = createApp(deps, first, options);
  listen({ app, client, ...deps, deferAfterMs: deps.deferAfterMs ?? answerWithinMs });
  const sockets = createSockets({ app, receivers, log, waitMs: deps.reconnectWaitMs ?? reconnectWaitMs });
  return { start: () => sockets.open(), stop: () => sockets.close() };
}

function overHttp(deps: SlackDeps, client: WebClient, options: WebClientOptions): Ears {
  const { tokens, log, port = 3000 } = deps;
  const { signingSecret } = tokens;
  if (signingSecret === undefined) throw new Error('Slack in HTTP mode needs the signing secret');
  const receiver = new HTTPReceiver({ signingSecret, port, logger: libraryLog(log) });
  const app = createApp(deps, receiver, options);
  listen({ app, client, ...deps, deferAfterMs: deps.deferAfterMs ?? answerWithinMs });
  let listening = false;
  return {
    async start() {
      await receiver.start(port);
      listening = true;
    },
    async stop() {
      if (listening) await receiver.stop();
      listening = false;
    },
  };
}

function createApp({ tokens, log }: SlackDeps, receiver: Receiver, options: WebClientOptions): App {
  const app = new App({
    receiver,
    logger: libraryLog(log),
    clientOptions: options,
    // With `token` instead, Bolt asks Slack who it is once, and stays broken if Slack is away at that moment.
    authorize: () => Promise.resolve({ botToken: tokens.bot }),
    convoStore: false,
    ignoreSelf: false,
  });
  app.error((error) => {
    log.error({ error }, 'slack request failed');
    return Promise.resolve();
  });
  return app;
}
