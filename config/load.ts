/**
 * Finds and reads the configuration: file and environment in; settings and secrets out, or one error with all problems.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type ConfigDocument, readConfigDocument } from './document.ts';
import { issueProblems, pathText, secretProblems } from './issues.ts';
import { ConfigError, type Problem } from './problem.ts';
import { Config } from './schema.ts';
import { type Environment, loadSecrets, type Secrets, secretNames } from './secrets.ts';

export interface ConfigQuestion {
  /** As given on the command line; it must exist. */
  readonly file?: string | undefined;
  readonly env: Environment;
  /** Where the usual names are looked for. */
  readonly cwd?: string | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly secrets: Secrets;
  /** False on a first start: no file, no token, no database. */
  readonly configured: boolean;
  readonly file?: string | undefined;
}

const usualFiles = ['tocsin.yaml', 'config/tocsin.yaml'];

export async function loadConfig({ file: given, env, cwd = process.cwd() }: ConfigQuestion): Promise<LoadedConfig> {
  const file = given ?? (env['TOCSIN_CONFIG'] || usualFiles.find((name) => existsSync(join(cwd, name))));
  const document = readConfigDocument(file === undefined ? '' : await readText(file, cwd));
  const { secrets, problems } = await loadSecrets(env);
  const overrides = readOverrides(env);
  const parsed = Config.safeParse(withOverrides(document.value ?? {}, overrides.values));
  const found = [
    ...(file === undefined ? [] : fileProblems(file, document, parsed.error)),
    ...overrides.problems,
    ...problems,
    ...(parsed.data ? missingSecrets(parsed.data, secrets, file, document) : []),
  ];
  if (!parsed.success || found.length > 0) throw new ConfigError(found);
  const { slackBotToken, slackAppToken, discordToken, databaseUrl } = secrets;
  const configured = [file, slackBotToken, slackAppToken, discordToken, databaseUrl].some((part) => part !== undefined);
  return { config: parsed.data, secrets, configured, file };
}

async function readText(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError([{ file, path: '', message: `cannot be read (${reason})` }]);
  }
}

function fileProblems(file: string, document: ConfigDocument, error: z.ZodError | undefined): readonly Problem[] {
  if (document.problems.length > 0) {
    return document.problems.map(({ place, message }) => ({ file, ...place, path: '', message }));
  }
  const all = [...secretProblems(file, document), ...issueProblems(error?.issues ?? [], file, document)];
  // A token under an unknown key is one mistake, not two.
  const once = all.filter(({ path }, n) => all.findIndex((problem) => problem.path === path) === n);
  return once.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

interface Overrides {
  readonly dataDir?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** The few settings that belong to the place a process runs in rather than to the installation. */
function readOverrides(env: Environment): { readonly values: Overrides; readonly problems: readonly Problem[] } {
  const written = env['TOCSIN_CONSOLE_PORT'] || undefined;
  const port = z.coerce.number().int().min(0).max(65_535).optional().safeParse(written);
  return {
    values: {
      dataDir: env['TOCSIN_DATA_DIR'] || undefined,
      host: env['TOCSIN_CONSOLE_HOST'] || undefined,
      port: port.data,
    },
    problems: port.success ? [] : [{ path: 'TOCSIN_CONSOLE_PORT', message: 'expected a port, 0 to 65535' }],
  };
}

/** Values of a wrong kind are left as they are, for the schema to find. */
function withOverrides(value: unknown, { dataDir, host, port }: Overrides): unknown {
  const file = Fields.safeParse(value);
  if (!file.success) return value;
  const page = Fields.safeParse(file.data['console'] ?? {});
  if (!page.success) return value;
  return {
    ...file.data,
    ...(dataDir === undefined ? {} : { dataDir }),
    console: { ...page.data, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
  };
}

const Fields = z.record(z.string(), z.unknown());

/** A chat or source that is switched on, or begun by one of its tokens, needs the others, too. */
function missingSecrets(
  config: Config,
  secrets: Secrets,
  file: string | undefined,
  document: ConfigDocument,
): readonly Problem[] {
  const { slack, discord } = config.chat;
  const slackNeeds = ['slackBotToken', slack.mode === 'socket' ? 'slackAppToken' : 'slackSigningSecret'] as const;
  const discordNeeds = ['discordToken', 'discordApplicationId'] as const;
  const { x, youtube, telegram } = config.sources;
  const telegramNeeds = ['telegramApiId', 'telegramApiHash', 'telegramSession'] as const;
  // The web preview needs no login.
  const telegramIs = !telegram.enabled ? false : telegram.way === 'mtproto' ? true : 'auto';
  return [
    { path: ['chat', 'slack', 'enabled'], enabled: slack.enabled, needs: slackNeeds },
    { path: ['chat', 'discord', 'enabled'], enabled: discord.enabled, needs: discordNeeds },
    { path: ['sources', 'x', 'enabled'], enabled: x.enabled, needs: ['xBearerToken'] as const },
    { path: ['sources', 'youtube', 'enabled'], enabled: youtube.enabled, needs: ['youtubeApiKey'] as const },
    { path: ['sources', 'telegram', 'way'], enabled: telegramIs, needs: telegramNeeds },
  ].flatMap(({ path, enabled, needs }): readonly Problem[] => {
    const missing = needs.filter((key) => secrets[key] === undefined).map((key) => secretNames[key]);
    const begun = enabled === true || (enabled === 'auto' && missing.length < needs.length);
    if (!begun || missing.length === 0) return [];
    const place = file === undefined ? {} : { file, ...document.place(path) };
    return [
      {
        ...place,
        path: pathText(path),
        message: `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set`,
      },
    ];
  });
}
