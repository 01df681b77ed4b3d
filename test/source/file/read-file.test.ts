import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../../src/source/file/file-error.ts';
import { readPosts } from '../../../src/source/file/read-file.ts';
import { aFile, aFolder, now, readAll } from './files.ts';

const log = 'tag,account_id,timestamp\nt,a,1610870193\nu,b,1610870194\n';

async function failureOf(path: string): Promise<Error> {
  return readAll(path).then(
    () => new Error('nothing failed'),
    (error: Error) => error,
  );
}

describe('reading a file', () => {
  it.each([
    ['plain', Buffer.from(log)],
    ['gzipped', gzipSync(log)],
    ['with a byte order mark', Buffer.from(`\u{feff}${log}`)],
    ['with Windows line ends', Buffer.from(log.replaceAll('\n', '\r\n'))],
    ['without a last line end', Buffer.from(log.trimEnd())],
    ['with blank lines before its header', Buffer.from(`\n\r\n${log}`)],
    ['with quoted headers', Buffer.from(log.replace('tag,account_id,timestamp', '"Tag","Account_ID","timestamp"'))],
  ])('gives the same posts from one %s', async (_, content) => {
    const { posts, refusals } = await readAll(await aFile(content));

    expect(refusals).toEqual([]);
    expect(posts.map(({ tags, accountId }) => [tags, accountId])).toEqual([
      [['t'], 'a'],
      [['u'], 'b'],
    ]);
  });

  it('reads gzip whatever the name says', async () => {
    expect((await readAll(await aFile(gzipSync(log), 'log.csv'))).posts).toHaveLength(2);
    expect((await readAll(await aFile(log, 'log.csv.gz'))).posts).toHaveLength(2);
  });

  it('keeps what came before a break in compressed data, and says where it broke', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `t${(n * 7919) % 65_537},a${n},${1610870193 + n}\n`).join('');
    const packed = gzipSync(`tag,account_id,timestamp\n${rows}`);

    const { posts, refusals } = await readAll(await aFile(packed.subarray(0, packed.length - 5000), 'a.csv.gz'));

    expect(posts.length).toBeGreaterThan(5000);
    expect(posts.length).toBeLessThan(20_000);
    expect(refusals.at(-1)).toEqual({
      line: expect.any(Number),
      reason: 'is damaged: its compressed data breaks off',
    });
  });

  it('does not die of bytes that are no UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from('tag,account_id,timestamp,text\nt,a,1610870193,'),
      Buffer.from([0xff, 0xc3, 10]),
    ]);

    expect((await readAll(await aFile(content))).posts[0]?.text).toBe('\u{fffd}\u{fffd}');
  });

  it('refuses a gigantic line without holding it, and reads on', async () => {
    const giant = 'x'.repeat(5 * 1024 * 1024);

    const { posts, refusals } = await readAll(
      await aFile(`tag,account_id,timestamp\nt,a,1610870193\n${giant}\nu,b,1610870194\n`),
    );

    expect(posts).toHaveLength(2);
    expect(refusals).toEqual([{ line: 3, reason: 'is longer than 1 MiB' }]);
  });

  it('never throws on rows of any bytes', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom('tag,account_id,timestamp\n', '{"accountId":1}\n', 'tweetid,userid,tweet_text,tweet_time\n'),
        async (rows, head) => {
          const items = [];
          const path = await aFile(Buffer.concat([Buffer.from(head), rows]));
          for await (const item of readPosts(path, { now })) items.push(item);

          for (const item of items) expect(item).toSatisfy((found: object) => 'post' in found || 'refused' in found);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names a file that it cannot read, and says why', async () => {
    const folder = await aFolder();

    const failures = await Promise.all([
      failureOf(join(folder, 'nowhere.csv')),
      failureOf(folder),
      failureOf(await aFile('', 'empty.csv')),
      failureOf(await aFile('\n \n', 'blank.csv')),
      failureOf(await aFile(gzipSync(''), 'blank.csv.gz')),
      failureOf(await aFile(Buffer.from('\u{feff}a,b\n', 'utf16le'), 'utf16.csv')),
      failureOf(await aFile(Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'broken.gz')),
      failureOf(await aFile(Buffer.from('PK\u{3}\u{4}abc'), 'set.zip')),
      failureOf(await aFile('x'.repeat(2_000_000), 'picture.raw')),
    ]);

    for (const failure of failures) expect(failure).toBeInstanceOf(FileError);
    expect(failures.map(({ message }) => message.replace(/^.*\/tocsin-\w+/, ''))).toEqual([
      '/nowhere.csv does not exist',
      ' is a folder, not a file',
      '/empty.csv is empty',
      '/blank.csv is empty',
      '/blank.csv.gz is empty',
      expect.stringMatching(/^\/utf16\.csv has no format .* Its first line: a,b$/),
      '/broken.gz is damaged: its compressed data breaks off',
      '/set.zip is a ZIP archive: unpack it first',
      '/picture.raw: its first line is longer than 1 MiB, so it is no text file',
    ]);
  });

  it('names the formats it knows and the header it saw when none fits', async () => {
    const failure = await failureOf(await aFile('Region,Country,URL\nx,y,z\n', 'media.csv'));

    expect(failure.message).toContain('/media.csv has no format Tocsin knows');
    for (const format of ['csv-log', 'io-archive', 'ndjson']) expect(failure.message).toContain(format);
    expect(failure.message).toContain('Its first line: Region,Country,URL');
  });

  it('holds a file to the format the importer names', async () => {
    const path = await aFile(log);

    await expect(readAll(path, { format: 'ndjson' })).rejects.toThrow('is not NDJSON');
    await expect(readAll(path, { format: 'io-archive' })).rejects.toThrow('has no header of a takedown archive');
    expect((await readAll(path, { format: 'csv-log' })).posts).toHaveLength(2);
  });

  it('may be left in the middle', async () => {
    const path = await aFile(`tag,account_id,timestamp\n${'t,a,1610870193\n'.repeat(100_000)}`);

    let seen = 0;
    for await (const item of readPosts(path, { now })) {
      if ('post' in item) seen += 1;
      if (seen === 10) break;
    }

    expect(seen).toBe(10);
  });
});
