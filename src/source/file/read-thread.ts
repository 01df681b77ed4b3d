/** Reads a file in a thread of its own, so that the next posts are read while others are kept. */
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FileError } from './file-error.ts';
import type { FileFormat, FileItem, FileNotes, ImportOptions } from './file-format.ts';
import type { OpenedFile } from './read-file.ts';

export interface ReadOrder {
  readonly path: string;
  /** Functions do not cross threads. */
  readonly options: Omit<ImportOptions, 'onNotes'>;
}

export type FromWorker =
  | { readonly kind: 'opened'; readonly format: FileFormat; readonly totalBytes: number }
  | { readonly kind: 'items'; readonly items: readonly FileItem[]; readonly bytes: number }
  | { readonly kind: 'notes'; readonly notes: FileNotes }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'end'; readonly bytes: number };

/** Posts live for a batch. With the 16 MB that are usual, each would be copied several times by the collector. */
const youngGenerationMb = 96;

const isCompiled = import.meta.url.endsWith('.js');

/** In a checkout the thread is TypeScript, which tsx alone reads, if it reads this. */
export function canReadInThread(): boolean {
  return isCompiled || process.execArgv.some((argument) => argument.includes('tsx'));
}

function startWorker(order: ReadOrder): Worker {
  const options = { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb } };
  const file = new URL('./read-worker.ts', import.meta.url).href;
  if (isCompiled) return new Worker(new URL(file.replace(/\.ts$/, '.js')), options);
  // A thread does not inherit what tsx does to its parent.
  const tsx = import.meta.resolve('tsx/esm/api');
  const start = `import('${tsx}').then(({ register }) => { register(); return import('${file}'); })`;
  return new Worker(start, { ...options, eval: true });
}

/** The same as `openPosts`. */
export async function openPostsInThread(path: string, { onNotes, ...options }: ImportOptions): Promise<OpenedFile> {
  const messages = received(startWorker({ path, options }));
  const first = await messages.next();
  if (first.done === true || first.value.kind !== 'opened') throw new Error('the thread that reads the file ended');
  let bytes = 0;
  async function* batches(): AsyncGenerator<readonly FileItem[]> {
    try {
      for await (const message of messages) {
        if (message.kind === 'notes') onNotes?.(message.notes);
        if (message.kind === 'items' || message.kind === 'end') ({ bytes } = message);
        if (message.kind === 'end') return;
        if (message.kind === 'items') yield message.items;
      }
      throw new Error('the thread that reads the file ended');
    } finally {
      await messages.return(undefined);
    }
  }
  const { format, totalBytes } = first.value;
  return { format, totalBytes, bytesRead: () => bytes, batches: batches() };
}

/** What the thread sends; ends it when nobody listens any more. */
async function* received(worker: Worker): AsyncGenerator<FromWorker> {
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'] })) {
      const sent: FromWorker = message;
      if (sent.kind === 'refused') throw new FileError(sent.reason);
      yield sent;
      if (sent.kind === 'items') worker.postMessage('taken');
    }
  } finally {
    await worker.terminate();
  }
}
