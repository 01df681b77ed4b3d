import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvRows } from '../../../src/source/file/csv-rows.ts';
import type { Refusal } from '../../../src/source/file/file-format.ts';
import { readShareTable, type ShareColumnNames, type ShareTable } from '../../../src/source/file/share-columns-file.ts';
import { createByteRows } from '../../../src/source/file/share-columns-rows.ts';
import { secondsOf } from '../../../src/source/file/share-columns-time.ts';
import { parseTime } from '../../../src/source/parse-time.ts';

const columns = { objects: ['thing'], account: 'who', time: 'at', post: 'id' };

async function read(content: string | Buffer, given: ShareColumnNames = columns) {
  const file = join(await mkdtemp(join(tmpdir(), 'shares-')), 'log.csv');
  await writeFile(file, content);
  const refusals: Refusal[] = [];
  const table = await readShareTable(file, given, (refusal) => refusals.push(refusal));
  return { table, refusals };
}

/** Rows of a layer as they were written: object, account, seconds, post. */
function rowsOf({ layers, postIds }: ShareTable, layer = 0) {
  const log = layers[layer];
  if (log === undefined) return [];
  return Array.from(log.objects, (object, row) => [
    log.objectIds.at(object),
    log.accountIds.at(log.accounts[row] ?? 0),
    log.times[row],
    (log.posts[row] ?? -1) < 0 ? undefined : postIds.at(log.posts[row] ?? 0),
  ]);
}

