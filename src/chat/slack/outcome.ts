/** What went wrong at Slack → what became of the delivery, and what a person can do about it. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { networkFailure } from '../network.ts';
import type { Delivery } from '../notifier.ts';

const advice: Readonly<Record<string, string>> = {
  not_in_channel: 'The bot is not in the channel: invite the bot to the channel with /invite',
  channel_not_found:
    'Slack does not show the channel to the bot: check the channel id, and invite the bot to the channel if it is private',
  is_archived: 'The channel is archived: unarchive it or choose another',
  restricted_action: 'The workspace does not let the bot post here: ask an administrator',
  restricted_action_read_only_channel: 'The channel is read-only for the bot: ask an administrator',
  restricted_action_thread_only_channel: 'The channel takes replies only: choose another',
  message_not_found: 'The message is gone',
  thread_not_found: 'The message to answer under is gone',
  cant_update_message: 'The message is not by this bot, so the bot cannot edit it',
  edit_window_closed: 'The workspace no longer lets the bot edit this message',
};
const tokenAdvice = 'Slack does not accept the bot token: install the app again and set the new token';
const tokenErrors = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
];

/** Refused before anything happened; the same request may pass later. */
const passing = ['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org'];
/** Slack says of these that part of the work may be done (docs.slack.dev, errors of every method). */
const halfDone = ['internal_error', 'fatal_error'];

export function outcomeOf(error: unknown): Delivery {
  if (error instanceof WebAPIRateLimitedError) {
    return {
      outcome: 'failed',
      reason: 'Slack asks to slow down',
      retry: true,
      retryAfterMs: error.retryAfter * 1_000,
    };
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (halfDone.includes(code)) return { outcome: 'unknown', reason: `Slack broke off: ${code}` };
    return { outcome: 'failed', reason: explain(error), retry: passing.includes(code) };
  }
  if (error instanceof WebAPIHTTPError) {
    const reason = `Slack answered with status ${error.statusCode}`;
    // 4xx is a refusal (a proxy, a wrong address); 5xx may come after the message was stored.
    return error.statusCode < 500 ? { outcome: 'failed', reason, retry: false } : { outcome: 'unknown', reason };
  }
  if (error instanceof WebAPIRequestError) {
    const { note, neverSent } = networkFailure(error.original);
    return neverSent
      ? { outcome: 'failed', reason: `Slack cannot be reached${note}`, retry: true }
      : { outcome: 'unknown', reason: `The connection to Slack broke off${note}` };
  }
  return { outcome: 'unknown', reason: 'The answer of Slack could not be read' };
}

/** One line that says what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof WebAPIPlatformError)) return reasonOf(outcomeOf(error));
  const { error: code, ...rest } = error.data;
  if (tokenErrors.includes(code)) return `${tokenAdvice} (${code})`;
  if (code === 'missing_scope') {
    const needed = 'needed' in rest && typeof rest.needed === 'string' ? rest.needed : 'it needs';
    return `The app lacks the scope ${needed}: add it to the app and install it again`;
  }
  const known = advice[code];
  return known === undefined ? `Slack refused: ${code}` : `${known} (${code})`;
}

function reasonOf(delivery: Delivery): string {
  return delivery.outcome === 'sent' ? '' : delivery.reason;
}
