import { describe, expect, it } from 'vitest';
import type { Detector } from '../../src/detector/detector.ts';
import { hourMs } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { daysIn, streamStart } from './a-stream.ts';
import { allDetectors, aPush, aWorld, expectSound, officeRegistry, stored, tick, watch } from './hostile-stream.ts';

const days = 9;
const pushHour = 7 * 24 + 10;
const world = [...aWorld(3, days), ...aPush('rumours', pushHour)];

/** New detectors after every tick, as the detect job makes them: from what is stored, and with the posts that are wanted again. */
function restarted(): (detectors: readonly Detector[], now: Date) => readonly Detector[] {
  const store = stored();
  return (detectors, now) => {
    store.keep(detectors);
    const fresh = allDetectors();
    const entries = store.entries();
    for (const detector of fresh) {
      detector.restore(entries.filter((entry) => entry.detector === detector.name));
      if (detector.replayMs === 0) continue;
      const since = now.getTime() - detector.replayMs;
      detector.observe(
        world.filter(({ createdAt }) => createdAt.getTime() > since && createdAt < now),
        officeRegistry,
      );
      detector.detect(now);
    }
    return fresh;
  };
}

describe('whatever the order and the length of ticks', () => {
  const told = watch({ posts: world, tickMs: hourMs, toMs: daysIn(days) });

  it('tells the push at all, in several lanes', () => {
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['hashtag-burst', 'attributed-burst', 'co-share']));
    expectSound(told);
  });

  it('tells the same when each tick brings its posts backwards', () => {
    expect(watch({ posts: world, tickMs: hourMs, toMs: daysIn(days), shuffle: true })).toEqual(told);
  });

  it('tells the same with a restart after every tick as with none', () => {
    const twoHourly = { posts: world, tickMs: 2 * hourMs, toMs: daysIn(days) };

    const again = watch({ ...twoHourly, next: restarted() });

    expect(again).toEqual(watch(twoHourly));
  });

  it.each([
    ['10 minutes', hourMs / 6],
    ['3 days', 72 * hourMs],
  ])('finds the push and nothing unsound in ticks of %s', (_, tickMs) => {
    const found = watch({ posts: world, tickMs, toMs: daysIn(days) });

    expectSound(found);
    expect(found.some(({ key }) => key === 'rumours')).toBe(true);
  });

  it('comes to the same episodes in ticks of three days as in ticks of an hour', () => {
    const found = watch({ posts: world, tickMs: 72 * hourMs, toMs: daysIn(days) });

    expect(new Set(found.map(({ key }) => key))).toEqual(new Set(told.map(({ key }) => key)));
  });

  it('finds nothing new in ticks of a second over a minute of the push', () => {
    const detectors = allDetectors();
    const before = world.filter(({ createdAt }) => createdAt.getTime() < streamStart + (pushHour + 1) * hourMs);
    let found = tick(detectors, before, new Date(streamStart + (pushHour + 1) * hourMs));
    expect(found.some(({ key }) => key === 'rumours')).toBe(true);

    for (let second = 1; second <= 60; second++) {
      found = tick(detectors, [], new Date(streamStart + (pushHour + 1) * hourMs + second * 1000));
      expect(found).toEqual([]);
    }
  });
});

describe('a clock that is wrong', () => {
  it('goes on after it went back by two days, and says nothing of the same episodes twice', () => {
    const detectors = allDetectors();
    const split = streamStart + (pushHour + 6) * hourMs;
    const first = tick(
      detectors,
      world.filter(({ createdAt }) => createdAt.getTime() < split),
      new Date(split),
    );

    const back = tick(detectors, [], new Date(split - 48 * hourMs));
    const later = tick(
      detectors,
      world.filter(({ createdAt }) => createdAt.getTime() >= split),
      new Date(daysIn(days)),
    );

    expect(first.length).toBeGreaterThan(0);
    expect(back).toEqual([]);
    expectSound(later);
  });

  it('takes posts of the far future as made now and those of the far past as late', () => {
    const strange = [1e12, 8.64e15, -1, -8.64e15, 0].flatMap((time, i) =>
      Array.from({ length: 30 }, (_, n) =>
        aPost({
          id: `s${i}-${n}`,
          accountId: `s${n}`,
          createdAt: new Date(time),
          tags: ['strange'],
          text: `strange words ${i} of no time at all`,
        }),
      ),
    );
    const plainly = watch({ posts: world, tickMs: hourMs, toMs: daysIn(8) });
    const detectors = allDetectors();
    const now = new Date(daysIn(8));
    tick(
      detectors,
      world.filter(({ createdAt }) => createdAt < now),
      now,
    );

    const found = tick(detectors, strange, new Date(now.getTime() + hourMs));

    expect(plainly.length).toBeGreaterThan(0);
    expectSound(found);
    expectSound(tick(detectors, [], new Date(now.getTime() + 48 * hourMs)));
  });

  it('begins with posts of 1970 and of 2100 in one tick', () => {
    const detectors = allDetectors();
    const posts = [new Date(0), new Date('2100-01-01'), new Date(daysIn(1))].map((createdAt) =>
      aPost({ createdAt, tags: ['a'] }),
    );

    expectSound(tick(detectors, posts, new Date(daysIn(1))));
    expectSound(
      tick(
        detectors,
        world.filter(({ createdAt }) => createdAt.getTime() > daysIn(1)),
        new Date(daysIn(days)),
      ),
    );
  });

  it('is not stopped by a post without a time', () => {
    const broken = [aPost({ createdAt: new Date(Number.NaN), tags: ['rumours'] })];
    const detectors = allDetectors();
    const halfway = streamStart + pushHour * hourMs;
    tick(detectors, [...world.filter(({ createdAt }) => createdAt.getTime() < halfway), ...broken], new Date(halfway));

    const found = tick(
      detectors,
      [...broken, ...world.filter(({ createdAt }) => createdAt.getTime() >= halfway)],
      new Date(daysIn(days)),
    );

    expectSound(found);
    expect(found.some(({ key }) => key === 'rumours')).toBe(true);
  });
});
