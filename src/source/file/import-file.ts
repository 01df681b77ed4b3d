/** File → store: reads a file in batches, hands them to be kept, and reports what was read, kept and refused. */
import { stat } from 'node:fs/promises';
import type { AccountFact, Post } from '../../post/post.ts';
import type { FileFormat, FileItem, ImportOptions, Refusal } from './file-format.ts';
import { openPosts } from './read-file.ts';
import { canReadInThread, openPostsInThread } from './read-thread.ts';

export interface ImportProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
  readonly posts: number;
  readonly refused: number;
}

export interface ImportReport {
  readonly file: string;
  readonly format: FileFormat;
  /** Rows or lines with content, the header not counted. */
  readonly rows: number;
  /** Rows that gave a post. */
  readonly posts: number;
  /** Posts that were new. */
  readonly added: number;
  /** Rows of posts kept before: by an earlier import, or by an earlier row of this file. */
  readonly known: number;
  /** Rows that gave facts about an account instead of a post. */
  readonly accounts: number;
  readonly refused: number;
  /** The first `refusalsListed` of them. */
  readonly refusals: readonly Refusal[];
  readonly seconds: number;
}

export interface ImportFileDeps {
  readonly path: string;
  readonly options: ImportOptions;
  /** At most `postsPerBatch` posts, in the order of the file. */
  keep(posts: readonly Post[]): Promise<{ readonly added: number }>;
  /** Without it, facts about accounts are counted and not kept. */
  keepAccounts?: ((accounts: readonly AccountFact[]) => Promise<void>) | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The batch that the store keeps in one round of statements. */
export const postsPerBatch = 10_000;
export const refusalsListed = 100;

/** Starting a thread takes as long as reading this much. */
const largeBytes = 8 * 1024 * 1024;

/** Throws a `FileError` when the file as a whole cannot be read, and the signal's reason when it is aborted. */
export async function importFile(deps: ImportFileDeps): Promise<ImportReport> {
  const started = performance.now();
  const file = await ((await isLarge(deps.path)) ? openPostsInThread : openPosts)(deps.path, deps.options);
  const counts = { rows: 0, posts: 0, added: 0, known: 0, accounts: 0, refused: 0 };
  const refusals: Refusal[] = [];
  const keep = async (batch: ItemBatch, bytes: number): Promise<void> => {
    if (batch.posts.length > 0) {
      const kept = await deps.keep(batch.posts);
      counts.added += kept.added;
      // The store folds rows of one post that come together; for the reader each is a row of a post known by then.
      counts.known += batch.posts.length - kept.added;
    }
    if (batch.accounts.length > 0) await deps.keepAccounts?.(batch.accounts);
    counts.posts += batch.posts.length;
    counts.accounts += batch.accounts.length;
    counts.refused += batch.refusals.length;
    counts.rows += batch.posts.length + batch.accounts.length + batch.refusals.length;
    refusals.push(...batch.refusals.slice(0, refusalsListed - refusals.length));
    const { rows, posts, refused } = counts;
    deps.onProgress?.({ bytes, totalBytes: file.totalBytes, rows, posts, refused });
  };
  // One batch is kept while the next is read: never more, so that memory does not grow with the file.
  let keeping = Promise.resolve();
  try {
    for await (const batch of inBatches(file.batches, postsPerBatch)) {
      await keeping;
      deps.signal?.throwIfAborted();
      keeping = keep(batch, file.bytesRead());
      // Who awaits it sees the failure; without this, one during reading would end the process.
      keeping.catch(() => undefined);
    }
  } finally {
    // Also when the file fails in the middle: nothing is written any more once this returns.
    await keeping;
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  return { file: deps.path, format: file.format, ...counts, refusals, seconds };
}

/** What is no file is told of by `openPosts`. */
async function isLarge(path: string): Promise<boolean> {
  if (!canReadInThread()) return false;
  return stat(path).then(
    ({ size }) => size >= largeBytes,
    () => false,
  );
}

export interface ItemBatch {
  readonly posts: readonly Post[];
  readonly accounts: readonly AccountFact[];
  readonly refusals: readonly Refusal[];
}

/** The same items in batches of `size`, the last one smaller. */
export async function* inBatches(source: AsyncIterable<readonly FileItem[]>, size: number): AsyncGenerator<ItemBatch> {
  let items: FileItem[] = [];
  for await (const chunk of source) {
    for (const item of chunk) {
      items.push(item);
      if (items.length < size) continue;
      yield sortItems(items);
      items = [];
    }
  }
  if (items.length > 0) yield sortItems(items);
}

function sortItems(items: readonly FileItem[]): ItemBatch {
  const posts: Post[] = [];
  const accounts: AccountFact[] = [];
  const refusals: Refusal[] = [];
  for (const item of items) {
    if ('post' in item) posts.push(item.post);
    else if ('account' in item) accounts.push(item.account);
    else refusals.push(item.refused);
  }
  return { posts, accounts, refusals };
}
