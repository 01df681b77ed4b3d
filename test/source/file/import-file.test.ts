import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import type { AccountFact, Post } from '../../../src/post/post.ts';
import type { FileItem } from '../../../src/source/file/file-format.ts';
import {
  type ImportFileDeps,
  type ImportProgress,
  importFile,
  inBatches,
} from '../../../src/source/file/import-file.ts';
import { aFile, aFolder, now } from './files.ts';

/** Keeps posts as the store promises to. */
function aKeeper() {
  const ids = new Set<string>();
  const batches: number[] = [];
  const posts: Post[] = [];
  return {
    batches,
    posts,
    async keep(batch: readonly Post[]) {
      const before = ids.size;
      for (const post of batch) ids.add(`${post.platform}/${post.id}`);
      batches.push(batch.length);
      posts.push(...batch);
      return { added: ids.size - before, known: batch.length - (ids.size - before) };
    },
  };
}

function aLog(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => `t${n % 7},a${n},${1610870193 + n}`);
  return `tag,account_id,timestamp\n${lines.join('\n')}\n`;
}

const run = (path: string, deps: Partial<ImportFileDeps> & Pick<ImportFileDeps, 'keep'>) =>
  importFile({ path, options: { now }, ...deps });

describe('importing a file', () => {
  it('keeps posts in batches of 10,000 and reports what was new', async () => {
    const keeper = aKeeper();
    const path = await aFile(aLog(25_000));

    const report = await run(path, keeper);

    expect(keeper.batches).toEqual([10_000, 10_000, 5000]);
    expect(report).toEqual({
      file: path,
      format: 'csv-log',
      rows: 25_000,
      posts: 25_000,
      added: 25_000,
      known: 0,
      accounts: 0,
      refused: 0,
      refusals: [],
      seconds: expect.any(Number),
    });
  });

  it('adds nothing a second time', async () => {
    const keeper = aKeeper();
    const path = await aFile(`${aLog(30)}t0,a0,1610870193\n`);

    expect(await run(path, keeper)).toMatchObject({ added: 31, known: 0 });
    expect(await run(path, keeper)).toMatchObject({ added: 0, known: 31 });
  });

  it('lists the first hundred refusals and counts the rest', async () => {
    const path = await aFile(`${aLog(3)}${'t,a,never\n'.repeat(2500)}`);

    const report = await run(path, aKeeper());

    expect(report).toMatchObject({ rows: 2503, posts: 3, refused: 2500 });
    expect(report.refusals).toHaveLength(100);
    expect(report.refusals.at(-1)).toEqual({ line: 104, reason: 'has no time that can be read' });
  });

  it('hands over facts about accounts', async () => {
    const header =
      'userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,user_profile_url,follower_count,following_count,account_creation_date,account_language';
    const path = await aFile(`${header}\n77,N,n,,,,5,1,2012-05-01,en\n`);
    const accounts: AccountFact[] = [];

    const report = await run(path, { ...aKeeper(), keepAccounts: async (facts) => void accounts.push(...facts) });

    expect(report).toMatchObject({ format: 'io-archive', rows: 1, posts: 0, accounts: 1 });
    expect(accounts).toMatchObject([{ accountId: '77', handle: 'n', followers: 5 }]);
    expect(await run(path, aKeeper())).toMatchObject({ accounts: 1 });
  });

  it('tells its progress until all bytes are read', async () => {
    const progress: ImportProgress[] = [];
    const path = await aFile(aLog(25_000));

    await run(path, { ...aKeeper(), onProgress: (step) => progress.push(step) });

    expect(progress.map(({ rows }) => rows)).toEqual([10_000, 20_000, 25_000]);
    expect(progress.at(-1)?.bytes).toBe(progress.at(-1)?.totalBytes);
  });

  it('stops between two batches when it is told to', async () => {
    const keeper = aKeeper();
    const stop = new AbortController();
    const path = await aFile(aLog(25_000));

    const stopped = run(path, { ...keeper, signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });

    await expect(stopped).rejects.toThrow('enough');
    expect(keeper.batches).toEqual([10_000]);
  });

  it('keeps one batch at a time, in the order of the file', async () => {
    const path = await aFile(aLog(30_000));
    const firstAccounts: (string | undefined)[] = [];
    let keeping = 0;
    let mostAtOnce = 0;
    const keep = async (batch: readonly Post[]) => {
      keeping += 1;
      mostAtOnce = Math.max(mostAtOnce, keeping);
      firstAccounts.push(batch[0]?.accountId);
      // Long enough for the next batch to be read, which is done meanwhile.
      for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
      keeping -= 1;
      return { added: batch.length };
    };

    const report = await run(path, { keep });

    expect(report.added).toBe(30_000);
    expect(mostAtOnce).toBe(1);
    expect(firstAccounts).toEqual(['a0', 'a10000', 'a20000']);
  });

  it('ends only when the batch it was keeping is kept, also when it is stopped', async () => {
    const stop = new AbortController();
    const path = await aFile(aLog(30_000));
    let kept = 0;
    const keep = async (batch: readonly Post[]) => {
      stop.abort(new Error('enough'));
      for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
      kept += batch.length;
      return { added: batch.length };
    };

    const stopped = run(path, { keep, signal: stop.signal });

    await expect(stopped).rejects.toThrow('enough');
    expect(kept).toBe(10_000);
  });

  it('fails when what it read cannot be kept', async () => {
    const path = await aFile(aLog(3));

    await expect(run(path, { keep: () => Promise.reject(new Error('disk full')) })).rejects.toThrow('disk full');
  });

  it('makes the same batches however the items arrive', async () => {
    const items: FileItem[] = Array.from({ length: 23 }, (_, line) => ({ refused: { line, reason: 'x' } }));
    const batchesOf = async (size: number) => {
      const chunks = Array.from({ length: 23 }, (_, at) => items.slice(at * size, (at + 1) * size));
      const lines: number[][] = [];
      for await (const { refusals } of inBatches(Readable.from(chunks), 10))
        lines.push(refusals.map(({ line }) => line));
      return lines;
    };

    expect((await batchesOf(1)).map((lines) => lines.length)).toEqual([10, 10, 3]);
    for (const size of [2, 9, 10, 11, 23]) expect(await batchesOf(size)).toEqual(await batchesOf(1));
  });

  it('reads 60 MB in a few megabytes of memory', async () => {
    const path = join(await aFolder(), 'large.csv');
    const row = 59;
    const rows = 1_000_000;
    function* content() {
      yield 'hashtag_id,account_id,post_id,timestamp\n';
      for (let n = 0; n < rows; n += 1000) {
        const lines = Array.from({ length: 1000 }, (_, i) =>
          `tag-${(n + i) % 997},account-number-${(n + i) % 9999},post-number-${1e9 + n + i},161087${1000 + (i % 999)}`.padEnd(
            row,
            ' ',
          ),
        );
        yield `${lines.join('\n')}\n`;
      }
    }
    await pipeline(Readable.from(content()), createWriteStream(path));
    const before = process.memoryUsage().heapUsed;
    let highest = 0;

    const report = await run(path, {
      keep: async (posts) => ({ added: posts.length, known: 0 }),
      onProgress: () => {
        highest = Math.max(highest, process.memoryUsage().heapUsed - before);
      },
    });

    expect(report).toMatchObject({ rows, posts: rows, refused: 0 });
    // All posts at once would be several hundred megabytes; what the collector has not cleared yet stays below.
    expect(highest).toBeLessThan(200 * 1024 * 1024);
  }, 60_000);
});
