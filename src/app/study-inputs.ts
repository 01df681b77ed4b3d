/** Files or the store → posts of a study, streamed; what was refused is counted by reason. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AccountFact, Post } from '../post/post.ts';
import type { FileItem, FileNotes, ImportOptions } from '../source/file/file-format.ts';
import { type OpenedFile, openPosts } from '../source/file/read-file.ts';
import { canReadInThread, openPostsInThread } from '../source/file/read-thread.ts';
import type { PostStore } from '../store/store.ts';
import type { Gathering } from '../study/gather.ts';

interface InputProgress {
  readonly name: string;
  /** 0..1; undefined where the end is not known. */
  readonly part: number | undefined;
}

export interface InputDeps {
  readonly gathering: Gathering;
  readonly onProgress?: ((progress: InputProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Starting a thread takes as long as reading this much. */
const largeBytes = 8 * 1024 * 1024;

export async function readStudyFile(
  path: string,
  options: Omit<ImportOptions, 'onNotes'>,
  deps: InputDeps,
): Promise<void> {
  let notes: FileNotes = { refusedBy: {}, unknownColumns: [], told: {} };
  const onNotes = (taken: FileNotes): void => {
    notes = taken;
  };
  const file = await openFile(path, { ...options, onNotes });
  const name = basename(path);
  const isTakedown = file.format === 'io-archive' && options.takedown !== false;
  const input = deps.gathering.input(name, file.format, isTakedown);
  let refused = 0;
  for await (const items of file.batches) {
    // Leaving the loop closes the file, and ends its thread.
    deps.signal?.throwIfAborted();
    const { posts, accounts } = sorted(items);
    refused += items.length - posts.length - accounts.length;
    await input.add(posts, accounts);
    deps.onProgress?.({ name, part: file.bytesRead() / Math.max(1, file.totalBytes) });
  }
  input.end({ refused, refusedBy: notes.refusedBy, told: notes.told });
}

async function openFile(path: string, options: ImportOptions): Promise<OpenedFile> {
  const size = await stat(path).then(
    (found) => found.size,
    // What is no file is told of by `openPosts`.
    () => 0,
  );
  return size >= largeBytes && canReadInThread() ? openPostsInThread(path, options) : openPosts(path, options);
}

function sorted(items: readonly FileItem[]): {
  readonly posts: readonly Post[];
  readonly accounts: readonly AccountFact[];
} {
  const posts: Post[] = [];
  const accounts: AccountFact[] = [];
  for (const item of items) {
    if ('post' in item) posts.push(item.post);
    else if ('account' in item) accounts.push(item.account);
  }
  return { posts, accounts };
}

const storedBatch = 5_000;

/** @param question what comes before `from` is read too: it is the accounts' history */
export async function readStored(
  posts: Pick<PostStore, 'readInOrder'>,
  question: { readonly to?: Date | undefined; readonly platforms?: readonly string[] | undefined },
  deps: InputDeps,
): Promise<void> {
  const name = 'stored posts';
  const input = deps.gathering.input(name, 'database');
  const span = question.to === undefined ? {} : { to: question.to };
  for await (const batch of posts.readInOrder(span, question.platforms, storedBatch)) {
    deps.signal?.throwIfAborted();
    await input.add(batch, []);
    deps.onProgress?.({ name, part: undefined });
  }
  input.end({ refused: 0, refusedBy: {}, told: {} });
}
