/** Secrets that were written into the configuration file: which variable they belong into. */
import type { Path } from './document.ts';
import { secretNames } from './secrets.ts';

/** What people call a secret, by the section it would stand in; compared without case, `_` and `-`. */
const keysBySection: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'chat.slack': {
    token: 'SLACK_BOT_TOKEN',
    bottoken: 'SLACK_BOT_TOKEN',
    apptoken: 'SLACK_APP_TOKEN',
    signingsecret: 'SLACK_SIGNING_SECRET',
  },
  'chat.discord': {
    token: 'DISCORD_TOKEN',
    bottoken: 'DISCORD_TOKEN',
    applicationid: 'DISCORD_APPLICATION_ID',
    publickey: 'DISCORD_PUBLIC_KEY',
  },
};
const keysAnywhere: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(secretNames).map(([key, name]) => [key.toLowerCase(), name])),
  database: 'DATABASE_URL',
  postgres: 'DATABASE_URL',
  redis: 'REDIS_URL',
  secret: 'TOCSIN_SECRET',
};

const values: readonly (readonly [RegExp, string])[] = [
  [/^xapp-/, 'SLACK_APP_TOKEN'],
  [/^xox[a-z]-/, 'SLACK_BOT_TOKEN'],
  [/^[\w-]{23,28}[.][\w-]{6,7}[.][\w-]{27,}$/, 'DISCORD_TOKEN'],
  [/^postgres(?:ql)?:[/][/]/, 'DATABASE_URL'],
  [/^rediss?:[/][/]/, 'REDIS_URL'],
];

/** The variable for a key that looks like a secret's. */
export function secretOfKey(section: Path, key: string): string | undefined {
  const plain = key.toLowerCase().replaceAll(/[_-]/g, '');
  return keysBySection[section.join('.')]?.[plain] ?? keysAnywhere[plain];
}

/** The variable for a value that looks like a secret. */
export function secretOfValue(text: string): string | undefined {
  return values.find(([form]) => form.test(text))?.[1];
}

export function misplaced(name: string): string {
  return `does not belong into a file that is shared: set the environment variable ${name} or ${name}_FILE`;
}
