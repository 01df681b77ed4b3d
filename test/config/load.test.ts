import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import type { Environment } from '../../config/secrets.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function aFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function load(yaml: string, env: Environment = {}) {
  return await loadConfig({ env, cwd: aFolder({ 'tocsin.yaml': yaml }) });
}

async function linesOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConfigError)) throw new Error('no problem was found', { cause: error });
  return error.message.split('\n');
}

describe('without anything set', () => {
  it('gives the defaults and says that nothing is configured', async () => {
    const { config, configured, file, secrets } = await loadConfig({ env: {}, cwd: aFolder() });

    expect(configured).toBe(false);
    expect(file).toBeUndefined();
    expect(Object.values(secrets).filter((value) => value !== undefined)).toEqual([]);
    expect(config).toMatchObject({
      dataDir: './data',
      console: { enabled: true, host: '127.0.0.1', port: 4280 },
      routes: [{ target: 'console:alerts', minLevel: 'S2' }],
      digests: [{ target: 'console:digest', zone: 'UTC', at: '08:00', minLevel: 'S3' }],
      sources: { folder: { path: 'data/inbox', everyMinutes: 1 } },
    });
    expect(config.allowChannels).toBeUndefined();
  });

  it('still counts as not configured when only the place to run is given', async () => {
    const env = { TOCSIN_DATA_DIR: '/srv/tocsin', TOCSIN_CONSOLE_HOST: '0.0.0.0', TOCSIN_CONSOLE_PORT: '0' };

    const { config, configured } = await loadConfig({ env, cwd: aFolder() });

    expect(configured).toBe(false);
    expect(config).toMatchObject({
      dataDir: '/srv/tocsin',
      console: { host: '0.0.0.0', port: 0 },
      sources: { folder: { path: '/srv/tocsin/inbox' } },
    });
  });

  it.each([
    { DATABASE_URL: 'postgres://db/tocsin' },
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
    { DISCORD_TOKEN: 'd', DISCORD_APPLICATION_ID: '1' },
  ])('counts as configured with %j', async (env) => {
    expect((await loadConfig({ env, cwd: aFolder() })).configured).toBe(true);
  });
});

describe('the file', () => {
  it('may be empty, all comments, or have sections with nothing in them', async () => {
    const empty = (await loadConfig({ env: {}, cwd: aFolder() })).config;

    for (const yaml of ['', '# nothing\n', 'console:\nchat:\n  slack:\n', '---\n']) {
      const { config, configured } = await load(yaml);
      expect(config).toEqual(empty);
      expect(configured).toBe(true);
    }
  });

  it('is found under its usual names, by TOCSIN_CONFIG, or as given, the last first', async () => {
    const cwd = aFolder({
      'config/tocsin.yaml': 'mark: in config',
      'named.yaml': 'mark: named',
      'given.yaml': 'mark: given',
    });
    const markOf = async (question: { file?: string; env: Environment }) =>
      (await loadConfig({ ...question, cwd })).config.mark;

    expect(await markOf({ env: {} })).toBe('in config');
    expect(await markOf({ env: { TOCSIN_CONFIG: 'named.yaml' } })).toBe('named');
    expect(await markOf({ env: { TOCSIN_CONFIG: 'named.yaml' }, file: 'given.yaml' })).toBe('given');
  });

  it('must exist when it is named', async () => {
    expect(await linesOf(loadConfig({ file: 'nowhere.yaml', env: {}, cwd: aFolder() }))).toEqual([
      'nowhere.yaml cannot be read (ENOENT)',
    ]);
  });

  it('gives way to the environment where a process runs', async () => {
    const { config } = await load('dataDir: /a\nconsole: { port: 1, enabled: false }', {
      TOCSIN_DATA_DIR: '/b',
      TOCSIN_CONSOLE_PORT: '2',
    });

    expect(config).toMatchObject({ dataDir: '/b', console: { port: 2, enabled: false } });
  });

  it('is read as people write it: normal forms of tags, hosts and platforms', async () => {
    const { config } = await load(
      [
        "watch: { tags: ['#StopExampleRumors', Peace], hosts: [News.Example.ORG], families: { r: ['#A', b] } }",
        'routes: [{ target: "slack:C012AB3CD", platforms: [X] }]',
        'digests: [{ target: "discord:123456789012345678", zone: Asia/Kathmandu, at: 07:30 }]',
      ].join('\n'),
    );

    expect(config.watch).toEqual({
      tags: ['stopexamplerumors', 'peace'],
      hosts: ['news.example.org'],
      families: { r: ['a', 'b'] },
    });
    expect(config.routes).toEqual([{ target: 'slack:C012AB3CD', minLevel: 'S2', platforms: ['x'] }]);
    expect(config.digests).toEqual([
      { target: 'discord:123456789012345678', zone: 'Asia/Kathmandu', at: '07:30', minLevel: 'S3' },
    ]);
  });
});

