/** What went wrong at Discord → what became of the delivery, and what a person can do about it. */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { networkFailure } from '../network.ts';
import type { Delivery } from '../notifier.ts';

/** discord-api-docs, topics/opcodes-and-status-codes. */
export const codes = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  unknownWebhook: 10_015,
  unknownInteraction: 10_062,
  alreadyAcknowledged: 40_060,
  missingAccess: 50_001,
  missingPermissions: 50_013,
  wrongChannelType: 50_024,
  invalidWebhookToken: 50_027,
  threadExists: 160_004,
} as const;

const advice: Readonly<Record<number, string>> = {
  [codes.unknownChannel]: 'Discord knows no such channel: check the channel id',
  [codes.unknownMessage]: 'The message is gone',
  [codes.missingAccess]: 'The bot cannot see the channel: give it the permission View Channel there',
  [codes.missingPermissions]:
    'The bot lacks permissions in the channel: give it View Channel, Send Messages, Embed Links, Read Message History, Create Public Threads and Send Messages in Threads',
  30_033: 'The channel has too many open threads: archive some',
  50_005: 'The message is not by this bot, so the bot cannot edit it',
  50_083: 'The thread is archived',
  160_005: 'The thread is locked: unlock it',
};
const tokenAdvice = 'Discord does not accept the bot token: set the token of the application again';

/** Slow mode and write limits: the same request passes later. */
const passing = [20_016, 20_028, 20_029];

export function outcomeOf(error: unknown): Delivery {
  if (error instanceof RateLimitError) {
    return { outcome: 'failed', reason: 'Discord asks to slow down', retry: true, retryAfterMs: error.retryAfter };
  }
  if (error instanceof DiscordAPIError) {
    const retry = error.status === 429 || passing.includes(Number(error.code));
    return { outcome: 'failed', reason: explain(error), retry };
  }
  // The library tried four times; the nonce keeps these from being two messages, but not for long.
  if (error instanceof HTTPError) return { outcome: 'unknown', reason: `Discord answered with status ${error.status}` };
  if (isTokenGone(error)) return { outcome: 'failed', reason: tokenAdvice, retry: false };
  const { note, neverSent } = networkFailure(error);
  return neverSent
    ? { outcome: 'failed', reason: `Discord cannot be reached${note}`, retry: true }
    : { outcome: 'unknown', reason: `The connection to Discord broke off${note}` };
}

/** One line that says what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof DiscordAPIError)) {
    const outcome = outcomeOf(error);
    return outcome.outcome === 'sent' ? '' : outcome.reason;
  }
  if (error.status === 401) return `${tokenAdvice} (401)`;
  const known = advice[Number(error.code)];
  const [firstLine = ''] = error.message.split('\n');
  return known === undefined ? `Discord refused: ${firstLine} (${error.code})` : `${known} (${error.code})`;
}

export function hasCode(error: unknown, ...some: readonly number[]): boolean {
  return error instanceof DiscordAPIError && some.includes(Number(error.code));
}

/** After a 401 the library drops the token and says so of every further request. */
function isTokenGone(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Expected token to be set');
}
