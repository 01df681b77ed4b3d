/** Throw-away files for tests, and what the tests read from them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AccountFact, Post } from '../../../src/post/post.ts';
import type { FileItem, ImportOptions, Refusal } from '../../../src/source/file/file-format.ts';
import { readPosts } from '../../../src/source/file/read-file.ts';

export const now = new Date('2026-11-24T12:00:00Z');

/** A folder that is gone after the test. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function aFile(content: string | Uint8Array, name = 'posts.csv'): Promise<string> {
  const path = join(await aFolder(), name);
  await writeFile(path, content);
  return path;
}

export interface Read {
  readonly posts: readonly Post[];
  readonly lines: readonly number[];
  readonly accounts: readonly AccountFact[];
  readonly refusals: readonly Refusal[];
}

export async function readAll(path: string, options: Partial<ImportOptions> = {}): Promise<Read> {
  const items: FileItem[] = [];
  for await (const item of readPosts(path, { now, ...options })) items.push(item);
  return {
    posts: items.flatMap((item) => ('post' in item ? [item.post] : [])),
    lines: items.flatMap((item) => ('post' in item ? [item.line] : [])),
    accounts: items.flatMap((item) => ('account' in item ? [item.account] : [])),
    refusals: items.flatMap((item) => ('refused' in item ? [item.refused] : [])),
  };
}

export async function readText(content: string, options: Partial<ImportOptions> = {}): Promise<Read> {
  return readAll(await aFile(content), options);
}
