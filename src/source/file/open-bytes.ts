/** A file as UTF-8 bytes, whatever it is packed in or encoded as. What no text can be made of is thrown. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { type Compression, DamagedData, decompress } from './decompress.ts';
import { FileError } from './file-error.ts';

export interface OpenedBytes {
  readonly bytes: AsyncGenerator<Buffer>;
  /** Size on disk. */
  readonly totalBytes: number;
  /** Bytes of it read so far. */
  bytesRead(): number;
  /** Why the file ended early, once it has. */
  damage(): string | undefined;
  /** Lets go of the file. */
  close(): Promise<void>;
}

export async function openBytes(path: string): Promise<OpenedBytes> {
  const { size, compression } = await probe(path);
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const damage: { reason?: string } = {};
  const bytes = asUtf8(unpacked(file, compression, path, damage));
  return {
    bytes,
    totalBytes: size,
    bytesRead: () => file.bytesRead,
    damage: () => damage.reason,
    async close() {
      await bytes.return(undefined);
      file.destroy();
    },
  };
}

async function probe(path: string): Promise<{ readonly size: number; readonly compression: Compression | undefined }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new FileError(`${path} is a folder, not a file`);
    if (found.isFile() && found.size === 0) throw new FileError(`${path} is empty`);
    if (!found.isFile()) throw new FileError(`${path} is no regular file`);
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
      return { size: found.size, compression: compressionOf(path, buffer.subarray(0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** First bytes of what cannot be read, and what to do. */
const refused: readonly (readonly [magic: string, why: string])[] = [
  ['fd377a585a00', 'is packed with xz: unpack it first'],
  ['377abcaf271c', 'is a 7z archive: unpack it first'],
  ['526172211a07', 'is a RAR archive: unpack it first'],
  ['d0cf11e0a1b11ae1', 'is an old Excel workbook: save it as CSV (UTF-8) and import that'],
  ['25504446', 'is a PDF: export the posts as CSV and import that'],
  ['53514c69746520666f726d6174', 'is an SQLite database: export the posts as CSV and import that'],
  ['50415231', 'is a Parquet file: save it as CSV or NDJSON and import that'],
];

function compressionOf(path: string, head: Buffer): Compression | undefined {
  const hex = head.toString('hex', 0, 16);
  if (hex.startsWith('1f8b')) return 'gzip';
  if (/^425a68(?:3[1-9])(?:314159265359|177245385090)/.test(hex)) return 'bzip2';
  if (hex.startsWith('28b52ffd') || /^5[0-9a-f]2a4d18/.test(hex)) return 'zstd';
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) throw new FileError(`${path} ${zipAdvice(path, head)}`);
  const known = refused.find(([magic]) => hex.startsWith(magic));
  if (known !== undefined) throw new FileError(`${path} ${known[1]}`);
  return undefined;
}

function zipAdvice(path: string, head: Buffer): string {
  const inside = head.toString('latin1');
  const isWorkbook = /\.xlsx?$/i.test(path) || inside.includes('[Content_Types].xml') || inside.includes('xl/');
  return isWorkbook
    ? 'is an Excel workbook: save it as CSV (UTF-8) and import that'
    : 'is a ZIP archive: unpack it first';
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

function unreadable(path: string, error: unknown): Error {
  if (error instanceof FileError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return new FileError(`${path} ${causes[code ?? ''] ?? `cannot be read (${code ?? 'unknown error'})`}`, {
    cause: error,
  });
}

/** Damaged data ends the file early, with what came before kept; the damage is told as a refusal. */
async function* unpacked(
  file: AsyncIterable<Buffer>,
  compression: Compression | undefined,
  path: string,
  damage: { reason?: string },
): AsyncGenerator<Buffer> {
  try {
    yield* compression === undefined ? file : decompress(file, compression);
  } catch (error) {
    if (!(error instanceof DamagedData)) throw unreadable(path, error);
    damage.reason = error.message;
  }
}

/** UTF-16 is known by its byte order mark; everything else passes as it is, without a mark of its own. */
async function* asUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    let rest = chunk;
    if (start !== undefined) {
      start = Buffer.concat([start, chunk]);
      if (start.length < 3) continue;
      ({ rest, decoder } = afterMark(start));
      start = undefined;
    }
    const text = decoder === undefined ? rest : Buffer.from(decoder.decode(rest, { stream: true }));
    if (text.length > 0) yield text;
  }
  if (start !== undefined) {
    const { rest, decoder: late } = afterMark(start);
    yield late === undefined ? rest : Buffer.from(late.decode(rest));
  } else if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

function afterMark(start: Buffer): { readonly rest: Buffer; readonly decoder: TextDecoder | undefined } {
  const mark = start.toString('hex', 0, 3);
  if (mark === 'efbbbf') return { rest: start.subarray(3), decoder: undefined };
  if (mark.startsWith('fffe')) return { rest: start.subarray(2), decoder: new TextDecoder('utf-16le') };
  if (mark.startsWith('feff')) return { rest: start.subarray(2), decoder: new TextDecoder('utf-16be') };
  return { rest: start, decoder: undefined };
}
