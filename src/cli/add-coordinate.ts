/** Options of `tocsin coordinate`, as people write them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { usualHotObjectCap, usualMinRarity } from '../measure/pair-network.ts';
import type { ShareColumnNames } from '../source/file/share-columns-file.ts';
import type { GivenWindow } from './coordinate-log.ts';
import { say, UsageError } from './output.ts';
import { parseCount, parseSeconds } from './parsers.ts';

type Done = (status: number) => void;
type Sub = (name: string, description: string) => Command;

export function addCoordinate(sub: Sub, done: Done): void {
  const command = sub('coordinate', 'network of accounts in a log of object, account and time')
    .argument('<file>', 'CSV, also packed with gzip, bzip2 or zstd')
    .option('--object <column>', 'column with the shared object; may be repeated (default: object_id)', collect, [])
    .option('--account <column>', 'column with the account (default: account_id)')
    .option(
      '--time <column>',
      'column with the time, epoch seconds or ISO 8601 (default: timestamp_share or timestamp)',
    )
    .option('--post <column>', 'column with the post id (default: content_id or post_id, if there is one)')
    .addOption(
      new Option('--method <method>', 'pairs within a window, or cosine of whole accounts')
        .choices(['pairs', 'cosine'])
        .default('pairs'),
    )
    .option('--edges <file>', 'write the edges there as CSV')
    .option('--json', 'print the network’s figures as JSON', false);
  addPairOptions(command);
  addCoortweetOptions(command);
  addCosineOptions(command);
  command.action(async (file, given) => {
    refuseOthers(command, modeOf(given));
    done(await run(file, given));
  });
}

function addPairOptions(command: Command): void {
  command
    .option('--window <seconds>', 'largest distance in time, inclusive; auto estimates it from the log', parseWindow)
    .option('--min-weight <n>', 'least number of distinct objects of an edge', parseCount, 1)
    .option(
      '--min-rarity <n>',
      'edges pass from here on: each shared object counts 1 / (its posts in the window)',
      parseAmount,
      usualMinRarity,
    )
    .option(
      '--hot-cap <n>',
      'a post with more posts of its object in the window before it looks for no partner',
      parseCount,
      usualHotObjectCap,
    );
}

function addCoortweetOptions(command: Command): void {
  command
    .addOption(new Option('--compat <program>', 'count exactly as this program does').choices(['coortweet']))
    .option('--min-participation <n>', 'coortweet: rows that an account must have', parseWhole, 2)
    .option('--keep-loops', 'coortweet: keep pairs of one account or one post', false)
    .option('--edge-quantile <q>', 'coortweet: edges heavier than this quantile pass', parsePart, 0.5)
    .option('--fast-window <seconds>', 'coortweet: a shorter window, counted beside', parseSeconds)
    .addOption(
      new Option(
        '--repeats <what>',
        'coortweet, cosine: rows alike in object, account, post and time (default: drop if the file has other columns)',
      ).choices(['keep', 'drop']),
    );
}

function addCosineOptions(command: Command): void {
  command
    .option('--min-actions <n>', 'cosine: rows that an account must have', parseCount, 20)
    .addOption(
      new Option('--trace <trace>', 'cosine: what accounts are compared by')
        .choices(['object', 'hashtag-sequence', 'fast-repost'])
        .default('object'),
    )
    .option('--fast-seconds <seconds>', 'cosine: a repost is fast up to here', parseSeconds, 10)
    .option('--top <n>', 'cosine: best partners kept of each account', parseCount)
    .option('--percentile <p>', 'cosine: edges at or above this percentile pass', parsePercentile);
}

type Mode = 'pairs' | 'coortweet' | 'cosine';

/** What only some of the three ways of counting know. */
const modesOf: Readonly<Record<string, readonly Mode[]>> = {
  compat: ['coortweet'],
  window: ['pairs', 'coortweet'],
  minWeight: ['pairs'],
  minRarity: ['pairs'],
  hotCap: ['pairs'],
  minParticipation: ['coortweet'],
  keepLoops: ['coortweet'],
  edgeQuantile: ['coortweet'],
  fastWindow: ['coortweet'],
  repeats: ['coortweet', 'cosine'],
  minActions: ['cosine'],
  trace: ['cosine'],
  fastSeconds: ['cosine'],
  top: ['cosine'],
  percentile: ['cosine'],
};

