import { describe, expect, it } from 'vitest';
import { HashtagBurstSettings } from '../../src/detector/burst-settings.ts';
import type { Detector, StateEntry } from '../../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../../src/detector/hashtag-burst.ts';
import {
  checkLane,
  type LaneCheck,
  type SelfCheckCounts,
  selfCheckEntry,
  tightenedLanes,
} from '../../src/detector/self-check.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { aStateStore, daysIn, everyday, latest, noRegistry, push, run, streamStart } from './a-stream.ts';

function counts(cells: number, atMost: readonly number[], lane: SelfCheckCounts['lane'] = 'level'): SelfCheckCounts {
  return { lane, day: '2026-03-02', cells, atMost };
}

describe('the self-check of a lane', () => {
  it('is decided at the chance nearest to the threshold that has enough cells', () => {
    // At 1e-6 one cell is expected and four are there: too few to decide, so 1e-5 does.
    const days = [
      counts(500_000, [500, 400, 35, 2]),
      counts(500_000, [500, 400, 35, 2]),
      counts(9, [9, 9, 9, 9], 'new'),
    ];

    expect(checkLane('level', days, 1e-6)).toEqual({ lane: 'level', factor: 7, observed: 70, nominal: 10 });
    expect(checkLane('level', days, 1e-4)).toMatchObject({ factor: 8, observed: 800 });
    expect(checkLane('level', days, 1e-3)).toBeUndefined();
  });

  it('goes by few expected cells where many are observed, and by none where nothing is known', () => {
    expect(checkLane('level', [counts(100_000, [100, 10, 10, 5])], 1e-6)).toMatchObject({ observed: 5 });
    expect(checkLane('level', [counts(100, [4, 4, 4, 4])], 1e-6)).toBeUndefined();
    expect(checkLane('level', [], 1e-6)).toBeUndefined();
  });

  it('leaves alone what is up to five times nominal', () => {
    expect(checkLane('drip', [counts(10_000, [50, 5, 0, 0], 'drip')], 1e-3)).toBeUndefined();
    expect(checkLane('drip', [counts(10_000, [51, 5, 0, 0], 'drip')], 1e-3)?.factor).toBeCloseTo(5.1, 12);
  });
});

describe('the nightly self-check', () => {
  const busy = everyday({ seed: 5, days: 26, postsPerHour: 25, tags: 20, accounts: 500 });
  const before = (hour: number): readonly Post[] => busy.filter((post) => post.createdAt < at(hour));
  const between = (from: number, to: number): readonly Post[] =>
    busy.filter(({ createdAt }) => createdAt >= at(from) && createdAt < at(to));
  const at = (hour: number): Date => new Date(streamStart + hour * hourMs);
  const aDetector = (tighten = {}): Detector =>
    createHashtagBurstDetector(HashtagBurstSettings.parse({ openAt: 1, minPosts: 20, tighten }));

  /** A detector at hour 190 whose everyday hours of the last days looked rare eight times as often as they should. */
  function misled(store: ReturnType<typeof aStateStore>, tighten = {}): Detector {
    const first = aDetector(tighten);
    run(first, { posts: before(190), toMs: at(190).getTime() });
    store.keep(first.takeChanges());
    const entries = store.load().map((entry): StateEntry => {
      if (entry.key !== 'clock' || typeof entry.state !== 'object' || entry.state === null) return entry;
      return { ...entry, state: { ...entry.state, checks: [['2026-03-07 level', 100_000, [800, 80, 8, 0]]] } };
    });
    const detector = aDetector(tighten);
    detector.restore(entries);
    return detector;
  }

  const told = (store: ReturnType<typeof aStateStore>): readonly LaneCheck[] =>
    tightenedLanes(store.load().filter(({ detector }) => detector === selfCheckEntry));

  it('tightens a lane that is wrong, says so, survives a restart, and loosens it when the days are forgotten', () => {
    const store = aStateStore();
    const campaign = push({ tag: 't3', fromHour: 200, hours: 3, posts: 150, accounts: 120 });
    const detector = misled(store);
    const found = run(detector, {
      posts: [...between(190, 206), ...campaign],
      fromMs: at(190).getTime(),
      toMs: at(206).getTime(),
      afterTick: (each, now) => {
        store.keep(each.takeChanges());
        if (now.getTime() !== at(194).getTime()) return each;
        const restarted = aDetector();
        restarted.restore(store.load());
        return restarted;
      },
    });

    expect(told(store)).toEqual([
      {
        lane: 'level',
        factor: expect.closeTo(8, 0),
        observed: expect.closeTo(800, -1),
        nominal: expect.closeTo(100, -1),
      },
    ]);
    const [burst] = latest(found);
    expect(burst).toMatchObject({ key: 't3', lane: 'level' });
    expect(burst!.notes).toEqual([
      expect.stringMatching(/^threshold tightened (8|7\.\d)-fold by the nightly self-check$/),
    ]);

    const later = aDetector();
    later.restore(store.load());
    run(later, { posts: between(206, 552), fromMs: at(206).getTime(), toMs: daysIn(23) });
    store.keep(later.takeChanges());
    expect(told(store)).toEqual([]);
  }, 30_000);

  it('does not go below what is set by hand', () => {
    const detector = misled(aStateStore(), { level: 20 });
    const campaign = push({ tag: 't3', fromHour: 200, hours: 3, posts: 150, accounts: 120 });

    detector.observe([...between(190, 204), ...campaign], noRegistry);
    const [burst] = latest(detector.detect(at(204)));

    expect(burst!.notes).toEqual(['threshold tightened 20-fold by the nightly self-check']);
  }, 30_000);
});
