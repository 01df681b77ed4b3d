import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compression, DamagedData, decompress } from '../../../src/source/file/decompress.ts';
import { openLines } from '../../../src/source/file/open-lines.ts';
import { aFile, readAll } from './files.ts';
import { bzip2OfNothing, bzip2OfZeros, bzip2Samples, zstdBomb, zstdSamples } from './fixtures/packed.ts';

const log = 'tag,account_id,timestamp\nt,a,1610870193\nu,b,1610870194\n';
const packers: readonly (readonly [Compression, Buffer])[] = [
  ['gzip', gzipSync(log)],
  ['bzip2', bzip2Samples.log],
  ['zstd', zstdSamples.log],
];

/** The bytes in pieces of a given size, as a disk or a network may give them. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpack(bytes: Buffer, compression: Compression, size = 64 * 1024) {
  const pieces: Buffer[] = [];
  let damage: string | undefined;
  try {
    for await (const piece of decompress(inPieces(bytes, size), compression)) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
    damage = error.message;
  }
  return { text: Buffer.concat(pieces).toString(), damage };
}

describe('a packed file', () => {
  it.each(packers)('is read from %s as it is plain', async (_, bytes) => {
    const { posts, refusals } = await readAll(await aFile(bytes));

    expect(refusals).toEqual([]);
    expect(posts.map(({ accountId }) => accountId)).toEqual(['a', 'b']);
  });

  it.each(packers)('gives the same from %s however its bytes arrive', async (compression, bytes) => {
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      expect(await unpack(bytes, compression, size)).toEqual({ text: log, damage: undefined });
    }
  });

  it.each(packers)('of %s may be several ones in a row', async (compression, bytes) => {
    expect(await unpack(Buffer.concat([bytes, bytes, bytes]), compression)).toEqual({
      text: log.repeat(3),
      damage: undefined,
    });
  });

  it.each(packers)('of %s that is cut anywhere says so and never throws anything else', async (compression, bytes) => {
    for (let length = 1; length < bytes.length; length += 1) {
      const { text, damage } = await unpack(bytes.subarray(0, length), compression);

      expect(log.startsWith(text)).toBe(true);
      // The last bytes of a stream are a checksum, which not every reader needs.
      expect(text === log || /breaks off/.test(damage ?? '')).toBe(true);
    }
  });

  it.each(packers)(
    'of %s with something else behind it keeps what it holds and says so',
    async (compression, bytes) => {
      const behind = Buffer.from('and this is no packed data');
      const { text, damage } = await unpack(Buffer.concat([bytes, behind]), compression, bytes.length);

      expect(text).toBe(log);
      expect(damage).toMatch(/^(?:has something behind its compressed data|is damaged)/);
    },
  );

  it('holds bytes that are changed against no promise but that of not dying', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...packers), fc.nat(), fc.nat(255), async ([compression, bytes], at, byte) => {
        const changed = Buffer.from(bytes);
        changed[at % changed.length] = byte;

        expect(await unpack(changed, compression)).toHaveProperty('text');
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['bzip2', bzip2OfZeros, 20_000_000],
    ['zstd', zstdBomb, 64 * 1024 * 1024],
    ['gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 64 * 1024 * 1024],
  ] as const)(
    'of %s that unpacks to a multiple of itself comes a piece at a time',
    async (compression, bytes, size) => {
      let largest = 0;
      let total = 0;
      for await (const piece of decompress(inPieces(bytes, 64 * 1024), compression)) {
        largest = Math.max(largest, piece.length);
        total += piece.length;
      }

      expect(total).toBe(size);
      expect(largest).toBeLessThanOrEqual(256 * 1024);
    },
  );

  it('without content is an empty file', async () => {
    await expect(openLines(await aFile(bzip2OfNothing))).rejects.toThrow('is empty');
  });

  it('of zstd that asks for gigabytes of memory is left to others', async () => {
    const frame = Buffer.from('28b52ffd00a0', 'hex');
    const header = Buffer.concat([frame, Buffer.alloc(20)]);

    await expect(openLines(await aFile(header))).rejects.toThrow('needs more than 128 MiB to unpack');
  });
});

describe('a file of another kind', () => {
  it.each([
    ['set.zip', 'PK\u{3}\u{4}abc', 'is a ZIP archive: unpack it first'],
    ['mentions.xlsx', 'PK\u{3}\u{4}....[Content_Types].xml', 'is an Excel workbook: save it as CSV (UTF-8)'],
    ['renamed.csv', 'PK\u{3}\u{4}....xl/workbook.xml', 'is an Excel workbook: save it as CSV (UTF-8)'],
    ['a.pdf', '%PDF-1.7', 'is a PDF'],
    ['a.parquet', 'PAR1....', 'is a Parquet file'],
  ])('%s says what to do', async (name, content, advice) => {
    await expect(openLines(await aFile(Buffer.from(content, 'latin1'), name))).rejects.toThrow(advice);
  });

  it.each([
    ['old.xls', 'd0cf11e0a1b11ae100', 'is an old Excel workbook'],
    ['a.xz', 'fd377a585a0000', 'is packed with xz'],
    ['a.7z', '377abcaf271c00', 'is a 7z archive'],
  ])('%s says what to do', async (name, hex, advice) => {
    await expect(openLines(await aFile(Buffer.from(hex, 'hex'), name))).rejects.toThrow(advice);
  });
});

describe('text of another encoding', () => {
  it('is read from UTF-16 by its mark, in either order', async () => {
    const little = Buffer.from(`\u{feff}${log.replace('t,a', 'жар-птица😀,a')}`, 'utf16le');
    const big = Buffer.from(little).swap16();

    for (const bytes of [little, big, gzipSync(little)]) {
      expect((await readAll(await aFile(bytes))).posts.map(({ tags }) => tags)).toEqual([['жар-птица😀'], ['u']]);
    }
  });

  it('has no mark of its own in the first line', async () => {
    const file = await openLines(await aFile(`\u{feff}${log}`));
    await file.close();

    expect(file.first).toEqual({ line: 1, text: 'tag,account_id,timestamp' });
  });
});

it('packs nothing into the tests that the tools themselves do not read', () => {
  // The fixtures are bytes; where the tool is installed, they are held against it.
  for (const [tool, bytes] of [
    ['bzip2', bzip2Samples.log],
    ['zstd', zstdSamples.log],
  ] as const) {
    try {
      readFileSync(`/usr/bin/${tool}`);
    } catch {
      continue;
    }
    expect(execFileSync(tool, ['-dc'], { input: bytes }).toString()).toBe(log);
  }
});
