/** `tocsin import FILE…`: files into the store, with a report of what was refused. */
import { counted } from '../measure/words.ts';
import { type ImportReport, importFile } from '../source/file/import-file.ts';
import type { ImportOptions } from '../source/file/file-format.ts';
import type { PostStore } from '../store/store.ts';
import { createProgress, exitStatus, printJson, printLines } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface ImportCommandOptions extends CommonOptions {
  readonly files: readonly string[];
  readonly options: Omit<ImportOptions, 'now'>;
  readonly json: boolean;
}

/** Imports name one source in `/status`; they have no cursor. */
const sourceId = 'import';
/** Refused rows a person is shown; `--json` lists more. */
const refusalsShown = 10;

export async function importFiles({ files, options, json, ...common }: ImportCommandOptions): Promise<number> {
  return withDatabase(common, async ({ store }) => {
    const reports: ImportReport[] = [];
    for (const path of files) reports.push(await importOne(path, options, store.posts));
    if (json) await printJson(reports.length === 1 ? reports[0] : reports);
    else await printLines(reports.flatMap(describe));
    return exitStatus.done;
  });
}

async function importOne(path: string, options: Omit<ImportOptions, 'now'>, store: PostStore): Promise<ImportReport> {
  const progress = createProgress();
  const now = new Date();
  try {
    return await importFile({
      path,
      options: { ...options, now },
      keep: (posts) => store.keepPage(sourceId, { posts }, now),
      keepAccounts: async (accounts) => void (await store.keepPage(sourceId, { posts: [], accounts }, now)),
      onProgress: ({ bytes, totalBytes, posts, refused }) => {
        const share = Math.floor((100 * bytes) / Math.max(1, totalBytes));
        progress.show(`${path}: ${share} %, ${counted(posts, 'post')}, ${refused} refused`);
      },
    });
  } finally {
    progress.done();
  }
}

function describe(report: ImportReport): readonly string[] {
  const { file, format, rows, posts, added, known, accounts, refused, refusals, seconds } = report;
  const facts = accounts > 0 ? `, ${counted(accounts, 'account')} described` : '';
  const lines = [
    `${file} (${format}): ${counted(rows, 'row')}, ${counted(posts, 'row')} with a post: ${added} new, ${known} known${facts}; ${refused} refused; ${seconds.toFixed(1)} s`,
    ...refusals.slice(0, refusalsShown).map(({ line, reason }) => `  line ${line}: ${reason}`),
  ];
  const more = refused - refusalsShown;
  return more > 0 ? [...lines, `  and ${more} more (--json lists the first ${refusals.length})`] : lines;
}
