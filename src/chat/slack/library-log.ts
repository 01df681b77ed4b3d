/** What Slack's libraries say → our log: warnings and errors only, and never a token or a signed address. */
import { type Logger, LogLevel } from '@slack/web-api';
import type { ChatLog } from '../log.ts';

export function libraryLog(log: ChatLog): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...said) => log.warn({ said: said.map(withoutSecrets).join(' ') }, 'slack library warns'),
    error: (...said) => log.warn({ said: said.map(withoutSecrets).join(' ') }, 'slack library reports an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

export function withoutSecrets(said: unknown): string {
  return String(said)
    .replace(/x(?:ox[a-z]|app)-[\w-]+/giu, '[token]')
    .replace(/(?:wss?|https?):\/\/\S+/giu, '[address]');
}
