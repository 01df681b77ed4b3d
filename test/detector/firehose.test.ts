import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashtagBurstSettings } from '../../src/detector/burst-settings.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../../src/detector/hashtag-burst.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { aStateStore, everyday, latest, noRegistry, push, randomNumbers, streamStart } from './a-stream.ts';

const bounds = { firehoseKeys: 2_000, firehoseCandidates: 500 };
const at = (hour: number): Date => new Date(streamStart + hour * hourMs);

function aDetector(settings = {}): Detector {
  return createHashtagBurstDetector(HashtagBurstSettings.parse({ openAt: 1, minPosts: 20, ...bounds, ...settings }));
}

/** An hour in which each of `keys` tags is used once, by nobody seen before, besides what is posted every day. */
function flood(hour: number, keys: number): readonly Post[] {
  return Array.from({ length: keys }, (_, i) =>
    aPost({
      id: `f${hour}-${i}`,
      accountId: `f${hour}-${i % 5_000}`,
      createdAt: new Date(at(hour).getTime() + Math.floor((i / keys) * hourMs)),
      tags: [`once${hour}-${i}`],
    }),
  );
}

const steady = everyday({ seed: 3, days: 10, postsPerHour: 60, tags: 40, accounts: 500 });
const hourOf = (post: Post): number => Math.floor((post.createdAt.getTime() - streamStart) / hourMs);
const steadyBy = byHour(steady);

function byHour(posts: readonly Post[]): ReadonlyMap<number, readonly Post[]> {
  const hours = new Map<number, Post[]>();
  for (const post of posts) {
    const known = hours.get(hourOf(post)) ?? [];
    known.push(post);
    hours.set(hourOf(post), known);
  }
  return hours;
}

interface Given {
  readonly hours: number;
  readonly floodAt: (hour: number) => number;
  readonly extra?: readonly Post[];
  readonly settings?: object;
  readonly restart?: (hour: number) => boolean;
}

/** Hour by hour, so that a day of a stream needs not be held at once. */
function follow({ hours, floodAt, extra = [], settings = {}, restart }: Given) {
  const store = aStateStore();
  const extraBy = byHour(extra);
  const rows = new Set<string>();
  const kept: number[] = [];
  const told: { readonly hour: number; readonly detection: Detection }[] = [];
  let detector = aDetector(settings);
  for (let hour = 0; hour < hours; hour++) {
    const posts = [...(steadyBy.get(hour) ?? []), ...flood(hour, floodAt(hour)), ...(extraBy.get(hour) ?? [])];
    detector.observe(posts, noRegistry);
    for (const detection of detector.detect(new Date(at(hour + 1).getTime() - 1))) told.push({ hour, detection });
    const changes = detector.takeChanges();
    store.keep(changes);
    for (const { key, state } of changes) {
      if (state === null) rows.delete(key);
      else rows.add(key);
    }
    kept.push([...rows].filter((key) => key.startsWith('x|')).length);
    if (restart?.(hour) !== true) continue;
    detector = aDetector(settings);
    detector.restore(store.load().toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  }
  return { kept, told, detections: told.map(({ detection }) => detection), rows: [...rows] };
}

describe('a full stream', () => {
  const burst = push({ tag: 'planted', fromHour: 70, hours: 2, posts: 1_200, accounts: 900 });

  it('is followed in bounded memory, and a burst is found in its first hour', () => {
    const { kept, told } = follow({
      hours: 72,
      floodAt: (hour) => (hour < 40 ? 20 : 12_000),
      extra: burst,
    });

    // Before the stream swells all keys are kept; then candidates and keys with an episode.
    expect(kept[39]).toBeGreaterThan(200);
    expect(Math.max(...kept.slice(40))).toBeLessThanOrEqual(520);
    const first = told.find(({ detection }) => detection.key === 'planted');
    expect(first?.hour).toBe(70);
    expect(first?.detection.posts).toBeGreaterThan(590);
    expect(first?.detection.notes).toEqual([
      expect.stringMatching(
        /^this platform is followed in part: of about 1[12],\d{3} keys an hour the 500 most used of each kind are kept$/,
      ),
    ]);
    expect(new Set(told.map(({ detection }) => detection.key))).toEqual(new Set(['planted']));
  }, 60_000);

  it('keeps an open episode when it begins and when it ends, and keeps all keys again afterwards', () => {
    const early = push({ tag: 'early', fromHour: 28, hours: 6, posts: 600, accounts: 400 });
    const late = push({ tag: 'late', fromHour: 166, hours: 6, posts: 600, accounts: 400 });
    const { detections, rows, kept } = follow({
      hours: 220,
      floodAt: (hour) => (hour >= 30 && hour < 34 ? 6_000 : 2),
      extra: [...early, ...late],
    });

    const found = latest(detections);
    expect(found.map(({ key, posts, open }) => [key, posts, open])).toEqual([
      ['early', 600, false],
      ['late', expect.any(Number), false],
    ]);
    expect(found[1]!.posts).toBeGreaterThanOrEqual(597);
    expect(rows.filter((row) => row.startsWith('candidates:') || row.startsWith('firehose:'))).toEqual([]);
    expect(rows.some((row) => row.startsWith('tail:'))).toBe(true);
    expect(kept.at(-1)).toBeLessThan(2_000);
  }, 60_000);

  it('is the same after restarts', () => {
    const given = {
      hours: 60,
      floodAt: (hour: number) => (hour >= 8 && hour < 50 ? 1_500 : 5),
      extra: push({ tag: 'planted', fromHour: 44, hours: 3, posts: 900, accounts: 600 }),
      settings: { firehoseKeys: 1_500, firehoseCandidates: 150 },
    };
    const expected = follow(given);

    expect(expected.detections.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const chance = randomNumbers(seed);
        const { detections, kept } = follow({ ...given, restart: () => chance() < 0.3 });
        expect(detections).toEqual(expected.detections);
        expect(kept).toEqual(expected.kept);
      }),
      { numRuns: 2 },
    );
  }, 90_000);
});
