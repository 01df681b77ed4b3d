/** Options of `tocsin study`, as people write them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { normalTag } from '../post/normal-form.ts';
import { fileFormats } from '../source/file/file-format.ts';
import { fileOptionsOf, type GivenFileOptions } from './file-options.ts';
import { UsageError } from './output.ts';
import { collectPrefix, parseCount, parseDate, parseZone } from './parsers.ts';
import type { StudyCommandOptions } from './study.ts';

export function addStudy(
  sub: (name: string, description: string) => Command,
  common: () => { config?: string },
  done: (status: number) => void,
): void {
  const command = sub('study', 'the tables of a study of stored posts or of files, with every number’s rows')
    .option(
      '--query <query>',
      'which posts: words, "phrases", #tags, host: lang: platform: kind: class: state: from:',
      '',
    )
    .option('--from <time>', 'first instant', parseDate)
    .option('--to <time>', 'instant to stop before', parseDate)
    .option('--platform <name...>', 'only these platforms')
    .option('--input <files...>', 'files instead of the stored posts, as `tocsin import` reads them')
    .option('--registry <files...>', 'with --input: registry files instead of the starter registry')
    .option('--out <folder>', 'where the files go', 'study')
    .option('--top <platform=n,…>', 'how many of the most interactive posts are looked at', parseTop, {})
    .option('--zone <zone...>', 'zones whose office hours are counted, such as Asia/Shanghai', collectZone)
    .option('--min-n <n>', 'shares of fewer are withheld', parseCount, 50)
    .option('--tag <tag>', 'tag whose family and first use are looked at', parseTag)
    .option('--states <codes>', 'only these states count as attributed, such as CN,RU', parseStates)
    .option('--stance <question>', 'lexicons of this question classify the stance')
    .option('--no-stance', 'classifies no stance')
    .option('--made-at <time>', 'time that is printed in the head; without it equal inputs give equal files', parseDate)
    .option('--json', 'print study.json instead of the summary', false);
  addFileOptions(command).action(async (given: GivenStudy) =>
    done(await (await import('./study.ts')).study({ ...common(), ...optionsOf(given) })),
  );
}

/** How files are read; as for `tocsin import`. */
function addFileOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'format of the files').choices([...fileFormats]))
    .option('--file-platform <name>', 'platform of the posts, where a file does not say')
    .option(
      '--platform-prefix <prefix=name>',
      'platform by the beginning of the account id; may be repeated',
      collectPrefix,
      {},
    )
    .option('--file-zone <zone>', 'zone of times in files that name none', parseZone)
    .option('--object <column>', 'column with the shared object')
    .option('--account <column>', 'column with the account')
    .option('--time <column>', 'column with the time')
    .option('--post <column>', 'column with the post id')
    .option('--text <column>', 'column with the text')
    .addOption(new Option('--object-kind <kind>', 'what the object is').choices(['tag', 'link', 'repost']))
    .option('--no-takedown', 'an archive whose accounts were not removed by the platform')
    .option('--takedown-at <date>', 'when the accounts of an archive were known to be removed', parseDate)
    .addOption(new Option('--date-order <order>', 'order of dates such as 03/04/2026').choices(['dmy', 'mdy']))
    .option('--mapping <file>', 'which column is what, for a file of another format (YAML)');
}

interface GivenStudy extends GivenFileOptions {
  readonly query: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly platform?: readonly string[];
  readonly input?: readonly string[];
  readonly registry?: readonly string[];
  readonly out: string;
  readonly top: Readonly<Record<string, number>>;
  readonly zone?: readonly string[];
  readonly minN: number;
  readonly tag?: string;
  readonly states?: readonly string[];
  /** false after --no-stance. */
  readonly stance?: string | boolean;
  readonly madeAt?: Date;
  readonly json: boolean;
  readonly filePlatform?: string;
  readonly fileZone?: string;
  readonly mapping?: string;
}

function optionsOf(given: GivenStudy): Omit<StudyCommandOptions, 'config'> {
  const { from, to, platform: platforms } = given;
  if (from !== undefined && to !== undefined && from >= to) throw new UsageError('--from must be before --to.');
  return {
    question: {
      query: given.query,
      from,
      to,
      platforms: platforms?.map((name) => name.toLowerCase()),
      top: given.top,
      zones: given.zone ?? [],
      minN: given.minN,
      tag: given.tag,
      states: given.states,
    },
    files: given.input ?? [],
    fileOptions: fileOptionsOf(given, {
      // Who asks for one platform only means the file's posts with it, too.
      platform: given.filePlatform ?? (given.platform?.length === 1 ? given.platform[0]?.toLowerCase() : undefined),
      zone: given.fileZone,
    }),
    mapping: given.mapping,
    registry: given.registry,
    stance: given.stance === true ? undefined : given.stance,
    out: given.out,
    madeAt: given.madeAt,
    json: given.json,
  };
}

function parseTop(value: string, known: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const entries = value.split(',').map((part): readonly [string, number] => {
    const match = /^\s*([a-z][a-z0-9._-]*)\s*=\s*(\d{1,7})\s*$/i.exec(part);
    if (match?.[1] === undefined || Number(match[2]) < 1)
      throw new InvalidArgumentError('Expected PLATFORM=N, for instance facebook=400,x=1000.');
    return [match[1].toLowerCase(), Number(match[2])];
  });
  return { ...known, ...Object.fromEntries(entries) };
}

function collectZone(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, parseZone(value)];
}

function parseTag(value: string): string {
  const tag = normalTag(value);
  if (tag === '') throw new InvalidArgumentError('Expected a tag.');
  return tag;
}

function parseStates(value: string): readonly string[] {
  const states = value.split(',').map((state) => state.trim().toUpperCase());
  if (!states.every((state) => /^[A-Z]{2}$/.test(state)))
    throw new InvalidArgumentError('Expected states by two letters, for instance CN,RU.');
  return states;
}
