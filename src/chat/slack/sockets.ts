/**
 * Keeps Socket Mode connections open. The library's own reconnecting is switched off: it waits 5 s after each refresh
 * that Slack asks for, and some failures while reconnecting end the process as an unhandled rejection.
 */
import { type App, SocketModeReceiver } from '@slack/bolt';
import { type Logger, WebAPIPlatformError } from '@slack/web-api';
import { within } from '../ask.ts';
import type { ChatLog } from '../log.ts';

export interface SocketsDeps {
  readonly app: App;
  readonly receivers: readonly SocketModeReceiver[];
  readonly log: ChatLog;
  /** Wait before the n-th try in a row. */
  readonly waitMs: (failures: number) => number;
}

export interface Sockets {
  /** Resolves when the first connection listens; rejects when Slack refuses the token. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Grows by a third from half a second to half a minute, so that a long outage ends with a quick return. */
export function reconnectWaitMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(30_000, 500 * 1.33 ** failures);
}

/** Slack says hello within a second; a connection without it is opened anew. */
const helloWithinMs = 15_000;
const closeWithinMs = 2_000;
const requestTimeoutMs = 10_000;

export function socketReceiver(appToken: string, slackApiUrl: string | undefined, logger: Logger): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    // The envelope's id reaches the listeners as `context.envelopeId`.
    customPropertiesExtractor: ({ envelope_id: envelopeId }) => ({ envelopeId }),
    installerOptions: {
      // Tries are counted here, not in the library.
      clientOptions: {
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: requestTimeoutMs,
        ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
      },
    },
  });
}

export function createSockets({ app, receivers, log, waitMs }: SocketsDeps): Sockets {
  let closed = false;
  let wake: () => void = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const running: Promise<void>[] = [];

  async function keepOpen(
    { client }: SocketModeReceiver,
    onOpen: () => void,
    onRefused: (why: Error) => void,
  ): Promise<void> {
    for (let failures = 0; !closed; ) {
      const gone = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
      try {
        const hello = await within(client.start(), helloWithinMs);
        if (hello === undefined) throw new Error('Slack did not say hello');
        failures = 0;
        onOpen();
        if (closed) await within(client.disconnect(), closeWithinMs);
        else await Promise.race([gone, woken]);
      } catch (error) {
        if (isRefused(error)) onRefused(refusalOf(error));
        failures += 1;
        // Of a long outage the 1st, 2nd, 4th, 8th … failure is told.
        if (Number.isInteger(Math.log2(failures))) {
          log.warn({ error, failures }, 'slack connection failed, trying again');
        }
        await within(Promise.resolve(client.disconnect()), closeWithinMs);
      }
      if (!closed) await within(woken, waitMs(failures));
    }
  }

  return {
    async open() {
      await new Promise<void>((resolve, reject) => {
        for (const receiver of receivers) {
          receiver.init(app);
          running.push(keepOpen(receiver, resolve, reject));
        }
      });
    },
    async close() {
      closed = true;
      wake();
      await Promise.all(receivers.map(({ client }) => within(client.disconnect(), closeWithinMs)));
      await within(Promise.all(running), closeWithinMs);
    },
  };
}

const refusals: readonly string[] = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'not_allowed_token_type',
  'missing_scope',
];

function refusalOf(error: WebAPIPlatformError): Error {
  return new Error(`Slack does not accept the app token (xapp-…): ${error.data.error}`, { cause: error });
}

/** No waiting helps against these; at the start they end the start, later they are tried again all the same. */
function isRefused(error: unknown): error is WebAPIPlatformError {
  return error instanceof WebAPIPlatformError && refusals.includes(error.data.error);
}