describe('readShareTable', () => {
  it('reads seconds and ISO times, plain and gzipped', async () => {
    const text = 'who,thing,at,id\na,x,1610870193.5,1\nb,x,2021-01-17T07:56:33Z,2\n';
    const expected = [
      ['x', 'a', 1610870193.5, '1'],
      ['x', 'b', 1610870193, '2'],
    ];

    expect(rowsOf((await read(text)).table)).toEqual(expected);
    expect(rowsOf((await read(gzipSync(text))).table)).toEqual(expected);
  });

  it('refuses rows without account or time with their line, and leaves out what has no object', async () => {
    const { table, refusals } = await read('who,thing,at,id\n,x,1,1\na,,1,2\n\na,x,soon,3\na,y,7,\n');

    expect(refusals).toEqual([
      { line: 2, reason: 'has no who' },
      { line: 5, reason: '"soon" in at is no time' },
    ]);
    expect(table).toMatchObject({ rows: 2, refused: 2 });
    expect(table.layers[0]).toMatchObject({ column: 'thing', missing: 1 });
    expect(rowsOf(table)).toEqual([['y', 'a', 7, undefined]]);
  });

  it('says which column is missing and which there are', async () => {
    await expect(read('who,thing,at\na,x,1\n')).rejects.toThrow('has no column "id"; it has who, thing, at');
    await expect(read('who,thing,at\na,x,1\n', {})).rejects.toThrow(
      'which column holds the object? Say it by --object',
    );
  });

  it('knows the usual names of columns', async () => {
    const { table } = await read('object_id,account_id,content_id,timestamp_share,more\nx,a,p,5,!\n', {});

    expect(rowsOf(table)).toEqual([['x', 'a', 5, 'p']]);
    expect(table).toMatchObject({ otherColumns: 1, columns: { objects: ['object_id'], post: 'content_id' } });
  });

  it('drops a row of the object column alone in which it has no object', async () => {
    const text = 'who,link,tag,at,id\na,l1,,1,p1\nb,l1,t1,2,p2\nc,,t1,3,p3\n';

    const { table } = await read(text, { ...columns, objects: ['link', 'tag'] });

    expect(rowsOf(table, 0).map(([object, who]) => [object, who])).toEqual([
      ['l1', 'a'],
      ['l1', 'b'],
    ]);
    expect(rowsOf(table, 1).map(([object, who]) => [object, who])).toEqual([
      ['t1', 'b'],
      ['t1', 'c'],
    ]);
  });

  it('finds the post that has the id of an object', async () => {
    const { table } = await read('who,thing,at,id\na,p2,1,p1\nb,x,2,p2\n');

    expect([...(table.layers[0]?.postsOfObjects() ?? [])]).toEqual([1, -1]);
  });

  it('takes quotes as the careful reader does: delimiters, line breaks and quotes inside, broken ones refused', async () => {
    const text =
      'who;thing;at;id\r\n"a";"x;1";"5";"p ""1"""\r\n  b ;"two\nlines";6;p2\r\nc;"open;7;p3\nd"no;x;8;p4\r\n"e" ;x;9;p5\r\nf;y;10;p6';

    const { table, refusals } = await read(text);

    expect(rowsOf(table)).toEqual([
      ['x;1', 'a', 5, 'p "1"'],
      ['two\nlines', 'b', 6, 'p2'],
      ['x', 'd"no', 8, 'p4'],
      ['y', 'f', 10, 'p6'],
    ]);
    expect(new Set(refusals.map(({ line }) => line))).toEqual(new Set([5, 7]));
  });

  it('keeps ids apart that look alike, whatever their length and bytes', async () => {
    const ids = ['1', '01', 'é', 'e\u0301', 'a'.repeat(8), 'a'.repeat(9), `${'a'.repeat(8)}b`, '\u00a0z\u00a0', '日本'];

    const { table } = await read(`who,thing,at,id\n${ids.map((id, n) => `w,${id},1,${n}\n`).join('')}`);

    expect(rowsOf(table).map(([object]) => object)).toEqual(ids.map((id) => id.trim()));
    expect(table.layers[0]?.objectIds.length).toBe(ids.length);
  });

  it('numbers a hundred thousand ids without mixing any up', async () => {
    const ids = Array.from({ length: 100_000 }, (_, n) => (n % 2 === 0 ? `o${n}` : `a-long-object-${n}`));

    const { table } = await read(`who,thing,at,id\n${[...ids, ...ids].map((id, n) => `w,${id},1,${n}\n`).join('')}`);

    expect(table.layers[0]?.objectIds.length).toBe(ids.length);
    expect(
      rowsOf(table)
        .slice(ids.length)
        .map(([object]) => object),
    ).toEqual(ids);
  });

  it('reads the same from a long file, whatever it is packed or marked with', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) =>
      n % 1000 === 7 ? `"w${n % 90}","ü\nzwei ${n}",${n},p${n}` : `w${n % 90}, #tag-ä${n % 777} ,${n},p${n}\r`,
    );
    const text = `who,thing,at,id\n${[...lines, ',x,1,1', 'a,x,soon,1'].join('\n')}`;

    const { table, refusals } = await read(text);
    const others = [
      await read(gzipSync(text)),
      await read(`\ufeff${text}`),
      await read(Buffer.from(`\ufeff${text}`, 'utf16le')),
    ];

    expect(table.rows).toBe(20_000);
    expect(rowsOf(table)[1007]).toEqual(['ü\nzwei 1007', 'w17', 1007, 'p1007']);
    expect(rowsOf(table)[19_999]).toEqual(['#tag-ä574', 'w19', 19_999, 'p19999']);
    expect(refusals.map(({ line }) => line)).toEqual([20_022, 20_023]);
    for (const other of others) {
      expect(rowsOf(other.table)).toEqual(rowsOf(table));
      expect(other.refusals).toEqual(refusals);
    }
  });

  it('refuses a line that does not end', async () => {
    const { table, refusals } = await read(`who,thing,at,id\na,${'x'.repeat(3 * 1024 * 1024)},1,1\na,x,2,2\n`);

    expect(refusals).toEqual([{ line: 2, reason: 'is longer than 1 MiB' }]);
    expect(rowsOf(table)).toEqual([['x', 'a', 2, '2']]);
  });

  it('says of a packed file that breaks off that it does, and blames no row or column for it', async () => {
    const random = Array.from({ length: 3_000 }, (_, n) => `a${(n * 7919) % 2003},x${(n * 104_729) % 1511},${n},${n}`);
    const packed = gzipSync(`who,thing,at,id\n${random.join('\n')}\n`);
    const refused: Refusal[] = [];
    const file = join(await mkdtemp(join(tmpdir(), 'shares-')), 'log.csv.gz');

    for (const length of [20, Math.floor(packed.length / 2)]) {
      await writeFile(file, packed.subarray(0, length));
      const reading = readShareTable(file, columns, (refusal) => refused.push(refusal));
      await expect(reading).rejects.toThrow(`${file} is damaged: its compressed data breaks off`);
    }
    expect(refused).toEqual([]);
  });

  it('says that an empty file is empty', async () => {
    await expect(read('\n\n')).rejects.toThrow('is empty');
  });
});

