import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSecrets, secretNames } from '../../config/secrets.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-secrets-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function aFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const fitting: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  DISCORD_APPLICATION_ID: '123',
  DATABASE_URL: 'postgresql://db/tocsin',
  REDIS_URL: 'rediss://cache',
  TELEGRAM_API_ID: '12345',
  MASTODON_TOKENS: 'example.social=abc other.example=def',
  TOCSIN_SECRET: 'sixteen or more characters',
};

describe('secrets', () => {
  it.each(Object.entries(secretNames))('%s is read from %s, or from the file it names', async (key, name) => {
    const value = fitting[name] ?? 'some value';
    const file = aFile(name, `${value}\n`);

    expect(await loadSecrets({ [name]: value })).toEqual({ secrets: { [key]: value }, problems: [] });
    expect(await loadSecrets({ [`${name}_FILE`]: file })).toEqual({ secrets: { [key]: value }, problems: [] });
  });

  it('loses only the newlines at the end of a file', async () => {
    const file = aFile('spaces', ' a b \n\r\n');

    expect((await loadSecrets({ DISCORD_TOKEN_FILE: file })).secrets.discordToken).toBe(' a b ');
  });

  it('takes an empty variable for one that is not set', async () => {
    const { secrets, problems } = await loadSecrets({ SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: '', REDIS_URL: '' });

    expect(secrets.slackBotToken).toBeUndefined();
    expect(problems).toEqual([]);
  });

  it('refuses a secret given twice, a file that cannot be read, and an empty one', async () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_BOT_TOKEN_FILE: aFile('bot', 'xoxb-1'),
      DISCORD_TOKEN_FILE: join(folder, 'missing'),
      TOCSIN_SECRET_FILE: aFile('empty', '\n'),
    };

    expect((await loadSecrets(env)).problems).toEqual([
      { path: 'SLACK_BOT_TOKEN', message: 'SLACK_BOT_TOKEN_FILE is set, too; only one of them may be' },
      { path: 'DISCORD_TOKEN_FILE', message: `${join(folder, 'missing')} cannot be read (ENOENT)` },
      { path: 'TOCSIN_SECRET_FILE', message: 'the file is empty' },
    ]);
  });

  it('refuses the usual mix-ups without repeating them', async () => {
    const { problems } = await loadSecrets({
      SLACK_BOT_TOKEN: 'xapp-mixed-up',
      SLACK_APP_TOKEN: 'xoxb-mixed-up',
      DISCORD_APPLICATION_ID: 'mixed-up',
      DATABASE_URL: 'mysql://mixed-up',
      REDIS_URL: 'mixed-up:6379',
      TOCSIN_SECRET: 'mixed-up',
    });

    expect(problems.map(({ path }) => path)).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'DISCORD_APPLICATION_ID',
      'DATABASE_URL',
      'REDIS_URL',
      'TOCSIN_SECRET',
    ]);
    expect(JSON.stringify(problems)).not.toContain('mixed-up');
  });
});