describe('what is wrong', () => {
  it('is told all at once, each with its place and what is expected', async () => {
    const yaml = `# Ours
dataDirr: ./data
console:
  port: 70000
routes:
  - target: slack:#alerts
    minLevel: S9
    colour: red
  - minLevel: S2
digests:
  - target: console:digest
    zone: +02:00
    at: 8 o'clock
chat:
  discord:
    guildId: 123456789012345678
    enabled: yes please
watch:
  tags:
    - #Example
alerts:
  capPerDay: 3
log: loud
`;

    expect(await linesOf(load(yaml, { TOCSIN_CONSOLE_PORT: 'abc', REDIS_URL: 'localhost' }))).toEqual([
      'tocsin.yaml:2:1 dataDirr: unknown key; there are dataDir, console, chat, routes, digests, admin, admins, allowChannels, watch, registry, stance, sources, calendars, enrich, detect, alerts, retention, mark, log',
      'tocsin.yaml:4:9 console.port: expected 65535 or less',
      'tocsin.yaml:6:13 routes[0].target: expected console:NAME, slack:ID or discord:ID; the id of a channel, not its name',
      'tocsin.yaml:7:15 routes[0].minLevel: expected one of S1, S2, S3, S4',
      'tocsin.yaml:8:5 routes[0].colour: unknown key; there are target, minLevel, platforms, kinds',
      'tocsin.yaml:9:5 routes[1].target: is missing',
      'tocsin.yaml:12:11 digests[0].zone: expected the name of a time zone, for instance Europe/Berlin or UTC',
      'tocsin.yaml:13:9 digests[0].at: expected a time of day as HH:MM, 00:00 to 23:59',
      'tocsin.yaml:16:14 chat.discord.guildId: expected an id in quotes: as a number it would lose its last digits',
      'tocsin.yaml:17:14 chat.discord.enabled: expected true, false or auto',
      'tocsin.yaml:20:7 watch.tags[0]: is empty; a value that begins with # has to stand in quotes',
      'tocsin.yaml:22:3 alerts.capPerDay: unknown key; there are capPerHour, snoozeHours',
      'tocsin.yaml:23:6 log: expected object, received string',
      'TOCSIN_CONSOLE_PORT: expected a port, 0 to 65535',
      'REDIS_URL: expected a URL that begins with redis:// or rediss://',
    ]);
  });

  it.each([
    ['a: [1\n', 'tocsin.yaml:2:1 not valid YAML: '],
    ['mark: one\nmark: two\n', 'tocsin.yaml:2:1 not valid YAML: Map keys must be unique'],
    ['mark: *none\n', 'tocsin.yaml:1:7 not valid YAML: there is no anchor &none'],
    ['mark: !secret x\n', 'tocsin.yaml:1:7 not valid YAML: Unresolved tag: !secret'],
    ['- a\n- b\n', 'tocsin.yaml:1:1 expected object, received array'],
    ['sources: { sample: { hourMs: 0 } }', 'tocsin.yaml:1:30 sources.sample.hourMs: expected more than 0'],
    ['alerts: { capPerHour: 0 }', 'tocsin.yaml:1:23 alerts.capPerHour: expected 1 or more'],
    ["mark: ''", 'tocsin.yaml:1:7 mark: expected 1 character(s) or more'],
    ['just text\n', 'tocsin.yaml:1:1 expected object, received string'],
  ])('is told of %j', async (yaml, beginning) => {
    const [first = ''] = await linesOf(load(yaml));

    expect(first.slice(0, beginning.length)).toBe(beginning);
  });

  it('is told of a value behind an anchor, too', async () => {
    const lines = await linesOf(load('routes:\n  - &r { target: nowhere }\n  - *r\n'));

    expect(lines.map((line) => line.split(' ')[0])).toEqual(['tocsin.yaml:2:18', 'tocsin.yaml:2:18']);
  });

  it('is a chat that was begun with half of its tokens', async () => {
    expect(await linesOf(load('chat:\n  discord:\n    enabled: true\n', { SLACK_BOT_TOKEN: 'xoxb-1' }))).toEqual([
      'tocsin.yaml:1:1 chat.slack.enabled: SLACK_APP_TOKEN is not set',
      'tocsin.yaml:3:14 chat.discord.enabled: DISCORD_TOKEN and DISCORD_APPLICATION_ID are not set',
    ]);
    expect(await linesOf(load('chat: { slack: { mode: http } }', { SLACK_BOT_TOKEN: 'xoxb-1' }))).toEqual([
      'tocsin.yaml:1:9 chat.slack.enabled: SLACK_SIGNING_SECRET is not set',
    ]);
  });

  it('is no chat that was switched off', async () => {
    const { config } = await load('chat: { slack: { enabled: false } }', { SLACK_BOT_TOKEN: 'xoxb-1' });

    expect(config.chat.slack.enabled).toBe(false);
  });
});

describe('a secret in the file', () => {
  it.each([
    ['chat: { slack: { botToken: xoxb-1-secret } }', 'chat.slack.botToken', 'SLACK_BOT_TOKEN'],
    ['chat: { slack: { signing_secret: 8f742231b10e } }', 'chat.slack.signing_secret', 'SLACK_SIGNING_SECRET'],
    ['chat: { discord: { token: abc-secret } }', 'chat.discord.token', 'DISCORD_TOKEN'],
    ['SLACK_APP_TOKEN: xapp-1-secret', 'SLACK_APP_TOKEN', 'SLACK_APP_TOKEN'],
    ['database: { url: "postgres://u:secret@h/d" }', 'database.url', 'DATABASE_URL'],
    ['redisUrl: redis://:secret@h', 'redisUrl', 'REDIS_URL'],
    ['mark: xoxb-1-secret', 'mark', 'SLACK_BOT_TOKEN'],
    ['routes: [{ target: xapp-1-secret }]', 'routes[0].target', 'SLACK_APP_TOKEN'],
  ])('is refused with the name of its variable, and not repeated: %s', async (yaml, path, name) => {
    const lines = await linesOf(load(yaml));

    expect(lines).toContainEqual(expect.stringContaining(`${path}: does not belong into a file that is shared`));
    expect(lines.join('\n')).toContain(`set the environment variable ${name} or ${name}_FILE`);
    expect(lines.join('\n')).not.toContain('secret@');
    expect(lines.join('\n')).not.toContain('1-secret');
  });
});
