/**
 * Import of a takedown archive into the embedded server, against the speed of csv-parse on the same file and of COPY
 * of the same rows into a table without indexes. The baselines run before and after the imports, as a machine that is
 * shared changes its speed: only the ratios of one run say something.
 *
 *     npx tsx bench/import.ts [--posts 1000000] [--json]
 */

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readPosts } from '../src/source/file/read-file.ts';
import { copyLine } from '../src/store/copy-text.ts';
import type { EmbeddedPostgres } from '../src/store/launcher.ts';
import { mean, print, printTable, runChild, withServer } from './bench.ts';
import { writeTakedownFile } from './takedown-file.ts';

export interface ImportBench {
  readonly posts: number;
  readonly fileMb: number;
  /** Posts a second. */
  readonly csvParse: number;
  readonly copy: number;
  readonly first: number;
  readonly second: number;
  readonly addedBySecond: number;
  readonly peakMb: readonly number[];
  readonly cpuSeconds: readonly number[];
}

interface Imported {
  readonly posts: number;
  readonly added: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

export function benchImport(posts: number): Promise<ImportBench> {
  return withServer(async (server, folder) => {
    const file = path.join(folder, 'tweets.csv');
    const prepared = path.join(folder, 'rows.copy');
    const bytes = await writeTakedownFile(file, posts);
    await prepareRows(file, prepared);

    const before = await baselines(server, file, prepared, posts);
    const first = await importOnce(server, file);
    const second = await importOnce(server, file);
    const after = await baselines(server, file, prepared, posts);

    return {
      posts,
      fileMb: Math.round(bytes / 1e6),
      csvParse: mean([before.csvParse, after.csvParse]),
      copy: mean([before.copy, after.copy]),
      first: first.posts / first.seconds,
      second: second.posts / second.seconds,
      addedBySecond: second.added,
      peakMb: [first.peakMb, second.peakMb],
      cpuSeconds: [first.cpuSeconds, second.cpuSeconds],
    };
  });
}

function importOnce({ host, user, database }: EmbeddedPostgres, file: string): Promise<Imported> {
  return runChild<Imported>('import-child.ts', [file, host, user, database]);
}

async function baselines(server: EmbeddedPostgres, file: string, prepared: string, posts: number) {
  return { csvParse: await csvParseRate(file, posts), copy: await copyRate(server, prepared, posts) };
}

async function csvParseRate(file: string, posts: number): Promise<number> {
  const started = performance.now();
  let rows = -1; // the header
  const parser = createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(parse());
  for await (const row of parser) if (Array.isArray(row)) rows += 1;
  if (rows !== posts) throw new Error(`csv-parse read ${rows} rows of ${posts}`);
  return (posts / (performance.now() - started)) * 1000;
}

/** The rows are encoded beforehand: this is the server alone, at its fastest. */
async function copyRate(server: EmbeddedPostgres, prepared: string, posts: number): Promise<number> {
  const { host, user, database } = server;
  const client = new pg.Client({ host, user, database });
  await client.connect();
  try {
    await client.query(`
      DROP TABLE IF EXISTS bare;
      CREATE TABLE bare (
        platform text, id text, account_id text, created_at timestamptz, seen_at timestamptz, arrival bigint,
        likes bigint, reposts bigint, replies bigint, followers bigint, kind text, parent_id text, handle text,
        lang text, tags text[], links text[], text text)`);
    const started = performance.now();
    const stream = client.query(copyFrom('COPY bare FROM STDIN'));
    await pipeline(createReadStream(prepared, { highWaterMark: 1024 * 1024 }), stream);
    const ms = performance.now() - started;
    if (stream.rowCount !== posts) throw new Error(`COPY took ${stream.rowCount} rows of ${posts}`);
    await client.query('DROP TABLE bare');
    return (posts / ms) * 1000;
  } finally {
    await client.end();
  }
}

async function prepareRows(file: string, prepared: string): Promise<void> {
  const out = createWriteStream(prepared, { highWaterMark: 1024 * 1024 });
  let arrival = 0;
  for await (const item of readPosts(file, { now: new Date() })) {
    if (!('post' in item)) throw new Error(`the invented file has a row that gives no post: ${JSON.stringify(item)}`);
    const { post } = item;
    arrival += 1;
    const line = copyLine([
      post.platform,
      post.id,
      post.accountId,
      post.createdAt,
      post.seenAt,
      arrival,
      post.likes,
      post.reposts,
      post.replies,
      post.followers,
      post.kind,
      post.parentId,
      post.handle,
      post.lang,
      post.tags,
      post.links,
      post.text,
    ]);
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

export function printImport(bench: ImportBench): void {
  const { posts, fileMb, csvParse, copy, first, second, addedBySecond, peakMb } = bench;
  print(`Import of ${posts} posts (${fileMb} MB), embedded server`);
  printTable([
    ['', 'posts/s', '× COPY', '× csv-parse', 'peak MB'],
    ['csv-parse, rows only', rate(csvParse), '', '1.00', ''],
    ['COPY of prepared rows, no index', rate(copy), '1.00', '', ''],
    ['import', rate(first), ratio(first, copy), ratio(first, csvParse), String(peakMb[0])],
    ['the same file again', rate(second), ratio(second, copy), ratio(second, csvParse), String(peakMb[1])],
  ]);
  print(`again is ${ratio(second, first)} × as fast and added ${addedBySecond}`);
}

function rate(value: number): string {
  return Math.round(value).toString();
}

function ratio(value: number, base: number): string {
  return (value / base).toFixed(2);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { posts: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  });
  const bench = await benchImport(Number(values.posts));
  if (values.json) print(JSON.stringify(bench));
  else printImport(bench);
}
