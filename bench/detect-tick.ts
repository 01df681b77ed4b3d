/**
 * One detect tick on stores of different size: how many table and index blocks it touches, and how long it takes, against
 * the same tick on the smallest store. A tick must read what is new, and no more.
 *
 *     npx tsx bench/detect-tick.ts [--sizes 50000,400000] [--json]
 *     npx tsx bench/detect-tick.ts --full     the size of the largest study on a PostgreSQL 15 server: 20 minutes, 6 GB
 *
 * `--postgres FOLDER` names the programs of an installed server; without it the embedded one is measured.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createDetect } from '../jobs/detect.ts';
import { createHistory } from '../src/app/history.ts';
import { startRules } from '../src/campaign/start-rules.ts';
import type { Subject } from '../src/campaign/subject.ts';
import { createDetectors, defaultDetectorSettings } from '../src/detector/all.ts';
import { dayMs, hourMs, minuteMs, type Post, type Span } from '../src/post/post.ts';
import { createRegistry } from '../src/registry/create-registry.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { mean, print, printTable, withServer } from './bench.ts';
import { type BenchServer, debianPrograms, withInstalledServer } from './detect-tick-server.ts';

export interface TickBench {
  readonly posts: number;
  /** Posts that the measured ticks brought, together. */
  readonly newPosts: number;
  /** Means of the measured ticks: blocks of 8 KiB touched in tables and indexes, and seconds of the clock. */
  readonly blocks: number;
  readonly seconds: number;
  /** What a tick that tells a burst reads beside: posts of its tag, and what its accounts did in 90 days. */
  readonly evidenceBlocks: number;
  readonly historyBlocks: number;
  readonly bytesPerPost: number;
}

const end = Date.parse('2026-03-02T12:00:00Z');
/** Posts per tick, and ticks measured after those that make everything warm. */
const perTick = 500;
const warmUp = 2;
const ticks = 3;

/** @param programs folder with the programs of an installed server; without it the embedded one is measured */
export async function benchDetectTick(sizes: readonly number[], programs?: string): Promise<readonly TickBench[]> {
  const measured: TickBench[] = [];
  for (const size of sizes) {
    const work = ({ host, user, database }: BenchServer) => measure(size, { host, user, database });
    measured.push(await (programs === undefined ? withServer(work) : withInstalledServer(programs, work)));
  }
  return measured;
}

/** The largest study of the field, against a small store of the same server. */
export function benchFullDetectTick(): Promise<readonly TickBench[]> {
  return benchDetectTick([50_000, 6_800_000], debianPrograms);
}

async function measure(size: number, connection: BenchServer): Promise<TickBench> {
  const store = await openStore({ connection });
  const pool = new pg.Pool({ ...connection, max: 1 });
  // A server that stops may be faster than the pool's good-bye.
  pool.on('error', () => undefined);
  try {
    await fill(store, pool, size);
    await pool.query('VACUUM ANALYZE');
    const tick = await measureTicks(store, pool, size);
    return {
      ...tick,
      evidenceBlocks: await blocksOf(pool, () => store.posts.postsOf(aBurst)),
      historyBlocks: await blocksOf(pool, () => createHistory(store.posts)(aBurst, new Date(end))),
      bytesPerPost: (await bytesStored(pool)) / size,
    };
  } finally {
    await pool.end();
    await store.close();
  }
}

/** Two hundred accounts in an hour: as much as is looked at of any burst. */
const aBurst: Subject & Span = {
  kind: 'hashtag-campaign',
  platform: 'x',
  keyKind: 'tag',
  key: 't40',
  from: new Date(end - 3 * hourMs),
  to: new Date(end),
  posts: 500,
  accounts: 200,
  shape: 'wide',
  expectedFalsePerDay: 0.01,
  tags: ['t40'],
  links: [],
  reason: '',
  accountIds: Array.from({ length: 200 }, (_, n) => `a${n * 300}`),
};

