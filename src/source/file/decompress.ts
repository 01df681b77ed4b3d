/**
 * Compressed bytes in, plain bytes out, a piece at a time: a small file that unpacks to a terabyte costs time, not
 * memory. What breaks off or is followed by something else is thrown as `DamagedData` after all that could be read.
 */
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import createBits from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';

const compressions = ['gzip', 'bzip2', 'zstd'] as const;
export type Compression = (typeof compressions)[number];

/** The message continues the file's name. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
}

const breaksOff = 'is damaged: its compressed data breaks off';
const hasMore = 'has something behind its compressed data, which was not read';

export function decompress(bytes: AsyncIterable<Buffer>, compression: Compression): AsyncIterable<Buffer> {
  if (compression === 'gzip') return gunzip(bytes);
  return compression === 'bzip2' ? bunzip(bytes) : unzstd(bytes);
}

/** A byte may unpack to a thousand, so a slice gives 1 MiB at the very most; of one that is damaged zlib gives nothing. */
const gzipSlice = 1024;

/** Members one after the other are one file (RFC 1952). Read by hand: a stream drops what it holds when it fails. */
async function* gunzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  const output = createGunzip({ chunkSize: 256 * 1024 });
  output.on('data', (piece: Buffer) => pieces.push(piece));
  const failure: { error?: Error } = {};
  output.on('error', (error) => {
    failure.error = error;
  });
  const ended = new Promise<void>((resolve) => void output.on('end', resolve).on('close', resolve));
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length && failure.error === undefined; at += gzipSlice) {
        const piece = chunk.subarray(at, at + gzipSlice);
        const written = new Promise<void>((resolve) => void output.write(piece, () => resolve()));
        // Of a write that fails nothing is heard but the end of it all.
        await Promise.race([written, ended]);
        yield* pieces;
        pieces = [];
      }
      if (failure.error !== undefined) break;
    }
    if (failure.error === undefined) {
      output.end();
      await ended;
    }
    yield* pieces;
  } finally {
    output.destroy();
  }
  if (failure.error === undefined) return;
  // zlib looks for the next member where one ends.
  const isBehind = failure.error.message.includes('incorrect header');
  throw new DamagedData(isBehind ? hasMore : breaksOff, { cause: failure.error });
}

/** Streams one after the other are one file, as parallel compressors write it. */
async function* bunzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = bytes[Symbol.asyncIterator]();
  const waiting: Buffer[] = [];
  let given = 0;
  let ended = false;
  let bits: ReturnType<typeof createBits> | undefined;
  const next = (): Buffer => {
    const chunk = waiting.shift();
    if (chunk === undefined) throw new DamagedData(breaksOff);
    return chunk;
  };
  let level = 0;
  let checksum = 0;
  let streams = 0;
  for (;;) {
    // A block must lie ready as a whole, since it is read at one go. Compressed it is no longer than this.
    const enough = (bits?.bytesRead ?? 0) + 25_000 + 100_000 * level;
    while (!ended && given < enough) {
      const chunk = await source.next();
      if (chunk.done === true) ended = true;
      else if (chunk.value.length > 0) {
        waiting.push(chunk.value);
        given += chunk.value.length;
      }
    }
    if (given === (bits?.bytesRead ?? 0)) {
      if (level > 0) throw new DamagedData(breaksOff);
      return;
    }
    bits ??= createBits(next);
    if (level === 0) {
      level = readHeader(bits, streams > 0);
      checksum = 0;
      continue;
    }
    const block = readBlock(bits, level, checksum);
    if (block.checksum === null) {
      level = 0;
      streams += 1;
    } else {
      checksum = block.checksum;
      yield* block.pieces;
    }
  }
}

function readHeader(bits: ReturnType<typeof createBits>, isLater: boolean): number {
  try {
    return bzip2.header(bits);
  } catch (cause) {
    throw new DamagedData(isLater ? hasMore : breaksOff, { cause });
  }
}

function readBlock(
  bits: ReturnType<typeof createBits>,
  level: number,
  before: number,
): { readonly checksum: number | null; readonly pieces: readonly Buffer[] } {
  const size = 100_000 * level;
  const pieces: Buffer[] = [];
  let piece = Buffer.allocUnsafe(256 * 1024);
  let filled = 0;
  const put = (byte: number): void => {
    if (filled === piece.length) {
      pieces.push(piece);
      piece = Buffer.allocUnsafe(256 * 1024);
      filled = 0;
    }
    piece[filled] = byte;
    filled += 1;
  };
  try {
    const checksum = bzip2.decompress(bits, put, new Int32Array(size), size, before);
    pieces.push(piece.subarray(0, filled));
    return { checksum, pieces };
  } catch (cause) {
    throw new DamagedData(breaksOff, { cause });
  }
}

/** A block of four bytes may unpack to 128 KiB, so a slice gives 64 MiB at the very most. */
const slice = 2048;

async function* unzstd(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let failure: DamagedData | undefined;
  const decoder = new Decompress((piece) => {
    // The decoder goes on writing into its window.
    if (piece.length > 0) pieces.push(Buffer.from(piece));
  });
  const push = (chunk: Uint8Array, last: boolean): readonly Buffer[] => {
    pieces = [];
    try {
      decoder.push(chunk, last);
    } catch (cause) {
      failure = new DamagedData(breaksOff, { cause });
    }
    return pieces;
  };
  let first = true;
  for await (const chunk of bytes) {
    if (first) refuseHugeWindow(chunk);
    first = false;
    for (let at = 0; at < chunk.length; at += slice) {
      yield* push(chunk.subarray(at, at + slice), false);
      if (failure !== undefined) throw failure;
    }
  }
  yield* push(new Uint8Array(0), true);
  if (failure !== undefined) throw failure;
}

/** What the zstd tool itself unpacks without being told to take more memory (RFC 8878, 3.1.1.1.2). */
const largestWindow = 128 * 1024 * 1024;

function refuseHugeWindow(frame: Buffer): void {
  if (frame.length < 14 || frame.readUInt32LE(0) !== 0xfd2fb528) return;
  const flags = frame[4] ?? 0;
  const isSingle = ((flags >> 5) & 1) === 1;
  const descriptor = frame[5] ?? 0;
  const base = 2 ** (10 + (descriptor >> 3));
  const at = 5 + ([0, 1, 2, 4][flags & 3] ?? 0);
  const sizes = [BigInt(frame[at] ?? 0), BigInt(frame.readUInt16LE(at) + 256), BigInt(frame.readUInt32LE(at))];
  const window = isSingle ? (sizes[flags >> 6] ?? BigInt(2 ** 32)) : BigInt(base + (base / 8) * (descriptor & 7));
  if (window > largestWindow) throw new DamagedData('needs more than 128 MiB to unpack: unpack it first');
}
