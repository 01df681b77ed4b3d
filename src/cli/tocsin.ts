#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
/**
 * The command line: one subcommand, one function, one exit status. A subcommand is loaded when it is called: all of them
 * together take three seconds, which a network of a file does not.
 */
import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from '../../config/problem.ts';
import { packageRoot } from '../app/package-root.ts';
import { roles } from '../app/roles.ts';
import { UserError } from '../chat/command.ts';
import { FileError } from '../source/file/file-error.ts';
import { fileFormats } from '../source/file/file-format.ts';
import { SourceError } from '../source/source-error.ts';
import { StoreUserError } from '../store/store-error.ts';
import { addCoordinate } from './add-coordinate.ts';
import { addExport } from './add-export.ts';
import { addRegistry } from './add-registry.ts';
import { addStudy } from './add-study.ts';
import { fileOptionsOf } from './file-options.ts';
import { exitStatus, say, UsageError } from './output.ts';
import { collectPrefix, parseDate, parseDuration, parsePostRef, parseZone } from './parsers.ts';

type Done = (status: number) => void;
type Common = () => { config?: string };
type Sub = (name: string, description: string) => Command;

function program(done: Done): Command {
  const tocsin = new Command('tocsin')
    .description('Watches public platforms for coordinated campaigns and tells your team chat.')
    .version(version())
    .option('-c, --config <file>', 'configuration file (default: ./tocsin.yaml or ./config/tocsin.yaml)')
    .showHelpAfterError('(tocsin --help lists what there is)')
    .exitOverride();
  const common: Common = () => tocsin.opts<{ config?: string }>();
  const sub: Sub = (name, description) => tocsin.command(name).description(description).exitOverride();
  addRun(sub, common, done);
  addImport(sub, common, done);
  addReplay(sub, common, done);
  addCoordinate(sub, done);
  addExport(sub, common, done);
  addStudy(sub, common, done);
  addRegistry(sub('registry', 'who is attributed'), common, done);
  addSources(sub('sources', 'live platforms: what is read, how it goes, what it costs'), common, done);
  addTelegramLogin(sub, common, done);
  addUpkeep(sub, common, done);
  return tocsin;
}

function addRun(sub: Sub, common: Common, done: Done): void {
  sub('run', 'start the bot: jobs, chats and the local console')
    .addOption(new Option('--role <role>', 'only a part of it').choices([...roles]).default('all'))
    .action(async ({ role }) => done(await (await import('./run.ts')).run({ ...common(), role, demo: false })));
  sub('demo', 'show the sample stream, sped up, in the local console').action(async () =>
    done(await (await import('./run.ts')).run({ ...common(), role: 'all', demo: true })),
  );
}

function addImport(sub: Sub, common: Common, done: Done): void {
  sub('import', 'read files of posts into the store')
    .argument('<files...>', 'exports of platforms and tools, share logs, NDJSON; also packed with gzip, bzip2 or zstd')
    .addOption(new Option('--format <format>', 'instead of looking at the first line').choices([...fileFormats]))
    .option('--platform <name>', 'platform of the posts, where the file does not say')
    .option(
      '--platform-prefix <prefix=name>',
      'platform by the beginning of the account id; may be repeated',
      collectPrefix,
      {},
    )
    .option('--object <column>', 'column with the shared object')
    .option('--account <column>', 'column with the account')
    .option('--time <column>', 'column with the time')
    .option('--post <column>', 'column with the post id')
    .option('--text <column>', 'column with the text')
    .addOption(new Option('--object-kind <kind>', 'what the object is').choices(['tag', 'link', 'repost']))
    .option('--no-takedown', 'an archive whose accounts were not removed by the platform')
    .option('--takedown-at <date>', 'when the accounts of an archive were known to be removed', parseDate)
    .option('--zone <zone>', 'zone of times that name none, such as Europe/Berlin', parseZone)
    .addOption(new Option('--date-order <order>', 'order of dates such as 03/04/2026').choices(['dmy', 'mdy']))
    .option('--mapping <file>', 'which column is what, for a file of another format (YAML)')
    .option('--json', 'print the report as JSON', false)
    .action(async (files, given) =>
      done(
        await (await import('./import.ts')).importFiles({
          ...common(),
          files,
          options: fileOptionsOf(given, { platform: given.platform, zone: given.zone }),
          mapping: given.mapping,
          json: given.json,
        }),
      ),
    );
}

