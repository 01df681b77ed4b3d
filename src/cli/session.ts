/** What most subcommands begin with: configuration, and the database for as long as they run. */
import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import { type Database, openDatabase } from '../app/database.ts';

export interface CommonOptions {
  readonly config?: string | undefined;
}

export function load({ config }: CommonOptions): Promise<LoadedConfig> {
  return loadConfig({ file: config, env: process.env });
}

/** Opens the database, runs, and closes it, whatever happens. */
export async function withDatabase<Result>(
  options: CommonOptions,
  run: (database: Database, loaded: LoadedConfig) => Promise<Result>,
): Promise<Result> {
  const loaded = await load(options);
  const database = await openDatabase({ databaseUrl: loaded.secrets.databaseUrl, dataDir: loaded.config.dataDir });
  try {
    return await run(database, loaded);
  } finally {
    await database.close();
  }
}
