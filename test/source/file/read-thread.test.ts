import { describe, expect, it } from 'vitest';
import type { FileItem, FileNotes } from '../../../src/source/file/file-format.ts';
import { type OpenedFile, openPosts } from '../../../src/source/file/read-file.ts';
import { openPostsInThread } from '../../../src/source/file/read-thread.ts';
import { aFile, now } from './files.ts';

/** Far more chunks than may be under way. */
function aLog(): string {
  const lines = Array.from({ length: 20_000 }, (_, n) =>
    n % 1000 === 7 ? `t,a${n},never` : `t${n % 7},a${n},${1610870193 + n},${'x'.repeat(900)}`,
  );
  return `tag,account_id,timestamp,text\n${lines.map((line) => (line.includes('never') ? `${line},` : line)).join('\n')}\n`;
}

async function readAll(open: typeof openPosts, path: string) {
  const notes: FileNotes[] = [];
  const items: FileItem[] = [];
  const file: OpenedFile = await open(path, { now, onNotes: (taken) => notes.push(taken) });
  for await (const batch of file.batches) items.push(...batch);
  return { items, notes, format: file.format, totalBytes: file.totalBytes, bytes: file.bytesRead() };
}

describe('reading a file in a thread', () => {
  it('gives what reading it here gives', async () => {
    const path = await aFile(aLog());

    const there = await readAll(openPostsInThread, path);

    expect(there.items).toHaveLength(20_000);
    expect(there).toEqual(await readAll(openPosts, path));
  }, 30_000);

  it('refuses a file in the same words', async () => {
    const path = await aFile('nothing,known\n1,2\n');
    const here = await openPosts(path, { now }).then(
      () => undefined,
      (error: unknown) => error,
    );

    const there = openPostsInThread(path, { now });

    await expect(there).rejects.toEqual(here);
  }, 30_000);

  it('ends when nobody wants more', async () => {
    const file = await openPostsInThread(await aFile(aLog()), { now });

    const first = await file.batches.next();
    await file.batches.return(undefined);

    expect(first.value).not.toHaveLength(0);
    expect(await file.batches.next()).toEqual({ done: true, value: undefined });
  }, 30_000);
});
