import { describe, expect, it } from 'vitest';
import type { Detection } from '../../src/detector/detector.ts';
import type { PlatformGap } from '../../src/detector/unread-hours.ts';
import { hourMs } from '../../src/post/post.ts';
import { streamStart } from './a-stream.ts';
import { allDetectors, aPush, aWorld, expectSound, tick } from './hostile-stream.ts';

const days = 9;
const pushHour = 7 * 24 + 10;
const posts = [...aWorld(3, days), ...aPush('rumours', pushHour)];
const at = (hour: number): Date => new Date(streamStart + hour * hourMs);
const gap = (from: number, to: number, coverage: PlatformGap['coverage'] = 'platform'): PlatformGap => ({
  platform: 'x',
  from: at(from),
  to: at(to),
  coverage,
});

function watched(gaps: readonly PlatformGap[], lost: boolean): readonly Detection[] {
  const detectors = allDetectors();
  const found: Detection[] = [];
  const isLost = (time: Date) => lost && gaps.some(({ from, to }) => time >= from && time < to);
  for (let hour = 1; hour <= days * 24; hour++) {
    for (const detector of detectors) detector.cover(gaps.filter(({ from }) => from < at(hour)));
    const made = posts.filter(
      ({ createdAt }) => createdAt >= at(hour - 1) && createdAt < at(hour) && !isLost(createdAt),
    );
    found.push(...tick(detectors, made, at(hour)));
  }
  expectSound(found);
  return found;
}

const bursts = (all: readonly Detection[]) => all.filter(({ kind }) => kind !== 'co-share');
const told = (all: readonly Detection[]) =>
  new Set(all.filter(({ key }) => key.includes('rumours')).map(({ key }) => key));

describe('gaps at the edges', () => {
  it('of no length, of a negative one, of another platform and of long ago change nothing', () => {
    const none = watched([], false);

    const found = watched(
      [
        gap(pushHour, pushHour),
        gap(pushHour + 2, pushHour - 2),
        { ...gap(0, 24 * days), platform: 'bluesky' },
        { ...gap(0, 1), from: new Date(0), to: new Date(hourMs) },
      ],
      false,
    );

    expect(found).toEqual(none);
  });

  it('that end as the push begins hide it for no longer than the windows that touch them', () => {
    const found = watched([gap(pushHour - 1, pushHour)], true);

    expect(told(found)).toContain('rumours');
    expect(found.filter(({ key }) => key === 'rumours')[0]?.usual.hours).toBeLessThanOrEqual(4);
  });

  it('that begin as the push ends do not hide it', () => {
    expect(told(watched([gap(pushHour + 4, pushHour + 30)], true))).toContain('rumours');
  });

  it('that cover the push hide it, and what follows is no burst', () => {
    const found = watched([gap(pushHour - 1, pushHour + 5)], true);

    expect(bursts(found).filter(({ from }) => from >= at(pushHour - 1))).toEqual(
      bursts(found).filter(({ from, key }) => from >= at(pushHour - 1) && !key.includes('rumours')),
    );
    expect(told(found)).toEqual(new Set());
  });

  it('of all time but an hour leave nothing to say, and that is all right', () => {
    expect(bursts(watched([gap(0, pushHour), gap(pushHour + 1, 24 * days)], true))).toEqual([]);
  });

  it('that came back full make a lower bound, which is told', () => {
    const found = watched([gap(pushHour, pushHour + 4, 'truncated')], false);

    expect(told(found)).toContain('rumours');
    expect(found.find(({ key, kind }) => key === 'rumours' && kind === 'hashtag-burst')?.notes?.join(' ')).toMatch(
      /lower bound|at least/i,
    );
  });

  it('told again and again, overlapping, count once', () => {
    const one = gap(pushHour - 30, pushHour - 20);

    expect(watched([one, one, gap(pushHour - 25, pushHour - 20), one], true)).toEqual(watched([one], true));
  });
});
