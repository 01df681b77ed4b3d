/** What Slack's libraries say → our log: warnings and errors only, and never a token or a signed address. */
import { type Logger, LogLevel } from '@slack/web-api';
import type { ChatLog } from '../log.ts';

/** While Slack is away the libraries say the same at every try: once in this time is enough. */
const repeatAfterMs = 600_000;

export function libraryLog(log: ChatLog, clock: () => number = Date.now): Logger {
  const toldAt = new Map<string, number>();

  function tell(said: readonly unknown[], message: string): void {
    const text = said.map(withoutSecrets).join(' ');
    const now = clock();
    for (const [old, at] of toldAt) if (now - at >= repeatAfterMs) toldAt.delete(old);
    if (toldAt.has(text)) return;
    toldAt.set(text, now);
    log.warn({ said: text }, message);
  }

  return {
    debug: () => {},
    info: () => {},
    warn: (...said) => tell(said, 'slack library warns'),
    error: (...said) => tell(said, 'slack library reports an error'),
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
