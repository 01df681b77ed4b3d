/** Telegram's errors (https://core.telegram.org/api/errors) as ours. */
import { SourceError } from '../source-error.ts';

export interface RpcFailure {
  readonly code: number;
  /** `FLOOD_WAIT_%d`, `CHANNEL_PRIVATE` … */
  readonly text: string;
  readonly seconds?: number | undefined;
}

/** The login itself is over, or never was one; a person must log in again. */
const loginErrors =
  /^(AUTH_KEY_|SESSION_(REVOKED|EXPIRED|PASSWORD_NEEDED)|USER_DEACTIVATED|API_ID_|CONNECTION_API_ID_)/;

const phrases: Readonly<Record<string, string>> = {
  CHANNEL_PRIVATE: 'the channel is private, or this account is banned from it',
  CHANNEL_INVALID: 'the channel is not known to this account',
  USERNAME_NOT_OCCUPIED: 'Telegram has no channel of this name',
  USERNAME_INVALID: 'this is no name that Telegram gives',
};

export function rpcFailure({ code, text, seconds }: RpcFailure, now: Date): SourceError {
  const details = { answer: text, status: code };
  if (/(^|_)WAIT(_%d|_\d+)?$/.test(text) || code === 420) {
    const until = new Date(now.getTime() + (seconds ?? 60) * 1000);
    return new SourceError('wait', 'Telegram asks to wait', { ...details, until });
  }
  if (code === 401 || loginErrors.test(text)) {
    return new SourceError('credential', 'the Telegram login is not valid any more', details);
  }
  if (code >= 500 || code < 0) return new SourceError('unavailable', 'Telegram is not available', details);
  return new SourceError('refused', phrases[text] ?? 'Telegram refuses to show the channel', details);
}

/** Telegram's name of an error; told by what it carries, as the library has several copies of its classes. */
export function rpcCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'text' in error && typeof error.text === 'string'
    ? error.text
    : undefined;
}
