/**
 * One detect tick on stores of different size: how many table and index blocks it touches, and how long it takes, against
 * the same tick on the smallest store. A tick must read what is new, and no more.
 *
 *     npx tsx bench/detect-tick.ts [--sizes 50000,400000] [--json]
 *     npx tsx bench/detect-tick.ts --sizes 200000,6800000     the size of the largest study, some minutes
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createDetect } from '../jobs/detect.ts';
import { startRules } from '../src/campaign/start-rules.ts';
import { createDetectors, defaultDetectorSettings } from '../src/detector/all.ts';
import { dayMs, hourMs, minuteMs, type Post } from '../src/post/post.ts';
import { createRegistry } from '../src/registry/create-registry.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { mean, print, printTable, withServer } from './bench.ts';

export interface TickBench {
  readonly posts: number;
  /** Posts that the measured ticks brought, together. */
  readonly newPosts: number;
  /** Means of the measured ticks: blocks of 8 KiB touched in tables and indexes, and seconds of the clock. */
  readonly blocks: number;
  readonly seconds: number;
}

const end = Date.parse('2026-03-02T12:00:00Z');
/** Posts per tick, and ticks measured after two that make everything warm. */
const perTick = 500;
const ticks = 5;

export async function benchDetectTick(sizes: readonly number[]): Promise<readonly TickBench[]> {
  const measured: TickBench[] = [];
  for (const size of sizes)
    measured.push(await withServer(({ host, user, database }) => measure(size, { host, user, database })));
  return measured;
}

async function measure(size: number, connection: { host: string; user: string; database: string }): Promise<TickBench> {
  const store = await openStore({ connection });
  const pool = new pg.Pool({ ...connection, max: 1 });
  try {
    await fill(store, size);
    await pool.query('VACUUM ANALYZE');
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
    for (let tick = 0; tick < ticks + 2; tick++) {
      now = new Date(end + (tick + 1) * 5 * minuteMs);
      await store.posts.keepPage('bench', { posts: newPosts(tick, now) }, now);
      const before = await touched(pool);
      const started = performance.now();
      await detect.run({ at: now }, new AbortController().signal);
      if (tick < 2) continue;
      seconds.push((performance.now() - started) / 1000);
      blocks.push((await touched(pool)) - before);
    }
    return { posts: size, newPosts: ticks * perTick, blocks: mean(blocks), seconds: mean(seconds) };
  } finally {
    await pool.end();
    await store.close();
  }
}

/** History over the months before, in pages as a source would bring it. */
async function fill(store: Store, size: number): Promise<void> {
  const spanMs = 90 * dayMs;
  const page = 20_000;
  for (let from = 0; from < size; from += page) {
    const posts = Array.from({ length: Math.min(page, size - from) }, (_, i) =>
      aPost(`h${from + i}`, new Date(end - spanMs + ((from + i) / size) * (spanMs - 2 * hourMs)), from + i),
    );
    await store.posts.keepPage('bench', { posts }, new Date(end));
  }
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

/** Blocks asked for since the server started, found in memory or not, of all tables and indexes of ours. */
async function touched(pool: pg.Pool): Promise<number> {
  await pool.query('SELECT pg_stat_clear_snapshot()');
  // What a session did is counted once it is idle for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
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
    ['posts stored', 'blocks touched', 'ratio', 'seconds', 'ratio'],
    ...measured.map(({ posts, blocks, seconds }) => [
      posts.toLocaleString('en-GB'),
      blocks.toFixed(0),
      (blocks / smallest.blocks).toFixed(2),
      seconds.toFixed(3),
      (seconds / smallest.seconds).toFixed(2),
    ]),
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { sizes: { type: 'string', default: '50000,400000' }, json: { type: 'boolean', default: false } },
  });
  const measured = await benchDetectTick(values.sizes.split(',').map(Number));
  if (values.json) print(JSON.stringify(measured));
  else printDetectTick(measured);
}
