/** The thread of read-thread.ts: reads a file and sends its items, never many more than were taken. */
import { parentPort, workerData } from 'node:worker_threads';
import { FileError } from './file-error.ts';
import { openPosts } from './read-file.ts';
import type { FromWorker, ReadOrder } from './read-thread.ts';

/** Chunks of a file under way: about two batches of an import. */
const mostUntaken = 48;

let untaken = 0;
let taken = (): void => undefined;
parentPort?.on('message', () => {
  untaken -= 1;
  taken();
});

const order: ReadOrder = workerData;
try {
  await read(order);
} catch (error) {
  // Classes do not cross threads.
  if (!(error instanceof FileError)) throw error;
  send({ kind: 'refused', reason: error.message });
} finally {
  parentPort?.close();
}

async function read({ path, options }: ReadOrder): Promise<void> {
  const file = await openPosts(path, { ...options, onNotes: (notes) => send({ kind: 'notes', notes }) });
  send({ kind: 'opened', format: file.format, totalBytes: file.totalBytes });
  for await (const items of file.batches) {
    send({ kind: 'items', items, bytes: file.bytesRead() });
    untaken += 1;
    while (untaken >= mostUntaken) {
      await new Promise<void>((resolve) => {
        taken = resolve;
      });
    }
  }
  send({ kind: 'end', bytes: file.bytesRead() });
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}