describe('rows of bytes', () => {
  const cell = fc.constantFrom('', 'a', '"b"', '"c,d"', '"e\nf"', '"g""h"', '"', 'i"j', ' ', 'ü', '"k"l', '\r');
  const someLines = fc.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n')));

  it('are those of the careful reader for any text, however it is cut into chunks', () => {
    fc.assert(
      fc.property(someLines, fc.integer({ min: 1, max: 9 }), (lines, chunk) => {
        const text = lines.map(([cells, end]) => cells.join(',') + end).join('');
        const careful = createCsvRows(',');
        const expected = [
          ...careful.push(
            text
              .split('\n')
              .slice(0, -1)
              .map((line, n) => ({ line: n + 1, text: line })),
          ),
          ...careful.end(),
        ];

        const rows = expected.map((item) =>
          'reason' in item
            ? item
            : { line: item.line, fields: [0, 1, 2].map((column) => (item.fields[column] ?? '').trim()) },
        );

        expect(fastRows(Buffer.from(text), chunk)).toEqual(
          rows.filter((row) => 'reason' in row || row.fields.some((field) => field !== '')),
        );
      }),
      { numRuns: 500 },
    );
  });

  function fastRows(bytes: Buffer, chunk: number) {
    const items: unknown[] = [];
    const rows = createByteRows({
      delimiter: ',',
      width: 3,
      firstLine: 1,
      onRow: ({ line, starts, ends, bytes: at }) => {
        const fields = [0, 1, 2].map((n) => at.toString('utf8', starts[n], ends[n]).trim());
        // A blank line is a row of nothing here, and no row there.
        if (fields.some((field) => field !== '')) items.push({ line, fields });
      },
      onRefusal: (refusal) => items.push(refusal),
    });
    let rest = Buffer.alloc(0);
    for (let from = 0; from < bytes.length; from += chunk) {
      const piece = Buffer.concat([rest, bytes.subarray(from, from + chunk)]);
      rest = Buffer.from(piece.subarray(rows.push(piece)));
    }
    rows.end(rest);
    return items;
  }
});

describe('secondsOf', () => {
  const digits = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'));
  const isoLike = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), digits(14), digits(33), digits(25), digits(61), digits(61))
    .map(([year, month, day, hour, minute, second]) => [
      `${String(year).padStart(4, '0')}-${month}-${day}`,
      `${hour}:${minute}:${second}`,
    ])
    .chain(([date, time]) =>
      fc.constantFrom(`${date}T${time}Z`, `${date} ${time}`, `${date}T${time}+02:00`, `${date}`),
    );
  const number = fc.oneof(fc.nat(), fc.integer(), fc.double({ noNaN: true }), fc.maxSafeNat()).map(String);

  it('gives the same answer as parseTime for any text', () => {
    fc.assert(
      fc.property(fc.oneof(isoLike, number, fc.string()), (text) => {
        const bytes = Buffer.from(text);
        const time = parseTime(bytes.toString());

        expect(secondsOf(bytes, 0, bytes.length)).toBe(time === undefined ? Number.NaN : time.getTime() / 1000);
      }),
      { numRuns: 1000 },
    );
  });
});
