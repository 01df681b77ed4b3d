/** `tocsin run` and `tocsin demo`: the program until it is told to stop. */

import { join } from 'node:path';
import { destination, type Logger, pino } from 'pino';
import type { LoadedConfig } from '../../config/load.ts';
import { startApp } from '../app/app.ts';
import type { Role } from '../app/roles.ts';
import { exitStatus, UsageError } from './output.ts';
import { type CommonOptions, load } from './session.ts';

export interface RunOptions extends CommonOptions {
  readonly role: Role;
  /** Shows the sample stream although something is configured. */
  readonly demo: boolean;
}

/** After this the process leaves even if a part does not stop. */
const stopMs = 10_000;

export async function run({ role, demo, ...common }: RunOptions): Promise<number> {
  const loaded = await load(common);
  const { configured, file } = loaded;
  const { config, secrets } = demo ? forDemo(loaded) : loaded;
  const sample =
    demo || config.sources.sample.enabled === true || (config.sources.sample.enabled === 'auto' && !configured);
  if (role !== 'all' && secrets.databaseUrl === undefined) {
    throw new UsageError(`--role ${role} needs DATABASE_URL: the embedded database belongs to one machine's process.`);
  }
  if (role !== 'all' && sample)
    throw new UsageError(`--role ${role} needs a configuration: the sample runs in one process.`);
  const log = createLog(config.log.level);
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  say(
    configured
      ? `Tocsin, configured by ${file ?? 'the environment'}.`
      : 'Tocsin, nothing configured: showing sample data. Every account, post and link of it is invented.',
  );
  const signal = nextSignal();
  const app = await startApp({ config, secrets, sample, role, log, say });
  if (app.url !== undefined) say(`Console: ${app.url}`);
  say('Stop with Ctrl-C.');
  await signal;
  say('Stopping …');
  // A part that hangs must not keep a terminal or an orchestrator waiting.
  const deadline = setTimeout(() => process.exit(exitStatus.failed), stopMs);
  deadline.unref();
  await app.stop();
  clearTimeout(deadline);
  say('Stopped.');
  return exitStatus.done;
}

/** The demo keeps to itself: a data folder of its own, the local console alone, no database or queue of others. */
function forDemo({ config }: LoadedConfig): Pick<LoadedConfig, 'config' | 'secrets'> {
  const dataDir = join(config.dataDir, 'demo');
  const folder = { ...config.sources.folder, path: join(dataDir, 'inbox') };
  return {
    config: {
      ...config,
      dataDir,
      sources: { ...config.sources, folder },
      routes: [{ target: 'console:alerts', minLevel: 'S2' }],
      digests: [{ target: 'console:digest', zone: 'UTC', at: '08:00', minLevel: 'S3' }],
    },
    secrets: {},
  };
}

function createLog(level: string): Logger {
  return pino(
    { level, redact: { paths: ['*.token', '*.authorization', '*.password'], censor: '[hidden]' } },
    destination(2),
  );
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(exitStatus.failed);
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
