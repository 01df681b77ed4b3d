/** The log of the chats: what the vendors' libraries throw becomes facts, without tokens, addresses or whole requests. */
import type { Logger } from 'pino';
import type { ChatLog } from '../chat/log.ts';
import { withoutSecrets } from '../chat/slack/library-log.ts';

export function createChatLog(log: Logger): ChatLog {
  return log.child({}, { serializers: { error: (error: unknown) => errorFacts(error) } });
}

export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number | undefined;
  readonly cause?: ErrorFacts | undefined;
  readonly stack?: string | undefined;
}

/** Errors of a network lie some causes deep: `fetch failed` ← AggregateError ← ECONNREFUSED. */
const deepest = 4;
/** Discord's form, wherever it stands; Slack's tokens and all addresses are hidden by `withoutSecrets`. */
const discordToken = /[\w-]{23,28}[.][\w-]{6,7}[.][\w-]{27,}/gu;

/** Refusals and network errors carry a code and are known; of anything else the stack is wanted. */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, message: hidden(error) };
  const code = codeOf(error);
  const next = causeOf(error);
  return {
    name: error.name,
    message: hidden(error.message),
    ...(code === undefined ? {} : { code }),
    ...(next === undefined || depth === deepest ? {} : { cause: errorFacts(next, depth + 1) }),
    ...(code !== undefined || depth > 0 || error.stack === undefined ? {} : { stack: hidden(error.stack) }),
  };
}

function codeOf(error: Error): string | number | undefined {
  if (!('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined;
}

/** Slack's client keeps the network's error as `original`. */
function causeOf(error: Error): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  return error.cause ?? ('original' in error ? error.original : undefined);
}

function hidden(text: unknown): string {
  return withoutSecrets(text).replace(discordToken, '[token]');
}