const modeFlags: Readonly<Record<Mode, string>> = {
  pairs: '--method pairs',
  coortweet: '--compat coortweet',
  cosine: '--method cosine',
};

function modeOf({ method, compat }: Pick<Given, 'method' | 'compat'>): Mode {
  return method === 'cosine' ? 'cosine' : (compat ?? 'pairs');
}

/** An option that would do nothing is a mistake in the question. */
function refuseOthers(command: Command, mode: Mode): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const modes = modesOf[name];
    if (modes === undefined || modes.includes(mode) || command.getOptionValueSource(name) !== 'cli') continue;
    if (name === 'window') {
      // Scripts that count both ways name it in both; nothing is counted otherwise for it.
      say('--window is not looked at: cosine compares accounts over the whole log.');
      continue;
    }
    const where = modes.map((each) => modeFlags[each]).join(' and ');
    throw new UsageError(`${option.long ?? name} belongs to ${where}; this is ${modeFlags[mode]}.`);
  }
}

/** As commander hands them over: what was not given and has no default is missing. */
interface Given {
  readonly object: readonly string[];
  readonly account?: string | undefined;
  readonly time?: string | undefined;
  readonly post?: string | undefined;
  readonly method: 'pairs' | 'cosine';
  readonly edges?: string | undefined;
  readonly json: boolean;
  readonly window?: GivenWindow | undefined;
  readonly minWeight: number;
  readonly minRarity: number;
  readonly hotCap: number;
  readonly compat?: 'coortweet' | undefined;
  readonly minParticipation: number;
  readonly keepLoops: boolean;
  readonly edgeQuantile: number;
  readonly fastWindow?: number | undefined;
  readonly repeats?: 'keep' | 'drop' | undefined;
  readonly minActions: number;
  readonly trace: 'object' | 'hashtag-sequence' | 'fast-repost';
  readonly fastSeconds: number;
  readonly top?: number | undefined;
  readonly percentile?: number | undefined;
}

async function run(file: string, given: Given): Promise<number> {
  const { edges, json, window } = given;
  const columns: ShareColumnNames = {
    objects: given.object,
    account: given.account,
    time: given.time,
    post: given.post,
  };
  if (given.method === 'cosine') {
    const { minActions, trace, fastSeconds, top, percentile, repeats } = given;
    const { coordinateCosine } = await import('./coordinate-cosine.ts');
    return coordinateCosine({ file, columns, minActions, trace, fastSeconds, top, percentile, repeats, edges, json });
  }
  if (window === undefined) throw new UsageError('--window is missing: seconds, or auto.');
  if (given.compat === 'coortweet') {
    const { minParticipation, keepLoops, edgeQuantile, fastWindow: fastWindowSeconds, repeats } = given;
    const { coordinateCoortweet } = await import('./coordinate-coortweet.ts');
    return coordinateCoortweet({
      file,
      columns,
      window,
      minParticipation,
      keepLoops,
      edgeQuantile,
      fastWindowSeconds,
      repeats,
      edges,
      json,
    });
  }
  const { minWeight, minRarity, hotCap: hotObjectCap } = given;
  const { coordinatePairs } = await import('./coordinate-pairs.ts');
  return coordinatePairs({ file, columns, window, minWeight, minRarity, hotObjectCap, edges, json });
}

function collect(column: string, before: readonly string[]): readonly string[] {
  return [...before, column];
}

function parseWindow(text: string): GivenWindow {
  return text === 'auto' ? 'auto' : parseSeconds(text);
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (text.trim() === '' || !(amount >= 0)) throw new InvalidArgumentError('Expected a number, 0 or more.');
  return amount;
}

function parseWhole(text: string): number {
  const amount = parseAmount(text);
  if (!Number.isInteger(amount)) throw new InvalidArgumentError('Expected a whole number, 0 or more.');
  return amount;
}

function parsePart(text: string): number {
  const part = parseAmount(text);
  if (part > 1) throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return part;
}

function parsePercentile(text: string): number {
  const percentile = parseAmount(text);
  if (percentile > 100) throw new InvalidArgumentError('Expected a number from 0 to 100.');
  return percentile;
}
