/** Writes the files of a study into its folder: all of them, or none. */
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../chat/command.ts';
import type { StudyFile } from '../study/files.ts';

/** What a study is made of; an earlier one in the same folder is replaced by these names. */
const parts = ['study.html', 'study.md', 'study.json', 'tables', 'rows'];

/** Throws a `UserError` when the folder holds something else than a study, or cannot be written: before hours of reading. */
export async function checkStudyFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException): string[] => {
    if (cause.code === 'ENOENT') return [];
    throw new UserError(`${folder} cannot be used: it is no folder, or this user may not read it.`, { cause });
  });
  if (names.length > 0 && !names.includes('study.json'))
    throw new UserError(`${folder} holds other files; name an empty folder, a new one, or that of an earlier study.`);
  await checkWritable(resolve(folder), folder);
}

/** The folder itself, or the nearest one above it that there is. */
async function checkWritable(path: string, folder: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing && dirname(path) !== path) return checkWritable(dirname(path), folder);
    throw new UserError(`${folder} cannot be written by this user; name another folder with --out.`, { cause });
  }
}

/** Throws the signal's reason when it is aborted, and a `UserError` when the disk refuses; the files there are then as they were. */
export async function writeStudyFiles(
  folder: string,
  files: Iterable<StudyFile>,
  signal?: AbortSignal,
): Promise<{ readonly files: number }> {
  const making = join(folder, `.making-${process.pid}`);
  let written = 0;
  try {
    for (const { path, chunks } of files) {
      signal?.throwIfAborted();
      await writeChunks(join(making, path), chunks);
      written += 1;
    }
    for (const name of parts) {
      await rm(join(folder, name), { recursive: true, force: true });
      await rename(join(making, name), join(folder, name)).catch((error: NodeJS.ErrnoException) => {
        // A study without a post has no lists of rows.
        if (error.code !== 'ENOENT') throw error;
      });
    }
  } catch (cause) {
    throw diskError(folder, cause) ?? cause;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return { files: written };
}

const refusals: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk cannot be written',
};

function diskError(folder: string, cause: unknown): UserError | undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return why === undefined
    ? undefined
    : new UserError(`The study cannot be written to ${folder}: ${why}. Nothing was left there.`, { cause });
}

/** Characters written at once. */
const pieceLength = 1 << 18;

async function writeChunks(path: string, chunks: Iterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    let piece = '';
    for (const chunk of chunks) {
      piece += chunk;
      if (piece.length < pieceLength) continue;
      await file.write(piece);
      piece = '';
    }
    if (piece !== '') await file.write(piece);
  } finally {
    await file.close();
  }
}
