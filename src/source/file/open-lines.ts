/** A file, plain or gzipped, as a stream of numbered lines in constant memory. What is wrong with it as a whole is thrown. */
import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileError } from './file-error.ts';
import { type Line, readLines, tooLong } from './lines.ts';

export interface OpenedLines {
  /** The first line that is not blank. */
  readonly first: { readonly line: number; readonly text: string };
  /** Lines read together with it, in front of `lines`. */
  readonly rest: readonly Line[];
  readonly lines: AsyncGenerator<readonly Line[]>;
  /** Size on disk. */
  readonly totalBytes: number;
  /** Bytes of it read so far. */
  bytesRead(): number;
  /** Why the file ended early, once it has. */
  damage(): string | undefined;
  /** Lets go of the file; it may be read to its end or not. */
  close(): Promise<void>;
}

export async function openLines(path: string): Promise<OpenedLines> {
  const { size, gzip } = await probe(path);
  const bytes = createReadStream(path, { highWaterMark: 256 * 1024 });
  const damage: { reason?: string } = {};
  const lines = readLines(decompressed(bytes, gzip, path, damage));
  const close = async (): Promise<void> => {
    await lines.return(undefined);
    bytes.destroy();
  };
  try {
    const first = await firstLine(lines);
    if (first === undefined) throw new FileError(`${path} ${damage.reason ?? 'is empty'}`);
    const { line, text } = first.line;
    if (text === undefined) throw new FileError(`${path}: its first line ${tooLong}, so it is no text file`);
    return {
      first: { line, text },
      rest: first.rest,
      lines,
      totalBytes: size,
      bytesRead: () => bytes.bytesRead,
      damage: () => damage.reason,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function probe(path: string): Promise<{ readonly size: number; readonly gzip: boolean }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new FileError(`${path} is a folder, not a file`);
    if (found.isFile() && found.size === 0) throw new FileError(`${path} is empty`);
    if (!found.isFile()) throw new FileError(`${path} is no regular file`);
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      if (/^(fffe|feff)$/.test(buffer.toString('hex'))) throw new FileError(`${path} is UTF-16: save it as UTF-8`);
      return { size: found.size, gzip: buffer.toString('hex') === '1f8b' };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

function unreadable(path: string, error: unknown): Error {
  if (error instanceof FileError) return error;
  const code = codeOf(error);
  return new FileError(`${path} ${causes[code] ?? `cannot be read (${code})`}`, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

/** Damaged gzip ends the file early, with what came before kept; the damage is told as a refusal. */
async function* decompressed(
  bytes: ReadStream,
  gzip: boolean,
  path: string,
  damage: { reason?: string },
): AsyncGenerator<Buffer> {
  // Errors of the pipeline surface on the stream that is read here.
  const stream: Readable = gzip ? pipeline(bytes, createGunzip({ chunkSize: 256 * 1024 }), () => {}) : bytes;
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk;
  } catch (error) {
    if (!codeOf(error).startsWith('Z_')) throw unreadable(path, error);
    damage.reason = 'is damaged: its compressed data breaks off';
  }
}

async function firstLine(
  lines: AsyncGenerator<readonly Line[]>,
): Promise<{ readonly line: Line; readonly rest: readonly Line[] } | undefined> {
  for (;;) {
    const batch = await lines.next();
    if (batch.done === true) return undefined;
    const index = batch.value.findIndex(({ text }) => text === undefined || text.trim() !== '');
    const line = batch.value[index];
    if (line !== undefined) return { line, rest: batch.value.slice(index + 1) };
  }
}
