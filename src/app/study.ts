/** A question and its inputs → the report of a study: read, counted, ready to be written. */

import type { StanceModel } from '../measure/stance.ts';
import type { Behind } from '../measure/table/post-table.ts';
import { count } from '../measure/words.ts';
import type { Registry } from '../registry/registry.ts';
import type { ImportOptions } from '../source/file/file-format.ts';
import type { PostStore } from '../store/store.ts';
import { buildReport } from '../study/build-report.ts';
import { createGathering, type Gathered, type Gathering } from '../study/gather.ts';
import { createListings, type Listing } from '../study/listing.ts';
import { compileQuery } from '../study/query/query.ts';
import type { StudyGap, StudyQuestion, StudyReport } from '../study/report.ts';
import { readStored, readStudyFile } from './study-inputs.ts';

interface StudyFiles {
  readonly paths: readonly string[];
  readonly options: Omit<ImportOptions, 'onNotes'>;
}

export interface StudyDeps {
  readonly question: StudyQuestion;
  readonly input: StudyFiles | Pick<PostStore, 'readInOrder' | 'gapsIn'>;
  readonly registry: Registry;
  readonly stance?: StanceModel | undefined;
  /** Key of the pseudonyms. */
  readonly secret: string;
  readonly mark: string;
  readonly madeAt?: Date | undefined;
  /** One line for who waits. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface Study {
  readonly report: StudyReport;
  readonly list: (behind: Behind) => Listing;
}

/** Throws a `QueryError`, or a `FileError` for a file that cannot be read as a whole. */
export async function makeStudy(deps: StudyDeps): Promise<Study> {
  const { question, registry, stance, onProgress = () => undefined } = deps;
  const query = compileQuery(question.query, registry);
  const gathering = createGathering({ registry, query, question, stance });
  await readInputs(deps, gathering, onProgress);
  onProgress('putting the posts in order');
  const gathered = gathering.build();
  const { table, rows, inputs } = gathered;
  const gaps = 'paths' in deps.input ? [] : await gapsOf(deps.input, question);
  const report = await buildReport({
    context: { table, rows, registry, question: { ...question, query: query.text }, gaps },
    head: { mark: deps.mark, inputs, madeAt: deps.madeAt },
    notes: [...notesOf(gathered), ...statesWithoutEntry(registry, question)],
    async onStep(name) {
      onProgress(`counting: ${name}`);
      // Between two steps, what else waits has its turn.
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  return { report, list: createListings(table, deps.secret) };
}

/** A state that nobody is listed for gives shares of zero that say nothing. */
function statesWithoutEntry({ entries }: Registry, { states = [] }: StudyQuestion): readonly string[] {
  const missing = states.filter((state) => !entries.some((entry) => entry.state === state));
  return missing.length === 0
    ? []
    : [`The registry has no entry of ${missing.join(', ')}: its shares are zero by that.`];
}

async function readInputs(
  { input, question }: StudyDeps,
  gathering: Gathering,
  onProgress: (line: string) => void,
): Promise<void> {
  const show = ({ name, part }: { readonly name: string; readonly part: number | undefined }): void => {
    const share = part === undefined ? '' : ` ${Math.floor(part * 100)} %,`;
    onProgress(`${name}:${share} ${count(gathering.posts)} posts read, ${count(gathering.selected)} selected`);
  };
  if (!('paths' in input)) return readStored(input, question, { gathering, onProgress: show });
  for (const path of input.paths) await readStudyFile(path, input.options, { gathering, onProgress: show });
}

const beginning = new Date(0);
const endOfTime = new Date('2100-01-01T00:00:00Z');

async function gapsOf(
  posts: Pick<PostStore, 'gapsIn'>,
  { from = beginning, to = endOfTime, platforms }: StudyQuestion,
): Promise<readonly StudyGap[]> {
  const gaps = await posts.gapsIn({ from, to });
  return gaps
    .filter(({ platform }) => platform === undefined || (platforms?.includes(platform) ?? true))
    .map((gap) => ({ platform: gap.platform, coverage: gap.coverage, from: gap.from, to: gap.to, why: gap.reason }));
}

function notesOf({ table, rows, inputs, history: { kept, leftOut } }: Gathered): readonly string[] {
  const selected = inputs.reduce((sum, input) => sum + input.selected, 0);
  const again = selected - (rows?.length ?? table.rows);
  return [
    ...(again > 0
      ? [`${count(again)} of the rows selected are of a post that was read before; it is counted once.`]
      : []),
    ...(kept > 0
      ? [
          `${count(kept)} other posts were read as history of the accounts: before the span, or not selected by the query.`,
        ]
      : []),
    ...(leftOut > 0 ? [`${count(leftOut)} more of them were left out, since only so many can be held.`] : []),
  ];
}
