/**
 * Logs a Telegram account in and gives its session as text, for `TELEGRAM_SESSION`.
 *
 * The session is as good as the phone: whoever has it reads and writes as this account.
 */
import { rpcCodeOf } from './telegram-error.ts';

export interface LoginQuestions {
  /** In international form. */
  readonly phone: () => Promise<string>;
  /** `sentBy` is Telegram's word for the way the code went: `app`, `sms`, `call` … */
  readonly code: (sentBy: string) => Promise<string>;
  /** Two-step verification; asked only where the account has it. */
  readonly password: () => Promise<string>;
  readonly wrong: (what: 'code' | 'password') => Promise<void>;
}

export type LoginResult =
  | { readonly outcome: 'done'; readonly session: string }
  | { readonly outcome: 'failed'; readonly reason: string };

/** The part of the library that is used. */
export interface LoginClient {
  sendCode(given: { phone: string }): Promise<object>;
  signIn(given: { phone: string; phoneCodeHash: string; phoneCode: string }): Promise<unknown>;
  checkPassword(password: string): Promise<unknown>;
  exportSession(): Promise<string>;
  destroy(): Promise<void>;
}

export type OpenLogin = (app: { readonly apiId: number; readonly apiHash: string }) => Promise<LoginClient>;

/** Telegram locks a number out for a day after some wrong tries. */
const tries = 3;

export async function telegramLogin(
  app: { readonly apiId: number; readonly apiHash: string },
  ask: LoginQuestions,
  open: OpenLogin = openMtcuteLogin,
): Promise<LoginResult> {
  const client = await open(app);
  try {
    const reason = await signIn(client, ask);
    return reason === undefined
      ? { outcome: 'done', session: await client.exportSession() }
      : { outcome: 'failed', reason };
  } catch (error) {
    const code = rpcCodeOf(error);
    if (code === undefined) throw error;
    return { outcome: 'failed', reason: `Telegram says ${code}` };
  } finally {
    await client.destroy();
  }
}

/** The reason why it failed. */
async function signIn(client: LoginClient, ask: LoginQuestions): Promise<string | undefined> {
  const phone = (await ask.phone()).trim();
  const sent = await client.sendCode({ phone });
  // An account that is logged in already comes instead of a code.
  if (!('phoneCodeHash' in sent) || typeof sent.phoneCodeHash !== 'string') return undefined;
  const sentBy = 'type' in sent && typeof sent.type === 'string' ? sent.type : 'app';
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const phoneCode = (await ask.code(sentBy)).trim();
    try {
      await client.signIn({ phone, phoneCodeHash: sent.phoneCodeHash, phoneCode });
      return undefined;
    } catch (error) {
      const code = rpcCodeOf(error);
      if (code === 'SESSION_PASSWORD_NEEDED') return checkPassword(client, ask);
      if (code !== 'PHONE_CODE_INVALID' && code !== 'PHONE_CODE_EMPTY') throw error;
      await ask.wrong('code');
    }
  }
  return `the code was wrong ${tries} times`;
}

async function checkPassword(client: LoginClient, ask: LoginQuestions): Promise<string | undefined> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    try {
      await client.checkPassword(await ask.password());
      return undefined;
    } catch (error) {
      if (rpcCodeOf(error) !== 'PASSWORD_HASH_INVALID') throw error;
      await ask.wrong('password');
    }
  }
  return `the password was wrong ${tries} times`;
}

async function openMtcuteLogin({ apiId, apiHash }: { apiId: number; apiHash: string }): Promise<LoginClient> {
  const { MemoryStorage, TelegramClient } = await import('@mtcute/node');
  return new TelegramClient({ apiId, apiHash, storage: new MemoryStorage(), disableUpdates: true, logLevel: 0 });
}
