import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, longestLine, readLines } from '../../../src/source/file/lines.ts';

async function linesOf(chunks: readonly Buffer[]) {
  let found: readonly Line[] = [];
  for await (const lines of readLines(chunks)) found = found.concat(lines);
  return found;
}

describe('lines of a file', () => {
  it('are the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 80 }),
        fc.array(fc.nat(80), { maxLength: 5 }),
        async (bytes, cuts) => {
          const content = Buffer.from(bytes).map((byte) => (byte % 5 === 0 ? 10 : byte));
          const edges = [0, ...cuts.toSorted((a, b) => a - b), content.length];
          const pieces = edges.slice(1).map((edge, i) => Buffer.from(content.subarray(edges[i], edge)));

          expect(await linesOf(pieces)).toEqual(await linesOf([Buffer.from(content)]));
        },
      ),
    );
  });

  it('are what splitting the decoded text at line feeds gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 5 }), { minLength: 1 }), async (texts) => {
        const lines = texts.map((text) => text.replaceAll('\n', '').replaceAll('\u{feff}', ''));

        const read = await linesOf([Buffer.from(lines.map((text) => `${text}\n`).join(''))]);

        expect(read.map(({ text }) => text)).toEqual(lines);
        expect(read.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 1));
      }),
    );
  });

  it('leave out a byte order mark at the start only', async () => {
    const read = await linesOf([Buffer.from('\u{feff}a\n\u{feff}b\n')]);

    expect(read.map(({ text }) => text)).toEqual(['a', '\u{feff}b']);
  });

  it('may be a whole chunk of empty ones', async () => {
    expect((await linesOf([Buffer.alloc(300_000, '\n')])).at(-1)?.line).toBe(300_000);
  });

  it('replace bytes that are no UTF-8', async () => {
    const read = await linesOf([Buffer.from([0x61, 0xff, 0xc3, 0x0a, 0x62])]);

    expect(read.map(({ text }) => text)).toEqual(['a\u{fffd}\u{fffd}', 'b']);
  });

  it.each([1000, longestLine + 10, 3 * longestLine])(
    'are cut off at 1 MiB exactly, in chunks of %i bytes',
    async (size) => {
      const content = Buffer.from(`${'a'.repeat(longestLine)}\n${'b'.repeat(longestLine + 1)}\nc`);
      const chunks: Buffer[] = [];
      for (let at = 0; at < content.length; at += size) chunks.push(content.subarray(at, at + size));

      const read = await linesOf(chunks);

      expect(read.map(({ line, text }) => [line, text?.length])).toEqual([
        [1, longestLine],
        [2, undefined],
        [3, 1],
      ]);
    },
  );
});
