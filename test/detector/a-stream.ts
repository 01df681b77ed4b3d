/** Invented streams for the burst detectors, and a run of ticks over them. */
import type { Detection, Detector, StateEntry } from '../../src/detector/detector.ts';
import { dayMs, hourMs, type Post } from '../../src/post/post.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { aPost } from '../builders.ts';

export const streamStart = Date.parse('2026-03-02T00:00:00Z');

export const noRegistry: Registry = {
  version: 'none',
  entries: [],
  findAccount: () => undefined,
  findHost: () => undefined,
  nearestHandles: () => [],
  nearestHosts: () => [],
};

/** Numbers in 0..1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Everyday {
  readonly seed: number;
  readonly days: number;
  readonly postsPerHour: number;
  readonly tags: number;
  readonly accounts: number;
}

/** Everyday use: tag k about 1/k as often as the first, any account, by day three times as much as by night. */
export function everyday({ seed, days, postsPerHour, tags, accounts }: Everyday): readonly Post[] {
  const random = randomNumbers(seed);
  const posts: Post[] = [];
  for (let hour = 0; hour < days * 24; hour++) {
    const busy = 1 + 0.5 * Math.sin(((hour % 24) / 24) * 2 * Math.PI);
    const count = Math.floor(postsPerHour * busy + random());
    for (let i = 0; i < count; i++) {
      posts.push(
        aPost({
          id: `e${seed}-${hour}-${i}`,
          accountId: `e${Math.floor(random() * accounts)}`,
          createdAt: new Date(streamStart + hour * hourMs + Math.floor(random() * hourMs)),
          tags: [`t${Math.floor(tags ** random())}`],
        }),
      );
    }
  }
  return posts;
}

export interface Push {
  readonly tag: string;
  readonly fromHour: number;
  readonly hours: number;
  readonly posts: number;
  readonly accounts: number;
  readonly links?: readonly string[];
}

/** Posts of a campaign, evenly over its hours and accounts. */
export function push({ tag, fromHour, hours, posts, accounts, links = [] }: Push): readonly Post[] {
  return Array.from({ length: posts }, (_, i) =>
    aPost({
      id: `c-${tag}-${i}`,
      accountId: `c-${tag}-${i % accounts}`,
      createdAt: new Date(streamStart + fromHour * hourMs + Math.floor((i / posts) * hours * hourMs)),
      tags: [tag],
      links,
    }),
  );
}

export interface Run {
  readonly posts: readonly Post[];
  readonly tickMs?: number;
  readonly fromMs?: number;
  readonly toMs: number;
  readonly registry?: Registry;
  readonly afterTick?: (detector: Detector, now: Date) => Detector;
}

/** Feeds posts tick by tick as they were made and gives every detection in order. */
export function run(detector: Detector, given: Run): readonly Detection[] {
  const { tickMs = hourMs, fromMs = streamStart, toMs, registry = noRegistry } = given;
  const posts = [...given.posts].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const detections: Detection[] = [];
  let at = 0;
  let current = detector;
  for (let now = fromMs + tickMs; now <= toMs; now += tickMs) {
    const begin = at;
    while (at < posts.length && posts[at]!.createdAt.getTime() < now) at += 1;
    current.observe(posts.slice(begin, at), registry);
    detections.push(...current.detect(new Date(now)));
    current = given.afterTick?.(current, new Date(now)) ?? current;
  }
  return detections;
}

/** The newest detection of each episode. */
export function latest(detections: readonly Detection[]): readonly Detection[] {
  return [...new Map(detections.map((detection) => [detection.episode, detection])).values()];
}

/** A store that keeps what `takeChanges` gives, as JSON. */
export function aStateStore(): { keep(entries: readonly StateEntry[]): void; load(): readonly StateEntry[] } {
  const kept = new Map<string, string>();
  return {
    keep: (entries) => {
      for (const entry of entries) {
        if (entry.state === null) kept.delete(entry.key);
        else kept.set(entry.key, JSON.stringify(entry));
      }
    },
    load: () => [...kept.values()].map((text) => JSON.parse(text) as StateEntry),
  };
}

export const daysIn = (days: number): number => streamStart + days * dayMs;
