/** Streams that no honest source would give, and what must hold of detections whatever came. */
import { expect } from 'vitest';
import { createDetectors, defaultDetectorSettings } from '../../src/detector/all.ts';
import type { Detection, Detector, StateEntry } from '../../src/detector/detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aPost } from '../builders.ts';
import { anEntry } from '../registry/an-entry.ts';
import { randomNumbers, streamStart } from './a-stream.ts';

const offices = Array.from({ length: 6 }, (_, i) => `office${i}`);

export const officeRegistry = createRegistry({
  version: '2026-03-01',
  entries: offices.map((id) =>
    anEntry({ id, kind: 'government', status: 'active', accounts: [{ platform: 'x', nativeId: id, handle: id }] }),
  ),
});

export function allDetectors(): readonly Detector[] {
  return createDetectors(defaultDetectorSettings());
}

/** A small world that every lane has something to say about: everyday tags, listed offices, a push with copied texts. */
export function aWorld(seed: number, days: number): readonly Post[] {
  const random = randomNumbers(seed);
  const posts: Post[] = [];
  for (let hour = 0; hour < days * 24; hour++) {
    for (let i = 0; i < 12; i++) {
      const at = new Date(streamStart + hour * hourMs + Math.floor(random() * hourMs));
      posts.push(
        aPost({
          id: `w${seed}-${hour}-${i}`,
          accountId: i === 0 ? `office${Math.floor(random() * 6)}` : `w${Math.floor(random() * 80)}`,
          createdAt: at,
          tags: [`t${Math.floor(20 ** random())}`],
          links: i % 3 === 0 ? [`example.org/${Math.floor(random() * 30)}`] : [],
          text: i % 4 === 0 ? `some words of the day number ${Math.floor(random() * 40)} for all` : '',
        }),
      );
    }
  }
  return posts;
}

/** Thirty accounts and the offices push a tag, a link and a text within seconds of each other. */
export function aPush(tag: string, fromHour: number, hours = 4): readonly Post[] {
  return Array.from({ length: 240 }, (_, i) =>
    aPost({
      id: `push-${tag}-${i}`,
      accountId: i % 10 === 0 ? `office${(i / 10) % 6}` : `push${i % 30}`,
      createdAt: new Date(streamStart + fromHour * hourMs + Math.floor(((i % 12) / 12) * hours * hourMs) + i * 100),
      tags: [tag],
      links: [`example.net/${tag}/${i % 12}`],
      text: `everybody must read this about ${tag} before it is gone ${i % 12}`,
    }),
  );
}

export interface Ticks {
  readonly posts: readonly Post[];
  readonly tickMs: number;
  readonly toMs: number;
  readonly fromMs?: number;
  /** After every tick: the detectors that go on. */
  readonly next?: (detectors: readonly Detector[], now: Date) => readonly Detector[];
  readonly shuffle?: boolean;
}

/** Feeds all detectors tick by tick. */
export function watch({
  posts,
  tickMs,
  toMs,
  fromMs = streamStart,
  next,
  shuffle = false,
}: Ticks): readonly Detection[] {
  const sorted = [...posts].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const found: Detection[] = [];
  let detectors = allDetectors();
  let at = 0;
  for (let now = fromMs + tickMs; now <= toMs; now += tickMs) {
    const begin = at;
    while (at < sorted.length && (sorted[at]?.createdAt.getTime() ?? 0) < now) at += 1;
    const slice = sorted.slice(begin, at);
    found.push(...tick(detectors, shuffle ? slice.reverse() : slice, new Date(now)));
    detectors = next?.(detectors, new Date(now)) ?? detectors;
  }
  return found;
}

export function tick(detectors: readonly Detector[], posts: readonly Post[], now: Date): readonly Detection[] {
  for (const detector of detectors) detector.observe(posts, officeRegistry);
  return detectors.flatMap((detector) => detector.detect(now));
}

/** All that detectors remember, as the database would give it back. */
export function stored(): { keep(detectors: readonly Detector[]): void; entries(): readonly StateEntry[] } {
  const kept = new Map<string, string>();
  return {
    keep: (detectors) => {
      for (const entry of detectors.flatMap((detector) => detector.takeChanges())) {
        const id = `${entry.detector}\n${entry.key}`;
        if (entry.state === null) kept.delete(id);
        else kept.set(id, JSON.stringify(entry));
      }
    },
    entries: () => [...kept.values()].map((text) => JSON.parse(text)),
  };
}

/** What must hold of any detection. */
export function expectSound(detections: readonly Detection[]): void {
  for (const detection of detections) {
    const { posts, accounts, effectiveAccounts, from, to, logP, expectedFalsePerDay, usual, reason, at } = detection;
    for (const value of [
      posts,
      accounts,
      effectiveAccounts,
      logP,
      expectedFalsePerDay,
      usual.low,
      usual.high,
      usual.observed,
    ]) {
      expect(value, JSON.stringify(detection)).toSatisfy(Number.isFinite);
    }
    expect(from.getTime(), reason).toBeLessThanOrEqual(to.getTime());
    expect(to.getTime(), reason).toBeLessThanOrEqual(at.getTime());
    expect(accounts).toBeLessThanOrEqual(posts);
    expect(effectiveAccounts).toBeLessThanOrEqual(accounts + 1e-9);
    expect(logP).toBeLessThanOrEqual(0);
    expect(usual.low).toBeLessThanOrEqual(usual.high);
    expect(reason).not.toMatch(/NaN|undefined|Infinity|\[object/);
    for (const note of detection.notes ?? []) expect(note).not.toMatch(/NaN|undefined|Infinity|\[object/);
  }
}
