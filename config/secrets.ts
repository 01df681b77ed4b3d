/**
 * Tokens and addresses with passwords: from the environment, or from files it names (`SLACK_BOT_TOKEN_FILE`), never
 * from the configuration file, which people share and commit.
 */
import { readFile } from 'node:fs/promises';
import type { Problem } from './problem.ts';

export interface Secrets {
  /** `xoxb-…` */
  readonly slackBotToken?: string | undefined;
  /** `xapp-…`, for Socket Mode. */
  readonly slackAppToken?: string | undefined;
  /** For the HTTP mode. */
  readonly slackSigningSecret?: string | undefined;
  readonly discordToken?: string | undefined;
  readonly discordApplicationId?: string | undefined;
  readonly discordPublicKey?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  /** The app's own bearer token of X. */
  readonly xBearerToken?: string | undefined;
  readonly youtubeApiKey?: string | undefined;
  /** Of a user's account: the three belong together. */
  readonly telegramApiId?: string | undefined;
  readonly telegramApiHash?: string | undefined;
  readonly telegramSession?: string | undefined;
  /** `host=token host=token` */
  readonly mastodonTokens?: string | undefined;
  /** Key of the pseudonyms; kept in the database when absent. */
  readonly tocsinSecret?: string | undefined;
}

export const secretNames = {
  slackBotToken: 'SLACK_BOT_TOKEN',
  slackAppToken: 'SLACK_APP_TOKEN',
  slackSigningSecret: 'SLACK_SIGNING_SECRET',
  discordToken: 'DISCORD_TOKEN',
  discordApplicationId: 'DISCORD_APPLICATION_ID',
  discordPublicKey: 'DISCORD_PUBLIC_KEY',
  databaseUrl: 'DATABASE_URL',
  redisUrl: 'REDIS_URL',
  xBearerToken: 'X_BEARER_TOKEN',
  youtubeApiKey: 'YOUTUBE_API_KEY',
  telegramApiId: 'TELEGRAM_API_ID',
  telegramApiHash: 'TELEGRAM_API_HASH',
  telegramSession: 'TELEGRAM_SESSION',
  mastodonTokens: 'MASTODON_TOKENS',
  tocsinSecret: 'TOCSIN_SECRET',
} as const satisfies Record<keyof Secrets, string>;

export type Environment = Readonly<Record<string, string | undefined>>;

export async function loadSecrets(
  env: Environment,
): Promise<{ readonly secrets: Secrets; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const read = async (name: string): Promise<string | undefined> => {
    const found = await readSecret(env, name);
    if (typeof found !== 'object') return found;
    problems.push(found);
    return undefined;
  };
  const secrets: Secrets = {
    slackBotToken: await read(secretNames.slackBotToken),
    slackAppToken: await read(secretNames.slackAppToken),
    slackSigningSecret: await read(secretNames.slackSigningSecret),
    discordToken: await read(secretNames.discordToken),
    discordApplicationId: await read(secretNames.discordApplicationId),
    discordPublicKey: await read(secretNames.discordPublicKey),
    databaseUrl: await read(secretNames.databaseUrl),
    redisUrl: await read(secretNames.redisUrl),
    xBearerToken: await read(secretNames.xBearerToken),
    youtubeApiKey: await read(secretNames.youtubeApiKey),
    telegramApiId: await read(secretNames.telegramApiId),
    telegramApiHash: await read(secretNames.telegramApiHash),
    telegramSession: await read(secretNames.telegramSession),
    mastodonTokens: await read(secretNames.mastodonTokens),
    tocsinSecret: await read(secretNames.tocsinSecret),
  };
  return { secrets, problems };
}

/** The value, `undefined` when it is not set, or what is wrong with it. An empty variable counts as not set. */
async function readSecret(env: Environment, name: string): Promise<string | undefined | Problem> {
  const value = env[name] || undefined;
  const fileName = `${name}_FILE`;
  const file = env[fileName] || undefined;
  if (file === undefined) return value === undefined ? undefined : checked(name, name, value);
  if (value !== undefined) return { path: name, message: `${fileName} is set, too; only one of them may be` };
  try {
    // Editors and `echo` end a file with a newline that is no part of a token.
    return checked(name, fileName, (await readFile(file, 'utf8')).replace(/(?:\r?\n)+$/, ''));
  } catch (error) {
    return { path: fileName, message: `${file} cannot be read (${errorCode(error)})` };
  }
}

interface Form {
  readonly fits: RegExp;
  readonly expected: string;
}

/** The usual mix-ups; anything else is left to the service to refuse. */
const forms: Readonly<Record<string, Form>> = {
  SLACK_BOT_TOKEN: { fits: /^xox/, expected: 'expected a bot token, which begins with xoxb-' },
  SLACK_APP_TOKEN: { fits: /^xapp-/, expected: 'expected an app-level token, which begins with xapp-' },
  DISCORD_APPLICATION_ID: { fits: /^\d+$/, expected: 'expected the id of the application, digits only' },
  DATABASE_URL: { fits: /^postgres(?:ql)?:\/\//, expected: 'expected a URL that begins with postgres://' },
  REDIS_URL: { fits: /^rediss?:\/\//, expected: 'expected a URL that begins with redis:// or rediss://' },
  TELEGRAM_API_ID: { fits: /^\d+$/, expected: 'expected the api_id of an application, digits only' },
  MASTODON_TOKENS: {
    fits: /^\s*[^\s=]+=\S+(\s+[^\s=]+=\S+)*\s*$/,
    expected: 'expected host=token, several with blanks between',
  },
  // Shorter keys can be found by trying them all.
  TOCSIN_SECRET: { fits: /^.{16,}$/s, expected: 'expected 16 characters or more' },
};

function checked(name: string, path: string, value: string): string | Problem {
  if (value === '') return { path, message: 'the file is empty' };
  const form = forms[name];
  return form === undefined || form.fits.test(value) ? value : { path, message: form.expected };
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
