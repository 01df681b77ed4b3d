import { tl } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { type LoginClient, type LoginQuestions, telegramLogin } from '../../../src/source/telegram/login.ts';

const app = { apiId: 1, apiHash: 'hash' };
const rpc = (text: string, code = 400) => tl.RpcError.fromTl({ errorCode: code, errorMessage: text });

/** An account with a code, and perhaps a password, as Telegram checks them. */
function anAccount(code: string, password?: string) {
  const done: string[] = [];
  const client: LoginClient = {
    async sendCode({ phone }) {
      if (!phone.startsWith('+')) throw rpc('PHONE_NUMBER_INVALID');
      return { phoneCodeHash: 'h1', type: 'app' };
    },
    async signIn({ phoneCode, phoneCodeHash }) {
      if (phoneCodeHash !== 'h1') throw rpc('PHONE_CODE_EXPIRED');
      if (phoneCode !== code) throw rpc('PHONE_CODE_INVALID');
      if (password !== undefined) throw rpc('SESSION_PASSWORD_NEEDED', 401);
      done.push('in');
    },
    async checkPassword(given) {
      if (given !== password) throw rpc('PASSWORD_HASH_INVALID');
      done.push('in');
    },
    async exportSession() {
      return done.includes('in') ? 'the-session' : 'nothing';
    },
    async destroy() {
      done.push('closed');
    },
  };
  return { done, open: async () => client };
}

function answers(phone: string, codes: readonly string[], passwords: readonly string[] = []) {
  const asked: string[] = [];
  const [nextCode, nextPassword] = [[...codes], [...passwords]];
  const ask: LoginQuestions = {
    phone: async () => phone,
    async code(sentBy) {
      asked.push(`code by ${sentBy}`);
      return nextCode.shift() ?? '';
    },
    async password() {
      asked.push('password');
      return nextPassword.shift() ?? '';
    },
    async wrong(what) {
      asked.push(`wrong ${what}`);
    },
  };
  return { asked, ask };
}

describe('telegramLogin', () => {
  it('gives the session when the code is right', async () => {
    const { done, open } = anAccount('12345');
    const { asked, ask } = answers('+15550100', [' 12345 ']);

    expect(await telegramLogin(app, ask, open)).toEqual({ outcome: 'done', session: 'the-session' });
    expect(asked).toEqual(['code by app']);
    expect(done).toEqual(['in', 'closed']);
  });

  it('asks for the password where the account has one, and again when something was mistyped', async () => {
    const { open } = anAccount('12345', 'sesame');
    const { asked, ask } = answers('+15550100', ['1', '12345'], ['open', 'sesame']);

    expect(await telegramLogin(app, ask, open)).toEqual({ outcome: 'done', session: 'the-session' });
    expect(asked).toEqual(['code by app', 'wrong code', 'code by app', 'password', 'wrong password', 'password']);
  });

  it('gives up before Telegram locks the number', async () => {
    const { done, open } = anAccount('12345');

    const result = await telegramLogin(app, answers('+15550100', ['1', '2', '3', '12345']).ask, open);

    expect(result).toEqual({ outcome: 'failed', reason: 'the code was wrong 3 times' });
    expect(done).toEqual(['closed']);
  });

  it('repeats what Telegram says when it refuses', async () => {
    const { done, open } = anAccount('12345');

    const result = await telegramLogin(app, answers('5550100', []).ask, open);

    expect(result).toEqual({ outcome: 'failed', reason: 'Telegram says PHONE_NUMBER_INVALID' });
    expect(done).toEqual(['closed']);
  });
});
