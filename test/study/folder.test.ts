import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStudyFolder, writeStudyFiles } from '../../src/app/study-folder.ts';
import { studySecret } from '../../src/app/study-secret.ts';
import { UserError } from '../../src/chat/command.ts';
import type { StudyFile } from '../../src/study/files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-study-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function files(rows: string): readonly StudyFile[] {
  return [
    { path: `rows/${rows}.csv`, chunks: ['a\r\n', 'b\r\n'] },
    { path: 'tables/one.csv', chunks: ['x'] },
    { path: 'study.json', chunks: [`"${rows}"`] },
    { path: 'study.md', chunks: [''] },
    { path: 'study.html', chunks: ['<p>'] },
  ];
}

describe('the folder of a study', () => {
  it('holds all files, and nothing of an earlier study', async () => {
    await writeStudyFiles(folder, files('first'));
    const { files: written } = await writeStudyFiles(folder, files('second'));

    expect(written).toBe(5);
    expect(await readdir(join(folder, 'rows'))).toEqual(['second.csv']);
    expect(await readFile(join(folder, 'rows', 'second.csv'), 'utf8')).toBe('a\r\nb\r\n');
    expect((await readdir(folder)).sort()).toEqual(['rows', 'study.html', 'study.json', 'study.md', 'tables']);
  });

  it('is as it was when the writing is stopped or fails in the middle', async () => {
    await writeStudyFiles(folder, files('first'));
    const stop = new AbortController();
    function* stopped(): Generator<StudyFile> {
      const [one, ...rest] = files('second');
      if (one !== undefined) yield one;
      stop.abort(new Error('stopped'));
      yield* rest;
    }

    await expect(writeStudyFiles(folder, stopped(), stop.signal)).rejects.toThrow('stopped');
    expect(await readFile(join(folder, 'study.json'), 'utf8')).toBe('"first"');
    expect(await readdir(join(folder, 'rows'))).toEqual(['first.csv']);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('says in one sentence that the disk is full, and leaves what was there', async () => {
    await writeStudyFiles(folder, files('first'));
    function* full(): Generator<StudyFile> {
      yield* files('second').slice(0, 2);
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }

    const writing = writeStudyFiles(folder, full());

    await expect(writing).rejects.toThrow(UserError);
    await expect(writing).rejects.toThrow(`cannot be written to ${folder}: the disk is full.`);
    expect(await readFile(join(folder, 'study.json'), 'utf8')).toBe('"first"');
  });

  // Nothing is closed to root.
  it.skipIf(process.getuid?.() === 0)('is refused before anything is read when it cannot be written', async () => {
    await chmod(folder, 0o500);

    await expect(checkStudyFolder(join(folder, 'not', 'there'))).rejects.toThrow('cannot be written by this user');
  });

  it.each([
    ['is new', [], true],
    ['holds a study', ['study.json', 'rows'], true],
    ['holds something else', ['notes.txt'], false],
  ])('may be used when it %s: %#', async (_, names, fits) => {
    await mkdir(folder, { recursive: true });
    for (const name of names) await writeFile(join(folder, name), '');

    await expect(
      checkStudyFolder(folder).then(
        () => true,
        () => false,
      ),
    ).resolves.toBe(fits);
    await expect(checkStudyFolder(join(folder, 'not', 'there'))).resolves.toBeUndefined();
  });
});

describe('the key of the pseudonyms of files', () => {
  it('is made once', async () => {
    const [one, other] = await Promise.all([studySecret(folder), studySecret(folder)]);

    expect(one).toMatch(/^[0-9a-f-]{36}$/);
    expect([other, await studySecret(folder)]).toEqual([one, one]);
  });
});
