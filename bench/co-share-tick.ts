/**
 * One tick of the co-share count with a thousand new shares, for windows of different size: its CPU time against a count of
 * all shares of the window, and the memory both need. A tick must cost what is new.
 *
 *     npx tsx bench/co-share-tick.ts [--sizes 10000,100000,1000000] [--json]
 */
import { parseArgs } from 'node:util';
import { CoShareSettings } from '../src/detector/co-share-detector.ts';
import { findGroups } from '../src/detector/co-share-groups.ts';
import { createRecentShares, logOfAll, type RecentShares } from '../src/detector/co-share-shares.ts';
import { coreEdges } from '../src/measure/core-edges.ts';
import { countPairs } from '../src/measure/pair-counts.ts';
import type { Post } from '../src/post/post.ts';
import { mean, print, printTable } from './bench.ts';

export interface CoShareTickBench {
  /** Shares in the window, and those that each measured tick brought. */
  readonly shares: number;
  readonly newShares: number;
  /** Means of the measured ticks: CPU milliseconds of a tick, and of a count of all shares at the same time. */
  readonly tickMs: number;
  readonly batchMs: number;
  /** CPU milliseconds of the first tick, which takes in the whole window, as after a restart. */
  readonly firstMs: number;
  /** Pairs of accounts kept, and groups found in the last tick. */
  readonly pairs: number;
  readonly groups: number;
  /** Resident memory after the last tick, MiB, everything included. */
  readonly memoryMib: number;
}

const settings = CoShareSettings.parse({});
const windowSeconds = 24 * 3600;
const perTick = 1000;
const ticks = 20;
const mostPairs = 4_000_000;

export function benchCoShareTick(sizes: readonly number[]): readonly CoShareTickBench[] {
  return sizes.map((size) => measure(size));
}

function measure(size: number): CoShareTickBench {
  const random = randomNumbers(20210701);
  const recent = createRecentShares({ ...settings, mostPairs });
  let id = 0;
  const add = (from: number, to: number, count: number): void => {
    for (let share = 0; share < count; share++) {
      recent.add(aPost((id += 1), from + (to - from) * random(), size, random), from + (to - from) * random());
    }
    // A group of twelve that repeats each other every quarter of an hour.
    for (let start = Math.ceil(from / 900) * 900; start < to; start += 900) plant(recent, start, random);
  };
  add(0, windowSeconds, size);
  const firstMs = cpuMs(() => look(recent, 0));
  const tickMs: number[] = [];
  const batchMs: number[] = [];
  let groups = 0;
  const step = (perTick / size) * windowSeconds;
  for (let tick = 0; tick < ticks + 1; tick++) {
    const now = windowSeconds + (tick + 1) * step;
    add(now - step, now, perTick);
    const spent = cpuMs(() => (groups = look(recent, now - windowSeconds)));
    const all = logOfAll(recent);
    const supporting = new Uint8Array(all.objectIds.length);
    const batch = cpuMs(() => {
      const counts = countPairs(all, { ...settings, minPosts: 2, supporting });
      coreEdges(all.accountIds.length, counts, settings);
    });
    if (tick === 0) continue; // makes everything warm
    tickMs.push(spent);
    batchMs.push(batch);
  }
  return {
    shares: size,
    newShares: perTick,
    tickMs: mean(tickMs),
    batchMs: mean(batchMs),
    firstMs,
    pairs: recent.window.pairs?.size ?? 0,
    groups,
    memoryMib: process.memoryUsage.rss() / 2 ** 20,
  };
}

function look(recent: RecentShares, since: number): number {
  recent.advance(since);
  return findGroups(recent, settings).groups.length;
}

/** Accounts and objects of very different activity; both grow with the window, so that the density stays. */
function aPost(id: number, seconds: number, size: number, random: () => number): Post {
  const account = Math.floor(random() ** 2 * Math.max(size / 10, 100));
  const object = Math.floor(random() ** 2.5 * Math.max(size / 5, 100));
  const createdAt = new Date(seconds * 1000);
  return {
    platform: 'x',
    id: `p${id}`,
    accountId: `a${account}`,
    createdAt,
    seenAt: createdAt,
    text: '',
    kind: 'repost',
    parentId: `o${object}`,
    tags: [],
    links: [],
  };
}

function plant(recent: RecentShares, start: number, random: () => number): void {
  for (let member = 0; member < 12; member++) {
    const post = aPost(0, start, 1, random);
    recent.add({ ...post, accountId: `planted${member}`, parentId: `planted${start}` }, start + random() * 30);
  }
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export function printCoShareTick(measured: readonly CoShareTickBench[]): void {
  print(
    `\nOne tick of the co-share count with ${perTick} new shares (CPU, means of ${ticks}; against a count of all):`,
  );
  printTable([
    ['shares in 24 h', 'pairs kept', 'tick ms', 'count of all ms', 'ratio', 'first tick ms', 'memory MiB', 'groups'],
    ...measured.map(({ shares, pairs, tickMs, batchMs, firstMs, memoryMib, groups }) => [
      shares.toLocaleString('en-GB'),
      pairs.toLocaleString('en-GB'),
      tickMs.toFixed(1),
      batchMs.toFixed(1),
      (tickMs / batchMs).toFixed(3),
      firstMs.toFixed(0),
      memoryMib.toFixed(0),
      String(groups),
    ]),
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { sizes: { type: 'string', default: '10000,100000,1000000' }, json: { type: 'boolean', default: false } },
  });
  const measured = benchCoShareTick(values.sizes.split(',').map(Number));
  if (values.json) print(JSON.stringify(measured));
  else printCoShareTick(measured);
}
