/** Discord as a chat: listens at the gateway, sends over REST. */
import { Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayIntentBits, REST } from 'discord.js';
import { answerWithinMs, type Seen, within } from '../ask.ts';
import type { Desk } from '../command.ts';
import type { ChatLog } from '../log.ts';
import type { Notifier } from '../notifier.ts';
import { checkDiscord } from './check.ts';
import { listen } from './conversation.ts';
import { createDelivery } from './delivery.ts';
import { registerCommands } from './registration.ts';

export interface DiscordDeps {
  readonly token: string;
  readonly applicationId: string;
  /** One server: its commands appear at once. Everywhere when absent. */
  readonly guildId?: string | undefined;
  /** `https://discord.com/api` when absent. */
  readonly apiUrl?: string | undefined;
  readonly desk: Desk;
  /** True when a key was handled before; remembers it for at least an hour. */
  readonly seen: Seen;
  readonly log: ChatLog;
  readonly deferAfterMs?: number | undefined;
  readonly loginWaitMs?: ((failures: number) => number) | undefined;
}

/** Grows by half from one second to a minute: Discord counts logins. */
function loginWaitMs(failures: number): number {
  return Math.min(60_000, 1_000 * 1.5 ** failures);
}

export function createDiscord(deps: DiscordDeps): Notifier {
  const { token, apiUrl, log, desk } = deps;
  const restOptions = { version: '10', ...(apiUrl === undefined ? {} : { api: apiUrl }) };
  const rest = new REST(restOptions).setToken(token);
  let client: Client | undefined;
  let stopped = false;
  let wake: () => void = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });

  return {
    platform: 'discord',
    async start() {
      for (let failures = 0; !stopped; failures += 1) {
        const next = createClient(deps, rest, restOptions);
        try {
          await next.login(token);
          client = next;
          break;
        } catch (error) {
          await next.destroy();
          const refusal = refusalOf(error);
          if (refusal !== undefined) throw new Error(refusal, { cause: error });
          log.warn({ error, failures }, 'discord cannot be reached, trying again');
          await within(woken, (deps.loginWaitMs ?? loginWaitMs)(failures));
        }
      }
      await register(deps, rest);
    },
    async stop() {
      stopped = true;
      wake();
      await client?.destroy();
    },
    ...createDelivery(rest),
    check: (channels) => checkDiscord(rest, deps, channels),
  };

  async function register({ applicationId, guildId }: DiscordDeps, over: REST): Promise<void> {
    if (stopped) return;
    try {
      const changed = await registerCommands(over, { applicationId, guildId }, desk.commands);
      log.info({ commands: desk.commands.length, changed }, 'discord commands registered');
    } catch (error) {
      // Alerts and the commands registered earlier still work.
      log.error({ error }, 'discord commands could not be registered');
    }
  }
}

function createClient(
  deps: DiscordDeps,
  rest: REST,
  restOptions: { readonly version: string; readonly api?: string },
): Client {
  const { desk, seen, log, deferAfterMs = answerWithinMs } = deps;
  const client = new Client({
    // Enough for commands, buttons and posting; no privileged intent.
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: restOptions,
  });
  client.on(Events.Error, (error) => log.warn({ error }, 'discord library reports an error'));
  client.on(Events.ShardError, (error) => log.warn({ error }, 'discord connection failed, trying again'));
  client.on(Events.ShardDisconnect, ({ code }) => log.error({ code }, 'discord closed the connection for good'));
  listen(client, { rest, desk, seen, log, deferAfterMs });
  return client;
}

/** No waiting helps against these. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return 'Discord does not accept the bot token: set the token of the application again';
  }
  const message = error instanceof Error ? error.message : '';
  if (message === 'Authentication failed') {
    return 'Discord does not accept the bot token: set the token of the application again';
  }
  if (message === 'Used disallowed intents') {
    return 'Discord does not grant the intents of the bot: allow them in the developer portal';
  }
  return undefined;
}
