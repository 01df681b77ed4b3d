/**
 * One hour of the burst detector over many active keys: taking the posts, learning the hour of all keys that is old
 * enough, testing the keys that were touched, and giving what changed to the store. The baseline does the least that
 * anybody would: a plain object per key with a decayed mean, all of them decayed every hour, and a distance of the hour's count
 * from the mean. Own CPU time; both in one process.
 *
 *     npx tsx bench/bursts.ts [--keys 100000] [--hours 60] [--json]
 */
import { parseArgs } from 'node:util';
import { HashtagBurstSettings } from '../src/detector/burst-settings.ts';
import type { StateEntry } from '../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../src/detector/hashtag-burst.ts';
import { hourMs, type Post } from '../src/post/post.ts';
import type { Registry } from '../src/registry/registry.ts';
import { mean, print, printTable } from './bench.ts';

export interface BurstsBench {
  readonly keys: number;
  readonly postsPerHour: number;
  readonly keysTouched: number;
  /** CPU seconds of one hour step: observe and detect. Goal: at most 1 with 100,000 keys. */
  readonly step: number;
  /** CPU seconds of giving the changed state, and its size. */
  readonly save: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly heapBytesPerKey: number;
  readonly storedBytesPerKey: number;
}

const start = Date.parse('2026-03-02T00:00:00Z');
const noRegistry: Registry = {
  version: 'none',
  entries: [],
  findAccount: () => undefined,
  findHost: () => undefined,
  nearestHandles: () => [],
  nearestHosts: () => [],
};

export function benchBursts(keys: number, hours: number): BurstsBench {
  const heapBefore = heapUsed();
  const detector = createHashtagBurstDetector(HashtagBurstSettings.parse({}));
  const random = randomNumbers(1);
  const naive = new Map<string, { mean: number; count: number }>();
  const steps: number[] = [];
  const saves: number[] = [];
  const baselines: number[] = [];
  let touched = 0;
  let stored = 0;
  let postsPerHour = 0;
  const measured = 6;
  for (let hour = 0; hour < hours; hour++) {
    const posts = postsOfHour(hour, keys, random);
    const now = new Date(start + (hour + 1) * hourMs - 1);
    const step = cpuSeconds(() => {
      detector.observe(posts, noRegistry);
      detector.detect(now);
    });
    let changes: readonly StateEntry[] = [];
    const save = cpuSeconds(() => {
      changes = detector.takeChanges();
    });
    const baseline = cpuSeconds(() => naiveHour(naive, posts));
    if (hour < hours - measured) continue;
    steps.push(step);
    saves.push(save);
    baselines.push(baseline);
    touched = changes.length;
    if (hour === hours - 1) stored = bytesPerKey(changes);
    postsPerHour = posts.length;
  }
  naive.clear();
  const heapAfter = heapUsed();
  const step = mean(steps);
  const baseline = mean(baselines);
  return {
    keys,
    postsPerHour,
    keysTouched: touched,
    step,
    save: mean(saves),
    baseline,
    ratio: step / baseline,
    heapBytesPerKey: (heapAfter - heapBefore) / keys,
    storedBytesPerKey: stored,
  };
}

/** A tenth of the keys makes most posts, and every key is used about once in five hours or more often: all stay active. */
function postsOfHour(hour: number, keys: number, random: () => number): readonly Post[] {
  const posts: Post[] = [];
  const at = start + hour * hourMs;
  const count = Math.round(keys * 0.6);
  for (let i = 0; i < count; i++) {
    const pick = i % 3 === 0 ? random() ** 3 : random();
    // The first hours use every key once, so that all are known.
    const key = hour < 2 ? (i + hour * count) % keys : Math.floor(pick * keys);
    posts.push({
      platform: 'x',
      id: `${hour}-${i}`,
      accountId: `a${Math.floor(random() * 50_000)}`,
      createdAt: new Date(at + Math.floor(random() * hourMs)),
      seenAt: new Date(at + hourMs),
      text: '',
      kind: 'original',
      tags: [`tag${key}`],
      links: [],
    });
  }
  return posts;
}

function naiveHour(means: Map<string, { mean: number; count: number }>, posts: readonly Post[]): number {
  const accounts = new Map<string, Set<string>>();
  for (const { tags, accountId } of posts) {
    for (const tag of tags) {
      const known = accounts.get(tag) ?? new Set<string>();
      accounts.set(tag, known.add(accountId));
    }
  }
  for (const [tag, of] of accounts) {
    const known = means.get(tag) ?? { mean: 0, count: 0 };
    means.set(tag, { ...known, count: of.size });
  }
  let alarms = 0;
  for (const [tag, { mean: before, count }] of means) {
    if (count > before + 6 * Math.sqrt(before + 1)) alarms += 1;
    means.set(tag, { mean: 0.99 * before + 0.01 * count, count: 0 });
  }
  return alarms;
}

/** Of the rows of keys that a tick stores; the open hours and the platform are a row each, whatever the number of keys. */
function bytesPerKey(changes: readonly StateEntry[]): number {
  const rows = changes.filter(({ key }) => key.includes('|'));
  return rows.reduce((sum, row) => sum + JSON.stringify(row).length, 0) / rows.length;
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

/** Numbers in 0..1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function printBursts(bench: BurstsBench): void {
  print(`\nBurst step over ${bench.keys.toLocaleString('en-US')} active keys, ${bench.postsPerHour} posts in the hour`);
  printTable([
    ['', 'CPU s', 'baseline', 'ratio', 'B a key'],
    [
      'step',
      bench.step.toFixed(3),
      bench.baseline.toFixed(3),
      bench.ratio.toFixed(1),
      bench.heapBytesPerKey.toFixed(0),
    ],
    ['save', bench.save.toFixed(3), '', '', bench.storedBytesPerKey.toFixed(0)],
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      keys: { type: 'string', default: '100000' },
      hours: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
    },
  });
  const bench = benchBursts(Number(values.keys), Number(values.hours));
  if (values.json) print(JSON.stringify(bench));
  else printBursts(bench);
}
