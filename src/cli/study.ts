/** `tocsin study`: the tables of a study, printed and written, from files or from stored posts. */
import type { LoadedConfig } from '../../config/load.ts';
import { loadStance, type RunningStance } from '../app/stance.ts';
import { makeStudy, type Study, type StudyDeps } from '../app/study.ts';
import { checkStudyFolder, writeStudyFiles } from '../app/study-folder.ts';
import { readStudyRegistry } from '../app/study-registry.ts';
import { studySecret } from '../app/study-secret.ts';
import { UserError } from '../chat/command.ts';
import { count } from '../measure/words.ts';
import { normalTag } from '../post/normal-form.ts';
import { createRegistry } from '../registry/create-registry.ts';
import type { ImportOptions } from '../source/file/file-format.ts';
import { readMapping } from '../source/file/mapping.ts';
import type { PostStore } from '../store/store.ts';
import { studyFiles } from '../study/files.ts';
import { QueryError } from '../study/query/query-error.ts';
import { studyJson } from '../study/render/json.ts';
import { studySummary } from '../study/render/summary.ts';
import type { StudyQuestion } from '../study/report.ts';
import { createProgress, exitStatus, printJson, printLines, say, UsageError } from './output.ts';
import { type CommonOptions, load, withDatabase } from './session.ts';

export interface StudyCommandOptions extends CommonOptions {
  readonly question: Omit<StudyQuestion, 'declaredTags'>;
  /** None: the stored posts. */
  readonly files: readonly string[];
  readonly fileOptions: Omit<ImportOptions, 'now' | 'onNotes' | 'mapping'>;
  readonly mapping: string | undefined;
  /** For files; undefined: the starter registry. */
  readonly registry: readonly string[] | undefined;
  /** false: no stance; text: the question of the lexicons; undefined: the usual one. */
  readonly stance: string | false | undefined;
  readonly out: string;
  readonly madeAt: Date | undefined;
  readonly json: boolean;
}

export async function study(given: StudyCommandOptions): Promise<number> {
  await checkStudyFolder(given.out);
  const loaded = await load(given);
  const stance = given.stance === false ? undefined : await loadStance(loaded.config.stance, given.stance);
  try {
    if (given.files.length > 0) return await finish(given, await ofFiles(given, loaded, stance), loaded);
    if (given.registry !== undefined)
      throw new UsageError('--registry goes with --input; stored posts are read with the stored registry.');
    return await withDatabase(given, async ({ store }) => {
      const platforms = given.question.platforms ?? (await withoutSample(store.posts));
      return finish(
        given,
        {
          question: { ...given.question, platforms },
          input: store.posts,
          registry: createRegistry(await store.registry.snapshot()),
          stance,
          secret:
            loaded.secrets.tocsinSecret ?? (await store.settings.getOrCreate('secret', () => crypto.randomUUID())),
        },
        loaded,
      );
    });
  } catch (error) {
    if (error instanceof QueryError) throw new UsageError(error.message);
    throw error;
  } finally {
    await stance?.close();
  }
}

type GivenDeps = Omit<StudyDeps, 'mark' | 'madeAt' | 'onProgress'>;

async function ofFiles(
  { question, files, fileOptions, mapping, registry }: StudyCommandOptions,
  { config, secrets }: LoadedConfig,
  stance: RunningStance | undefined,
): Promise<GivenDeps> {
  const now = new Date();
  return {
    question,
    input: {
      paths: files,
      options: { ...fileOptions, now, ...(mapping === undefined ? {} : { mapping: await readMapping(mapping) }) },
    },
    registry: await readStudyRegistry(registry, now, say),
    stance,
    secret: secrets.tocsinSecret ?? (await studySecret(config.dataDir)),
  };
}

async function finish(
  { out, json, madeAt, question: { tag } }: StudyCommandOptions,
  deps: GivenDeps,
  { config }: LoadedConfig,
): Promise<number> {
  const progress = createProgress();
  const declaredTags = tag === undefined ? undefined : familyOf(tag, config.watch.families);
  const made = await makeStudy({
    ...deps,
    question: { ...deps.question, declaredTags },
    mark: config.mark,
    madeAt,
    onProgress: (line) => progress.show(line),
  });
  progress.show(`writing ${out}`);
  const files = await write(out, made);
  progress.done();
  if (json) await printJson(studyJson(made.report, () => undefined));
  else
    await printLines([
      ...studySummary(made.report),
      '',
      ...(made.report.sections.length === 0
        ? ['No post was selected: see Query, Span, Platforms asked for and Refused above.']
        : []),
      `${count(files)} files written to ${out}: study.html, study.md, study.json, tables/, rows/`,
    ]);
  return exitStatus.done;
}

/** While files are written, an interrupt takes back what was written; before, there is nothing to take back. */
async function write(out: string, { report, list }: Study): Promise<number> {
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort(new UserError('Stopped; nothing was written.'));
  process.once('SIGINT', onInterrupt);
  try {
    return (await writeStudyFiles(out, studyFiles(report, list), stop.signal)).files;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** Sample posts are left out as soon as real ones are stored. */
async function withoutSample(posts: PostStore): Promise<readonly string[] | undefined> {
  const stored = (await posts.summary()).platforms.map(({ platform }) => platform);
  const real = stored.filter((platform) => platform !== 'sample');
  if (real.length === 0 || real.length === stored.length) return undefined;
  say('Sample posts are left out; --platform sample takes them.');
  return real;
}

/** Tags that people declared to be of one subject with this one. */
function familyOf(tag: string, families: Readonly<Record<string, readonly string[]>>): readonly string[] | undefined {
  const found = Object.values(families).filter((tags) => tags.some((one) => normalTag(one) === tag));
  return found.length === 0 ? undefined : [...new Set(found.flat())];
}
