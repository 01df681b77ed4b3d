/**
 * A study of a takedown archive directly from the file, against the speed of csv-parse on the same file. The baseline runs
 * before and after, as a machine that is shared changes its speed: only the ratio of one run says something.
 *
 *     npx tsx bench/study.ts [--posts 1000000] [--json]
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { mean, print, printTable, runChild } from './bench.ts';
import { writeTakedownFile } from './takedown-file.ts';

export interface StudyBench {
  readonly posts: number;
  readonly fileMb: number;
  /** Seconds. */
  readonly csvParse: number;
  readonly read: number;
  readonly count: number;
  readonly study: number;
  /** Goal: at most 5. */
  readonly ratio: number;
  /** Of the study with its threads, and of csv-parse. */
  readonly cpuSeconds: number;
  readonly csvParseCpu: number;
  /** Goal: at most 4096 for 6.8 M posts. */
  readonly peakMb: number;
  readonly files: number;
}

interface Made {
  readonly posts: number;
  readonly files: number;
  readonly readSeconds: number;
  readonly countSeconds: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

export async function benchStudy(posts: number): Promise<StudyBench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  try {
    const file = path.join(folder, 'tweets.csv');
    const bytes = await writeTakedownFile(file, posts);
    const before = await csvParseSeconds(file, posts);
    const made = await runChild<Made>('study-child.ts', [file, path.join(folder, 'study')]);
    const after = await csvParseSeconds(file, posts);
    if (made.posts !== posts) throw new Error(`the study read ${made.posts} posts of ${posts}`);
    const csvParse = mean([before.seconds, after.seconds]);
    return {
      posts,
      fileMb: Math.round(bytes / 1e6),
      csvParse,
      read: made.readSeconds,
      count: made.countSeconds,
      study: made.seconds,
      ratio: made.seconds / csvParse,
      cpuSeconds: made.cpuSeconds,
      csvParseCpu: mean([before.cpu, after.cpu]),
      peakMb: made.peakMb,
      files: made.files,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function csvParseSeconds(
  file: string,
  posts: number,
): Promise<{ readonly seconds: number; readonly cpu: number }> {
  const started = performance.now();
  const used = process.cpuUsage();
  let rows = -1; // the header
  const parser = createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(parse());
  for await (const row of parser) if (Array.isArray(row)) rows += 1;
  if (rows !== posts) throw new Error(`csv-parse read ${rows} rows of ${posts}`);
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}

export function printStudy(bench: StudyBench): void {
  const { posts, fileMb, csvParse, read, count, study, peakMb, files, cpuSeconds, csvParseCpu } = bench;
  print(`Study of ${posts} posts (${fileMb} MB), from the file`);
  const row = (name: string, seconds: number) => [name, seconds.toFixed(1), (seconds / csvParse).toFixed(2)];
  printTable([
    ['', 'seconds', '× csv-parse'],
    row('csv-parse, rows only', csvParse),
    row('reading into the table', read),
    row('counting', count),
    row('writing', study - read - count),
    row('the whole study', study),
  ]);
  print(
    `${files} files; peak ${peakMb} MB; ${cpuSeconds.toFixed(0)} s of processor time, csv-parse ${csvParseCpu.toFixed(0)} s`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { posts: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  });
  const bench = await benchStudy(Number(values.posts));
  if (values.json) print(JSON.stringify(bench));
  else printStudy(bench);
}
