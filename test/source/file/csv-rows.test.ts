import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvRows } from '../../../src/source/file/csv-rows.ts';
import { readLines } from '../../../src/source/file/lines.ts';

async function rowsOf(bytes: Buffer, delimiter = ',', chunk = bytes.length) {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += Math.max(1, chunk))
    chunks.push(bytes.subarray(at, at + Math.max(1, chunk)));
  const rows = createCsvRows(delimiter);
  let found = [...rows.push([])];
  for await (const lines of readLines(chunks)) found = found.concat(rows.push(lines));
  return found.concat(rows.end());
}

const textOf = (text: string, delimiter?: string) => rowsOf(Buffer.from(text), delimiter);

/** As RFC 4180 writes a field, with quotes also where they are not needed. */
const written = (field: string, quoted: boolean): string =>
  quoted || /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

const aField = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', ';', '示'), maxLength: 6 });
const aTable = fc
  .integer({ min: 2, max: 4 })
  .chain((width) =>
    fc.array(fc.array(fc.tuple(aField, fc.boolean()), { minLength: width, maxLength: width }), { maxLength: 8 }),
  )
  .map((table) => table.filter((row) => row.some(([field]) => field.trim() !== '')));

describe('rows of a CSV file', () => {
  it('give back every field that was written, at the line its row starts on', async () => {
    await fc.assert(
      fc.asyncProperty(
        aTable,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (table, end, size) => {
          const lines = table.map((row) => row.map(([field, quoted]) => written(field, quoted)).join(','));
          let line = 1;
          const expected = table.map((row, i) => {
            const fields = row.map(([field]) => field);
            const at = line;
            line += lines[i]?.split('\n').length ?? 1;
            return { line: at, fields };
          });

          const rows = await rowsOf(Buffer.from(lines.map((text) => text + end).join('')), ',', size);

          expect(rows).toEqual(expected);
        },
      ),
    );
  });

  it('are what csv-parse reads, for a well-formed file', async () => {
    await fc.assert(
      fc.asyncProperty(aTable, async (table) => {
        const text = table.map((row) => row.map(([field, quoted]) => written(field, quoted)).join(',')).join('\n');

        const rows = await textOf(text);

        expect(rows.map((row) => ('fields' in row ? row.fields : row))).toEqual(
          parse(text, { record_delimiter: '\n', skip_empty_lines: true }),
        );
      }),
    );
  });

  it('are the same however the bytes arrive, and any bytes are read to the end', async () => {
    const anyBytes = fc.array(fc.constantFrom(34, 44, 10, 13, 0, 97, 0xc3, 0xff), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(anyBytes, fc.integer({ min: 1, max: 7 }), async (bytes, size) => {
        const content = Buffer.from(bytes);

        const rows = await rowsOf(content, ',', size);

        expect(rows).toEqual(await rowsOf(content));
        expect(rows.map(({ line }) => line)).toEqual(rows.map(({ line }) => line).toSorted((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it('lose one row to a quote that is never closed', async () => {
    expect(await textOf('a,b\n1,"open\n2,x\n3,y\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, reason: 'has a quote that is not closed' },
      { line: 3, fields: ['2', 'x'] },
      { line: 4, fields: ['3', 'y'] },
    ]);
  });

  it('find back to the rows when a stray quote would turn all later quotes round', async () => {
    expect(await textOf('"1","open,x\n"2","text, with\na break"\n"3","y"\n')).toEqual([
      { line: 1, reason: 'has a quote that is not closed' },
      { line: 2, fields: ['2', 'text, with\na break'] },
      { line: 4, fields: ['3', 'y'] },
    ]);
  });

  it('keep a quote inside an unquoted field as a character', async () => {
    expect(await textOf('a 5" pipe,"x, y"\n')).toEqual([{ line: 1, fields: ['a 5" pipe', 'x, y'] }]);
  });

  it('refuse text behind a closing quote', async () => {
    expect(await textOf('"a"b,c\nd,e\n')).toEqual([
      { line: 1, reason: 'has text behind a closing quote' },
      { line: 2, fields: ['d', 'e'] },
    ]);
  });

  it('take fields of hundreds of kilobytes', async () => {
    const long = `${'x, '.repeat(200_000)}"`;

    const [row] = await textOf(`1,"${long.replaceAll('"', '""')}"\n`);

    expect(row).toEqual({ line: 1, fields: ['1', long] });
  });

  it('refuse a line over 1 MiB and read on behind it', async () => {
    const rows = await rowsOf(Buffer.from(`a,b\n${'x'.repeat(1024 * 1024 + 1)}\nc,d\n`), ',', 64 * 1024);

    expect(rows).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, reason: 'is longer than 1 MiB' },
      { line: 3, fields: ['c', 'd'] },
    ]);
  });

  it('refuse a row that a quote stretches over 1 MiB, and read the lines it swallowed', async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => `${n},a text of some forty characters in a row`);

    const rows = await rowsOf(Buffer.from(`x,"open\n${lines.join('\n')}\n`), ',', 64 * 1024);

    expect(rows[0]).toEqual({ line: 1, reason: 'is longer than 1 MiB' });
    expect(rows.slice(1).every((row) => 'fields' in row)).toBe(true);
    expect(rows).toHaveLength(30_001);
  });

  it('read a file of nothing but broken quotes in one pass', async () => {
    const rows = await rowsOf(Buffer.from('x","z\n'.repeat(200_000)), ',', 64 * 1024);

    expect(rows.every((row) => 'reason' in row)).toBe(true);
    expect(rows).toHaveLength(200_000);
  });
});