async function measureTicks(
  store: Store,
  pool: pg.Pool,
  size: number,
): Promise<Pick<TickBench, 'posts' | 'newPosts' | 'blocks' | 'seconds'>> {
  const { mark } = await store.posts.arrivedAfter(String(size - 1), 10);
  let now = new Date(end);
  await store.detect.keepTick({ at: now, mark, changes: [], detections: [], campaigns: [] });
  const detect = createDetect({
    store,
    createDetectors: () => createDetectors(defaultDetectorSettings()),
    registry: async () => createRegistry({ version: 'bench', entries: [] }),
    context: async () => ({ rules: startRules, rulesVersion: startRules.version, watchedTags: [], watchedHosts: [] }),
    around: async () => ({}),
    now: () => now,
  });
  const blocks: number[] = [];
  const seconds: number[] = [];
  for (let tick = 0; tick < warmUp + ticks; tick++) {
    now = new Date(end + (tick + 1) * 5 * minuteMs);
    await store.posts.keepPage('bench', { posts: newPosts(tick, now) }, now);
    if (tick < warmUp) {
      await detect.run({ at: now }, new AbortController().signal);
      continue;
    }
    let took = 0;
    const asked = await blocksOf(pool, async () => {
      const started = performance.now();
      await detect.run({ at: now }, new AbortController().signal);
      took = (performance.now() - started) / 1000;
    });
    seconds.push(took);
    blocks.push(asked);
  }
  return { posts: size, newPosts: ticks * perTick, blocks: mean(blocks), seconds: mean(seconds) };
}

/** More than this is not put on a disk for a measurement. */
const mostBytes = 8 * 1024 ** 3;

/** History over the months before, in pages as a source would bring it. */
async function fill(store: Store, pool: pg.Pool, size: number): Promise<void> {
  const spanMs = 90 * dayMs;
  const page = 20_000;
  for (let from = 0; from < size; from += page) {
    const posts = Array.from({ length: Math.min(page, size - from) }, (_, i) =>
      aPost(`h${from + i}`, new Date(end - spanMs + ((from + i) / size) * (spanMs - 2 * hourMs)), from + i),
    );
    await store.posts.keepPage('bench', { posts }, new Date(end));
    if (from % (page * 20) !== 0) continue;
    const bytes = await bytesStored(pool);
    if (bytes > mostBytes) throw new Error(`${from + page} posts take ${bytes} bytes, more than a measurement may`);
  }
}

async function bytesStored(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
  return Number(rows[0]?.bytes ?? 0);
}

function newPosts(tick: number, now: Date): readonly Post[] {
  return Array.from({ length: perTick }, (_, i) =>
    aPost(`n${tick}-${i}`, new Date(now.getTime() - (i % 300) * 1000), i * 7 + tick),
  );
}

function aPost(id: string, createdAt: Date, n: number): Post {
  return {
    platform: 'x',
    id,
    accountId: `a${(n * 7919) % 60_000}`,
    createdAt,
    seenAt: createdAt,
    text: `post ${n} of a day like others, about this and that`,
    kind: n % 3 === 0 ? 'repost' : 'original',
    ...(n % 3 === 0 ? { parentId: `p${n % 900}` } : {}),
    tags: [`t${Math.floor(4_000 ** (((n * 104_729) % 10_007) / 10_007))}`],
    links: n % 5 === 0 ? [`example.org/${n % 3_000}`] : [],
  };
}

async function blocksOf(pool: pg.Pool, work: () => Promise<unknown>): Promise<number> {
  const before = await touched(pool);
  await work();
  return (await touched(pool)) - before;
}

/** Blocks asked for since the server started, found in memory or not, of all tables and indexes of ours. */
async function touched(pool: pg.Pool): Promise<number> {
  // What a session did is counted when it has been idle for ten seconds (PGSTAT_IDLE_INTERVAL) or ends.
  await sleep(10_500);
  const { rows } = await pool.query<{ blocks: string }>(
    `SELECT sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)) AS blocks
     FROM pg_statio_user_tables`,
  );
  return Number(rows[0]?.blocks ?? 0);
}

export function printDetectTick(measured: readonly TickBench[]): void {
  const [smallest] = measured;
  if (smallest === undefined) return;
  print(
    `\nOne detect tick of ${perTick} new posts (means of ${ticks}; ratio to the store of ${smallest.posts} posts):`,
  );
  printTable([
    ['posts stored', 'blocks touched', 'ratio', 'seconds', 'ratio', 'of a burst', 'of its accounts', 'bytes a post'],
    ...measured.map(({ posts, blocks, seconds, evidenceBlocks, historyBlocks, bytesPerPost }) => [
      posts.toLocaleString('en-GB'),
      blocks.toFixed(0),
      (blocks / smallest.blocks).toFixed(2),
      seconds.toFixed(3),
      (seconds / smallest.seconds).toFixed(2),
      evidenceBlocks.toFixed(0),
      historyBlocks.toFixed(0),
      bytesPerPost.toFixed(0),
    ]),
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '50000,400000' },
      postgres: { type: 'string' },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const measured = await (values.full
    ? benchFullDetectTick()
    : benchDetectTick(values.sizes.split(',').map(Number), values.postgres));
  if (values.json) print(JSON.stringify(measured));
  else printDetectTick(measured);
}
