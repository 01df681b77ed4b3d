/** The chats of a process: the local console always, Slack and Discord where tokens are given. */

import type { Logger } from 'pino';
import type { Config } from '../../config/schema.ts';
import type { Secrets } from '../../config/secrets.ts';
import type { Desk } from '../chat/command.ts';
import { createConsole } from '../chat/console/console.ts';
import { createDiscord } from '../chat/discord/discord.ts';
import type { Notifier } from '../chat/notifier.ts';
import { createSlack } from '../chat/slack/slack.ts';
import type { Store } from '../store/store.ts';
import { createChatLog } from './chat-log.ts';
import { startingPatiently } from './patient-start.ts';

export interface ChatDeps {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly desk: Desk;
  readonly log: Logger;
  readonly now: () => Date;
}

export function createChats({ config, secrets, store, desk, log, now }: ChatDeps): readonly Notifier[] {
  const { slack, discord } = config.chat;
  const notifiers: Notifier[] = [createConsole({ store: store.console, now })];
  const chatLog = createChatLog(log);
  const seen = createSeen(() => Date.now());
  if (slack.enabled !== false && secrets.slackBotToken !== undefined) {
    const chat = createSlack({
      tokens: { bot: secrets.slackBotToken, app: secrets.slackAppToken, signingSecret: secrets.slackSigningSecret },
      mode: slack.mode,
      port: slack.port,
      apiUrl: slack.apiUrl,
      commandPrefix: slack.commandPrefix,
      desk,
      seen,
      log: chatLog,
    });
    notifiers.push(startingPatiently(chat, chatLog));
  }
  if (discord.enabled !== false && secrets.discordToken !== undefined && secrets.discordApplicationId !== undefined) {
    const chat = createDiscord({
      token: secrets.discordToken,
      applicationId: secrets.discordApplicationId,
      guildId: discord.guildId,
      apiUrl: discord.apiUrl,
      desk,
      seen,
      log: chatLog,
    });
    notifiers.push(startingPatiently(chat, chatLog));
  }
  return notifiers;
}

/** Chats deliver again within minutes; Slack's last retry comes after five. An hour is plenty. */
const rememberedMs = 3_600_000;

/** True for a key met before. Keys are forgotten after an hour, oldest first. */
export function createSeen(clock: () => number): (key: string) => Promise<boolean> {
  const seenAt = new Map<string, number>();
  return async (key) => {
    const now = clock();
    for (const [old, at] of seenAt) {
      if (now - at < rememberedMs) break;
      seenAt.delete(old);
    }
    if (seenAt.has(key)) return true;
    seenAt.set(key, now);
    return false;
  };
}
