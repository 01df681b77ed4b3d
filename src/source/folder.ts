/**
 * A watched folder as a source: files dropped in are read once, then moved to `done/` or `refused/` with a report
 * beside them. A file is moved after its last page was kept; after a crash it is read again, which adds nothing twice.
 */
import { copyFile, lstat, mkdir, open, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from './file/file-error.ts';
import type { FileNotes, ImportOptions, Refusal } from './file/file-format.ts';
import { type ImportReport, inBatches, postsPerBatch, refusalsListed } from './file/import-file.ts';
import { openPosts } from './file/read-file.ts';
import type { Page, PollContext, Source } from './source.ts';

/** As an import reports, but the one who keeps the pages knows what was new. `error`: why nothing could be read. */
export interface FolderReport extends Omit<ImportReport, 'format' | 'added' | 'known'> {
  readonly format?: ImportReport['format'] | undefined;
  readonly readAt: Date;
  readonly error?: string | undefined;
  /** Absent when the file was not read to its end. */
  readonly notes?: FileNotes | undefined;
}

export interface FolderSourceDeps {
  /** The folder must exist; it is not searched below. */
  readonly path: string;
  /** Minutes between two looks into the folder. */
  readonly everyMinutes: number;
  readonly options: Omit<ImportOptions, 'now' | 'onNotes'>;
  /** Where `done/` and `refused/` are made; the watched folder itself when absent. */
  readonly reportsTo?: string | undefined;
  /** Hears of every file that was read or refused, after it was moved. */
  onReport?: ((report: FolderReport) => void) | undefined;
}

/** A file whose size has not changed for so long is complete. */
const stableMs = 2000;

interface Seen {
  readonly name: string;
  readonly size: number;
  readonly modifiedMs: number;
}

export function createFolderSource(deps: FolderSourceDeps): Source {
  let lastSeen = new Map<string, Seen>();
  return {
    id: 'folder',
    platform: deps.options.platform ?? 'file',
    everyMinutes: deps.everyMinutes,
    // Files hold what somebody chose, and they stay until they are read.
    coverage: 'part',
    catchesUp: true,
    async *poll(cursor, context) {
      const present = await listFiles(deps.path);
      const complete = present.filter((file) => isComplete(file, lastSeen.get(file.name), context.now));
      lastSeen = new Map(present.map((file) => [file.name, file]));
      for (const file of complete) yield* readAndMove(file, deps, cursor, context);
      // A quiet folder was read, too.
      if (complete.length === 0) yield { posts: [], deletes: [], gaps: [], cursor, done: true };
    },
  };
}

/** Still being written by its name: hidden, `.part`, `.tmp`; reports of ours are no posts either. */
const ignored = /^[.]|[.](?:part|tmp|crdownload|filepart)$|[.]report[.]json$/i;

async function listFiles(path: string): Promise<readonly Seen[]> {
  const names = await readdir(path).catch((cause: unknown) => {
    throw new FileError(`${path} cannot be read: is it a folder, and may this user open it?`, { cause });
  });
  const files: Seen[] = [];
  for (const name of names.sort()) {
    if (ignored.test(name)) continue;
    const found = await statOf(join(path, name));
    if (found !== undefined) files.push({ name, ...found });
  }
  return files;
}

/** `undefined` for what is no regular file, or has gone meanwhile. */
async function statOf(path: string): Promise<Omit<Seen, 'name'> | undefined> {
  try {
    const found = await lstat(path);
    return found.isFile() ? { size: found.size, modifiedMs: found.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

function isComplete(file: Seen, before: Seen | undefined, now: Date): boolean {
  const unchanged = before?.size === file.size && before.modifiedMs === file.modifiedMs;
  return unchanged || now.getTime() - file.modifiedMs >= stableMs;
}

async function* readAndMove(
  file: Seen,
  deps: FolderSourceDeps,
  cursor: unknown,
  { now, signal }: PollContext,
): AsyncGenerator<Page> {
  const path = join(deps.path, file.name);
  const started = performance.now();
  const counts = { rows: 0, posts: 0, accounts: 0, refused: 0 };
  const refusals: Refusal[] = [];
  let format: ImportReport['format'] | undefined;
  let error: string | undefined;
  let notes: FileNotes | undefined;
  try {
    const opened = await openPosts(path, {
      ...deps.options,
      now,
      onNotes(taken) {
        notes = taken;
      },
    });
    format = opened.format;
    for await (const batch of inBatches(opened.batches, postsPerBatch)) {
      signal.throwIfAborted();
      counts.posts += batch.posts.length;
      counts.accounts += batch.accounts.length;
      counts.refused += batch.refusals.length;
      counts.rows += batch.posts.length + batch.accounts.length + batch.refusals.length;
      refusals.push(...batch.refusals.slice(0, refusalsListed - refusals.length));
      yield { posts: batch.posts, accounts: batch.accounts, deletes: [], gaps: [], cursor };
    }
  } catch (cause) {
    // One bad file must not stop the others; everything else is not the file's fault.
    if (!(cause instanceof FileError)) throw cause;
    error = cause.message;
  }
  const after = await statOf(path);
  // Somebody went on writing: it is read again when it has come to rest.
  if (after === undefined || after.size !== file.size || after.modifiedMs !== file.modifiedMs) return;
  const usable = error === undefined && (counts.rows === 0 || counts.refused < counts.rows);
  const seconds = Math.round(performance.now() - started) / 1000;
  const report: FolderReport = {
    file: file.name,
    format,
    error,
    ...counts,
    refusals,
    notes,
    seconds,
    readAt: now,
  };
  await moveWithReport(path, join(deps.reportsTo ?? deps.path, usable ? 'done' : 'refused'), file.name, report);
  deps.onReport?.(report);
}

async function moveWithReport(from: string, folder: string, name: string, report: FolderReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  const to = await reserve(folder, name);
  await writeFile(`${to}.report.json`, `${JSON.stringify(report, null, 2)}\n`);
  try {
    await rename(from, to);
  } catch (error) {
    // Another file system: a rename cannot cross it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(from, to);
    await unlink(from);
  }
}

/** A free name in the folder, taken by an empty file: `a.csv`, or `a-2.csv` where an older file has that name. */
async function reserve(folder: string, name: string): Promise<string> {
  const dot = name.indexOf('.', 1);
  const [stem, ending] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  for (let n = 1; ; n += 1) {
    const path = join(folder, n === 1 ? name : `${stem}-${n}${ending}`);
    try {
      const file = await open(path, 'wx');
      await file.close();
      return path;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