function addReplay(sub: Sub, common: Common, done: Done): void {
  sub('replay', 'run stored posts through every stage in simulated time; nothing is sent')
    .option('--from <time>', 'first instant', parseDate)
    .option('--to <time>', 'instant to stop before', parseDate)
    .option('--tick <duration>', 'simulated time between two looks', parseDuration, 300_000)
    .option('--platform <name...>', 'only these platforms')
    .option('--sample', 'take in sample posts beside real ones', false)
    .option('--series <file>', 'a CSV of date or hour and count instead of stored posts')
    .option('--json', 'print the result as JSON', false)
    .action(async ({ from, to, tick, platform, sample, series, json }) => {
      if (series !== undefined) return done(await (await import('./replay-command.ts')).replaySeries(series, json));
      if (from !== undefined && to !== undefined && from >= to) throw new UsageError('--from must be before --to.');
      return done(
        await (await import('./replay-command.ts')).replayStored({
          ...common(),
          from,
          to,
          tickMs: tick,
          platforms: platform,
          sample,
          json,
        }),
      );
    });
}

function addTelegramLogin(sub: Sub, common: Common, done: Done): void {
  sub('telegram-login', 'log a Telegram account in and print its session').action(async () =>
    done(await (await import('./telegram-login.ts')).loginToTelegram(common())),
  );
}

function addSources(sources: Command, common: Common, done: Done): void {
  sources
    .command('list', { isDefault: true })
    .description('each source with its state, gaps of the last week, and what X will cost')
    .exitOverride()
    .option('--json', 'print as JSON', false)
    .action(async ({ json }) => done(await (await import('./sources.ts')).listSources({ ...common(), json })));
  sources
    .command('read')
    .description('read sources now, once, as the running bot would')
    .exitOverride()
    .argument('[ids...]', 'as `tocsin sources` lists them; all without one')
    .addOption(
      new Option('--for <duration>', 'how long a stream is listened to')
        .argParser(parseDuration)
        .default(30_000, '30s'),
    )
    .option('--json', 'print the result as JSON', false)
    .action(async (ids, { for: forMs, json }) =>
      done(await (await import('./sources.ts')).readSources({ ...common(), ids, forMs, json })),
    );
  sources
    .command('raw')
    .description('what platforms answered, as lines of JSON, for as long as it is kept')
    .exitOverride()
    .option('--source <id>', 'of one source')
    .option('--post <platform:id>', 'of one post', parsePostRef)
    .option('--from <time>', 'read since', parseDate)
    .option('--to <time>', 'read before', parseDate)
    .action(async ({ source, post, from, to }) =>
      done(await (await import('./sources.ts')).printRaw({ ...common(), source, post, from, to })),
    );
}

function addUpkeep(sub: Sub, common: Common, done: Done): void {
  sub('doctor', 'what is configured, reachable and missing')
    .option('--json', 'print as JSON', false)
    .action(async ({ json }) => done(await (await import('./doctor.ts')).doctor({ ...common(), json })));
  sub('slack-manifest', 'print the manifest of the Slack app')
    .option('--url <address>', 'public address of the HTTP mode, ending in /slack/events')
    .action(async ({ url }) =>
      done(await (await import('./slack-manifest.ts')).printSlackManifest({ ...common(), url })),
    );
  sub('sample', 'write the synthetic sample stream as NDJSON')
    .option('--seed <text>', 'another seed gives another stream', 'tocsin')
    .action(async ({ seed }) => done(await (await import('./sample.ts')).writeSample(seed)));
  sub('migrate', 'bring the database to this version’s form').action(async () =>
    done(await (await import('./migrate.ts')).migrate(common())),
  );
}

function version(): string {
  const { version: text }: { version: string } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return text;
}

/** Expected trouble is one line; the rest shows its stack, for a report. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  if (error instanceof UsageError) {
    say(error.message);
    return exitStatus.usage;
  }
  if (
    error instanceof UserError ||
    error instanceof FileError ||
    error instanceof SourceError ||
    error instanceof ConfigError ||
    error instanceof StoreUserError
  ) {
    say(error.message);
    return exitStatus.failed;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitStatus.failed;
}

let status: number = exitStatus.done;
try {
  await program((outcome) => {
    status = outcome;
  }).parseAsync();
} catch (error) {
  status = statusOf(error);
}
process.exit(status);
