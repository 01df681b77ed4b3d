/** `tocsin import FILE…`: files into the store, with a report of what was refused. */
import { counted } from '../measure/words.ts';
import { FileError } from '../source/file/file-error.ts';
import type { FileNotes, ImportOptions } from '../source/file/file-format.ts';
import { type ImportReport, importFile } from '../source/file/import-file.ts';
import { readMapping } from '../source/file/mapping.ts';
import type { PostStore } from '../store/store.ts';
import { createProgress, exitStatus, printJson, printLines, say } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface ImportCommandOptions extends CommonOptions {
  readonly files: readonly string[];
  readonly options: GivenOptions;
  /** File that says which column is what, for a format Tocsin does not know. */
  readonly mapping?: string | undefined;
  readonly json: boolean;
}

type GivenOptions = Omit<ImportOptions, 'now' | 'onNotes' | 'mapping'>;

/** What the import of one file prints. */
type FileReport = ImportReport & FileNotes;

/** A file that could not be read as a whole. */
interface Unread {
  readonly file: string;
  readonly error: string;
}

/** Imports name one source in `/status`; they have no cursor. */
const sourceId = 'import';
/** Refused rows a person is shown; `--json` lists more. */
const refusalsShown = 10;

export async function importFiles(given: ImportCommandOptions): Promise<number> {
  const { files, options: written, mapping, json, ...common } = given;
  const options = mapping === undefined ? written : { ...written, mapping: await readMapping(mapping) };
  return withDatabase(common, async ({ store }) => {
    const reports: (FileReport | Unread)[] = [];
    for (const file of files) {
      try {
        reports.push(await importOne(file, options, store.posts));
      } catch (error) {
        // One wrong file of several costs neither the others nor what is to be told of them.
        if (!(error instanceof FileError) || files.length === 1) throw error;
        reports.push({ file, error: error.message });
      }
    }
    if (json) await printJson(reports.length === 1 ? reports[0] : reports);
    else await printLines(reports.flatMap((report) => ('error' in report ? [] : describe(report))));
    const unread = reports.filter((report) => 'error' in report);
    for (const { error } of unread) say(error);
    return unread.length === 0 ? exitStatus.done : exitStatus.failed;
  });
}

async function importOne(
  path: string,
  options: Omit<ImportOptions, 'now' | 'onNotes'>,
  store: PostStore,
): Promise<FileReport> {
  const progress = createProgress();
  const now = new Date();
  let notes: FileNotes = { refusedBy: {}, unknownColumns: [], told: {} };
  try {
    const report = await importFile({
      path,
      options: {
        ...options,
        now,
        onNotes(taken) {
          notes = taken;
        },
      },
      keep: (posts) => store.keepPage(sourceId, { posts }, now),
      keepAccounts: async (accounts) => void (await store.keepPage(sourceId, { posts: [], accounts }, now)),
      onProgress: ({ bytes, totalBytes, posts, refused }) => {
        const share = Math.floor((100 * bytes) / Math.max(1, totalBytes));
        progress.show(`${path}: ${share} %, ${counted(posts, 'post')}, ${refused} refused`);
      },
    });
    return { ...report, ...notes };
  } finally {
    progress.done();
  }
}

function describe(report: FileReport): readonly string[] {
  const { file, format, rows, posts, added, known, accounts, refused, refusals, seconds } = report;
  const facts = accounts > 0 ? `, ${counted(accounts, 'account')} described` : '';
  const shown = refusals.slice(0, refusalsShown);
  const more = refused - shown.length;
  return [
    `${file} (${format}): ${counted(rows, 'row')}, ${counted(posts, 'row')} with a post: ${added} new, ${known} known${facts}; ${refused} refused; ${seconds.toFixed(1)} s`,
    ...Object.entries(report.told).map(([what, times]) => `  ${what}: ${times}`),
    ...(report.unknownColumns.length > 0 ? [`  columns not read: ${report.unknownColumns.join(', ')}`] : []),
    ...shown.map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more (--json lists the first ${refusals.length}); all of them by reason:`] : []),
    ...(more > 0 ? Object.entries(report.refusedBy).map(([reason, times]) => `    ${times} × ${reason}`) : []),
  ];
}
