/** The local console's page, given what it shows. */
import type { Logger } from 'pino';
import type { Config } from '../../config/schema.ts';
import { consoleViews } from '../chat/console/views.ts';
import { discordText } from '../chat/discord/discord-text.ts';
import { renderDiscord } from '../chat/discord/render.ts';
import { renderSlack } from '../chat/slack/render.ts';
import { slackText } from '../chat/slack/slack-text.ts';
import type { Store } from '../store/store.ts';
import { startWeb, type WebServer } from '../web/server.ts';
import type { Services } from './services.ts';

export function startConsolePage(config: Config, store: Store, services: Services, log: Logger): Promise<WebServer> {
  const { clock, desk, status, sample } = services;
  return startWeb({
    host: config.console.host,
    port: config.console.port,
    allowedHosts: config.console.allowedHosts,
    desk,
    board: store.console,
    views: consoleViews({
      slack: (message) => slackText(renderSlack(message).blocks).split('\n'),
      discord: (message) => discordText(renderDiscord(message)).split('\n'),
    }),
    health: () => status.health(),
    status: () => status.header(clock.now()),
    sample: sample !== undefined,
    now: () => clock.now(),
    log,
  });
}
